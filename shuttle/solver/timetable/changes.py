"""Changes against a published timetable, inside the headway-arc model.

Each published departure goes on as one trip of its direction that leaves at most so many minutes
before or after it, over whatever port, or is dropped; each trip is the one of at most one of them,
or is added. Among all ways to match the two the model takes the cheapest that its limits allow, so
it is an assignment beside the timetable: with whole trips it is whole of its own accord unless a
limit binds, and its bound is as tight as that of the timetable alone.

The published timetable itself, with the best buses for it, is a first solution where it still
keeps every rule.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from shuttle.domain.change import Change, ChangePrices, Changes, Fate
from shuttle.domain.plan import Trip
from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.linear import Floats, LinearModel, ModelBuilder
from shuttle.solver.problem import Problem, in_cents
from shuttle.solver.timetable.vehicles import RunColumn

_HALF = 0.5
_NODES = 20
_GAP = 0.002

_Departure = tuple[int, int, str | None]
"""Direction, minute and port at which trips leave."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What may become of a published departure.

    Attributes:
        published: index among the published departures.
        departure: what it is then; None where it is dropped.
        changed: trips that this counts as changed, 0 or 1.
        minutes: by which it moves.
    """

    published: int
    departure: _Departure | None
    changed: int
    minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class Match:
    """A column that is 1 where a published departure takes a turn."""

    turn: Turn
    column: int


@dataclass(frozen=True, slots=True)
class ChangeColumns:
    """What may become of published departures, and columns that are 1 for each added trip."""

    matches: tuple[Match, ...]
    added: tuple[int, ...]


NO_CHANGES = ChangeColumns((), ())
"""Where nothing is published."""


def add_changes(
    problem: Problem, builder: ModelBuilder, trips: Sequence[RunColumn]
) -> ChangeColumns:
    """Add what changes against the problem's published timetable cost, and its limits."""
    change = problem.change
    if change is None:
        return NO_CHANGES
    columns: dict[_Departure, list[int]] = {}
    for item in trips:
        key = item.run.direction, item.run.departure, item.run.port
        columns.setdefault(key, []).append(item.column)
    matches = tuple(_matches(problem, change, builder, columns))
    added = builder.columns([in_cents(change.prices.added_trip)] * len(columns), 1)
    _become_one(builder, len(change.published), matches)
    place = {key: number for number, key in enumerate(columns)}
    rows = builder.rows(0.0, 0.0, len(columns))
    builder.entries(rows, added, 1.0)
    for key, mine in columns.items():
        builder.entries(rows[place[key]], mine, -1.0)
    for match in matches:
        if match.turn.departure is not None:
            builder.entries(rows[place[match.turn.departure]], match.column, 1.0)
    _limit(builder, change, matches, added.tolist())
    return ChangeColumns(matches, tuple(added.tolist()))


def _become_one(builder: ModelBuilder, published: int, matches: Sequence[Match]) -> None:
    """Each published departure has one fate."""
    rows = builder.rows(1.0, 1.0, published)
    numbers = [match.turn.published for match in matches]
    builder.entries(rows[numbers], [match.column for match in matches], 1.0)


def _limit(
    builder: ModelBuilder, change: Change, matches: Sequence[Match], added: list[int]
) -> None:
    """At most so many trips changed, and so many minutes moved."""
    columns = [match.column for match in matches]
    if change.limits.trips is not None:
        row = builder.rows(-np.inf, change.limits.trips)[0]
        builder.entries(row, columns, [float(match.turn.changed) for match in matches])
        builder.entries(row, added, 1.0)
    if change.limits.minutes is not None:
        row = builder.rows(-np.inf, change.limits.minutes)[0]
        builder.entries(row, columns, [float(match.turn.minutes) for match in matches])


def _matches(
    problem: Problem, change: Change, builder: ModelBuilder, offered: Iterable[_Departure]
) -> Iterator[Match]:
    """Columns for what may become of each published departure; whole numbers."""
    by_ends: dict[tuple[str, str], list[_Departure]] = {}
    for key in sorted(offered, key=lambda key: (key[0], key[1], key[2] or "")):
        way = problem.directions[key[0]]
        by_ends.setdefault((way.origin, way.destination), []).append(key)
    turns = [
        turn
        for number, published in enumerate(change.published)
        for turn in _turns(
            change, number, by_ends.get((published.origin, published.destination), [])
        )
    ]
    columns = builder.columns([turn.cents for turn in turns], 1, integer=True)
    for turn, column in zip(turns, columns.tolist(), strict=True):
        yield Match(turn, column)


