"""A piece that fits no duty under rules that count working time, and the rules that it breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from shuttle.domain.driver_rules import StageRules
from shuttle.domain.time import LAST_MINUTE, format_minute
from shuttle.errors import Conflict
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.labels import shortest_duties
from shuttle.solver.duties.worked.relax import dearest
from shuttle.solver.duties.worked.search import WorkEffort, duties_below

_NO_LIMIT = 2 * LAST_MINUTE
_ANY = WorkEffort(labels=1_000_000, per_piece=1)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that may be left out: what is changed then, and its words."""

    id: str
    without: dict[str, Any]
    words: str


def misfit(facts: WorkFacts) -> tuple[Conflict, ...]:
    """The rules that together keep the first such piece out of every duty; none where all fit.

    Each rule is left out for good if the piece still fits no duty.
    """
    alone = {piece for duty in shortest_duties(facts) for piece in duty}
    for piece in range(len(facts)):
        if piece not in alone and not _fits(facts, piece):
            return tuple(_clashing(facts, piece))
    return ()


def _clashing(facts: WorkFacts, piece: int) -> Iterator[Conflict]:
    pieces = facts.pieces
    begins, ends = (format_minute(int(m[piece])) for m in (pieces.departure, pieces.arrival))
    named = f"Piece {pieces.ids[piece]} ({begins} to {ends}) fits no duty"
    for rule in _rules(facts.rules):
        rules = facts.rules.model_copy(update=rule.without)
        without = WorkFacts(pieces.under(rules, pieces.most_duties), rules, facts.prices)
        if _fits(without, piece):
            yield Conflict(rule.id, f"{named}: {rule.words} (rule_profile)")
        else:
            facts = without
    if _fits(WorkFacts(facts.pieces.untied(), facts.rules, facts.prices), piece):
        yield Conflict(
            "duty-hand-over", f"{named}: a bus changes drivers at hand_over_places alone"
        )


def _fits(facts: WorkFacts, piece: int) -> bool:
    """Whether some duty has the piece, or that is not known."""
    much, worth = dearest(facts), np.zeros(len(facts))
    worth[piece] = 4.0 * much
    found = duties_below(-2.0 * much, facts, worth, _ANY)
    return bool(found.duties) or not found.exact


def _rules(rules: StageRules) -> Iterator[_Rule]:
    """The rules that are given, with their numbers."""
    if rules.rest_after_driving is not None:
        after = rules.rest_after_driving
        words = f"at least {after.rest_minutes} minutes of rest for {after.driving_minutes}"
        yield _Rule("duty-rest", {"rest_after_driving": None}, f"{words} of driving")
    rest = rules.rest_breaks
    if rest is not None and rest.needed:
        needs = ", ".join(f"{n.rest_minutes} from {n.from_work_minutes} on" for n in rest.needed)
        unasked = {"rest_breaks": rest.model_copy(update={"needed": ()})}
        yield _Rule("duty-rest", unasked, f"minutes of rest by minutes of work: {needs}")
    driving = {"max_continuous_driving_minutes": _NO_LIMIT}
    yield _Rule(
        "duty-continuous-driving",
        driving | {"max_continuous_night_driving_minutes": None},
        f"at most {rules.max_continuous_driving_minutes} minutes of driving without a break",
    )
    yield _Rule(
        "duty-driving",
        {"max_driving_minutes": _NO_LIMIT},
        f"at most {rules.max_driving_minutes} minutes of driving in a duty",
    )
    if rules.max_working_minutes is not None:
        words = f"at most {rules.max_working_minutes} minutes of work in a duty"
        yield _Rule("duty-length", {"max_working_minutes": None}, words)
    words = f"{rules.min_duty_minutes} to {rules.max_duty_minutes} minutes from sign-on to sign-off"
    unbounded = {"min_duty_minutes": 0, "max_duty_minutes": _NO_LIMIT}
    yield _Rule("duty-length", unbounded, words)
    if rules.returns_home:
        yield _Rule("duty-continuity", {"returns_home": False}, "a duty ends where it began")
