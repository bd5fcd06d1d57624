"""Duties of an earlier plan that stay as they are, and the fewest others beside them.

A duty that stays is taken out of the problem with its pieces; the limits on drivers count it. Of
those that might stay a given number may be cut anew: each in turn is given up that saves most
drivers, then most time at work. The bound on the number is that of cutting all of them anew but
the pinned, so it holds whichever are given up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.plan import Block, Duty
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import say
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.duties.assign import (
    DutyPlan,
    assign_pieces,
    fewest_first,
    named,
    number_proof,
)
from shuttle.solver.duties.cheapest import cheapest_duties
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.duties.prices import NO_HURRY
from shuttle.solver.duties.pricing import Duty as Pick
from shuttle.solver.highs import Deadline

_MOST_TRIES = 24


@dataclass(frozen=True, slots=True)
class Stays:
    """Duties by the ids of their pieces.

    Attributes:
        pinned: those that stay whatever it costs.
        known: others of the earlier plan.
        most_touched: how many of the known may be cut anew; None for any number.
    """

    pinned: tuple[tuple[str, ...], ...] = ()
    known: tuple[tuple[str, ...], ...] = ()
    most_touched: int | None = None


def assign_keeping(
    scenario: Scenario, blocks: Sequence[Block], stays: Stays, deadline: Deadline = NO_HURRY
) -> DutyPlan:
    """Assign every piece of the blocks to a duty, so that what is to stay does.

    Known duties that lost a piece, or break a rule now, are not among those that stay.

    Raises:
        InfeasibleError: a pinned duty lost a piece or breaks a rule; or nothing fits beside what
            stays.
    """
    case = _Case(scenario, pieces_of(scenario, blocks), deadline)
    pinned = case.pinned(stays.pinned)
    taken = {piece for pick in pinned for piece in pick}
    known = [pick for pick in case.sound(stays.known) if taken.isdisjoint(pick)]
    if stays.most_touched is None or stays.most_touched >= len(known):
        return case.plan(pinned, (), bound=None)
    return _within(case, pinned, known, stays.most_touched)


def _within(case: "_Case", pinned: Sequence[Pick], known: Sequence[Pick], most: int) -> DutyPlan:
    """The best found with at most so many of the known duties cut anew."""
    bound = case.fewest(pinned)
    kept = list(known)
    best = case.tried(pinned, kept)
    for _ in range(most):
        if best is not None and len(best.duties) <= bound:
            break
        ways = [
            (case.tried(pinned, rest), rest)
            for place in _easiest(case, kept)
            for rest in ([*kept[:place], *kept[place + 1 :]],)
        ]
        able = [(case.worth(plan), number) for number, (plan, _) in enumerate(ways) if plan]
        if not able:
            kept = ways[0][1]  # two at once may do what one alone does not
            continue
        worth, number = min(able)
        if best is None or worth < case.worth(best):
            best = ways[number][0]
        kept = ways[number][1]
    if best is None:
        words = say("keep.no-duties-beside", count=len(kept), most=most)
        raise InfeasibleError(words.en, proved=False)
    return case.bounded(best, bound)


def _easiest(case: "_Case", kept: Sequence[Pick]) -> list[int]:
    """Places of the duties with the least driving, which others can take over most easily."""
    driving = [int(case.pieces.driving[list(pick)].sum()) for pick in kept]
    return sorted(range(len(kept)), key=lambda place: (driving[place], place))[:_MOST_TRIES]


class _Case:
    """The pieces of one day, and what has been asked of them."""

    def __init__(self, scenario: Scenario, pieces: Pieces, deadline: Deadline) -> None:
        self.pieces, self._scenario, self._deadline = pieces, scenario, deadline
        self._place = {name: number for number, name in enumerate(pieces.ids)}

    def pinned(self, duties: Sequence[Sequence[str]]) -> list[Pick]:
        """Pinned duties by index.

        Raises:
            InfeasibleError: naming each that lost a piece or breaks a rule.
        """
        found = [(duty, self._sound(duty)) for duty in duties]
        conflicts = [
            Conflict("duty-cover", say("keep.duty-broken", duty=", ".join(duty)), "duties")
            for duty, pick in found
            if pick is None
        ]
        if conflicts:
            message = say("keep.pinned-duties-break-rules").en
            raise InfeasibleError(message, conflicts, proved=True)
        return [pick for _, pick in found if pick is not None]

    def sound(self, duties: Sequence[Sequence[str]]) -> list[Pick]:
        """The duties that still have all their pieces and keep every rule, by index."""
        found = (self._sound(duty) for duty in duties)
        return [pick for pick in found if pick is not None]

    def _sound(self, duty: Sequence[str]) -> Pick | None:
        if not all(piece in self._place for piece in duty):
            return None
        places = tuple(sorted(self._place[piece] for piece in duty))
        alone = self.pieces.some(np.array(places), self.pieces.most_duties)
        found = cheapest_duties(alone, fewest_first(alone)).duties
        return places if found is not None and len(found) == 1 else None

    def tried(self, pinned: Sequence[Pick], kept: Sequence[Pick]) -> DutyPlan | None:
        """The fewest duties beside what stays; None where none fit."""
        try:
            return self.plan(pinned, kept, bound=None)
        except InfeasibleError:
            return None

    def fewest(self, pinned: Sequence[Pick]) -> float:
        """No answer has fewer duties, whichever of the known are cut anew."""
        try:
            return self.plan(pinned, (), bound=None).proof.bound
        except InfeasibleError:
            return float(len(pinned))

    def plan(self, pinned: Sequence[Pick], kept: Sequence[Pick], bound: float | None) -> DutyPlan:
        """The fewest duties beside what stays.

        Raises:
            InfeasibleError: none fit.
        """
        stay = [*pinned, *kept]
        self._refuse_too_many(stay)
        left = np.setdiff1d(np.arange(len(self.pieces)), [p for pick in stay for p in pick])
        rest = self.pieces.some(left, self._room(stay))
        picks, proof = assign_pieces(rest, self._deadline)
        every = [*stay, *(tuple(int(left[p]) for p in pick) for pick in picks)]
        marks = {self.pieces.ids[pick[0]] for pick in pinned}
        duties = (
            duty.model_copy(update={"pinned": True}) if duty.pieces[0] in marks else duty
            for duty in named(self.pieces, every, self._scenario.rules().id)
        )
        number = len(every)
        least = proof.bound + len(stay) if bound is None else bound
        words = f"duties for these blocks, {len(stay)} kept" if stay else proof.proves
        stated = proof.model_copy(update={"proves": words})
        return self.bounded(DutyPlan(tuple(duties), stated), min(least, number))

    def bounded(self, plan: DutyPlan, bound: float) -> DutyPlan:
        """The plan with that bound on its number of duties."""
        proof = number_proof(plan.proof.model_copy(update={"bound": bound}), len(plan.duties))
        return replace(plan, proof=proof)

    def worth(self, plan: DutyPlan) -> tuple[int, int]:
        """Number of duties, and minutes from sign-on to sign-off."""
        return len(plan.duties), sum(duty.sign_off - duty.sign_on for duty in plan.duties)

    def _refuse_too_many(self, stay: Sequence[Pick]) -> None:
        homes = [int(self.pieces.origin_side[pick[0]]) for pick in stay]
        for side, most in enumerate(self.pieces.most_duties):
            if most is not None and homes.count(side) > most:
                words = say("keep.more-duties-than-drivers", count=homes.count(side), most=most)
                conflict = Conflict("driver-count", words, "drivers")
                raise InfeasibleError(words.en, [conflict], proved=True)

    def _room(self, stay: Sequence[Pick]) -> tuple[int | None, ...]:
        """Most further duties by home."""
        homes = [int(self.pieces.origin_side[pick[0]]) for pick in stay]
        return tuple(
            None if most is None else max(0, most - homes.count(side))
            for side, most in enumerate(self.pieces.most_duties)
        )


def survivors(duties: Sequence[Duty], names: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Earlier duties by the names that their pieces have now; those that lost one are left out."""
    found = (tuple(names.get(piece, "") for piece in duty.pieces) for duty in duties)
    return tuple(duty for duty in found if all(duty))
