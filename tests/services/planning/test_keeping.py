"""Keeping to an earlier plan: the small world, there and back at nine, ten and eleven."""

from typing import Any

import pytest

from shuttle import audit
from shuttle.domain.change import ASSUMED_PRICES, ChangeLimits
from shuttle.domain.plan import Plan
from shuttle.domain.policy import ClockFace, HeadwayPolicy
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError, InputError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.planning.keeping import Keeping, Wanted, keeping
from tests.builders import band, hours, policies, port, riders, scenario, vehicle_type
from tests.solver.timetable.builders import over_two_ports

DEMAND = (
    riders(40, "09:00", minutes=1),
    riders(40, "10:00", "b-a", minutes=1),
    riders(40, "09:20", minutes=1),
    riders(40, "10:20", "b-a", minutes=1),
)


def place(**changes: Any) -> Scenario:
    given = {"demand": DEMAND, "policies": policies(span=band("08:00", "12:00"))}
    return scenario(**{**given, **changes})


def kept(here: Scenario, base: Plan, **wanted: Any) -> Plan:
    return make_plan(here, PlanRequest(kept=keeping(here, base, Wanted(**wanted))))


def base() -> Plan:
    return make_plan(place(), PlanRequest())


NONE = ChangeLimits(trips=0)


def refused(here: Scenario, **wanted: Any) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as caught:
        kept(here, base(), **wanted)
    assert caught.value.proved
    return caught.value


def test_with_nothing_to_change_the_plan_comes_back_unchanged() -> None:
    before = base()
    again = kept(place(), before, limits=NONE)
    assert (again.trips, again.blocks, again.duties) == (
        before.trips,
        before.blocks,
        before.duties,
    )
    assert again.objective.total == before.objective.total
    assert again.proof.status == "optimal"


def test_with_nothing_to_change_the_figures_are_those_of_today() -> None:
    more = place(demand=(*DEMAND, riders(3, "09:00", minutes=1)))
    again = kept(more, base(), limits=NONE)
    assert audit.check(more, again) == ()
    assert [trip.departure for trip in again.trips] == [trip.departure for trip in base().trips]
    assert again.demand.left_behind == 3


def test_what_no_longer_holds_is_told_with_the_fewest_trips_that_must_change() -> None:
    # At 09:10 the port is closed, which the bus of 09:00 reaches then.
    closed = place(ports=(port(hours=(hours(end="09:10"), hours("09:16", "22:00"))),))
    error = refused(closed, limits=NONE)
    assert "At least 1 trip must change for every rule to hold; 1 is enough" in str(error)
    assert [conflict.rule for conflict in error.conflicts] == ["port-hours"]
    assert "to-b-0900" in error.conflicts[0].words.en


def test_departures_that_can_be_kept_with_other_buses_are_told() -> None:
    fewer = place(vehicle_types=(vehicle_type(), vehicle_type("van", cost_per_day=1500)))
    vans = base()
    vans = kept(fewer, vans, limits=NONE)
    only_vans = place(vehicle_types=(vehicle_type("van", cost_per_day=1500),))
    with pytest.raises(
        InfeasibleError, match="With other buses all its departures can be kept"
    ) as caught:
        kept(only_vans, vans, limits=NONE)
    assert "fleet-size" in {conflict.rule for conflict in caught.value.conflicts}
    changed = kept(only_vans, vans, limits=NONE, duties_touched=100)
    assert [trip.departure for trip in changed.trips] == [trip.departure for trip in vans.trips]


def test_too_few_changes_are_told_with_how_many_are_needed() -> None:
    closed = place(ports=(port(hours=(hours("09:31", "22:00"),)),))
    error = refused(closed, limits=ChangeLimits(trips=1))
    assert "At least 3 trips must change" in str(error)
    assert [conflict.words.en for conflict in error.conflicts] == ["at most 1 trip may change"]


def test_pinned_trips_stay_at_their_minute_port_and_type_though_riders_left() -> None:
    empty = place(demand=())
    plan = kept(empty, base(), trips=["to-b-0900"])
    assert "to-b-0900" in [trip.id for trip in plan.trips if trip.pinned]
    assert audit.check(empty, plan) == ()


def test_a_pinned_port_stays_though_another_is_faster() -> None:
    here = over_two_ports(slower=25, demand=DEMAND[:2])
    slow = over_two_ports(slower=5, demand=DEMAND[:2])
    before = make_plan(slow, PlanRequest())
    ports = {trip.id: trip.port for trip in before.trips}
    plan = kept(here, before, trips=list(ports))
    assert {trip.id: trip.port for trip in plan.trips if trip.pinned} == ports


