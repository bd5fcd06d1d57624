"""A type of six buses, two of which may use `gate`, besides `bridge`, which all may use."""

import pytest
from pydantic import ValidationError

from shuttle.domain.fleet import Permit
from shuttle.domain.plan import FixedTrip
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.rules.port_permits import limits, parts
from tests.builders import scenario, vehicle_type
from tests.side_world import departures

TWO = Permit(port="gate", count=2)
COACH = vehicle_type(count=6, permits=(TWO,))


def test_a_type_is_split_by_the_ports_that_its_buses_use() -> None:
    found = parts(COACH, ("gate", "bridge"))

    assert [kind.ports for kind in found] == [("bridge",), ("gate", "bridge")]
    assert list(limits(found)) == [((0, 1), 6, None), ((1,), 2, "gate")]


def test_two_counted_ports_make_four_parts() -> None:
    found = parts(
        vehicle_type(count=6, permits=(TWO, Permit(port="bridge", count=1))), ("gate", "bridge")
    )

    assert [kind.ports for kind in found] == [(), ("gate",), ("bridge",), ("gate", "bridge")]
    assert list(limits(found)) == [
        ((0, 1, 2, 3), 6, None),
        ((1, 3), 2, "gate"),
        ((2, 3), 1, "bridge"),
    ]


def test_a_type_without_counted_permits_stays_whole() -> None:
    assert parts(vehicle_type(), ("gate",)) == (vehicle_type(),)
    assert list(limits((vehicle_type(), vehicle_type("van")))) == []


@pytest.mark.parametrize(
    ("ports", "permits", "message"),
    [
        (None, (TWO, TWO), "given twice"),
        (("bridge",), (TWO,), "not among its ports"),
    ],
)
def test_permits_that_contradict_themselves_are_refused(
    ports: tuple[str, ...] | None, permits: tuple[Permit, ...], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        vehicle_type(ports=ports, permits=permits)


def trips_at_once(number: int) -> tuple[FixedTrip, ...]:
    out = (f"a-b 08:{5 * minute:02d}" for minute in range(number))
    back = (f"b-a 10:{5 * minute:02d}" for minute in range(number))
    return departures(*out, *back)


@pytest.mark.parametrize("number", [1, 2])
def test_as_many_buses_cross_as_hold_a_permit(number: int) -> None:
    place = scenario(vehicle_types=(COACH,))
    plan = make_plan(place, PlanRequest(method="timetable", timetable=trips_at_once(number)))

    assert plan.kpis.buses_by_type == {"coach": number}


def test_one_bus_too_many_is_told_in_a_planners_words() -> None:
    place = scenario(vehicle_types=(COACH,))
    request = PlanRequest(method="timetable", timetable=trips_at_once(3))
    with pytest.raises(InfeasibleError) as caught:
        make_plan(place, request)

    assert "2 buses of type coach hold a permit for Gate." in [
        conflict.words.en for conflict in caught.value.conflicts
    ]
