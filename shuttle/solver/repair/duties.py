"""Drivers for the rest of a disrupted day: who can go on as planned do, others are assigned anew.

A duty stays as it is where all its runs still run as they did. What is left over (runs that are
new, runs of duties that cannot stay, and those duties' drivers with what they have already done) is
covered by as few duties as the rules allow, counted over the whole day. Runs that have left are
tied together, so that each driver keeps hers. Only where no cover keeps the rules are more duties
freed, then more drivers called than there are, then limits stretched; the audit finds what breaks.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, pairwise
from math import ceil

import numpy as np

from shuttle.domain.plan import Block, BlockPiece, Duty, Plan
from shuttle.domain.under_way import UnderWay
from shuttle.errors import InfeasibleError
from shuttle.solver.duties.assign import DutyPlan
from shuttle.solver.duties.cheapest import SOLVER, Cheapest, cheapest_duties
from shuttle.solver.duties.pieces import Pieces, Run, pieces_of
from shuttle.solver.duties.prices import Limits, Prices
from shuttle.solver.duties.pricing import Duty as Pick
from shuttle.solver.highs import Deadline
from shuttle.solver.proofs import Effort, proof_of
from shuttle.solver.repair.duty_terms import Terms, harder_terms, stretched
from shuttle.solver.rules import driver_count
from shuttle.solver.rules.duty_continuity import NO_WAY
from shuttle.solver.rules.duty_hand_over import FREE

_MILLION = 1_000_000
_CHANGE_MINUTES = 30
_FEW = 260


_KEPT = "all that can stay as they are kept"
_ALL = "those begun continued"


@dataclass(frozen=True)
class _Answer:
    """Duties, and the least number of them on the terms on which they were sought."""

    way: Terms
    duties: tuple[Duty, ...]
    bound: int
    work: int


def repair_duties(
    under_way: UnderWay, base: Plan, blocks: Sequence[Block], deadline: Deadline
) -> DutyPlan:
    """Duties for the blocks of a disrupted day.

    Raises:
        InfeasibleError: no duties cover its runs, even with limits stretched.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    task = _Task(under_way, base, blocks)
    found = task.best(deadline)
    if found is None:
        message = "No duties cover the runs of the rest of the day."
        raise InfeasibleError(message, proved=False)
    count_ = len(found.duties)
    seconds = (time.perf_counter() - wall, time.process_time() - cpu)
    effort = Effort(SOLVER, found.work / _MILLION, seconds=seconds)
    proves = "duties for these blocks, " + (_ALL if found.way.whole else _KEPT)
    proof = proof_of(proves, float(count_), float(found.bound), effort)
    return DutyPlan(found.duties, proof)


