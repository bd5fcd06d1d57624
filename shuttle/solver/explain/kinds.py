"""Bus types that are the same to every rule but those on their number: one kind of bus.

Without riders and money hardly anything tells types apart that may make the same runs and stay at
the same depots. Taken together they are one flow of buses in place of several that mirror each
other: what clashes so clashes. What holds so may still leave a depot with one type more and
another fewer than at the start of the day, so it has to be asked again with each type alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import battery

_BOTH = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """Interchangeable buses.

    Attributes:
        members: indices of the bus types.
        depots: places of the depots where they may stay.
        deadheads: whether they may run empty along routes.
        same_side: whether they may run empty within a side.
    """

    members: tuple[int, ...]
    depots: tuple[str, ...]
    deadheads: bool
    same_side: bool


def kinds_of(problem: Problem, runs: Sequence[Run]) -> tuple[Kind, ...]:
    """The kinds of bus of a problem, in the order of their first types.

    Args:
        problem: the bus types.
        runs: every run that may be made.
    """
    made = [
        tuple(number for number, run in enumerate(runs) if k in run.types)
        for k in range(len(problem.types))
    ]
    alike: dict[object, list[int]] = {}
    for k, kind in enumerate(problem.types):
        # Buses with counted permits are limited by type and port.
        alone = k if kind.permits else None
        mark = made[k], _depots(problem, k), _ways(problem, k), alone
        alike.setdefault(mark, []).append(k)
    return tuple(
        Kind(tuple(members), _depots(problem, members[0]), *_ways(problem, members[0]))
        for members in alike.values()
    )


def each_alone(problem: Problem, _: Sequence[Run]) -> tuple[Kind, ...]:
    """Each bus type as a kind of its own."""
    return tuple(
        Kind((k,), _depots(problem, k), *_ways(problem, k)) for k in range(len(problem.types))
    )


def may_be_told_apart(problem: Problem, kind: Kind) -> bool:
    """Whether any day of the kind is one of its types, each depot as full of each as at first.

    Between two depots as many buses go over one way as the other. Two that change places are given
    to one type, which can be done for all of them where the types have as many pairs as the kind:
    where no more than one of them has an odd number of buses.
    """
    counts = [problem.types[k].count for k in kind.members]
    pairs = sum(count // 2 for count in counts)
    return len(counts) == 1 or (len(kind.depots) <= _BOTH and sum(counts) // 2 == pairs)


def _depots(problem: Problem, kind: int) -> tuple[str, ...]:
    depots = problem.scenario.depots.values()
    places = (d.place for d in depots if battery.may_stay(problem.types[kind], d))
    return tuple(dict.fromkeys(places))


def _ways(problem: Problem, kind: int) -> tuple[bool, bool]:
    """Whether the type may run empty along routes, and within a side."""
    cents = problem.cents
    return cents.deadhead[kind] is not None, cents.same_side[kind] is not None
