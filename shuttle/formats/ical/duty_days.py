"""Drivers' days as they are published: what each duty does, and on which dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shuttle.domain.issue import Issue
from shuttle.domain.plan import BlockPiece, Duty, Plan
from shuttle.domain.timetable import Period


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of a duty: a trip with riders, or an empty run.

    Attributes:
        trip: public id of the trip; None for an empty run.
        bus: id of the block whose bus it is.
    """

    trip: str | None
    bus: str
    origin: str
    destination: str
    departure: int
    arrival: int
    port: str | None


@dataclass(frozen=True, slots=True)
class DutyDay:
    """A duty as it is worked on each of its dates.

    Attributes:
        id: the public name: day type and duty, for two day types may number theirs alike.
        departure: sign-on, in minutes of the service day.
        arrival: sign-off.
        tasks: in order, at least one.
    """

    id: str
    departure: int
    arrival: int
    tasks: tuple[Task, ...]


def duty_name(day_type: str, duty: str) -> str:
    """The name under which a duty is published, as `working-day-duty-03`."""
    return f"{day_type}-{duty}"


def duty_days(issue: Issue) -> dict[DutyDay, list[date]]:
    """Each duty of each plan that is in use, with the dates on which it is worked."""
    found: dict[DutyDay, list[date]] = {}
    contents: dict[tuple[str, str], tuple[DutyDay, ...]] = {}
    for day, period in _periods_by_date(issue):
        key = (period.plan_sha256, period.day_type)
        if key not in contents:
            contents[key] = tuple(_duties(issue.plan_of(period), period))
        for duty in contents[key]:
            found.setdefault(duty, []).append(day)
    return found


def _periods_by_date(issue: Issue) -> Iterator[tuple[date, Period]]:
    """Dates with service, ascending, each with the period that holds on it."""
    for answer in issue.timetable.days:
        for period in issue.timetable.periods:
            holds = period.first <= answer.date <= period.last
            if holds and period.day_type == answer.day_type:
                yield answer.date, period


def _duties(plan: Plan, period: Period) -> Iterator[DutyDay]:
    pieces = {piece.id: (block.id, piece) for block in plan.blocks for piece in block.pieces}
    public = _public_ids(plan, period)
    for duty in plan.duties:
        if duty.pieces:
            yield _duty(duty, period, [_task(*pieces[piece], public) for piece in duty.pieces])


def _duty(duty: Duty, period: Period, tasks: list[Task]) -> DutyDay:
    return DutyDay(duty_name(period.day_type, duty.id), duty.sign_on, duty.sign_off, tuple(tasks))


def _task(bus: str, piece: BlockPiece, public: Mapping[str, str]) -> Task:
    return Task(
        trip=public.get(piece.id, piece.id) if piece.kind == "trip" else None,
        bus=bus,
        origin=piece.origin,
        destination=piece.destination,
        departure=piece.departure,
        arrival=piece.arrival,
        port=piece.port,
    )


def _public_ids(plan: Plan, period: Period) -> dict[str, str]:
    """Public id by the plan's: the trip of the same line that leaves at the same minute."""
    at = {(trip.route, trip.direction, trip.departure): trip.id for trip in period.trips}
    lines = {trip.id: (trip.route, trip.direction, trip.departure) for trip in plan.trips}
    return {name: at[line] for name, line in lines.items() if line in at}