class _Task:
    """What drivers must cover, and what they have done."""

    def __init__(self, under_way: UnderWay, base: Plan, blocks: Sequence[Block]) -> None:
        self._under_way, self._base = under_way, base
        self._missing = under_way.disruption.missing_drivers()
        self.pieces = pieces_of(under_way.today, blocks)
        self._now = {piece.id: piece for block in blocks for piece in block.pieces}
        self._before = {piece.id: piece for block in base.blocks for piece in block.pieces}
        self._place = {name: place for place, name in enumerate(self.pieces.ids)}

    def best(self, deadline: Deadline) -> _Answer | None:
        """Duties on the terms that change least; None where none cover the runs.

        Where those that cannot stay ask for more drivers than were planned, and the day is small
        enough, all are freed before a driver is called.
        """
        found = self._answer(Terms(whole=False), deadline)
        more = found is None or len(found.duties) > len(self._base.duties)
        if more and len(self.pieces) <= _FEW:
            freed = self._answer(Terms(whole=True), deadline)
            if freed and (found is None or len(freed.duties) < len(found.duties)):
                found = freed
        for way in harder_terms():
            if found is not None:
                break
            found = self._answer(way, deadline)
        return found

    def _answer(self, way: Terms, deadline: Deadline) -> _Answer | None:
        """Duties on some terms; None for none."""
        kept = () if way.whole else tuple(d for d in self._base.duties if self._stays(d))
        if way.forced:
            kept = (*kept, *self._overworked(kept))
        taken = {name for duty in kept for name in duty.pieces}
        open_ = np.array([p for p, name in enumerate(self.pieces.ids) if name not in taken])
        if not len(open_):
            return _Answer(way, kept, len(kept), 0)
        rules = stretched(self.pieces.rules, way.stretch_minutes)
        most = self._drivers_left(kept) if not way.more_drivers else (None, None)
        pieces = Pieces(self._tied(), rules, most).some(open_, most)
        prices = self._prices(pieces)
        found = cheapest_duties(pieces, prices, Limits(deadline, nodes=20))
        if found.duties is None:
            return None
        mine = tuple(self._named(pieces, found.duties, kept))
        duties = sorted((*kept, *mine), key=lambda duty: (duty.sign_on, duty.id))
        bound = len(kept) + _least(pieces, prices, found)
        return _Answer(way, tuple(duties), bound, found.work)

    def _overworked(self, kept: Sequence[Duty]) -> Iterator[Duty]:
        """Duties that break the limits by what has been done: as planned, or ended, at best."""
        rules = self.pieces.rules.model_copy(update={"returns_home": False, "min_duty_minutes": 0})
        taken = {duty.id for duty in kept}
        tied = self._tied()
        for duty in self._base.duties:
            done = np.array([self._place[name] for name in self._done(duty)], dtype=np.int64)
            if duty.id in taken or not len(done):
                continue
            alone = Pieces(tied, rules, (None, None)).some(done, (None, None))
            if cheapest_duties(alone, Prices(duty=1, minute=0)).duties is None:
                names = duty.pieces if self._goes_on(duty) else tuple(self._done(duty))
                yield self._duty(duty.id, [self._place[name] for name in names])

    def _goes_on(self, duty: Duty) -> bool:
        """Whether all its runs still follow one another, late as one of them may be."""
        if duty.id in self._missing or any(name not in self._now for name in duty.pieces):
            return False
        places = [self._place[name] for name in duty.pieces]
        return all(self.pieces.follows[pair] for pair in pairwise(places))

    def _duty(self, name: str, places: Sequence[int]) -> Duty:
        pieces = self.pieces
        return Duty(
            id=name,
            rule_profile=self._under_way.today.rules().id,
            home=driver_count.SIDES[pieces.origin_side[places[0]]],
            sign_on=int(pieces.signs_on[places[0]]),
            sign_off=int(pieces.signs_off[places[-1]]),
            driving_minutes=int(pieces.driving[list(places)].sum()),
            pieces=tuple(pieces.ids[place] for place in places),
        )

    def _stays(self, duty: Duty) -> bool:
        """Whether every run of a duty still runs as it did, and its driver is there."""
        if duty.id in self._missing and self._after(duty, self._missing[duty.id]):
            return False
        run = self.pieces.run
        for name in duty.pieces:
            now = self._now.get(name)
            if now is None or _times(now) != _times(self._before[name]):
                return False
        places = [self._place[name] for name in duty.pieces]
        inner = all(run.tie_out[a] == run.tie_in[b] for a, b in pairwise(places))
        return inner and run.tie_in[places[0]] == FREE and run.tie_out[places[-1]] == FREE

    def _after(self, duty: Duty, minute: int) -> bool:
        return any(self._before[name].departure >= minute for name in duty.pieces)

    def _done(self, duty: Duty) -> list[str]:
        """Runs that stay with a driver: those that have left, and a missing one's last ones."""
        until = self._missing.get(duty.id, 0)
        return [
            name
            for name in duty.pieces
            if name in self._now
            and (
                self._under_way.had_left(self._before[name].departure)
                or self._now[name].departure < until
            )
        ]

    def _drivers_left(self, kept: Iterable[Duty]) -> tuple[int | None, ...]:
        """Most duties by home that are still to be had."""
        most = list(driver_count.most_duties(self._under_way.today.drivers))
        gone = [d for d in self._base.duties if d.id in self._missing and not self._done(d)]
        for duty in (*kept, *gone):
            home = driver_count.SIDES.index(duty.home)
            number = most[home]
            most[home] = None if number is None else number - 1
        return tuple(most)

    def _tied(self) -> Run:
        """The pieces, what a driver has done tied together, a missing one's end an end."""
        run = self.pieces.run
        into, out_of, ride = run.tie_in.copy(), run.tie_out.copy(), run.ride.copy()
        numbers = count(int(max(into.max(), out_of.max())) + 1)
        for duty in self._base.duties:
            done = [self._place[name] for name in self._done(duty)]
            for earlier, later in pairwise(done):
                out_of[earlier] = into[later] = next(numbers)
            if done and duty.id in self._missing:
                ride[done[-1], :] = NO_WAY
        return replace(run, tie_in=into, tie_out=out_of, ride=ride)

    def _prices(self, pieces: Pieces) -> Prices:
        """The fewest duties; then few minutes, a change of what follows what being worth some."""
        follows = {pair for duty in self._base.duties for pair in pairwise(duty.pieces)}
        link = np.full((len(pieces), len(pieces)), float(_CHANGE_MINUTES))
        place = {name: number for number, name in enumerate(pieces.ids)}
        for before, after in follows:
            if before in place and after in place:
                link[place[before], place[after]] = 0.0
        return Prices(duty=(_longest(pieces) + _CHANGE_MINUTES) * len(pieces), minute=1, link=link)

    def _named(self, pieces: Pieces, picks: Sequence[Pick], kept: Sequence[Duty]) -> Iterator[Duty]:
        """Duties with the ids of those that they continue, of those most like them, or new ones."""
        taken = {duty.id for duty in kept}
        free = [duty for duty in self._base.duties if duty.id not in taken]
        begun = {self._done(duty)[0]: duty.id for duty in free if self._done(duty)}
        like = [duty for duty in free if not self._done(duty)]
        known = {duty.id for duty in self._base.duties}
        fresh = (name for n in count(1) if (name := f"duty-{n:02d}") not in known)
        ordered = sorted(picks, key=lambda pick: (pieces.departure[pick[0]], pieces.ids[pick[0]]))
        for pick in ordered:
            names = tuple(pieces.ids[place] for place in pick)
            own = begun.get(names[0])
            if own is None and like:
                best = max(like, key=partial(_shared, names))
                like.remove(best)
                own = best.id
            places = [self._place[name] for name in names]
            yield self._duty(own or next(fresh), places)


def _shared(names: Sequence[str], duty: Duty) -> int:
    return len(set(duty.pieces) & set(names))


def _times(piece: BlockPiece) -> tuple[object, ...]:
    return piece.origin, piece.destination, piece.departure, piece.legs


def _longest(pieces: Pieces) -> int:
    return int(pieces.signs_off.max() - pieces.signs_on.min())


def _least(pieces: Pieces, prices: Prices, found: Cheapest) -> int:
    """No answer has fewer duties: so many would cost less than the bound at their dearest."""
    extra = _longest(pieces) + _CHANGE_MINUTES * len(pieces)
    by_price = ceil(found.bound / (prices.duty + extra)) if found.bound > 0 else 0
    return min(len(found.duties or ()), max(pieces.most_at_once(), by_price))
