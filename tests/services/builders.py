"""Trips, plans, a desk and a plain renderer for the publishing services."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shuttle.domain.base import Effective
from shuttle.domain.calendar import DayType
from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute, parse_minute
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.services.publishing.desk import Desk
from shuttle.store.protocol import Store
from tests.builders import scenario, text
from tests.plans import plan, trip

NOON = datetime(2026, 8, 1, 12, 0, 0, tzinfo=UTC)
SEPTEMBER = date(2026, 9, 1), date(2026, 9, 30)
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
TUESDAY, WEDNESDAY = date(2026, 9, 1), date(2026, 9, 2)
SATURDAY, SUNDAY = date(2026, 9, 5), date(2026, 9, 6)
IN_OCTOBER = date(2026, 10, 6)
WORKDAY, SIXTH_DAY = "workday", "saturday"


class PlainRenderer:
    """One line for each trip of each period, in one file for each direction."""

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        return {
            uid: hashlib.sha256(content.encode()).hexdigest()
            for uid, _, content in _lines(issue.timetable)
        }

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        return tuple(
            RenderedFile(
                path=f"feeds/{direction.route}/{direction.id}.txt",
                media_type="text/plain",
                body="\n".join(
                    f"{uid} {revisions[uid].sequence} {revisions[uid].last_modified} {content}"
                    for uid, way, content in _lines(issue.timetable)
                    if way == (direction.route, direction.id)
                ).encode(),
            )
            for direction in issue.timetable.directions
        )


def _lines(timetable: Timetable) -> Iterator[tuple[str, tuple[str, str], str]]:
    """UID, route and direction, content of each trip of each period."""
    for period in timetable.periods:
        for each in period.trips:
            changes = [
                f"{change.service_date} {change.cancelled} {change.delay_minutes}"
                for change in timetable.changes
                if change.trip_id == each.id and period.first <= change.service_date <= period.last
            ]
            uid = f"{each.id}-{period.day_type}-{period.first}@example.org"
            content = f"{format_minute(each.departure)} to {period.last} {changes}"
            yield uid, (each.route, each.direction), content


def desk(store: Store, days_later: int = 0, renderer: Any = None) -> Desk:
    return Desk(store, renderer or PlainRenderer(), NOON + timedelta(days=days_later))


def world(**changes: Any) -> Scenario:
    """The small world of `tests.builders`, which also runs on Saturdays."""
    kinds = (
        DayType(id=WORKDAY, name=text("Working day"), when="weekday"),
        DayType(id=SIXTH_DAY, name=text("Saturday"), when="sat"),
    )
    return scenario(**{"day_types": kinds, **changes})


def timed(
    place: Scenario,
    *departures: str,
    day_type: str = WORKDAY,
    effective: Effective | None = None,
) -> Plan:
    """A plan with trips from a to b at those times, good for any date unless told otherwise."""
    wanted = [trip("to-b", departure) for departure in departures]
    wanted += [trip("to-a", format_minute(parse_minute(last) + 60)) for last in departures]
    dates = effective or Effective()
    first = dates.valid_from or place.reference_date
    reference = SATURDAY if day_type == SIXTH_DAY else first
    dated = place.model_copy(update={"reference_date": reference})
    return plan(dated, wanted, day_type, effective=dates)


def departures(timetable: Timetable, day: date, direction: str = "to-b") -> list[tuple[str, str]]:
    """Departure and id of each trip of a date in one direction."""
    return [
        (format_minute(each.departure), each.id)
        for each in timetable.trips_on(day)
        if each.direction == direction
    ]


def sequences(store: Store, service: str = "small") -> dict[str, int]:
    """SEQUENCE by UID."""
    return {uid: row.sequence for uid, row in store.revisions(service).items()}


def planned(departure: str, direction: str = "to-b") -> Trip:
    minute = parse_minute(departure)
    return Trip(
        id=f"{direction}-{departure.replace(':', '')}",
        route="a-b",
        direction=direction,
        origin="a",
        destination="b",
        departure=minute,
        arrival=minute + 30,
        port=None,
        vehicle_type="coach",
        block="block-1",
        load=0,
        legs=(),
    )


def published(name: str, departure: str, direction: str = "to-b") -> PublishedTrip:
    like = planned(departure, direction)
    return PublishedTrip(
        id=name,
        route=like.route,
        direction=direction,
        origin=like.origin,
        destination=like.destination,
        departure=like.departure,
        arrival=like.arrival,
        port=None,
        seats=40,
        legs=(),
    )
