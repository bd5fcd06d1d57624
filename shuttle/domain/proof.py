"""How good an answer of the solver is known to be."""

from typing import Literal

from shuttle.domain.base import SafeText, Value

Status = Literal["optimal", "feasible"]


class Proof(Value):
    """How good the answer is known to be.

    Attributes:
        proves: what the bound is a bound of, as `timetable and blocks, seat guarantee`,
            `timetable, blocks and duties, seat guarantee` or `duties for these blocks`.
        status: `optimal` only where objective and bound agree to the smallest unit of money.
        bound: no answer can cost less.
        gap: (objective - bound) / objective; 0 where the objective is 0.
        deterministic_time: work in the solver's own units, the same on every machine.
        wall_seconds: elapsed time; with `cpu_seconds` the only figures that vary between runs.
    """

    proves: SafeText
    status: Status
    objective: float
    bound: float
    gap: float
    solver: SafeText
    version: SafeText
    seed: int
    workers: int
    deterministic_time: float
    wall_seconds: float
    cpu_seconds: float
