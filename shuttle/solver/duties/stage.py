"""Duties for a stage file: its pieces, rules and prices to the search, and the answer back."""

import os
import time
from collections.abc import Sequence
from math import gcd

import numpy as np

from shuttle.domain.duty_stage import DutyAnswer, DutyPiece, DutyTask, StageDuty
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.duties.cheapest import SOLVER, Cheapest, cheapest_duties
from shuttle.solver.duties.conflicts import clashing
from shuttle.solver.duties.pieces import Pieces, Run, integers
from shuttle.solver.duties.prices import NO_HURRY, Limits, Prices
from shuttle.solver.duties.worked.facts import WorkFacts, WorkPrices
from shuttle.solver.duties.worked.misfits import misfit
from shuttle.solver.duties.worked.solve import cheapest_working
from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Bools, Floats
from shuttle.solver.proofs import Effort, proof_of
from shuttle.solver.rules.duty_continuity import NO_WAY
from shuttle.solver.rules.duty_hand_over import FREE, ties

_CENTS = 100
_MILLION = 1_000_000


def solve_duties(task: DutyTask, deadline: Deadline = NO_HURRY, workers: int = 1) -> DutyAnswer:
    """The cheapest duties that cover every piece once and keep every rule, with their proof.

    The answer is a function of the input alone, unless the deadline passes: work is limited in
    labels and nodes. After the deadline the search ends as soon as it has an answer.

    Args:
        task: pieces, rules and costs.
        deadline: after which the search ends as soon as it has an answer.
        workers: processes for tasks whose working time counts; they do not change the answer.

    Raises:
        InfeasibleError: no duties keep all rules; names those that clash.
        NoPlanError: none were found, nor is it proved that there are none.
    """
    wall, cpu = time.perf_counter(), _cpu_seconds()
    pieces = stage_pieces(task)
    prices, unit = stage_prices(task, pieces)
    if task.counts_work:
        found = cheapest_working(work_facts(task, pieces), workers, deadline)
    else:
        found = cheapest_duties(pieces, prices, Limits(deadline))
    if found.duties is None:
        raise _nothing(task, pieces, found)
    money = unit / _CENTS
    used = workers if task.counts_work else 1
    seconds = (time.perf_counter() - wall, _cpu_seconds() - cpu)
    effort = Effort(SOLVER, found.work / _MILLION, workers=used, seconds=seconds)
    proves = "duties for these pieces at these costs"
    proof = proof_of(proves, found.cost * money, found.bound * money, effort)
    return DutyAnswer(duties=_named(pieces, found), objective=found.cost * money, proof=proof)


def stage_pieces(task: DutyTask) -> Pieces:
    """The stage's pieces in order of time, under its rules; homes are numbered by name."""
    stage = task.stage
    found = sorted(stage.pieces, key=lambda piece: (piece.start, piece.end, piece.id))
    places = {place: number for number, place in enumerate(stage.places())}
    homes = sorted({stage.home(place) for place in places})
    home_of = integers(homes.index(stage.home(place)) for place in places)
    rides = [[stage.ride_minutes(a, b) for b in places] for a in places]
    ride = np.array([[NO_WAY if m is None else m for m in row] for row in rides])
    origin = integers(places[piece.origin] for piece in found)
    destination = integers(places[piece.destination] for piece in found)
    changes = _too_short_for_a_change(task, found)
    buses = ([(piece.id, piece.destination) for piece in bus] for bus in stage.vehicles().values())
    into, out_of = ties(buses, stage.hands_over_at)
    run = Run(
        ids=tuple(piece.id for piece in found),
        departure=integers(piece.start for piece in found),
        arrival=integers(piece.end for piece in found),
        driving=integers(piece.driving for piece in found),
        origin=origin,
        origin_side=home_of[origin],
        destination_side=home_of[destination],
        ride=np.where(changes, NO_WAY, ride[destination[:, None], origin[None, :]]),
        sign_on=integers(map(task.sign_on, (piece.origin for piece in found))),
        sign_off=integers(map(task.sign_off, (piece.destination for piece in found))),
        tie_in=integers(into.get(piece.id, FREE) for piece in found),
        tie_out=integers(out_of.get(piece.id, FREE) for piece in found),
    )
    return Pieces(run, task.rules, (None,) * len(homes))


