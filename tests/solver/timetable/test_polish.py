"""Fine grids: planned coarse, polished minute by minute, under a bound of the whole fine model."""

from dataclasses import replace

import numpy as np
import pytest

from shuttle import audit
from shuttle.domain.change import Change, ChangeLimits, PublishedDeparture
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress
from shuttle.solver.result import Solution
from shuttle.solver.timetable import fine_bound, polish
from shuttle.solver.timetable.fine_bound import FineBound
from shuttle.solver.timetable.lifted import lifted_bound, priced_bound
from shuttle.solver.timetable.model import build_model
from shuttle.solver.timetable.vehicles import standing_minutes
from tests.builders import band, policies, riders, scenario, vehicle_type
from tests.solver.timetable.builders import problem


def by_the_minute(**changes: object) -> Scenario:
    """A morning whose riders come at odd minutes, so that a coarse grid makes them wait."""
    rules = {
        "grid_minutes": 1,
        "span": band("08:00", "09:30"),
        "headways": (HeadwayPolicy(min_minutes=10, max_minutes=60),),
        **changes,
    }
    return scenario(
        policies=policies(**rules),
        vehicle_types=(vehicle_type(count=4, cost_per_day=400, cost_per_trip=20),),
        demand=(
            riders(12, "08:07", minutes=3),
            riders(9, "08:56", minutes=2),
            riders(11, "08:12", "b-a", minutes=4),
            riders(8, "09:03", "b-a", minutes=3),
        ),
    )


def planned(place: Scenario, workers: int = 1) -> Solution:
    return optimise(problem(place), Options(workers=workers))


@pytest.fixture
def nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polish, "_LARGE", 0)


@pytest.fixture(scope="module")
def best() -> Solution:
    """The optimum, by the exact search on the fine grid itself."""
    found = planned(by_the_minute())
    assert found.proof.status == "optimal"
    return found


@pytest.mark.usefixtures("nothing_is_small")
def test_a_polished_timetable_lies_between_its_bound_and_the_coarse_one(best: Solution) -> None:
    found = planned(by_the_minute())
    coarse = planned(by_the_minute(grid_minutes=5))
    assert "planned at 5 minutes, polished at 1" in found.proof.solver
    assert "weak" not in found.proof.solver
    assert found.proof.bound <= best.proof.objective <= found.proof.objective
    assert found.proof.objective < coarse.proof.objective
    assert found.proof.gap < 0.05


@pytest.mark.usefixtures("nothing_is_small")
def test_a_polished_plan_passes_the_audit() -> None:
    place = by_the_minute()
    plan = make_plan(place, PlanRequest())
    assert audit.check(place, plan) == ()
    assert any(trip.departure % 5 for trip in plan.trips)


@pytest.mark.usefixtures("nothing_is_small")
def test_workers_and_repetition_change_nothing() -> None:
    once, twice, beside = (
        planned(by_the_minute()),
        planned(by_the_minute()),
        planned(by_the_minute(), workers=2),
    )
    assert once.trips == twice.trips == beside.trips
    assert once.blocks == twice.blocks == beside.blocks
    assert once.proof.bound == twice.proof.bound == beside.proof.bound


@pytest.mark.usefixtures("nothing_is_small")
def test_a_day_without_any_coarse_timetable_is_searched_as_it_is() -> None:
    odd = SpanPolicy(first=band("08:01", "08:04"), origin="a")
    found = planned(by_the_minute(spans=(odd,)))
    assert found.proof.status == "optimal"
    assert "polished" not in found.proof.solver
    assert min(trip.departure for trip in found.trips if trip.origin == "a") in range(481, 484)


@pytest.mark.usefixtures("nothing_is_small")
def test_progress_tells_no_bound_that_the_plan_passes() -> None:
    told: list[Progress] = []
    found = optimise(problem(by_the_minute()), Options(), told.append)
    assert {"polish", "bound by linear programming"} <= {progress.stage for progress in told}
    assert all(progress.bound <= found.proof.objective * 100 for progress in told)
    assert told[-1].gap == pytest.approx(found.proof.gap)


def test_only_large_models_on_fine_grids_are_planned_coarse_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert polish.coarse_minutes(problem(by_the_minute())) is None
    monkeypatch.setattr(polish, "_LARGE", 0)
    grids = {
        grid: polish.coarse_minutes(problem(by_the_minute(grid_minutes=grid)))
        for grid in (1, 2, 3, 4, 5, 10)
    }
    assert grids == {1: 5, 2: 6, 3: 6, 4: 8, 5: None, 10: None}


