"""Electric buses: a trip uses 2 steps, the charger at `a` gives one in 10 minutes."""

import pytest
from pydantic import ValidationError

from shuttle import audit
from shuttle.domain.fleet import Charger
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from tests.builders import band, policies, riders, scenario, vehicle_type
from tests.electric import battery, electric
from tests.side_world import departures, side_world

DAY = departures("a-b 08:00", "b-a 08:40", "a-b 09:40", "b-a 10:20")
SOONER = departures("a-b 08:00", "b-a 08:40", "a-b 09:35", "b-a 10:20")


def planned(place: Scenario, trips: tuple[object, ...] = DAY) -> Plan:
    request = PlanRequest(method="timetable", timetable=trips)  # type: ignore[arg-type]  # FixedTrip
    plan = make_plan(place, request)
    assert plan.proof.status == "optimal"
    assert audit.check(place, plan) == ()
    return plan


def test_a_battery_that_lasts_asks_for_one_bus() -> None:
    assert planned(scenario(vehicle_types=(electric(80),))).kpis.buses == 1


@pytest.mark.parametrize(("steps", "buses"), [(40, 2), (50, 2), (60, 1)])
def test_charging_between_trips_makes_up_for_a_small_battery(steps: int, buses: int) -> None:
    # With 40 kWh the bus is empty at 09:10 and has 2 steps at 09:40, none for the way back.
    assert planned(scenario(vehicle_types=(electric(steps),))).kpis.buses == buses


def test_five_minutes_fewer_of_charging_cost_a_bus() -> None:
    assert planned(scenario(vehicle_types=(electric(60),)), SOONER).kpis.buses == 2


def test_a_diesel_bus_takes_what_the_battery_does_not_last_for() -> None:
    fleet = electric(40, count=1), vehicle_type(cost_per_day=1100)
    plan = planned(scenario(vehicle_types=fleet))

    assert plan.kpis.buses_by_type == {"coach": 1}


def test_where_no_battery_lasts_the_batteries_are_named() -> None:
    with pytest.raises(InfeasibleError) as caught:
        planned(scenario(vehicle_types=(electric(20, count=1),)), DAY[:2])

    assert [conflict.rule for conflict in caught.value.conflicts] == ["battery"]
    assert "20 kWh and charges at a and b" in caught.value.conflicts[0].words.en


def test_a_bus_drives_to_a_charger_and_back() -> None:
    # Only the yard has a charger, 7 minutes and one step from `a`.
    chargers = (Charger(place="yard", kw=600),)
    kind = electric(battery=battery(60, chargers=chargers), cost_per_same_side_deadhead=1, count=1)
    world = side_world(
        vehicle_types=(kind,), policies=policies(span=band("07:00", "11:00"), grid_minutes=5)
    )
    (block,) = planned(world).blocks

    assert [piece.destination for piece in block.pieces] == [
        *("a", "b", "a", "yard"),
        *("a", "b", "a", "yard"),
    ]


def test_the_free_timetable_leaves_time_to_charge() -> None:
    demand = tuple(
        riders(40, clock, ends, minutes=1)
        for clock, ends in (("08:00", "a-b"), ("08:40", "b-a"), ("09:30", "a-b"), ("10:20", "b-a"))
    )
    place = scenario(
        vehicle_types=(electric(60, count=1),),
        demand=demand,
        policies=policies(grid_minutes=10, span=band("08:00", "11:00")),
    )
    plan = make_plan(place, PlanRequest())

    assert [trip.id for trip in plan.trips] == [
        "to-b-0800",
        "to-a-0840",
        "to-b-0940",
        "to-a-1020",
    ]
    assert plan.objective.terms["waiting"] == 400


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"usable_kwh": 9}, "into 0 steps"),
        ({"usable_kwh": 210}, "into 21 steps"),
        ({"chargers": (Charger(place="a", kw=1), Charger(place="a", kw=2))}, "two chargers"),
    ],
)
def test_batteries_that_cannot_be_counted_are_refused(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        battery(**changes)  # type: ignore[arg-type]  # each is of its field's type
