"""How many riders a bus takes before each further one costs money.

A rider above the seats stays behind, one above their comfortable share minds the crowd. The price
of a bus's riders is then convex and piecewise linear: the sum over limits of what lies above
each. Whoever stays behind minds no crowd, so her price at the seats is what being left behind
costs beyond it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem


@dataclass(frozen=True)
class Limit:
    """Riders above it cost money.

    Attributes:
        riders: by node and bus type, shape (nodes, types).
        cents: for each rider above.
    """

    riders: Ints
    cents: int

    def above(self, node: Ints | int, kind: Ints | int, riders: Ints) -> Ints:
        """How many of the riders of a bus lie above the limit of its node and type."""
        over: Ints = np.maximum(0, riders - self.riders[node, kind])
        return over


def limits(problem: Problem, nodes: int) -> tuple[Limit, ...]:
    """The limits of every bus type at so many nodes."""
    return tuple(_limits(problem, nodes))


def _limits(problem: Problem, nodes: int) -> Iterator[Limit]:
    seats = np.array([kind.seats for kind in problem.types], dtype=np.int64)
    cents, crowding = problem.cents, problem.scenario.policies.crowding
    room = np.broadcast_to(seats, (nodes, len(seats)))
    yield Limit(room, cents.unserved - cents.crowded)
    if crowding:
        comfortable = [crowding.comfortable_riders(int(number)) for number in seats]
        yield Limit(np.minimum(room, comfortable), cents.crowded)


def cents_above(found: tuple[Limit, ...], node: Ints | int, kind: Ints | int, riders: Ints) -> Ints:
    """Money for riders above the limits on buses of those nodes and types."""
    every = [limit.above(node, kind, riders) * limit.cents for limit in found]
    return np.asarray(np.sum(every, axis=0), dtype=np.int64)
