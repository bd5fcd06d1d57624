"""The linear program of timetable and duties, and what is proved by it."""

from dataclasses import replace

import numpy as np
import pytest

from shuttle.solver.highs import Deadline
from shuttle.solver.integrated.branching import levels, split
from shuttle.solver.integrated.candidates import candidates_of, piece_queues
from shuttle.solver.integrated.master import Master, Wages
from shuttle.solver.integrated.relax import Relaxation, Relaxer
from shuttle.solver.integrated.together import driver_cents, plan_together
from shuttle.solver.optimise import Options
from shuttle.solver.timetable.model import TimetableModel, build_model
from tests.solver.integrated.builders import in_sequence, morning, problem_of

DEAR = 1e7


@pytest.fixture(scope="module")
def model() -> TimetableModel:
    return build_model(problem_of(morning()))


@pytest.fixture(scope="module")
def best() -> int:
    """The cost of the best day, found by the whole search."""
    place = morning()
    solution, duties = in_sequence(place)
    together, _ = plan_together(problem_of(place), solution, duties, Options())
    return sum(together.terms.values())


def relaxer_of(model: TimetableModel) -> tuple[Master, Relaxer]:
    candidates, wages = candidates_of(model), Wages(30000.0, 200.0)
    master = Master(model, candidates, wages)
    none = np.zeros(len(model.linear.cost))
    return master, Relaxer(master, none, [], 30000.0)


def relaxed(model: TimetableModel) -> tuple[Master, Relaxer, Relaxation]:
    master, relaxer = relaxer_of(model)
    found = relaxer.solve(master.whole, DEAR, 0.0, Deadline(600)).relaxation
    assert found is not None
    return master, relaxer, found


def test_no_solution_costs_less_than_the_bound(model: TimetableModel, best: int) -> None:
    *_, found = relaxed(model)
    assert 0.9 * best < found.bound <= best + 1e-3


def test_the_halves_of_a_part_hold_the_best_solution_between_them(
    model: TimetableModel, best: int
) -> None:
    master, relaxer, found = relaxed(model)
    halves = split(levels(model), found, master)
    assert len(halves) == 2
    bounds = []
    for half in halves:
        known = relaxer.solve(half, DEAR, 0.0, Deadline(600))
        bounds.append(np.inf if known.relaxation is None else known.relaxation.bound)
    assert found.bound - 1e-3 <= min(bounds) <= best + 1e-3


def test_no_whole_number_of_trips_lies_between_the_halves(model: TimetableModel) -> None:
    master, _, found = relaxed(model)
    values = np.zeros_like(found.values)
    values[model.fleet.all[0]] = 1.0
    values[model.trips[0].column] = 1.5
    broken = replace(found, values=values, duties=found.duties[:1], shares=np.ones(1))
    lower, upper = split(levels(model), broken, master)
    assert (lower.linear.row_upper[-1], upper.linear.row_lower[-1]) == (1.0, 2.0)


def test_no_whole_number_of_duties_lies_between_the_halves(model: TimetableModel) -> None:
    master, _, found = relaxed(model)
    broken = replace(found, duties=found.duties[:1], shares=np.array([2.5]))
    lower, upper = split(levels(model), broken, master)
    assert (lower.most, upper.fewest) == (2.0, 3.0)


def test_a_part_without_any_solution_is_known_as_empty(model: TimetableModel) -> None:
    master, relaxer = relaxer_of(model)
    nothing = master.whole.linear.with_row(model.fleet.all, 1e6, np.inf)
    part = master.limited(master.whole, 0, 5)
    assert relaxer.solve(
        type(part)(nothing, part.fewest, part.most), DEAR, 0.0, Deadline(600)
    ).empty


def test_runs_that_look_alike_to_drivers_share_a_piece(model: TimetableModel) -> None:
    candidates = candidates_of(model)
    assert len(set(candidates.keys)) == len(candidates.keys) == len(candidates.pieces)
    assert candidates.piece_of.max() == len(candidates.pieces) - 1


def test_every_run_of_blocks_is_found_among_the_candidates(model: TimetableModel) -> None:
    solution, _ = in_sequence(morning())
    queues = piece_queues(candidates_of(model), solution.blocks)
    assert sum(map(len, queues.values())) == sum(len(b.pieces) for b in solution.blocks)


def test_half_a_cent_of_wages_counts_up() -> None:
    _, duties = in_sequence(morning())
    minutes = sum(duty.sign_off - duty.sign_on for duty in duties.duties)
    wages = Wages(0.0, 30 / 60)
    assert driver_cents(wages, duties) == (minutes + 1) // 2