def test_a_model_too_large_for_the_memory_has_the_bound_that_costs_cannot_be_negative(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fine_bound, "_MOST_COLUMNS", 0)
    with FineBound(problem(by_the_minute()), 5, Deadline(60)) as bound:
        assert bound.awaited() is None
        assert bound.known == 0


def test_a_bound_whose_process_dies_is_given_up_not_waited_for() -> None:
    with FineBound(problem(by_the_minute()), 5, Deadline(600)) as bound:
        bound.begin()
        bound._process.kill()
        assert bound.awaited() is None
        assert bound.known == 0


def test_the_bound_is_the_linear_relaxation_of_every_minute_not_of_the_coarse_ones() -> None:
    fine = problem(by_the_minute())
    with FineBound(fine, 5, Deadline(600)) as bound:
        found = bound.awaited()
    assert found is not None
    assert found == pytest.approx(_relaxed(fine))
    assert found < _relaxed(polish.on_grid(fine, 5)) - 1


def test_prices_of_the_coarse_grid_bound_the_fine_one_from_below() -> None:
    fine = problem(by_the_minute())
    model, coarse = build_model(fine), build_model(polish.on_grid(fine, 5))
    duals = solve_lp(coarse.linear, 600).duals
    assert duals is not None
    assert 0.8 * _relaxed(fine) < lifted_bound(model, coarse, duals) <= _relaxed(fine) + 1e-3


def test_a_grid_s_own_prices_bound_it_as_its_linear_relaxation_does() -> None:
    fine = problem(by_the_minute())
    model = build_model(fine)
    duals = solve_lp(model.linear, 600).duals
    assert duals is not None
    assert lifted_bound(model, model, duals) == pytest.approx(_relaxed(fine))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_buses_are_taken_to_be_worth_no_timetable_costs_less(
    seed: int, best: Solution
) -> None:
    model = build_model(problem(by_the_minute()))
    prices = np.random.default_rng(seed).normal(0.0, 2000.0, len(model.linear.row_lower))
    assert priced_bound(model, prices) <= best.proof.objective * 100


@pytest.mark.parametrize("cents_per_minute", [-300.0, 300.0])
def test_buses_that_gain_or_lose_worth_all_day_promise_nothing(
    cents_per_minute: float, best: Solution
) -> None:
    model = build_model(problem(by_the_minute()))
    prices, row = np.zeros(len(model.linear.row_lower)), model.path_rows
    for _, minutes in standing_minutes(model.problem, (*model.trips, *model.deadheads)):
        prices[row : row + len(minutes)] = cents_per_minute * minutes
        row += len(minutes)
    assert priced_bound(model, prices) <= best.proof.objective * 100


def _relaxed(part: Problem) -> float:
    linear = build_model(part).linear
    values = solve_lp(linear, 600).values
    assert values is not None
    return linear.objective(values)


def published() -> tuple[PublishedDeparture, ...]:
    """At minutes that no coarse grid has."""
    return tuple(
        PublishedDeparture(
            id=f"{ends}-{minute}",
            origin=ends[0],
            destination=ends[-1],
            departure=minute,
            port="gate",
        )
        for ends, minute in (("a-b", 491), ("a-b", 537), ("b-a", 499), ("b-a", 546))
    )


@pytest.mark.usefixtures("nothing_is_small")
@pytest.mark.parametrize("trips", [0, 2])
def test_a_fine_plan_keeps_to_what_was_published_at_odd_minutes(
    trips: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = Change(published=published(), limits=ChangeLimits(trips=trips))
    asked = replace(problem(by_the_minute()), change=change)
    found = optimise(asked, Options())
    assert found.changes is not None
    same = {fate.published.departure for fate in found.changes.fates if fate.trip is not None}
    assert len(same & {trip.departure for trip in found.trips}) >= 4 - trips
    monkeypatch.setattr(polish, "_LARGE", 10**9)
    exact = optimise(asked, Options())
    assert exact.proof.status == "optimal"
    assert found.proof.bound <= exact.proof.objective <= found.proof.objective
    assert found.proof.objective <= 1.02 * exact.proof.objective