def _turns(change: Change, number: int, offered: Sequence[_Departure]) -> Iterator[Turn]:
    """Every departure near enough of those offered in its direction; dropped last."""
    published, reach = change.published[number], change.max_shift_minutes
    first = bisect_left(offered, published.departure - reach, key=itemgetter(1))
    last = bisect_right(offered, published.departure + reach, key=itemgetter(1))
    for key in offered[first:last]:
        shift, other_port = abs(key[1] - published.departure), key[2] != published.port
        cents = _cents(change.prices, shift, other_port=other_port)
        yield Turn(number, key, int(shift > 0 or other_port), shift, cents)
    yield Turn(number, None, 1, 0, in_cents(change.prices.dropped_trip))


def _cents(prices: ChangePrices, shift: int, *, other_port: bool) -> int:
    """What a departure that goes on costs those who know it."""
    moved = in_cents(prices.moved_trip) + in_cents(prices.moved_minute) * shift if shift else 0
    return moved + (in_cents(prices.other_port) if other_port else 0)


@dataclass(frozen=True)
class Told:
    """What a timetable changes, and what that costs in cents.

    Attributes:
        became: minute at which each published departure leaves now, in the order of
            `Change.published`; None for those that are dropped.
    """

    became: tuple[int | None, ...]
    cents: int


def changes_of(problem: Problem, made: Sequence[RunColumn]) -> Told | None:
    """What those trips change against the published timetable, at the least cost.

    None where nothing is published, or where they change more than the limits allow.
    """
    change = problem.change
    if change is None:
        return None
    builder = ModelBuilder()
    columns = builder.columns(np.zeros(len(made)), 1)
    builder.entries(builder.rows(1.0, 1.0, len(made)), columns, 1.0)
    trips = [
        RunColumn(item.run, item.vehicle_type, column)
        for item, column in zip(made, columns.tolist(), strict=True)
    ]
    matches = add_changes(problem, builder, trips).matches
    model = builder.build()
    values = solve_mip(model, MipLimits()).values
    if values is None:
        return None
    chosen = [match.turn for match in matches if values[match.column] > _HALF]
    chosen.sort(key=lambda turn: turn.published)
    became = tuple(None if turn.departure is None else turn.departure[1] for turn in chosen)
    return Told(became, round(model.objective(np.rint(values))))


def stated(change: Change, told: Told, trips: Iterable[Trip]) -> Changes:
    """The account that a plan of those trips gives of its changes."""
    ids = {(trip.origin, trip.destination, trip.departure): trip.id for trip in trips}
    fates = (
        Fate(
            published=departure,
            trip=None if minute is None else ids[departure.origin, departure.destination, minute],
        )
        for departure, minute in zip(change.published, told.became, strict=True)
    )
    return Changes(
        prices=change.prices,
        limits=change.limits,
        max_shift_minutes=change.max_shift_minutes,
        fates=tuple(fates),
    )


def published_values(
    problem: Problem, linear: LinearModel, trips: Sequence[RunColumn], deadline: Deadline
) -> Floats | None:
    """Values of all columns for the published timetable, with the best buses for it.

    None where it no longer keeps every rule, or where that is not known in time.
    """
    change = problem.change
    if change is None:
        return None
    ends = [(way.origin, way.destination) for way in problem.directions]
    published = {(d.origin, d.destination, d.departure, d.port) for d in change.published}
    kept = np.ones(len(linear.cost), dtype=bool)
    for item in trips:
        kept[item.column] = (*ends[item.run.direction], item.run.departure, item.run.port) in (
            published
        )
    limits = MipLimits(relative_gap=_GAP, nodes=_NODES, seconds=deadline.seconds)
    found = solve_mip(linear.restricted(kept), limits).values
    if found is None:
        return None
    values = np.zeros(len(kept))
    values[kept] = found
    return values
