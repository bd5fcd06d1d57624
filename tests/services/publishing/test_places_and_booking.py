"""What maps and bookings need of a scenario is in what is published of it."""

from typing import Any

from shuttle.domain.booking import Booking
from shuttle.domain.network import Stop
from shuttle.domain.scenario import Scenario
from shuttle.services.publishing.publications import publish
from shuttle.store.memory import MemoryStore
from tests.builders import port
from tests.services.builders import SEPTEMBER, SIXTH_DAY, desk, timed, world

BOOKING = Booking(url="https://book.example.org", minutes_before=30)


def stops_of(place: Scenario, **changes: Any) -> tuple[Stop, ...]:
    return tuple(stop.model_copy(update=changes) for stop in place.stops.values())


def published(**changes: Any) -> Any:
    place = world(**changes)
    plans = [timed(place, "08:00"), timed(place, "10:00", day_type=SIXTH_DAY)]
    return publish(desk(MemoryStore()), place, plans, *SEPTEMBER)


def test_a_known_place_is_where_the_stop_is() -> None:
    stop = published(stops=stops_of(world(), lat=22.4, lon=114.2, assumed=False)).stops["a"]
    assert (stop.lat, stop.lon, stop.near_lat, stop.near_lon) == (22.4, 114.2, None, None)


def test_a_guessed_place_is_only_near_it() -> None:
    stop = published(stops=stops_of(world(), lat=22.4, lon=114.2, assumed=True)).stops["a"]
    assert (stop.lat, stop.lon, stop.near_lat, stop.near_lon) == (None, None, 22.4, 114.2)


def test_a_port_has_its_place() -> None:
    gate = published(ports=(port(lat=22.5, lon=114.1),)).ports["gate"]
    assert (gate.lat, gate.lon) == (22.5, 114.1)


def test_how_seats_are_booked_is_published() -> None:
    assert published(booking=BOOKING).booking == BOOKING
    assert published().booking is None
