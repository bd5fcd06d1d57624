"""The shapes of all answers."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shuttle.domain.network import Side
from shuttle.services.riders.departures import Status


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True, validate_by_name=True)


class Named(Answer):
    """A stop, route, port or day type with its name in the language asked for."""

    id: str = Field(examples=["hksp"])
    name: str = Field(examples=["Hong Kong Science Park"])


class Revision(Answer):
    """Which publication an answer comes from."""

    version: int = Field(description="Counts publications from 1.", examples=[7])
    published_at: dt.datetime = Field(examples=["2026-02-25T12:00:00+08:00"])


class Published(Answer):
    """What every answer from a timetable begins with."""

    timezone: str = Field(examples=["Asia/Hong_Kong"])
    revision: Revision


class CodedText(Answer):
    """A code for programs and words for people."""

    code: str = Field(examples=["holiday"])
    text: str = Field(examples=["Mainland holiday: National Day"])


class ServiceNotice(CodedText):
    """Why a date has no bus."""

    date: dt.date = Field(description="The first date without a bus, from the one asked for on.")
    next_service_date: dt.date | None = Field(
        description="Service date of the next bus; null where none is published."
    )


class Crossing(Answer):
    """Where the trip crosses the border."""

    port: str = Field(examples=["huanggang"])
    name: str = Field(examples=["Huanggang Port"])


class Capacity(Answer):
    """Seats of the bus."""

    seats: int = Field(examples=[49])
    left: int | None = Field(description="0 where the bus is full; null where nobody counts.")


class Boarding(Answer):
    """Where riders board."""

    place: str | None = Field(
        description="The exact place, where it is known.", examples=["Bay 3, Building 19W"]
    )
    moved: bool = Field(description="It is another than the stop's usual one, on this date.")


class TripOnDate(Answer):
    """One trip on one service date, by its ids."""

    trip_id: str = Field(examples=["to-sz-0830"])
    service_date: dt.date


class Departure(Answer):
    """One trip on one service date. Times are RFC 3339 with offset."""

    trip_id: str = Field(description="Outlives versions and small moves.", examples=["to-sz-0830"])
    service_date: dt.date = Field(
        description="The timetable's day; a trip after midnight belongs to the day before."
    )
    route: str
    direction: str
    origin: str = Field(alias="from", description="Stop id.")
    destination: str = Field(alias="to", description="Stop id.")
    status: Status = Field(
        description="Delayed with `delay_seconds` 0: late, and nobody knows by how much."
    )
    extra: bool = Field(description="Runs on this date alone, on top of the timetable.")
    scheduled_departure: dt.datetime
    scheduled_arrival: dt.datetime
    expected_departure: dt.datetime | None = Field(description="Null when cancelled.")
    expected_arrival: dt.datetime | None = Field(description="Null when cancelled.")
    delay_seconds: int
    crossing: Crossing | None = Field(description="Null on a route without border.")
    capacity: Capacity
    boarding: Boarding
    notices: list[CodedText] = Field(
        description="In words for riders: `extra`, `full`, `boarding` (moved), and the operator's "
        "own words as `cancelled`, `delayed` or `operator`."
    )
    provisional: bool = Field(
        description="The date lies beyond what the governments have announced."
    )


class DepartureBoard(Published):
    """Next departures. A function of the revision and the next trip: it holds no "now"."""

    origin: Named = Field(alias="from")
    destination: Named | None = Field(alias="to", description="Null for all destinations.")
    departures: list[Departure] = Field(
        description="In the order in which they leave, cancelled ones at their scheduled time."
    )
    next_bus: TripOnDate | None = Field(
        description="The first departure that is not cancelled: where to send a rider. It may lie "
        "beyond those listed; null where none is left."
    )
    service_notice: ServiceNotice | None = Field(
        description="Why a date between the one asked for and the first departure has no bus."
    )
    next: str | None = Field(description="Address of the departures after these.")


class Stop(Named):
    """Where riders board and alight."""

    boarding: str | None = Field(description="The exact place, where it is known.")
    side: Side
    timezone: str
    lat: float | None
    lon: float | None
    feed: str | None = Field(
        description="Path of the calendar feed of all that leaves there.",
        examples=["/feeds/en/stops/hksp.ics"],
    )


class Stops(Published):
    """All stops."""

    stops: list[Stop]


class Direction(Answer):
    """One direction of a route."""

    id: str = Field(examples=["to-hksp"])
    origin: str = Field(alias="from")
    destination: str = Field(alias="to")
    feed: str | None = Field(
        description="Path of its calendar feed.", examples=["/feeds/en/hetao/to-hksp.ics"]
    )


class Route(Named):
    """A service between two stops, in both directions."""

    stops: list[Named]
    ports: list[Named]
    directions: list[Direction]
    feed: str | None = Field(description="Path of the calendar feed of both directions.")


class Routes(Published):
    """All routes."""

    routes: list[Route]


class Day(Answer):
    """What runs on a date, and why."""

    date: dt.date
    day_type: Named | None = Field(description="Null for no service.")
    reasons: list[CodedText] = Field(description="The first is the one to show.")
    provisional: bool


class Calendar(Published):
    """Day types over some dates."""

    days: list[Day]


class DayTimetable(Published):
    """All trips of one service date."""

    day: Day
    trips: list[Departure]
    service_notice: ServiceNotice | None = Field(description="Why the date has no bus.")


class TripPart(Answer):
    """A drive between two places, or the clearance at a port."""

    kind: Literal["drive", "clearance"]
    origin: Named = Field(alias="from")
    destination: Named = Field(alias="to")
    departure: dt.datetime = Field(description="As scheduled.")
    arrival: dt.datetime = Field(description="As scheduled.")


class Trip(Published):
    """One trip on one service date, part by part."""

    trip: Departure
    parts: list[TripPart]


class Horizon(Answer):
    """Dates that the timetable answers for, both included."""

    first: dt.date
    last: dt.date


class Contact(Answer):
    """Whom to ask."""

    name: str
    url: str | None
    email: str | None


class Booking(Answer):
    """Seats must be booked: where, and until when."""

    url: str | None
    phone: str | None
    info_url: str | None
    message: str | None
    minutes_before: int | None = Field(description="Latest booking before departure.")
    days_before: int | None = Field(description="Latest booking that many days before the trip.")
    until: str | None = Field(description="Up to which time of that day.", examples=["18:00"])


class ServiceStatus(Published):
    """What is published."""

    service: str
    title: str
    horizon: Horizon | None
    contact: Contact | None
    booking: Booking | None = Field(description="Null where nobody needs to book.")


class Health(Answer):
    """The process answers."""

    status: Literal["ok"] = "ok"
