"""A repaired plan on its date: what it drops is cancelled there, not gone without a word."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from shuttle.domain.plan import Plan
from shuttle.domain.sentences import say
from shuttle.domain.timetable import Period, PublishedTrip, Timetable, TripChange
from shuttle.services.publishing.span import Span


def dropped(
    plan: Plan, part: Span, published: Sequence[Period], kept: AbstractSet[str]
) -> Iterator[PublishedTrip]:
    """Trips published for the date of a repaired plan that it does not run.

    Args:
        plan: any plan; one that repairs nothing drops nothing.
        part: the dates on which it is used.
        published: periods of its day type in the version in force.
        kept: public ids of the trips that it runs.
    """
    if plan.disruption is None:
        return
    for period in published:
        if part.overlap(period.first, period.last):
            yield from (trip for trip in period.trips if trip.id not in kept)


def changes_with(
    parts: Iterable[tuple[Span, Plan]], timetable: Timetable
) -> tuple[TripChange, ...]:
    """Changes of single trips, those of repaired dates in place of earlier ones.

    A repaired plan tells all that is known of the planned trips of its date, so that what was said
    of them before is no longer true; of extra trips it knows nothing.
    """
    repaired = {part.first: plan for part, plan in parts if plan.disruption is not None}
    stay = [
        change
        for change in timetable.changes
        if change.service_date not in repaired
        or timetable.extra_of(change.trip_id, change.service_date)
    ]
    periods = timetable.periods
    fresh = [change for day, plan in repaired.items() for change in _cancelled(plan, day, periods)]
    return tuple(sorted([*stay, *fresh], key=lambda one: (one.service_date, one.trip_id)))


def _cancelled(plan: Plan, day: date, periods: Sequence[Period]) -> Iterator[TripChange]:
    runs = {(trip.route, trip.direction, trip.departure) for trip in plan.trips}
    reason = (plan.disruption.reason if plan.disruption else None) or say("repair.notice")
    for period in periods:
        if period.day_type == plan.day_type and period.first == day == period.last:
            for trip in period.trips:
                if (trip.route, trip.direction, trip.departure) not in runs:
                    yield TripChange(
                        trip_id=trip.id, service_date=day, cancelled=True, notice=reason
                    )
