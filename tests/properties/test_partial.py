"""Partial plans against trying everything: the fewest obligations left, then the least cost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle import audit
from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE, TimeBand
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best, best_leaving
from tests.properties.judging import SLOW
from tests.properties.strategies import FIRST, tiny_scenarios


@st.composite
def demanding(draw: st.DrawFn) -> Scenario:
    """Tiny scenarios whose headways and windows ask for much, with few buses."""
    place = draw(tiny_scenarios())
    grid, end = place.policies.grid_minutes, place.policies.span.end
    least = draw(st.sampled_from((0, grid)))
    most = max(least, draw(st.sampled_from((grid, 2 * grid, grid + 1))))
    headway = HeadwayPolicy(min_minutes=least, max_minutes=most, start=0, end=LAST_MINUTE)
    first = TimeBand(start=FIRST, end=FIRST + draw(st.sampled_from((1, grid, grid + 1))))
    last = TimeBand(start=end - draw(st.sampled_from((1, grid, 2 * grid))), end=end)
    span = draw(st.sampled_from((SpanPolicy(first=first, last=last), SpanPolicy(last=last))))
    # Now and then riders wait so briefly that gaps go over waiting places.
    patience = draw(st.sampled_from((1, 5, place.policies.max_wait_minutes)))
    policies = place.policies.model_copy(
        update={
            "headways": (headway,),
            "spans": (span,),
            "max_wait_minutes": patience,
            "max_early_minutes": min(patience, place.policies.max_early_minutes),
        }
    )
    count = draw(st.sampled_from((1, 2)))
    types = {k: v.model_copy(update={"count": count}) for k, v in place.vehicle_types.items()}
    return place.model_copy(update={"policies": policies, "vehicle_types": types})


REQUEST = PlanRequest(day_type=WORKDAY, day=TUESDAY, partial=True)


@SLOW
@given(place=demanding())
def test_a_partial_plan_leaves_the_fewest_points_and_then_costs_the_least(place: Scenario) -> None:
    points, cost = best_leaving(place, WORKDAY, TUESDAY)
    plan = make_plan(place, REQUEST)

    assert sum(item.points for item in plan.unkept) == points
    assert plan.objective.total == cost
    assert plan.proof.status == "optimal"
    assert plan.unkept_proof is None or plan.unkept_proof.bound == points
    assert audit.check(place, plan) == ()


@settings(SLOW, max_examples=12)
@given(place=tiny_scenarios())
def test_where_every_rule_can_be_kept_the_partial_plan_keeps_them(place: Scenario) -> None:
    expected = best(place, WORKDAY, TUESDAY)
    plan = make_plan(place, REQUEST)

    assert bool(plan.unkept) == (expected is None)
    assert expected is None or plan.objective.total == expected[0]


@settings(SLOW, max_examples=12)
@given(place=tiny_scenarios(), data=st.data())
def test_given_departures_are_made_or_stated_as_left(place: Scenario, data: st.DataObject) -> None:
    span, grid = place.policies.span, place.policies.grid_minutes
    slots = range(span.start, span.end, grid)
    asked = data.draw(
        st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(slots)), min_size=1)
    )
    given_ = tuple(
        FixedTrip(origin=end, destination="b" if end == "a" else "a", departure=minute)
        for end, minute in dict.fromkeys(asked)
    )
    bare = place.policies.model_copy(update={"headways": (), "spans": (), "clock_faces": ()})
    place = place.model_copy(update={"policies": bare})
    request = PlanRequest(
        day_type=WORKDAY, day=TUESDAY, partial=True, method="timetable", timetable=given_
    )
    plan = make_plan(place, request)

    made = {(trip.origin, trip.departure) for trip in plan.trips}
    left = {(item.origin, item.end) for item in plan.unkept}
    assert made | left == {(trip.origin, trip.departure) for trip in given_}
    assert not made & left
    assert audit.check(place, plan) == ()
