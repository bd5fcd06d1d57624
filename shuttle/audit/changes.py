"""What a plan says that it changed against a published timetable: is it so, what does it cost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from shuttle.audit.case import Case, Finding
from shuttle.domain.change import Changes, Fate
from shuttle.domain.plan import Trip


def change_cents(changes: Changes, trips: Sequence[Trip]) -> int:
    """Cents for every change that is stated, trips that nobody's fate names being added."""
    by_id, prices = {trip.id: trip for trip in trips}, changes.prices
    added = len(by_id.keys() - {fate.trip for fate in changes.fates})
    total = _exact(prices.added_trip) * added
    for fate in changes.fates:
        trip = by_id.get(fate.trip or "")
        if trip is None:
            total += _exact(prices.dropped_trip)
            continue
        minutes = abs(trip.departure - fate.published.departure)
        if minutes:
            total += _exact(prices.moved_trip) + _exact(prices.moved_minute) * minutes
        if trip.port != fate.published.port:
            total += _exact(prices.other_port)
    return int((total * 100).to_integral_value(ROUND_HALF_UP))


def _exact(amount: float) -> Decimal:
    return Decimal(repr(amount))


def check_changes(case: Case) -> Iterator[Finding]:
    """The part of rule `objective-value` that speaks of changes."""
    changes = case.plan.changes
    if changes is None:
        return
    trips = {trip.id: trip for trip in case.plan.trips}
    for fate in changes.fates:
        yield from _false_fate(fate, trips.get(fate.trip or ""), changes.max_shift_minutes)
    claimed = Counter(fate.trip for fate in changes.fates if fate.trip is not None)
    for trip, number in sorted(claimed.items()):
        if number > 1:
            yield trip, f"Trip {trip} is said to be {number} published departures at once."
    yield from _above_limits(changes, trips)


def _false_fate(fate: Fate, trip: Trip | None, most: int) -> Iterator[Finding]:
    published = fate.published
    if trip is None:
        if fate.trip is not None:
            yield published.id, f"Departure {published.id} is said to be {fate.trip}, no trip."
        return
    if (trip.origin, trip.destination) != (published.origin, published.destination):
        words = f"is said to be {trip.id}, which runs another way"
        yield published.id, f"Departure {published.id} {words}."
    minutes = abs(trip.departure - published.departure)
    if minutes > most:
        words = f"is said to be {trip.id}, {minutes} minutes away; at most {most} are the same trip"
        yield published.id, f"Departure {published.id} {words}."


def _above_limits(changes: Changes, trips: dict[str, Trip]) -> Iterator[Finding]:
    limits = changes.limits
    kept = [(trips[f.trip], f.published) for f in changes.fates if f.trip in trips]
    minutes = sum(abs(trip.departure - old.departure) for trip, old in kept)
    same = sum((t.departure, t.port) == (old.departure, old.port) for t, old in kept)
    # What is not the same trip as before was dropped, moved or added.
    changed = len(changes.fates) - same + len(trips) - len({trip.id for trip, _ in kept})
    if limits.trips is not None and changed > limits.trips:
        yield "changes", f"The plan changes {changed} trips; at most {limits.trips} may change."
    if limits.minutes is not None and minutes > limits.minutes:
        words = f"moves trips by {minutes} minutes; at most {limits.minutes} are allowed"
        yield "changes", f"The plan {words}."
