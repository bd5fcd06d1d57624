"""What a plan's few lines say of its trips."""

from shuttle.cli.summary import document
from tests.builders import plan, scenario, trip
from tests.plans import with_trip


def test_trips_are_counted_by_direction() -> None:
    made = plan(scenario(), [trip("to-b", "08:00"), trip("to-a", "09:00"), trip("to-b", "10:00")])
    assert document(made)["trips_by_direction"] == {"to-b": 2, "to-a": 1}


def test_routes_to_one_stop_are_counted_apart() -> None:
    made = plan(scenario(), [trip("to-b", "08:00"), trip("to-a", "09:00"), trip("to-b", "10:00")])
    two_routes = with_trip(made, "to-b-1000", route="c-b")
    counted = document(two_routes)["trips_by_direction"]
    assert counted == {"a-b to-b": 1, "to-a": 1, "c-b to-b": 1}
