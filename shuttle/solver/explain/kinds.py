"""Bus types that are the same to every rule but that on their number: one kind of bus.

Without riders and money nothing tells types apart that may make the same runs and stay at the
same depots. Taken together they are one flow of buses in place of several that mirror each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import battery


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


def _depots(problem: Problem, kind: int) -> tuple[str, ...]:
    depots = problem.scenario.depots.values()
    places = (d.place for d in depots if battery.may_stay(problem.types[kind], d))
    return tuple(dict.fromkeys(places))


def _ways(problem: Problem, kind: int) -> tuple[bool, bool]:
    """Whether the type may run empty along routes, and within a side."""
    cents = problem.cents
    return cents.deadhead[kind] is not None, cents.same_side[kind] is not None
