"""A small published timetable: a route over the border, October 2026, one trip after midnight."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shuttle.domain.base import Effective, LocalText
from shuttle.domain.calendar import DayAnswer, Reason
from shuttle.domain.network import Direction, Route, Side
from shuttle.domain.plan import Block, BlockPiece, Duty, Plan, ScenarioRef, Trip, TripLeg
from shuttle.domain.scenario import Contact
from shuttle.domain.time import LAST_MINUTE, parse_minute
from shuttle.domain.timetable import (
    ExtraTrip,
    Period,
    PublicPort,
    PublicStop,
    PublishedTrip,
    Timetable,
    TripChange,
)
from shuttle.store.records import PLAN, Artefact
from tests.plans import NO_FIGURES

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
PUBLISHED = datetime(2026, 9, 20, 4, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 28), date(2026, 10, 31)
TO_SZ = ("07:30", "08:30", "13:45", "18:15", "24:20")
TO_HK = ("07:40", "12:00", "19:00")
_DRIVE, _CLEARANCE = 24, 17


def text(en: str, hant: str, hans: str) -> LocalText:
    return LocalText(en=en, zh_hant=hant, zh_hans=hans)


NATIONAL_DAY = Reason(
    code="holiday",
    text=text("Mainland holiday: National Day", "內地國慶日假期", "内地国庆节假期"),
)
WEEKEND = Reason(code="weekend", text=text("Weekend", "週末", "周末"))
WORKDAY = Reason(code="workday", text=text("Working day", "工作日", "工作日"))


def instant(words: str) -> datetime:
    """`2026-10-05 08:30` on the clock of both cities."""
    return datetime.fromisoformat(words).replace(tzinfo=HONG_KONG)


def day(on: date) -> DayAnswer:
    holiday = date(2026, 10, 1) <= on <= date(2026, 10, 7)
    weekend = on.weekday() >= 5
    reason = NATIONAL_DAY if holiday else WEEKEND if weekend else WORKDAY
    kind = None if holiday or weekend else "weekday"
    return DayAnswer(date=on, day_type=kind, reasons=(reason,), provisional=on > date(2026, 10, 20))


def stop(name: str, side: Side, words: LocalText) -> PublicStop:
    return PublicStop(
        id=name,
        name=words,
        boarding=text("Bay 3, Building 19W", "19W座3號候車位", "19W座3号候车位"),
        side=side,
        timezone="Asia/Hong_Kong" if side == "hk" else "Asia/Shanghai",
        lat=22.42,
        lon=114.2,
    )


def trip(direction: Direction, clock: str) -> PublishedTrip:
    departure = parse_minute(clock)
    reached, cleared = departure + _DRIVE, departure + _DRIVE + _CLEARANCE
    arrival = cleared + 7
    legs = (
        ("drive", direction.origin, "huanggang", departure, reached),
        ("clearance", "huanggang", "huanggang", reached, cleared),
        ("drive", "huanggang", direction.destination, cleared, arrival),
    )
    return PublishedTrip(
        id=f"{direction.id}-{clock.replace(':', '')}",
        route=direction.route,
        direction=direction.id,
        origin=direction.origin,
        destination=direction.destination,
        departure=departure,
        arrival=arrival,
        port="huanggang",
        seats=49,
        legs=tuple(
            TripLeg.model_validate(
                {"kind": kind, "from": start, "to": end, "departure": leaves, "arrival": arrives}
            )
            for kind, start, end, leaves, arrives in legs
        ),
    )


DIRECTIONS = (
    Direction(
        id="to-hkstp-sz", route="hetao", origin="hksp", destination="hkstp-sz", border="to_sz"
    ),
    Direction(id="to-hksp", route="hetao", origin="hkstp-sz", destination="hksp", border="to_hk"),
)
ROUTE = Route(
    id="hetao",
    name=text("Hetao shuttle", "河套穿梭巴士", "河套穿梭巴士"),
    stops=("hksp", "hkstp-sz"),
    ports=("huanggang",),
)


def period(trips: Iterable[PublishedTrip]) -> Period:
    listed = tuple(trips)
    sha256 = Artefact.of_value(PLAN, plan_behind(listed)).sha256
    return Period(day_type="weekday", first=FIRST, last=LAST, plan_sha256=sha256, trips=listed)


def plan_behind(trips: Iterable[PublishedTrip]) -> Plan:
    """The plan from which the trips come: a bus and a driver for each of them."""
    listed = tuple(trips)
    return Plan(
        scenario=ScenarioRef(name="hetao", sha256="0" * 64),
        service="hetao",
        day_type="weekday",
        method="timetable",
        reference_date=FIRST,
        effective=Effective(valid_from=FIRST, valid_to=LAST),
        trips=tuple(map(_planned, listed)),
        blocks=tuple(map(_block, listed)),
        duties=tuple(map(_duty, listed)),
        **NO_FIGURES,
    )


def _run(trip: PublishedTrip) -> dict[str, Any]:
    fields = ("id", "departure", "arrival", "port", "legs")
    ends = {"from": trip.origin, "to": trip.destination}
    return {**{name: getattr(trip, name) for name in fields}, **ends}


def _planned(trip: PublishedTrip) -> Trip:
    work = {"vehicle_type": "coach", "block": f"bus-{trip.id}", "load": 0}
    line = {"route": trip.route, "direction": trip.direction}
    return Trip.model_validate({**_run(trip), **line, **work})


def _block(trip: PublishedTrip) -> Block:
    piece = BlockPiece.model_validate({**_run(trip), "kind": "trip"})
    return Block(
        id=f"bus-{trip.id}",
        vehicle_type="coach",
        depot="depot",
        end_depot="depot",
        pieces=(piece,),
    )


def _duty(trip: PublishedTrip) -> Duty:
    return Duty(
        id=f"duty-{trip.id}",
        rule_profile="sz",
        home="sz",
        sign_on=max(trip.departure - 15, 0),
        sign_off=min(trip.arrival + 15, LAST_MINUTE),
        driving_minutes=trip.arrival - trip.departure,
        pieces=(trip.id,),
    )


def timetable(
    *changes: TripChange,
    trips: Iterable[PublishedTrip] | None = None,
    version: int = 7,
) -> Timetable:
    to_sz, to_hk = DIRECTIONS
    usual = [trip(to_sz, clock) for clock in TO_SZ] + [trip(to_hk, clock) for clock in TO_HK]
    horizon = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
    return Timetable(
        service="hetao",
        version=version,
        published_at=PUBLISHED + timedelta(days=version - 7),
        title=text("Hetao shuttle", "河套穿梭巴士", "河套穿梭巴士"),
        contact=Contact(name="Transport desk", email="bus@example.org"),
        stops={
            "hksp": stop("hksp", "hk", text("Hong Kong Science Park", "香港科學園", "香港科学园")),
            "hkstp-sz": stop("hkstp-sz", "sz", text("Shenzhen Branch", "深圳分園", "深圳分园")),
        },
        ports={"huanggang": PublicPort(id="huanggang", name=text("Huanggang", "皇崗", "皇岗"))},
        routes={"hetao": ROUTE},
        directions=DIRECTIONS,
        day_type_names={"weekday": text("Working days", "工作日", "工作日")},
        days=tuple(map(day, horizon)),
        periods=(period(usual if trips is None else trips),),
        changes=changes,
    )


def running_on(
    first: date,
    *changes: TripChange,
    trips: Iterable[PublishedTrip] | None = None,
    version: int = 1,
) -> Timetable:
    """The timetable with its trips on each of 30 days: for a process with the clock of today."""
    like = timetable(*changes, trips=trips, version=version)
    days = [first + timedelta(days=count) for count in range(30)]
    answers = (
        DayAnswer(date=on, day_type="weekday", reasons=(WORKDAY,), provisional=False) for on in days
    )
    periods = (like.periods[0].model_copy(update={"first": days[0], "last": days[-1]}),)
    return like.model_copy(update={"days": tuple(answers), "periods": periods})


def cancelled(trip_id: str, service_date: date) -> TripChange:
    words = text("Bus broken down", "巴士故障", "巴士故障")
    return TripChange(trip_id=trip_id, service_date=service_date, cancelled=True, notice=words)


def delayed(trip_id: str, service_date: date, minutes: int) -> TripChange:
    return TripChange(trip_id=trip_id, service_date=service_date, delay_minutes=minutes)


def with_extra(published: Timetable, clock: str, on: date) -> Timetable:
    """The timetable with an extra trip to Shenzhen on a date."""
    usual = trip(DIRECTIONS[0], clock)
    mine = usual.model_copy(update={"id": f"{usual.id}-x{on:%Y%m%d}"})
    extra = ExtraTrip(service_date=on, trip=mine)
    return published.model_copy(update={"extras": (*published.extras, extra)})
