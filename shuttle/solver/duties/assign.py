"""Drivers for given vehicle blocks: as few duties as the rules allow, with a bound."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from shuttle.domain.plan import Block, Duty, Proof
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE, format_minute
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.duties.conflicts import clashing
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.duties.solve import Answer, fewest_duties
from shuttle.solver.highs import Deadline
from shuttle.solver.rules import driver_count

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class DutyPlan:
    """Duties that cover every piece of the blocks exactly once.

    Attributes:
        duties: by sign-on, then first piece.
        proof: of their number; `deterministic_time` in millions of labels.
    """

    duties: tuple[Duty, ...]
    proof: Proof


def assign_duties(
    scenario: Scenario, blocks: Sequence[Block], deadline: Deadline | None = None
) -> DutyPlan:
    """Assign every piece of the blocks to a driver's duty, by the fewest duties.

    Among equally many duties those with fewer minutes from sign-on to sign-off are preferred,
    to within a few per cent. The answer is a function of the input alone: work is limited in
    labels and nodes; the deadline is the outer guard, after which any duties will do.

    Raises:
        InfeasibleError: where no duties keep all rules, naming those that clash.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    pieces = pieces_of(scenario, blocks)
    _refuse_work_outside_the_day(pieces)
    answer = (
        fewest_duties(pieces, deadline) if len(pieces) else Answer((), 0, complete=True, work=0)
    )
    if answer.duties is None:
        raise _infeasible(pieces, answer)
    proof = Proof(
        proves="duties for these blocks",
        status="optimal" if answer.complete else "feasible",
        objective=float(len(answer.duties)),
        bound=float(answer.bound),
        gap=_gap(answer),
        solver="label setting, GLOP and HiGHS",
        version=version("ortools"),
        seed=0,
        workers=1,
        deterministic_time=answer.work / _MILLION,
        wall_seconds=time.perf_counter() - wall,
        cpu_seconds=time.process_time() - cpu,
    )
    return DutyPlan(tuple(named(pieces, answer.duties, scenario.rules().id)), proof)


def named(pieces: Pieces, duties: Sequence[tuple[int, ...]], profile: str) -> Iterator[Duty]:
    """Duties of a plan, by sign-on, from pieces by index."""
    by_sign_on = sorted(duties, key=lambda duty: (pieces.departure[duty[0]], pieces.ids[duty[0]]))
    for number, duty in enumerate(by_sign_on, start=1):
        yield Duty(
            id=f"duty-{number:02d}",
            rule_profile=profile,
            home=driver_count.SIDES[pieces.origin_side[duty[0]]],
            sign_on=int(pieces.signs_on[duty[0]]),
            sign_off=int(pieces.signs_off[duty[-1]]),
            driving_minutes=int(pieces.driving[list(duty)].sum()),
            pieces=tuple(pieces.ids[piece] for piece in duty),
        )


def _gap(answer: Answer) -> float:
    count = len(answer.duties or ())
    return (count - answer.bound) / count if count else 0.0


def _refuse_work_outside_the_day(pieces: Pieces) -> None:
    """Sign-on and sign-off are times of the service day, which begins at 00:00, ends at 48:00."""
    early, late = pieces.signs_on < 0, pieces.signs_off > LAST_MINUTE
    conflicts = [
        Conflict(
            "duty-length",
            f"Piece {pieces.ids[piece]} ({format_minute(int(pieces.departure[piece]))} to "
            f"{format_minute(int(pieces.arrival[piece]))}) leaves no room on the service day for "
            f"{pieces.run.sign_on[piece]} minutes of sign-on before it and "
            f"{pieces.run.sign_off[piece]} of sign-off after it",
        )
        for piece in (early | late).nonzero()[0].tolist()
    ]
    if conflicts:
        message = "Some runs lie too close to the ends of the service day for a driver's duty."
        raise InfeasibleError(message, conflicts, proved=True)


def _infeasible(pieces: Pieces, answer: Answer) -> InfeasibleError:
    if not answer.complete:
        message = "No duties were found for these blocks that keep all driver rules."
        return InfeasibleError(message, proved=False)
    message = "No duties for these blocks keep all driver rules."
    return InfeasibleError(message, clashing(pieces), proved=True)