def test_a_pinned_block_keeps_its_runs_on_one_bus() -> None:
    before = base()
    block = before.blocks[0]
    plan = kept(place(demand=()), before, blocks=[block.id])
    [same] = [entry for entry in plan.blocks if entry.pinned]
    assert [piece.id for piece in same.pieces] == [piece.id for piece in block.pieces]
    assert {trip.id for trip in plan.trips if trip.pinned} == {piece.id for piece in block.pieces}


def test_a_pinned_duty_keeps_its_runs_and_pins_its_trips() -> None:
    before = base()
    duty = before.duties[0]
    plan = kept(place(demand=()), before, duties=[duty.id])
    [same] = [entry for entry in plan.duties if entry.pinned]
    assert same.pieces == duty.pieces
    assert {trip.id for trip in plan.trips if trip.pinned} == set(duty.pieces)


def test_what_the_plan_marks_as_pinned_stays_without_being_named() -> None:
    first = kept(place(), base(), trips=["to-b-0920"])
    assert keeping(place(), first, Wanted()).trips == {"to-b-0920"}


def test_unknown_ids_are_refused_all_at_once_with_those_there_are() -> None:
    wanted = Wanted(trips=["to-b-0905"], blocks=["block-99"], duties=["duty-99"])
    with pytest.raises(InputError) as caught:
        keeping(place(), base(), wanted, "plan.json")
    assert [problem.message.split(";")[0] for problem in caught.value.problems] == [
        "has no trip 'to-b-0905'",
        "has no block 'block-99'",
        "has no duty 'duty-99'",
    ]
    assert "it has to-b-0900, to-b-0920" in str(caught.value)


def test_a_plan_of_another_service_is_refused() -> None:
    with pytest.raises(InputError, match="is of service 'small'; the scenario is for 'other'"):
        keeping(place(service="other"), base(), Wanted())


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"grid_minutes": 7}, "departure-grid"),
        ({"clock_faces": (ClockFace(minutes=(30,)),)}, "clock-face"),
    ],
)
def test_pinned_trips_that_break_a_slot_rule_now_are_told(
    changes: dict[str, Any], rule: str
) -> None:
    here = place(policies=policies(span=band("08:00", "12:00"), **changes))
    error = refused(here, trips=["to-b-0900", "to-b-0920"])
    assert {conflict.rule for conflict in error.conflicts} == {rule}
    assert "09:00" in error.conflicts[0].words.en


def test_a_pinned_block_that_lost_its_layover_is_told() -> None:
    longer = place(policies=policies(span=band("08:00", "12:00"), layover_minutes=31))
    error = refused(longer, blocks=[block.id for block in base().blocks])
    assert {conflict.rule for conflict in error.conflicts} == {"layover"}


def test_changes_are_priced_where_a_limit_or_the_scenario_says_so() -> None:
    here, before = place(), base()
    priced = place(policies=here.policies.model_copy(update={"changes": ASSUMED_PRICES}))
    assert keeping(here, before, Wanted()).change is None
    assert keeping(priced, before, Wanted()).change is not None
    limited = keeping(here, before, Wanted(limits=NONE)).change
    assert limited is not None
    assert limited.prices == ASSUMED_PRICES


def test_priced_changes_are_a_term_of_the_cost_and_pass_the_audit() -> None:
    later = place(demand=tuple(b.model_copy(update={"start": b.start + 10}) for b in DEMAND))
    plan = kept(later, base(), limits=ChangeLimits(trips=4))
    assert plan.objective.terms["changes"] == 4 * (50 + 10 * 2)
    assert audit.check(later, plan) == ()


def test_headways_hold_beside_pinned_trips() -> None:
    spaced = policies(span=band("08:00", "12:00"), headways=(HeadwayPolicy(min_minutes=30),))
    with pytest.raises(InfeasibleError):
        kept(place(policies=spaced), base(), trips=["to-b-0900", "to-b-0920"])


def test_only_a_limit_of_no_change_at_all_keeps_the_whole_plan() -> None:
    before = base()
    assert keeping(place(), before, Wanted(limits=NONE)).whole
    assert not keeping(place(), before, Wanted(limits=NONE, duties_touched=0)).whole
    assert not Keeping(before).whole
