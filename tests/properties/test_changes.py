"""Keeping to a published timetable: the solver finds what trying every timetable finds."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.audit import check
from shuttle.domain.change import Change, ChangeLimits, ChangePrices, PublishedDeparture
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.planning.keeping import Keeping
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable import changes
from tests.builders import FACT, TUESDAY, WORKDAY
from tests.builders import plan as plan_of
from tests.properties.brute_force import best
from tests.properties.busy import busy_scenarios
from tests.properties.judging import SLOW
from tests.properties.strategies import tiny_scenarios
from tests.properties.test_mutants import found

MANY = settings(SLOW, max_examples=60)


@st.composite
def changing(
    draw: st.DrawFn, worlds: st.SearchStrategy[Scenario] | None = None
) -> tuple[Scenario, Change]:
    """A tiny scenario, and up to five published departures, not all of which it allows."""
    place = draw(tiny_scenarios() if worlds is None else worlds)
    span, grid = place.policies.span, place.policies.grid_minutes
    minutes = [*range(span.start, span.end + grid, grid), span.start + 3]
    drawn = st.tuples(st.sampled_from(("a-b", "b-a")), st.sampled_from(minutes))
    found = draw(st.lists(drawn, max_size=5, unique=True))
    published = tuple(
        PublishedDeparture(
            id=f"p-{number}",
            origin=ends[0],
            destination=ends[-1],
            departure=minute,
            port=draw(st.sampled_from(sorted(place.ports))),
        )
        for number, (ends, minute) in enumerate(found)
    )
    few = st.sampled_from((None, None, 0, 1, 2, 3))
    limits = ChangeLimits(trips=draw(few), minutes=draw(st.sampled_from((None, None, 0, 10, 20))))
    shift = draw(st.sampled_from((15, 15, 5, 0, 30)))
    return place, Change(
        published=published, prices=draw(prices()), limits=limits, max_shift_minutes=shift
    )


@st.composite
def tight(draw: st.DrawFn) -> tuple[Scenario, Change]:
    """A scenario where buses pay and changes cost next to nothing, but few are allowed."""
    place, change = draw(changing(busy_scenarios()))
    cheap = dict.fromkeys(("moved_trip", "moved_minute", "added_trip", "other_port"), 0)
    limits = ChangeLimits(
        trips=draw(st.sampled_from((None, 0, 1, 2, 3))),
        minutes=draw(st.sampled_from((0, 5, 10, None))),
    )
    terms = {"prices": ChangePrices(**FACT, **cheap, dropped_trip=60), "limits": limits}
    return place, change.model_copy(update={**terms, "max_shift_minutes": 30})


@st.composite
def prices(draw: st.DrawFn) -> ChangePrices:
    amounts = st.sampled_from((0, 1, 5, 12.5, 60))
    names = ("moved_trip", "moved_minute", "dropped_trip", "added_trip", "other_port")
    return ChangePrices(**FACT, **{name: draw(amounts) for name in names})


def agrees_with_all_timetables(place: Scenario, change: Change) -> None:
    """Solver and brute force find the same least cost, or both find that there is no timetable."""
    expected, solution = best(place, WORKDAY, TUESDAY, change), None
    problem = replace(build_problem(place, WORKDAY, TUESDAY), change=change)
    with suppress(InfeasibleError):
        solution = optimise(problem, Options())
    assert (solution is None) == (expected is None)
    if solution is not None and expected is not None:
        assert (solution.proof.status, solution.proof.objective) == ("optimal", expected[0])


@MANY
@given(changing())
def test_the_least_change_is_what_trying_everything_finds(case: tuple[Scenario, Change]) -> None:
    agrees_with_all_timetables(*case)


@SLOW
@given(tight())
def test_tight_limits_leave_what_trying_everything_leaves(case: tuple[Scenario, Change]) -> None:
    agrees_with_all_timetables(*case)


@MANY
@given(changing())
def test_a_plan_that_keeps_to_a_timetable_passes_the_audit(case: tuple[Scenario, Change]) -> None:
    place, change = case
    with suppress(InfeasibleError):
        plan = make_plan(place, PlanRequest(kept=Keeping(plan_of(place, []), change=change)))
        assert check(place, plan) == ()
        assert plan.objective.total == plan.proof.objective


def _one_more(builder: Any, change: Change, *others: Any) -> None:
    trips = change.limits.trips
    limits = change.limits.model_copy(update={"trips": None if trips is None else trips + 1})
    LIMIT(builder, change.model_copy(update={"limits": limits}), *others)


def _added_aside(builder: Any, change: Change, matches: Any, _: Any) -> None:
    LIMIT(builder, change, matches, [])


def _minutes_aside(builder: Any, change: Change, *others: Any) -> None:
    limits = change.limits.model_copy(update={"minutes": None})
    LIMIT(builder, change.model_copy(update={"limits": limits}), *others)


LIMIT = changes._limit


@pytest.mark.parametrize("fault", [_one_more, _added_aside, _minutes_aside])
def test_a_limit_that_is_not_kept_is_found(fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_limit", fault)
    found(agrees_with_all_timetables_of, tight())


def agrees_with_all_timetables_of(case: tuple[Scenario, Change]) -> None:
    agrees_with_all_timetables(*case)
