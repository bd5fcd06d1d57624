"""What a tiny timetable changes against a published one: every way to match the two is tried."""

from collections.abc import Iterator, Sequence
from itertools import product

from shuttle.audit.figures import cents
from shuttle.domain.change import Change, PublishedDeparture

Turns = frozenset[tuple[int, int, int]]
"""Cents, trips changed and minutes moved of each way to match departures with published ones."""
UNCHANGED: Turns = frozenset({(0, 0, 0)})

_Departure = tuple[int, str | None]


def turns_of(
    change: Change | None, ends: tuple[str, str], departures: Sequence[_Departure]
) -> Turns:
    """Every way for the departures of one direction."""
    if change is None:
        return UNCHANGED
    mine = [old for old in change.published if (old.origin, old.destination) == ends]
    return frozenset(_ways(change, mine, tuple(departures)))


def _ways(
    change: Change, published: Sequence[PublishedDeparture], left: tuple[_Departure, ...]
) -> Iterator[tuple[int, int, int]]:
    prices = change.prices
    if not published:
        yield cents(prices.added_trip) * len(left), len(left), 0
        return
    old, others = published[0], published[1:]
    for paid, changed, minutes in _ways(change, others, left):
        yield paid + cents(prices.dropped_trip), changed + 1, minutes
    for new in left:
        moved = abs(new[0] - old.departure)
        if moved > change.max_shift_minutes:
            continue
        own = cents(prices.other_port) if new[1] != old.port else 0
        own += cents(prices.moved_trip) + cents(prices.moved_minute) * moved if moved else 0
        same = new == (old.departure, old.port)
        for paid, changed, minutes in _ways(change, others, tuple(d for d in left if d != new)):
            yield paid + own, changed + (not same), minutes + moved


def least_cents(change: Change | None, one: Turns, other: Turns) -> int | None:
    """The cheapest way for both directions within the limits; None where there is none."""
    if change is None:
        return 0
    trips, minutes = change.limits.trips, change.limits.minutes
    able = (
        here[0] + there[0]
        for here, there in product(one, other)
        if (trips is None or here[1] + there[1] <= trips)
        and (minutes is None or here[2] + there[2] <= minutes)
    )
    return min(able, default=None)
