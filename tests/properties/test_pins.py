"""What is pinned stays, and costs no more than it must."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle import audit
from shuttle.domain.plan import FixedTrip, Method, Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.planning.keeping import Wanted, keeping
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.pins import pin_blocks
from shuttle.solver.problem import build_problem, fix_timetable
from tests.builders import TUESDAY, WORKDAY
from tests.properties.busy import busy_scenarios
from tests.properties.judging import SLOW
from tests.properties.test_given_timetables import (
    electric_worlds,
    one_route,
    timetables,
    worlds_with_permits,
)

FEWER = settings(SLOW, max_examples=20)


def planned(place: Scenario, trips: tuple[FixedTrip, ...] = ()) -> Plan | None:
    """The cheapest plan, for a timetable where one is given; None where nobody is carried."""
    method: Method = "timetable" if trips else "optimise"
    with suppress(InfeasibleError):
        plan = make_plan(place, PlanRequest(method=method, timetable=trips))
        return plan if plan.blocks else None
    return None


def some_buses_stay(place: Scenario, trips: tuple[FixedTrip, ...], data: st.DataObject) -> None:
    """With buses of the cheapest answer pinned the answer costs the same, and has them as is."""
    plan = planned(place, trips)
    if plan is None:
        return
    chosen = data.draw(st.lists(st.sampled_from(plan.blocks), unique_by=lambda block: block.id))
    problem = fix_timetable(build_problem(place, WORKDAY, TUESDAY), trips)
    solution = optimise(pin_blocks(problem, chosen), Options())
    before = round((plan.objective.total - plan.objective.terms.get("drivers", 0)) * 100)
    assert sum(solution.terms.values()) == before
    made = [[(p.kind, p.departure, p.arrival, p.legs) for p in b.pieces] for b in solution.blocks]
    for block in chosen:
        assert [(p.kind, p.departure, p.arrival, p.legs) for p in block.pieces] in made
    assert sum(block.pinned for block in solution.blocks) == len(chosen)


@FEWER
@given(electric_worlds(), timetables(), st.data())
def test_pinned_electric_buses_stay(
    place: Scenario, trips: tuple[FixedTrip, ...], data: st.DataObject
) -> None:
    some_buses_stay(place, trips, data)


@FEWER
@given(worlds_with_permits(), one_route(), st.data())
def test_pinned_buses_count_among_those_with_permits(
    place: Scenario, trips: tuple[FixedTrip, ...], data: st.DataObject
) -> None:
    some_buses_stay(place, trips, data)


@FEWER
@given(busy_scenarios(), st.data())
def test_pins_of_the_cheapest_plan_cost_nothing(place: Scenario, data: st.DataObject) -> None:
    free = planned(place)
    if free is None:
        return
    trips, blocks, duties = (
        data.draw(st.lists(st.sampled_from([item.id for item in items]), unique=True, max_size=2))
        for items in (free.trips, free.blocks, free.duties)
    )
    kept = keeping(place, free, Wanted(trips, blocks, duties))
    again = make_plan(place, PlanRequest(kept=kept))
    assert audit.check(place, again) == ()
    assert round(timetable_cost(again)) == round(timetable_cost(free))
    assert sum(trip.pinned for trip in again.trips) == len(kept.trips)
    assert sum(block.pinned for block in again.blocks) == len(kept.blocks)
    assert sum(duty.pinned for duty in again.duties) == len(kept.duties)


def timetable_cost(plan: Plan) -> float:
    """Cents without drivers."""
    return 100 * (plan.objective.total - plan.objective.terms.get("drivers", 0))


@FEWER
@given(busy_scenarios(), busy_scenarios(), st.data())
def test_pins_cost_no_more_than_the_plan_that_they_come_from(
    place: Scenario, other: Scenario, data: st.DataObject
) -> None:
    # The earlier plan is made for other riders.
    before = place.model_copy(update={"demand": other.demand})
    plan, free = planned(before), planned(place)
    if plan is None:
        return
    blocks = data.draw(st.lists(st.sampled_from([block.id for block in plan.blocks]), unique=True))
    whole = keeping(place, plan, Wanted(blocks=[block.id for block in plan.blocks]))
    kept = make_plan(place, PlanRequest(kept=keeping(place, plan, Wanted(blocks=blocks))))
    all_kept = make_plan(place, PlanRequest(kept=whole))
    assert free is None or timetable_cost(free) <= timetable_cost(kept) + 0.5
    assert timetable_cost(kept) <= timetable_cost(all_kept) + 0.5
    assert sum(block.pinned for block in kept.blocks) == len(blocks)
