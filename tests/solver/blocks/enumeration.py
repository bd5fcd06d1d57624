"""Every way to drive a few trips, tried one by one, without any of the solver's code."""

from collections.abc import Iterator
from itertools import pairwise, permutations, product

from shuttle.domain.stages import BlockDepot, BlockTask, BlockTrip

Timed = tuple[BlockTrip, int]


def cheapest(task: BlockTask) -> float | None:
    """Cost of the best blocks; None where no blocks drive every trip."""
    costs = (_cheapest_at(task, starts) for starts in _starts(task))
    return min((cost for cost in costs if cost is not None), default=None)


def _starts(task: BlockTask) -> Iterator[tuple[int, ...]]:
    ranges = [range(-t.shift_minutes, t.shift_minutes + 1) for t in task.trips]
    for shifts in product(*ranges):
        yield tuple(t.start + shift for t, shift in zip(task.trips, shifts, strict=True))


def _cheapest_at(task: BlockTask, starts: tuple[int, ...]) -> float | None:
    """By states: which trips are driven, and how many buses each depot has sent."""
    timed = list(zip(task.trips, starts, strict=True))
    routes: dict[frozenset[int], dict[int, float]] = {}
    for size in range(1, len(timed) + 1):
        for order in permutations(range(len(timed)), size):
            for number, home in enumerate(task.depots):
                cost = _route(task, home, [timed[i] for i in order])
                best = routes.setdefault(frozenset(order), {})
                if cost is not None and cost < best.get(number, float("inf")):
                    best[number] = cost
    return _cover(task, routes, frozenset(range(len(timed))), (0,) * len(task.depots), {})


def _cover(
    task: BlockTask,
    routes: dict[frozenset[int], dict[int, float]],
    left: frozenset[int],
    sent: tuple[int, ...],
    known: dict[tuple[frozenset[int], tuple[int, ...]], float | None],
) -> float | None:
    if not left:
        return 0.0
    if (left, sent) not in known:
        found = []
        for group, prices in routes.items():
            if min(left) not in group or not group <= left:
                continue
            for number, price in prices.items():
                if sent[number] < task.depots[number].capacity:
                    more = tuple(n + (i == number) for i, n in enumerate(sent))
                    rest = _cover(task, routes, left - group, more, known)
                    found += [] if rest is None else [price + rest]
        known[left, sent] = min(found, default=None)
    return known[left, sent]


def _route(task: BlockTask, home: BlockDepot, stops: list[Timed]) -> float | None:
    if any(
        t.vehicle_types is not None and home.vehicle_type not in t.vehicle_types for t, _ in stops
    ):
        return None
    ways = [_end(task, home.place, stops[0][0].origin, (home.id, stops[0][0].id))]
    for (one, start), (other, then) in pairwise(stops):
        ways.append(_link(task, one, start + one.end - one.start, other, then))
    last = stops[-1][0]
    ways.append(_end(task, last.destination, home.place, (last.id, home.id)))
    total = task.costs.vehicle
    for way in ways:
        if way is None:
            return None
        total += way
    return total


def _entry(task: BlockTask, first: str, then: str) -> float | None:
    assert task.cost_matrix is not None
    order = task.cost_matrix.order
    return task.cost_matrix.matrix[order.index(first)][order.index(then)]


def _minutes(task: BlockTask, one: str, other: str) -> int | None:
    assert task.travel_minutes is not None
    places = task.travel_minutes.places
    return task.travel_minutes.matrix[places.index(one)][places.index(other)]


def _end(task: BlockTask, one: str, other: str, ids: tuple[str, str]) -> float | None:
    if task.cost_matrix is not None:
        return _entry(task, *ids)
    minutes = _minutes(task, one, other)
    return None if minutes is None else minutes * task.costs.deadhead_minute


def _link(task: BlockTask, one: BlockTrip, ready: int, other: BlockTrip, then: int) -> float | None:
    if task.cost_matrix is not None:
        return _entry(task, one.id, other.id)
    minutes = _minutes(task, one.destination, other.origin)
    if minutes is None or ready + task.layover_minutes + minutes > then:
        return None
    standing = then - ready - minutes
    return minutes * task.costs.deadhead_minute + standing * task.costs.waiting_minute
