"""A new version's timetable: the one before it outside the new dates, the plans within them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import TypeVar

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import DayAnswer, Reason
from shuttle.domain.network import Route, Stop
from shuttle.domain.renames import Renames
from shuttle.domain.scenario import Scenario
from shuttle.domain.timetable import (
    ExtraTrip,
    PublicPort,
    PublicStop,
    PublishedTrip,
    Timetable,
)
from shuttle.services.matching import line
from shuttle.services.publishing.dated_repairs import changes_with
from shuttle.services.publishing.edition import Edition, cut, new_periods
from shuttle.services.publishing.span import Span

_Entry = TypeVar("_Entry")
_Named = TypeVar("_Named", PublicStop, Route)

OUTSIDE = Reason(
    code="outside_timetable",
    text=LocalText(
        en="No timetable has been published for this date",
        zh_hant="此日期尚未公布班次",
        zh_hans="此日期尚未公布班次",
    ),
)


def compose(
    edition: Edition, previous: Timetable | None, taken: AbstractSet[str], now: datetime
) -> Timetable:
    """The snapshot after a publication.

    What was published under former ids of stops and routes lives on under their present ones.

    Args:
        edition: plans that have been found fit for their dates.
        previous: the version in force, or None.
        taken: every trip id that the service ever published.
        now: instant of the publication.
    """
    scenario = edition.scenario
    previous = _on_present_ids(previous, scenario) if previous else None
    published = previous.periods if previous else ()
    periods = (*cut(published, edition.span), *new_periods(edition, published, taken))
    fresh = Timetable(
        service=scenario.service,
        version=previous.version + 1 if previous else 1,
        published_at=now,
        title=scenario.title,
        contact=scenario.contact,
        booking=scenario.booking,
        stops=_stops(scenario),
        ports=_ports(scenario),
        routes=scenario.routes,
        directions=scenario.directions(),
        day_type_names={day_type.id: day_type.name for day_type in scenario.day_types},
        days=tuple(_days(edition, previous)),
        periods=tuple(sorted(periods, key=lambda period: (period.first, period.day_type))),
        public_url=previous.public_url if previous else None,
    )
    whole = _with_what_stays(fresh, previous) if previous else fresh
    changes = changes_with(edition.parts(), whole)
    return whole.model_copy(update={"changes": changes})


def trip_on(timetable: Timetable, trip_id: str, service_date: date) -> PublishedTrip | None:
    """A trip of a date, or None."""
    trips = timetable.trips_on(service_date)
    return next((trip for trip in trips if trip.id == trip_id), None)


def _on_present_ids(previous: Timetable, scenario: Scenario) -> Timetable:
    renames = Renames.of(scenario.stops.values(), scenario.routes.values())
    return renames.timetable(previous)


def _stops(scenario: Scenario) -> dict[str, PublicStop]:
    served = [stop for route in scenario.routes.values() for stop in route.stops]
    return {
        stop.id: PublicStop(
            id=stop.id,
            name=stop.name,
            formerly=stop.formerly,
            boarding=stop.boarding,
            side=scenario.side_of(stop.id),
            timezone=stop.timezone,
            **_place(stop),
        )
        for stop in map(scenario.stops.__getitem__, dict.fromkeys(served))
    }


def _place(stop: Stop) -> dict[str, float | None]:
    """Where a stop is; a guessed place is told apart, for no rider should walk there."""
    prefix = "near_" if stop.assumed else ""
    return {"lat": None, "lon": None, f"{prefix}lat": stop.lat, f"{prefix}lon": stop.lon}


def _ports(scenario: Scenario) -> dict[str, PublicPort]:
    used = {port for route in scenario.routes.values() for port in route.ports}
    ports = (port for port in scenario.ports.values() if port.id in used)
    return {
        port.id: PublicPort(id=port.id, name=port.name, lat=port.lat, lon=port.lon)
        for port in ports
    }


def _days(edition: Edition, previous: Timetable | None) -> Iterator[DayAnswer]:
    """An answer for every date from the first to the last of both versions."""
    answers = {answer.date: answer for answer in previous.days} if previous else {}
    answers |= {answer.date: answer for answer in edition.days}
    for day in Span(min(answers), max(answers)).dates():
        hole = DayAnswer(date=day, day_type=None, reasons=(OUTSIDE,), provisional=False)
        yield answers.get(day, hole)


def _with_what_stays(fresh: Timetable, previous: Timetable) -> Timetable:
    """Add what dates outside the new ones still need, extra trips, and changes that still hold."""
    fresh = fresh.model_copy(update={"extras": tuple(_still_extra(fresh, previous))})
    planned = (trip for period in fresh.periods for trip in period.trips)
    trips = [*planned, *(extra.trip for extra in fresh.extras)]
    ends = {stop for trip in trips for stop in (trip.origin, trip.destination)}
    lines = {(trip.route, trip.direction) for trip in trips}
    lines -= {(direction.route, direction.id) for direction in fresh.directions}
    names = {answer.day_type for answer in fresh.days}
    directions = (one for one in previous.directions if (one.route, one.id) in lines)
    changes = (
        change for change in previous.changes if trip_on(fresh, change.trip_id, change.service_date)
    )
    return fresh.model_copy(
        update={
            "stops": _with_former(_joined(fresh.stops, previous.stops, ends), previous.stops),
            "ports": _joined(fresh.ports, previous.ports, {trip.port for trip in trips}),
            "routes": _with_former(
                _joined(fresh.routes, previous.routes, {trip.route for trip in trips}),
                previous.routes,
            ),
            "directions": (*fresh.directions, *directions),
            "day_type_names": _joined(fresh.day_type_names, previous.day_type_names, names),
            "changes": tuple(changes),
        }
    )


def _still_extra(fresh: Timetable, previous: Timetable) -> Iterator[ExtraTrip]:
    """Extra trips that the new plans do not run themselves, in their direction at their minute.

    A relief bus beside a planned one stays: what counts is that the new plans run one more.
    """
    for extra in previous.extras:
        if _beside(fresh, extra) <= _beside(previous, extra):
            yield extra


def _beside(timetable: Timetable, extra: ExtraTrip) -> int:
    """Planned trips that leave with an extra one: on its date, in its direction, at its minute."""
    at = (*line(extra.trip), extra.trip.departure)
    trips = timetable.trips_on(extra.service_date)
    planned = (trip for trip in trips if not timetable.extra_of(trip.id, extra.service_date))
    return sum((*line(trip), trip.departure) == at for trip in planned)


def _with_former(now: Mapping[str, _Named], before: Mapping[str, _Named]) -> dict[str, _Named]:
    """The same with every former id: what was said once stays known, also when it is left out."""
    return {name: _remembering(part, before.get(name), now) for name, part in now.items()}


def _remembering(part: _Named, before: _Named | None, now: Container[str]) -> _Named:
    names = (*part.formerly, *(before.formerly if before else ()))
    return part.model_copy(update={"formerly": _out_of_use(names, now)})


def _out_of_use(names: Iterable[str], now: Container[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name not in now)


def _joined(
    fresh: Mapping[str, _Entry], previous: Mapping[str, _Entry], needed: AbstractSet[str | None]
) -> dict[str, _Entry]:
    """The fresh entries, then earlier ones that are still needed."""
    gone = (name for name in previous if name not in fresh and name in needed)
    return {**fresh, **{name: previous[name] for name in gone}}
