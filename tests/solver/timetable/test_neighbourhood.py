"""Neighbourhoods: only what is opened changes, nothing gets worse, every row still holds."""

import numpy as np
import pytest

from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.linear import Floats
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.neighbourhood import (
    Crew,
    Ground,
    Neighbourhood,
    areas,
    ground_of,
    improved,
    merged,
)
from shuttle.solver.timetable.start import dual_priced

WHOLE_DAY = Neighbourhood((0, 1), 0, 2880)
OPTIMUM_CENTS = 210_700


@pytest.fixture(scope="module")
def tiny() -> TimetableModel:
    """The tiny seed, whose optimum costs 2,107."""
    scenario = load_scenario(shared_root() / "seeds" / "tiny")
    return build_model(build_problem(scenario, scenario.day_types[0].id, scenario.reference_date))


@pytest.fixture(scope="module")
def duals(tiny: TimetableModel) -> Floats:
    found = solve_lp(tiny.linear, 60).duals
    assert found is not None
    return found


@pytest.fixture(scope="module")
def start(tiny: TimetableModel, duals: Floats) -> Floats:
    found = dual_priced(tiny, duals, Deadline(60))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ground(tiny: TimetableModel, duals: Floats) -> Ground:
    return ground_of(tiny, tiny.linear.reduced_costs(duals))


def test_the_first_timetable_keeps_every_row_and_the_bound(
    tiny: TimetableModel, duals: Floats, start: Floats
) -> None:
    assert tiny.linear.holds(start)
    assert tiny.linear.dual_bound(duals) <= tiny.linear.objective(start)


def test_the_whole_day_opened_gives_the_optimum(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    best = improved(ground, start, WHOLE_DAY, 60)
    assert tiny.linear.holds(best)
    assert round(tiny.linear.objective(best)) == OPTIMUM_CENTS


def test_what_lies_outside_the_window_stays(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    area = Neighbourhood((0,), 480, 540)
    better = improved(ground, start, area, 60)
    spans = tiny.spans
    outside = (spans.direction == 1) | (spans.end <= area.start) | (spans.start >= area.end)
    outside &= spans.direction >= 0
    assert np.array_equal(better[outside], start[outside])
    assert tiny.linear.holds(better)
    assert tiny.linear.objective(better) <= tiny.linear.objective(start)


def test_gains_that_break_a_row_together_are_not_taken_together(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    windows = [Neighbourhood((0, 1), at, at + 120) for at in (420, 480, 540, 600)]
    found = [improved(ground, start, area, 60) for area in windows]
    joined = merged(tiny.linear, start, found)
    assert tiny.linear.holds(joined)
    assert tiny.linear.objective(joined) <= min(map(tiny.linear.objective, found))
    twice = merged(tiny.linear, start, [found[0], found[0]])
    assert tiny.linear.objective(twice) == tiny.linear.objective(found[0])


def test_two_processes_give_the_same_answer_each_time(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    every = areas(tiny, seed=0)
    batch = [next(every) for _ in range(4)]
    with Crew(ground, workers=2) as crew:
        shared = crew.round(start, batch, Deadline(60))
    alone = [improved(ground, start, area, 60) for area in batch]
    assert all(np.array_equal(one, other) for one, other in zip(shared, alone, strict=True))
