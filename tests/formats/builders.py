"""Small published timetables: one route over one port, both directions, weekdays by default."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import DayAnswer, Reason
from shuttle.domain.feed import Revision
from shuttle.domain.network import Direction, Route
from shuttle.domain.plan import TripLeg
from shuttle.domain.time import format_minute, parse_minute
from shuttle.domain.timetable import (
    Period,
    PublicPort,
    PublicStop,
    PublishedTrip,
    Timetable,
    TripChange,
)

BASE_URL = "https://shuttle.example.org"
PUBLISHED = datetime(2026, 2, 25, 4, tzinfo=UTC)
PARK, BRANCH, PORT, ROUTE = "hksp", "sz-branch", "lok-ma-chau", "hetao"
WEEKDAY = "weekday"
SATURDAY = 5


def text(en: str, hant: str | None = None, hans: str | None = None) -> LocalText:
    """One text in three languages; English stands in for what is not given."""
    return LocalText(en=en, zh_hant=hant or en, zh_hans=hans or hant or en)


def trip(
    departure: str,
    *,
    trip_id: str | None = None,
    minutes: int = 50,
    north: bool = True,
    seats: int = 33,
    crosses: bool = True,
) -> PublishedTrip:
    """A trip to the branch (north) or to the park, over the port unless told otherwise."""
    start = parse_minute(departure)
    origin, destination = (PARK, BRANCH) if north else (BRANCH, PARK)
    third = minutes // 3
    places = (origin, PORT, PORT, destination)
    times = (start, start + third, start + 2 * third, start + minutes)
    legs = tuple(
        TripLeg(
            kind="clearance" if leg == 1 else "drive",
            origin=places[leg],
            destination=places[leg + 1],
            departure=times[leg],
            arrival=times[leg + 1],
        )
        for leg in range(3)
    )
    return PublishedTrip(
        id=trip_id or f"to-{destination}-{format_minute(start).replace(':', '')}",
        route=ROUTE,
        direction=f"to-{destination}",
        origin=origin,
        destination=destination,
        departure=start,
        arrival=start + minutes,
        port=PORT if crosses else None,
        seats=seats,
        legs=legs if crosses else (),
    )


def day(on: date, *, day_type: str | None = WEEKDAY, provisional: bool = False) -> DayAnswer:
    """An answer for a date."""
    reason = Reason(code="weekday" if day_type else "holiday", text=text("as planned"))
    return DayAnswer(date=on, day_type=day_type, reasons=(reason,), provisional=provisional)


def days(
    first: date,
    last: date,
    *,
    closed: Collection[date] = (),
    makeup: Collection[date] = (),
    announced_through: date = date.max,
) -> tuple[DayAnswer, ...]:
    """Monday to Friday run unless closed, weekends do not unless they are make-up days."""
    dates = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return tuple(
        day(
            on,
            day_type=WEEKDAY
            if on not in closed and (on.weekday() < SATURDAY or on in makeup)
            else None,
            provisional=on > announced_through,
        )
        for on in dates
    )


def period(
    trips: Iterable[PublishedTrip], first: date, last: date, *, day_type: str = WEEKDAY
) -> Period:
    """The trips of a day type over some dates."""
    return Period(
        day_type=day_type, first=first, last=last, plan_sha256="0" * 64, trips=tuple(trips)
    )


def stop(stop_id: str, name: LocalText, boarding: LocalText | None = None) -> PublicStop:
    """A stop on its side of the border."""
    in_hong_kong = stop_id == PARK
    return PublicStop(
        id=stop_id,
        name=name,
        boarding=boarding,
        side="hk" if in_hong_kong else "sz",
        timezone="Asia/Hong_Kong" if in_hong_kong else "Asia/Shanghai",
        lat=22.4262 if in_hong_kong else None,
        lon=114.2098 if in_hong_kong else None,
    )


def timetable(  # noqa: PLR0913 - a snapshot has many parts, each with a default
    answers: tuple[DayAnswer, ...],
    periods: tuple[Period, ...],
    *,
    changes: Iterable[TripChange] = (),
    park: LocalText | None = None,
    branch: LocalText | None = None,
    boarding: LocalText | None = None,
    version: int = 1,
) -> Timetable:
    """A snapshot of the service `to-and-fro`."""
    park = park or text("Science Park", "科學園", "科学园")
    branch = branch or text("Shenzhen Branch", "深圳分園", "深圳分园")
    stops = {PARK: stop(PARK, park, boarding), BRANCH: stop(BRANCH, branch)}
    port_name = text("Lok Ma Chau / Huanggang", "落馬洲", "落马洲")
    return Timetable(
        service="to-and-fro",
        version=version,
        published_at=PUBLISHED,
        title=text("Science park shuttle", "科學園穿梭巴士", "科学园班车"),
        contact=None,
        stops=stops,
        ports={PORT: PublicPort(id=PORT, name=port_name)},
        routes={
            ROUTE: Route(id=ROUTE, name=text("Hetao", "河套"), stops=(PARK, BRANCH), ports=(PORT,))
        },
        directions=(
            Direction(
                id=f"to-{BRANCH}", route=ROUTE, origin=PARK, destination=BRANCH, border="to_sz"
            ),
            Direction(
                id=f"to-{PARK}", route=ROUTE, origin=BRANCH, destination=PARK, border="to_hk"
            ),
        ),
        day_type_names={WEEKDAY: text("Weekday", "平日", "工作日")},
        days=answers,
        periods=periods,
        changes=tuple(changes),
    )


def weekdays(
    trips: Iterable[PublishedTrip],
    first: date,
    last: date,
    *,
    closed: Collection[date] = (),
    makeup: Collection[date] = (),
    changes: Iterable[TripChange] = (),
) -> Timetable:
    """A snapshot with one period over its whole horizon."""
    answers = days(first, last, closed=closed, makeup=makeup)
    return timetable(answers, (period(trips, first, last),), changes=changes)


def first_revisions(fingerprints: Mapping[str, str]) -> dict[str, Revision]:
    """What the ledger says after a first publication."""
    return {
        uid: Revision(
            uid=uid,
            content_sha256=content,
            sequence=0,
            created=PUBLISHED,
            last_modified=PUBLISHED,
        )
        for uid, content in fingerprints.items()
    }
