"""Drivers for given vehicle blocks: as few duties as the rules allow, with a bound."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from shuttle.domain.base import LocalText
from shuttle.domain.plan import Block, Duty
from shuttle.domain.proof import Proof
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, say
from shuttle.domain.time import LAST_MINUTE
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.duties.cheapest import SOLVER, Cheapest, cheapest_duties
from shuttle.solver.duties.conflicts import clashing
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.duties.prices import NO_HURRY, Limits, Prices
from shuttle.solver.duties.pricing import Duty as Pick
from shuttle.solver.highs import Deadline
from shuttle.solver.proofs import Effort, proof_of
from shuttle.solver.rules import driver_count

_MILLION = 1_000_000
_NEAR = 300
_ENOUGH = 0.01  # of the minutes at work


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
    scenario: Scenario, blocks: Sequence[Block], deadline: Deadline = NO_HURRY
) -> DutyPlan:
    """Assign every piece of the blocks to a driver's duty, by the fewest duties.

    Among equally many duties those with fewer minutes from sign-on to sign-off are preferred,
    to within one per cent of the minutes at work. A driver may take any bus at any stop,
    unless the scenario says where buses may change drivers: pieces are single runs, and a duty goes
    on with whichever bus of whichever block leaves from there. So no other way to cut the same runs
    into blocks would need fewer duties, and none is sought; with `hand_over_places` another might.

    The answer is a function of the input alone, unless the deadline passes: work is limited in
    labels and nodes, not in seconds.

    Raises:
        InfeasibleError: where no duties keep all rules, naming those that clash.
    """
    pieces = pieces_of(scenario, blocks)
    picks, proof = assign_pieces(pieces, deadline)
    return DutyPlan(tuple(named(pieces, picks, scenario.rules().id)), proof)


def assign_pieces(pieces: Pieces, deadline: Deadline) -> tuple[tuple[Pick, ...], Proof]:
    """The fewest duties for pieces, by index, and the proof of their number.

    Raises:
        InfeasibleError: where no duties keep all rules, naming those that clash.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    _refuse_work_outside_the_day(pieces)
    prices = fewest_first(pieces)
    enough = _ENOUGH * float((pieces.arrival - pieces.departure).sum())
    limits = Limits(deadline, enough, near=_NEAR, nodes=1)  # a plan is not to wait for drivers
    found = cheapest_duties(pieces, prices, limits) if len(pieces) else Cheapest((), 0, 0.0, 0)
    if found.duties is None:
        raise _infeasible(pieces, found)
    count, bound = len(found.duties), _least_number(pieces, prices, found)
    seconds = (time.perf_counter() - wall, time.process_time() - cpu)
    effort = Effort(SOLVER, found.work / _MILLION, seconds=seconds)
    proof = proof_of("duties for these blocks", float(count), float(bound), effort)
    return found.duties, proof


def number_proof(fewest: Proof, number: int) -> Proof:
    """What a proof of the fewest duties says of so many."""
    bound = min(fewest.bound, float(number))
    return fewest.model_copy(
        update={
            "objective": float(number),
            "bound": bound,
            "gap": (number - bound) / number if number else 0.0,
            "status": "optimal" if bound >= number else "feasible",
        }
    )


def fewest_first(pieces: Pieces) -> Prices:
    """Prices by which one duty outweighs all minutes of any answer."""
    return Prices(duty=_longest(pieces) * max(1, len(pieces)), minute=1)


def _longest(pieces: Pieces) -> int:
    return min(pieces.rules.max_duty_minutes, LAST_MINUTE)


def _least_number(pieces: Pieces, prices: Prices, found: Cheapest) -> int:
    """No answer has fewer duties: so many would cost less than the bound at their longest."""
    return max(pieces.most_at_once(), ceil(found.bound / (prices.duty + _longest(pieces))))


def named(pieces: Pieces, duties: Sequence[Pick], profile: str) -> Iterator[Duty]:
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


def _refuse_work_outside_the_day(pieces: Pieces) -> None:
    """Sign-on and sign-off are times of the service day, which begins at 00:00, ends at 48:00."""
    early, late = pieces.signs_on < 0, pieces.signs_off > LAST_MINUTE
    conflicts = [
        Conflict("duty-length", _no_room(pieces, piece), "driver_rules")
        for piece in (early | late).nonzero()[0].tolist()
    ]
    if conflicts:
        message = "Some runs lie too close to the ends of the service day for a driver's duty."
        raise InfeasibleError(message, conflicts, proved=True)


def _no_room(pieces: Pieces, piece: int) -> LocalText:
    return say(
        "explain.duty-outside-day",
        piece=pieces.ids[piece],
        start=clock(int(pieces.departure[piece])),
        end=clock(int(pieces.arrival[piece])),
        sign_on=int(pieces.run.sign_on[piece]),
        sign_off=int(pieces.run.sign_off[piece]),
    )


def _infeasible(pieces: Pieces, answer: Cheapest) -> InfeasibleError:
    if not answer.complete:
        message = "No duties were found for these blocks that keep all driver rules."
        return InfeasibleError(message, proved=False)
    message = "No duties for these blocks keep all driver rules."
    return InfeasibleError(message, clashing(pieces), proved=True)
