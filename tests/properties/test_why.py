"""Answers about one departure against trying everything: the true cost lies in the range."""

from contextlib import suppress

from hypothesis import assume, given
from hypothesis import strategies as st

from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning import PlanRequest, make_plan
from shuttle.services.why import Question, why
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best_with
from tests.properties.judging import SLOW
from tests.properties.strategies import tiny_scenarios

_HALF_CENT = 0.005


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
