"""A trip on one date that the timetable does not have: a relief bus, a festival run."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from shuttle.domain.base import LocalText
from shuttle.domain.time import LAST_MINUTE, format_minute
from shuttle.domain.timetable import ExtraTrip, PublishedTrip, Timetable
from shuttle.errors import InputError, NotFoundError, Problem
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.overlay import entry_of

_LONGEST_DIRECTION = 40  # leaves room in an id of 60 for time, date and a number


@dataclass(frozen=True, slots=True)
class ExtraWish:
    """What a planner says of an extra trip.

    Attributes:
        direction: id of a published direction.
        departure: service minute.
        like: public id of the trip whose port, times on the way and seats it takes; None for the
            one that leaves nearest to it in that direction, on that date or else on any.
    """

    direction: str
    service_date: date
    departure: int
    like: str | None = None


def add_extra(
    desk: Desk, service: str, wish: ExtraWish, notice: LocalText | None = None
) -> tuple[Timetable, ExtraTrip]:
    """Publish an extra trip under an id that was never given to another.

    Its way takes as long as that of the trip it is like, although the hour may be another. Whether
    the port is open then, and whether a bus and a driver are free, cannot be seen in a published
    timetable: `shuttle repair` and `shuttle check` know these things.

    Raises:
        NotFoundError: no such service, direction or trip to be like.
        InputError: the date lies outside the timetable, the trip would end after 48:00, or trips
            of several routes are alike.
    """
    current = desk.in_force(service)
    like = _model(current, wish)
    _require_possible(current, wish, like)
    trip = _moved(like, _new_id(wish, desk.store.trip_ids(service)), wish.departure)
    extra = ExtraTrip(service_date=wish.service_date, trip=trip, notice=notice)
    extras = sorted((*current.extras, extra), key=_place)
    words = f"extra trip at {format_minute(trip.departure)}, as {like.id}"
    entry = entry_of("extra", trip.id, wish.service_date, words)
    update = {"extras": tuple(extras)}
    return desk.publish(desk.follow(current, current, update), entry), extra


def _place(extra: ExtraTrip) -> tuple[date, int, str]:
    return extra.service_date, extra.trip.departure, extra.trip.id


def _model(timetable: Timetable, wish: ExtraWish) -> PublishedTrip:
    """The trip that it is like."""
    directions = sorted({one.id for one in timetable.directions})
    if wish.direction not in directions:
        raise NotFoundError(kind="direction", name=wish.direction, known=directions)
    pool = _alike(timetable.trips_on(wish.service_date), wish) or _alike(
        (trip for period in timetable.periods for trip in period.trips), wish
    )
    if not pool:
        known = {trip.id for period in timetable.periods for trip in period.trips}
        raise NotFoundError(kind="trip to be like", name=wish.like or "", known=sorted(known))
    if len({trip.route for trip in pool}) > 1:
        message = f"{wish.direction} is a direction of several routes; name a trip to be like"
        raise InputError([Problem("", "like", message)])
    return min(pool, key=lambda trip: (abs(trip.departure - wish.departure), trip.id))


def _alike(trips: Iterable[PublishedTrip], wish: ExtraWish) -> list[PublishedTrip]:
    mine = (trip for trip in trips if trip.direction == wish.direction)
    return [trip for trip in mine if wish.like in {None, trip.id}]


def _require_possible(timetable: Timetable, wish: ExtraWish, like: PublishedTrip) -> None:
    problems = []
    if timetable.day(wish.service_date) is None:
        dates = f"{timetable.days[0].date} to {timetable.days[-1].date}" if timetable.days else "-"
        message = f"{wish.service_date} lies outside the published dates, {dates}"
        problems.append(Problem("", "service_date", message))
    if wish.departure + like.arrival - like.departure > LAST_MINUTE:
        clock = format_minute(wish.departure)
        message = f"a trip at {clock} that is like {like.id} would end after 48:00"
        problems.append(Problem("", "departure", message))
    if problems:
        raise InputError(problems)


def _moved(like: PublishedTrip, trip_id: str, departure: int) -> PublishedTrip:
    later = departure - like.departure
    legs = (
        leg.model_copy(update={"departure": leg.departure + later, "arrival": leg.arrival + later})
        for leg in like.legs
    )
    return like.model_copy(
        update={
            "id": trip_id,
            "departure": departure,
            "arrival": like.arrival + later,
            "legs": tuple(legs),
        }
    )


def _new_id(wish: ExtraWish, taken: AbstractSet[str]) -> str:
    """An id such as `to-hksp-1030-x20261124`, with a number where that was ever given."""
    direction = wish.direction[:_LONGEST_DIRECTION].rstrip("-")
    clock = format_minute(wish.departure).replace(":", "")
    plain = f"{direction}-{clock}-x{wish.service_date:%Y%m%d}"
    names = chain((plain,), (f"{plain}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)
