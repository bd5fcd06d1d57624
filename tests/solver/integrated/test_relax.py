"""The linear program of timetable and duties, and what is proved by it."""

from dataclasses import replace

import numpy as np
import pytest

from shuttle.solver.duties.pricing import DutySearch, Effort
from shuttle.solver.highs import Deadline
from shuttle.solver.integrated.branching import Branching, Halves
from shuttle.solver.integrated.candidates import candidates_of, piece_queues
from shuttle.solver.integrated.master import Master, Wages
from shuttle.solver.integrated.relax import Relaxation, Relaxer, priced
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
    master = Master(model.linear, candidates, wages, Branching(model).sums)
    none = np.zeros(len(model.linear.cost))
    return master, Relaxer(master, none, [])


def relaxed(model: TimetableModel) -> tuple[Master, Relaxer, Relaxation]:
    master, relaxer = relaxer_of(model)
    found = relaxer.solve(master.whole, DEAR, 0.0, Deadline(600)).relaxation
    assert found is not None
    return master, relaxer, found


def test_no_solution_costs_less_than_the_bound(model: TimetableModel, best: int) -> None:
    *_, found = relaxed(model)
    assert 0.9 * best < found.bound <= best + 1e-3


def test_at_the_duals_of_the_bound_no_duty_costs_less_than_nothing(model: TimetableModel) -> None:
    master, _, found = relaxed(model)
    cheapest = DutySearch(master.pieces).below(0.0, found.tariff, Effort())
    assert cheapest.exact
    assert cheapest.duties == ()


@pytest.mark.parametrize("seed", range(3))
def test_what_any_duals_prove_holds(model: TimetableModel, best: int, seed: int) -> None:
    master, relaxer, found = relaxed(model)
    noise = np.random.default_rng(seed).normal(1.3, 0.4, len(found.duals))
    proof = relaxer._proof(master.whole, master.whole.usable(found.duals * noise))
    assert proof.found.duties
    tariff = master.tariff(proof.duals)
    assert DutySearch(master.pieces).below(-1e-6, tariff, Effort()).duties == ()
    assert -np.inf < proof.bound <= best


def test_every_way_to_split_holds_the_best_solution_between_its_halves(
    model: TimetableModel, best: int
) -> None:
    master, relaxer, found = relaxed(model)
    splits = Branching(model).splits(found, master)
    assert splits
    for halves in splits:
        bounds = []
        for half in halves:
            known = relaxer.solve(half, DEAR, 0.0, Deadline(600))
            bounds.append(np.inf if known.relaxation is None else known.relaxation.bound)
        assert found.bound - 1e-2 <= min(bounds) <= best + 1e-3


def test_a_glance_promises_no_more_than_the_linear_program_over_known_columns(
    model: TimetableModel,
) -> None:
    master, relaxer, found = relaxed(model)
    for half in (half for halves in Branching(model).splits(found, master) for half in halves):
        seen = relaxer.glance(half)
        assert seen >= 0
        again = relaxer.solve(half, DEAR, 0.0, Deadline(600)).relaxation
        assert again is not None
        assert again.bound >= found.bound - 1e-2


def halves_by(row: int, halves: list[Halves]) -> tuple[float, float]:
    """Upper bound of the one half and lower bound of the other, where they differ in that row."""
    for lower, upper in halves:
        if lower.row_upper[row] != upper.row_upper[row]:
            return float(lower.row_upper[row]), float(upper.row_lower[row])
    raise AssertionError(row)


def test_no_whole_number_of_trips_lies_between_the_halves(model: TimetableModel) -> None:
    master, _, found = relaxed(model)
    values = np.zeros_like(found.values)
    values[model.fleet.all[0]] = 1.0
    values[model.trips[0].column] = 1.5
    broken = replace(found, values=values, duties=found.duties[:1], shares=np.ones(1))
    assert halves_by(int(master.sums[1]), Branching(model).splits(broken, master)) == (1.0, 2.0)


def test_no_whole_number_of_duties_lies_between_the_halves(model: TimetableModel) -> None:
    master, _, found = relaxed(model)
    broken = replace(found, duties=found.duties[:1], shares=np.array([2.5]))
    all_duties = int(master.counts[len(master.pieces.most_duties)])
    assert halves_by(all_duties, Branching(model).splits(broken, master)) == (2.0, 3.0)


def test_what_duties_under_way_cost_is_paid_by_those_that_span_the_minute(
    model: TimetableModel,
) -> None:
    master, relaxer, _ = relaxed(model)
    duals = np.zeros(len(master.whole.row_lower))
    watched = len(master.counts) - len(master.minutes)
    duals[master.counts[watched + 1]] = 7.0
    duties = list(relaxer.known)
    less = master.wages.cents(master.pieces, duties) - priced(master, duties, master.tariff(duals))
    minute, pieces = master.minutes[1], master.pieces
    spans = [
        7.0 * (pieces.signs_on[duty[0]] <= minute < pieces.signs_off[duty[-1]]) for duty in duties
    ]
    assert 0 < sum(spans) < 7.0 * len(duties)
    assert less == pytest.approx(np.array(spans))


def test_a_part_without_any_solution_is_known_as_empty_or_too_dear(model: TimetableModel) -> None:
    master, relaxer = relaxer_of(model)
    lower = master.whole.row_lower.copy()
    lower[master.sums[0]] = 90.0
    known = relaxer.solve(replace(master.whole, row_lower=lower), DEAR, 0.0, Deadline(600))
    assert known.empty or (known.relaxation is not None and known.relaxation.bound >= DEAR)


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
