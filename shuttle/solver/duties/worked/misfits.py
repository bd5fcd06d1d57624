"""A piece that fits no duty under rules that count working time, and the rules that it breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from shuttle.domain.base import LocalText
from shuttle.domain.driver_rules import StageRules
from shuttle.domain.sentences import clock, listed, say
from shuttle.domain.time import LAST_MINUTE
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
    words: LocalText
    key: str


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
    named: dict[str, LocalText | str | int] = {
        "piece": pieces.ids[piece],
        "start": clock(int(pieces.departure[piece])),
        "end": clock(int(pieces.arrival[piece])),
    }
    for rule in _rules(facts.rules):
        rules = facts.rules.model_copy(update=rule.without)
        without = WorkFacts(pieces.under(rules, pieces.most_duties), rules, facts.prices)
        if _fits(without, piece):
            words = say("explain.misfit", **named, why=rule.words)
            yield Conflict(rule.id, words, f"rule_profile.{rule.key}")
        else:
            facts = without
    if _fits(WorkFacts(facts.pieces.untied(), facts.rules, facts.prices), piece):
        words = say("explain.misfit", **named, why=say("explain.duty-hand-over"))
        yield Conflict("duty-hand-over", words, "drivers.hand_over_places")


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
        words = say("explain.duty-rest", rest=after.rest_minutes, driving=after.driving_minutes)
        yield _Rule("duty-rest", {"rest_after_driving": None}, words, "rest_after_driving")
    rest = rules.rest_breaks
    if rest is not None and rest.needed:
        needs = [
            say("explain.rest-from", count=n.rest_minutes, work=n.from_work_minutes)
            for n in rest.needed
        ]
        words = say("explain.duty-rest-by-work", needs=listed(needs))
        unasked = {"rest_breaks": rest.model_copy(update={"needed": ()})}
        yield _Rule("duty-rest", unasked, words, "rest_breaks.needed")
    yield _Rule(
        "duty-continuous-driving",
        {
            "max_continuous_driving_minutes": _NO_LIMIT,
            "max_continuous_night_driving_minutes": None,
        },
        say("explain.most-driving-at-once", count=rules.max_continuous_driving_minutes),
        "max_continuous_driving_minutes",
    )
    yield _Rule(
        "duty-driving",
        {"max_driving_minutes": _NO_LIMIT},
        say("explain.duty-driving", count=rules.max_driving_minutes),
        "max_driving_minutes",
    )
    yield from _length_rules(rules)


def _length_rules(rules: StageRules) -> Iterator[_Rule]:
    """The rules on how long a duty is, and where it ends."""
    if rules.max_working_minutes is not None:
        words = say("explain.duty-work", count=rules.max_working_minutes)
        yield _Rule("duty-length", {"max_working_minutes": None}, words, "max_working_minutes")
    words = say("explain.duty-lengths", least=rules.min_duty_minutes, count=rules.max_duty_minutes)
    unbounded = {"min_duty_minutes": 0, "max_duty_minutes": _NO_LIMIT}
    yield _Rule("duty-length", unbounded, words, "max_duty_minutes")
    if rules.returns_home:
        words = say("explain.duty-continuity")
        yield _Rule("duty-continuity", {"returns_home": False}, words, "returns_home")