def _too_short_for_a_change(task: DutyTask, pieces: Sequence[DutyPiece]) -> Bools:
    """`[before, after]`: whether a driver cannot step from one vehicle to the other in time."""
    if task.stage.change_minutes is None:
        return np.zeros((1, 1), dtype=np.bool_)
    vehicle = np.array([piece.vehicle for piece in pieces])
    start, end = (integers(p.start for p in pieces), integers(p.end for p in pieces))
    origin = np.array([piece.origin for piece in pieces])
    destination = np.array([piece.destination for piece in pieces])
    least = integers(task.change(piece.origin) for piece in pieces)
    there = destination[:, None] == origin[None, :]
    changes = vehicle[:, None] != vehicle[None, :]
    return np.asarray(there & changes & (start[None, :] - end[:, None] < least[None, :]))


def stage_prices(task: DutyTask, pieces: Pieces) -> tuple[Prices, int]:
    """What duties cost, in the largest unit that divides every cost; and that unit in cents."""
    costs = task.stage.costs
    named = costs.model_dump(exclude={"least_paid_minutes"})
    cents = {name: round(amount * _CENTS) for name, amount in named.items()}
    unit = gcd(*cents.values()) or 1
    whole = {name: amount // unit for name, amount in cents.items()}
    link = _links(task, pieces, whole)
    return Prices(whole["duty"], whole["duty_minute"], link if link.any() else None), unit


def _cpu_seconds() -> float:
    """Of this process, and of those that it has started and seen end."""
    return sum(os.times()[:4])


def work_facts(task: DutyTask, pieces: Pieces) -> WorkFacts:
    """The pieces with the rules and prices that count working time."""
    prices, unit = stage_prices(task, pieces)
    costs = task.stage.costs
    link = np.zeros((len(pieces), len(pieces))) if prices.link is None else prices.link
    priced = WorkPrices(
        duty=prices.duty,
        minute=prices.minute,
        work=round(costs.work_minute * _CENTS) // unit,
        least_paid=costs.least_paid_minutes,
        split=round(costs.split * _CENTS) // unit,
        link=link,
    )
    return WorkFacts(pieces, task.stage_rules, priced)


def _links(task: DutyTask, pieces: Pieces, price: dict[str, int]) -> Floats:
    vehicle = {piece.id: piece.vehicle for piece in task.stage.pieces}
    vehicles = np.array([vehicle[name] for name in pieces.ids])
    gap = pieces.departure[None, :] - pieces.arrival[:, None]
    cost = price["gap_minute"] * gap + price["passive_minute"] * pieces.run.ride
    cost += price["vehicle_change"] * (vehicles[:, None] != vehicles[None, :])
    follows = np.zeros(gap.shape, dtype=np.bool_)
    for piece, after in enumerate(pieces.successors):
        follows[piece, after] = True
    return np.where(follows, cost, 0).astype(np.float64)


def _named(pieces: Pieces, found: Cheapest) -> tuple[StageDuty, ...]:
    """Duties by sign-on, then first piece."""
    duties = sorted(found.duties or (), key=lambda duty: (pieces.signs_on[duty[0]], duty))
    return tuple(
        StageDuty(id=f"duty-{number:02d}", pieces=tuple(pieces.ids[piece] for piece in duty))
        for number, duty in enumerate(duties, start=1)
    )


def _nothing(task: DutyTask, pieces: Pieces, found: Cheapest) -> InfeasibleError | NoPlanError:
    conflicts = misfit(work_facts(task, pieces)) if task.counts_work else ()
    if not found.complete and not conflicts:
        message = "No duties were found for these pieces, nor a proof that there are none."
        return NoPlanError(message)
    message = "No duties for these pieces keep all driver rules."
    return InfeasibleError(
        message, conflicts if task.counts_work else clashing(pieces), proved=True
    )
