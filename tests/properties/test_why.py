"""Answers about one departure against trying everything: the true cost lies in the range."""

from contextlib import suppress

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.deciding.why import Question, why
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from shuttle.solver.what_if import WhatIf
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best_with
from tests.properties.judging import SLOW
from tests.properties.strategies import tiny_scenarios

_HALF_CENT = 0.005


@settings(SLOW, max_examples=15)
@given(place=tiny_scenarios(), data=st.data())
def test_no_timetable_with_a_departure_costs_less_than_is_proved(
    place: Scenario, data: st.DataObject
) -> None:
    problem = build_problem(place, WORKDAY, TUESDAY)
    plan = None
    with suppress(InfeasibleError):
        plan = optimise(problem, Options())
    assume(plan and any(problem.allowed))
    assert plan is not None
    slots = [(way, minute) for way, minutes in enumerate(problem.allowed) for minute in minutes]
    slot = data.draw(st.sampled_from(slots))
    what_if, way = WhatIf(problem, plan.trips, Deadline(60)), problem.directions[slot[0]]
    departure = way.origin, way.destination, slot[1]

    for other, made in (
        (what_if.with_departure(slot), True),
        (what_if.without_departure(slot), False),
    ):
        true = best_with(place, departure, made=made)
        assert true is None or other.bound <= true * 100 + _HALF_CENT
        assert other.infeasible is (true is None)


@SLOW
@given(place=tiny_scenarios(), data=st.data())
def test_what_a_departure_costs_lies_between_the_bounds(
    place: Scenario, data: st.DataObject
) -> None:
    plan = None
    with suppress(InfeasibleError):
        plan = make_plan(place, PlanRequest(day_type=WORKDAY, day=TUESDAY))
    assume(plan)
    assert plan is not None
    span, grid = place.policies.span, place.policies.grid_minutes
    minute = data.draw(st.sampled_from(range(span.start, span.end, grid)))
    ends = data.draw(st.sampled_from((("a", "b"), ("b", "a"))))
    answer = why(place, plan, Question(ends[1], minute, ends[0]))
    made = any((t.origin, t.departure) == (ends[0], minute) for t in plan.trips)
    true = best_with(place, (*ends, minute), made=not made)

    if answer.verdict in {"refused", "impossible"}:
        assert true is None
        return
    assert (answer.verdict == "runs") is made
    assert answer.at_least is not None
    assert answer.at_most is not None
    assert true is not None
    more = true - plan.objective.total
    assert answer.at_least - _HALF_CENT <= more <= answer.at_most + _HALF_CENT
    assert answer.at_least >= 0
