"""Of three coaches that cross at `gate` on a day, so many may as hold its permit."""

import pytest

from shuttle.domain.fleet import Permit
from tests.audit.verdict import broken, words
from tests.builders import plan, scenario, trip, vehicle_type

TRIPS = [trip("to-b", "08:00"), trip("to-b", "08:05"), trip("to-a", "09:00"), trip("to-a", "09:05")]


@pytest.mark.parametrize(("count", "found"), [(1, ["port-permits"]), (2, []), (3, [])])
def test_no_more_buses_cross_than_hold_a_permit(count: int, found: list[str]) -> None:
    place = scenario(vehicle_types=(vehicle_type(permits=(Permit(port="gate", count=count),)),))

    assert broken(place, plan(place, TRIPS)) == found


def test_the_buses_are_named() -> None:
    place = scenario(vehicle_types=(vehicle_type(permits=(Permit(port="gate", count=1),)),))

    assert words(place, plan(place, TRIPS), "port-permits") == [
        "2 buses of type coach cross at Gate; 1 hold a permit (bus-1, bus-2)."
    ]


def test_a_bus_that_crosses_often_needs_one_permit() -> None:
    place = scenario(vehicle_types=(vehicle_type(permits=(Permit(port="gate", count=1),)),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:40"), trip("to-b", "09:20")])

    assert "port-permits" not in broken(place, answer)
