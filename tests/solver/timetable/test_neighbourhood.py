"""Neighbourhoods: only what is opened changes, nothing gets worse, every row still holds."""

import math

import numpy as np
import pytest

from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.linear import Floats
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.crew import Crew, Improver, merged
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.neighbourhood import (
    Effort,
    Ground,
    Kind,
    Kinds,
    Neighbourhood,
    ground_of,
    improved,
)
from shuttle.solver.timetable.start import dual_priced

WHOLE_DAY = Neighbourhood((0, 1), 0, 2880, math.inf)
OPTIMUM_CENTS = 210_700


@pytest.fixture(scope="module")
def tiny() -> TimetableModel:
    """The tiny seed, whose optimum costs 2,107."""
    scenario = load_scenario(shared_root() / "seeds" / "tiny")
    return build_model(build_problem(scenario, scenario.day_types[0].id, scenario.reference_date))


@pytest.fixture(scope="module")
def duals(tiny: TimetableModel) -> Floats:
    found = solve_lp(tiny.linear, 60, corner=False).duals
    assert found is not None
    return found


@pytest.fixture(scope="module")
def start(tiny: TimetableModel, duals: Floats) -> Floats:
    found = dual_priced(tiny, duals, Deadline(60))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ground(tiny: TimetableModel, duals: Floats) -> Ground:
    return ground_of(tiny, tiny.linear.reduced_costs(duals), tiny.linear.dual_bound(duals))


def test_the_first_timetable_keeps_every_row_and_the_bound(
    tiny: TimetableModel, duals: Floats, start: Floats
) -> None:
    assert tiny.linear.holds(start)
    assert tiny.linear.dual_bound(duals) <= tiny.linear.objective(start)


def test_the_whole_day_opened_gives_the_optimum(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    best = improved(ground, start, WHOLE_DAY, 60).values
    assert tiny.linear.holds(best)
    assert round(tiny.linear.objective(best)) == OPTIMUM_CENTS


def test_what_lies_outside_the_window_stays(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    area = Neighbourhood((0,), 480, 540, math.inf)
    better = improved(ground, start, area, 60).values
    spans = tiny.spans
    outside = (spans.direction == 1) | (spans.end <= area.start) | (spans.start >= area.end)
    outside &= spans.direction >= 0
    assert np.array_equal(better[outside], start[outside])
    assert tiny.linear.holds(better)
    assert tiny.linear.objective(better) <= tiny.linear.objective(start)


def test_gains_that_break_a_row_together_are_not_taken_together(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    windows = [Neighbourhood((0, 1), at, at + 120, math.inf) for at in (420, 480, 540, 600)]
    found = [improved(ground, start, area, 60).values for area in windows]
    joined = merged(tiny.linear, start, found)
    assert tiny.linear.holds(joined)
    assert tiny.linear.objective(joined) <= min(map(tiny.linear.objective, found))
    twice = merged(tiny.linear, start, [found[0], found[0]])
    assert tiny.linear.objective(twice) == tiny.linear.objective(found[0])


def test_two_processes_give_the_same_answer_each_time(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    every = Kinds(tiny, seed=0).areas()
    batch = [area for _, area in (next(every) for _ in range(4))]
    with Crew(ground, workers=2) as crew:
        shared = crew.round(start, batch, Deadline(60))
    alone = [improved(ground, start, area, 60) for area in batch]
    assert [one.effort for one in shared] == [other.effort for other in alone]
    pairs = zip(shared, alone, strict=True)
    assert all(np.array_equal(one.values, other.values) for one, other in pairs)


def test_columns_above_the_threshold_are_free_only_where_they_are_used(
    ground: Ground, start: Floats
) -> None:
    free = ground.free(Neighbourhood((0, 1), 0, 2880, 500.0), start)
    runs = ground.spans.direction >= 0
    dear = runs & (ground.reduced > 500.0)
    assert (dear & (start == 0)).any()
    assert np.array_equal(free[dear], start[dear] > 0)
    assert free[runs & (ground.reduced <= 500.0)].all()


def test_a_kind_grows_by_threshold_and_extent_in_turn_and_shrinks_by_both() -> None:
    kind = Kind((60, 100, 110), (1000, 1500))
    kind.learn(Effort.FAIR)
    assert (kind.threshold, kind.extent) == (1000, 100)
    kind.learn(Effort.EASY)
    assert (kind.threshold, kind.extent) == (1250, 100)
    kind.learn(Effort.EASY)
    assert (kind.threshold, kind.extent) == (1250, 110)
    kind.learn(Effort.EASY)
    assert (kind.threshold, kind.extent) == (1500, 110)
    kind.learn(Effort.HARD)
    assert [kind.threshold, kind.extent] == pytest.approx([1050, 77])
    kind.learn(Effort.EASY)
    assert [kind.threshold, kind.extent] == pytest.approx([1050 * 1.125, 77])


def test_rounds_without_a_gain_are_counted_and_a_gain_starts_the_count_anew(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    with Crew(ground, workers=1) as crew:
        improver = Improver(crew, ground, Kinds(tiny, seed=0))
        best = start
        for _ in range(12):
            before, idle = best, improver.idle
            best = improver.round(best, Deadline(60))
            gained = tiny.linear.objective(best) < tiny.linear.objective(before)
            assert improver.idle == (0 if gained else idle + 1)
    assert tiny.linear.objective(best) < tiny.linear.objective(start)


def test_a_round_whose_time_is_over_ends_its_processes_and_breaks_no_row(
    tiny: TimetableModel, ground: Ground, start: Floats
) -> None:
    every = Kinds(tiny, seed=0).areas()
    batch = [area for _, area in (next(every) for _ in range(4))]
    with Crew(ground, workers=2) as crew:
        found = crew.round(start, batch, Deadline(0))
    assert len(found) == len(batch)
    assert all(tiny.linear.holds(outcome.values) for outcome in found)
    cost = tiny.linear.objective(start)
    assert all(tiny.linear.objective(outcome.values) <= cost for outcome in found)
