"""The proof of an answer, from its cost, its bound and how it was sought."""

from dataclasses import dataclass
from importlib.metadata import version

from shuttle.domain.proof import Proof
from shuttle.solver.progress import relative_gap

_DIGITS = 9
_MILLISECONDS = 3


@dataclass(frozen=True, slots=True)
class Effort:
    """How an answer was sought.

    Attributes:
        solver: by what.
        work: in the solver's own units, the same on every machine.
        seconds: elapsed and of CPU; nothing where another proof of the answer states them.
    """

    solver: str
    work: float
    seed: int = 0
    workers: int = 1
    seconds: tuple[float, float] = (0.0, 0.0)


def proof_of(proves: str, objective: float, bound: float, effort: Effort) -> Proof:
    """What is known of an answer.

    Args:
        proves: what the bound is a bound of.
        objective: what the answer costs.
        bound: no answer costs less; where it reaches the objective, the answer is optimal.
        effort: how it was sought.
    """
    least = min(bound, objective)
    wall, cpu = effort.seconds
    return Proof(
        proves=proves,
        status="optimal" if bound >= objective else "feasible",
        objective=objective,
        bound=least,
        gap=round(relative_gap(objective, least), _DIGITS),
        solver=effort.solver,
        version=version("ortools"),
        seed=effort.seed,
        workers=effort.workers,
        deterministic_time=float(effort.work),
        wall_seconds=round(wall, _MILLISECONDS),
        cpu_seconds=round(cpu, _MILLISECONDS),
    )
