"""What follows from the flow of buses, said outright so that a clash is seen sooner.

A flow counts buses place by place and minute by minute. That so many buses cannot make so many
runs shows only once nearly all of them are chosen, unless it is said for whole stretches of time.
"""

from bisect import bisect_left
from collections.abc import Sequence
from math import inf
from typing import TypeAlias

from shuttle.solver.explain.model import Literal, RuleModel, total
from shuttle.solver.moves import Move

Made: TypeAlias = tuple[Move, Literal]
_MANY_PLACES = 8


def add_what_follows(model: RuleModel, made: Sequence[Made], stock: Sequence[Literal]) -> None:
    """Limits on the runs of one kind of bus, of which `stock` start the day."""
    _never_more_under_way(model, made, stock)
    places = sorted({way.origin for way, _ in made})
    if len(places) <= _MANY_PLACES:
        for place in places:
            _never_again_before_they_return(model, place, made, stock)


def _never_more_under_way(model: RuleModel, made: Sequence[Made], stock: Sequence[Literal]) -> None:
    """At no minute are more buses under way, or laying over, than start the day."""
    for minute in sorted({way.leaves for way, _ in made}):
        busy = [variable for way, variable in made if way.leaves <= minute < way.ready]
        model.cp.add(total(busy) <= total(stock))


def _never_again_before_they_return(
    model: RuleModel, place: str, made: Sequence[Made], stock: Sequence[Literal]
) -> None:
    """From a place leave no more buses than there are until the first can be back."""
    back = _soonest_back(place, [way for way, _ in made])
    leaving = sorted(
        ((way.leaves, variable) for way, variable in made if way.origin == place),
        key=lambda entry: entry[0],
    )
    minutes = [minute for minute, _ in leaving]
    for minute in sorted(set(minutes)):
        start, end = bisect_left(minutes, minute), bisect_left(minutes, back[minute])
        model.cp.add(total([variable for _, variable in leaving[start:end]]) <= total(stock))


def _soonest_back(place: str, ways: Sequence[Move]) -> dict[int, float]:
    """When a bus that leaves a place at a minute or later can first be ready there again."""
    by_place: dict[str, tuple[list[int], list[float]]] = {}
    for way in sorted(ways, key=lambda way: -way.leaves):
        # Minutes are negated, for they descend.
        minutes, soonest = by_place.setdefault(way.origin, ([], []))
        back = float(way.ready)
        if way.destination != place:
            back = _from(by_place.get(way.destination), way.ready)
        best = min(back, soonest[-1]) if soonest else back
        minutes.append(-way.leaves)
        soonest.append(best)
    minutes, soonest = by_place[place]
    return {-minute: best for minute, best in zip(minutes, soonest, strict=True)}


def _from(known: tuple[list[int], list[float]] | None, ready: int) -> float:
    """When a bus that is ready somewhere at a minute can be back; never where it cannot."""
    if known is None:
        return inf
    minutes, soonest = known
    after = bisect_left(minutes, 1 - ready)
    return soonest[after - 1] if after else inf
