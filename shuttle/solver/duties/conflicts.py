"""Why no duties fit: the rules that clash, found by leaving out one after another."""

from collections.abc import Callable
from dataclasses import dataclass

from shuttle.domain.base import LocalText
from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.sentences import clock, listed, plain, say
from shuttle.domain.time import LAST_MINUTE
from shuttle.errors import Conflict
from shuttle.solver.duties.cheapest import cheapest_duties
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.prices import Prices
from shuttle.solver.rules import driver_count

_NO_LIMIT = 2 * LAST_MINUTE


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that may be left out.

    Attributes:
        without: the same pieces as if the rule were not.
        words: the rule with its numbers, as the profile or the scenario states them.
        key: where it is written: in the rule profile, unless it begins with `drivers`.
    """

    id: str
    without: Callable[[Pieces], Pieces]
    words: Callable[[Pieces], LocalText]
    key: str


def clashing(pieces: Pieces) -> tuple[Conflict, ...]:
    """Rules that together admit no duties, none of which could be left out.

    Each rule is left out for good if the rest are still proved to admit none.
    """
    kept = []
    for rule in _RULES:
        without = rule.without(pieces)
        answer = cheapest_duties(without, Prices(duty=1, minute=0))
        if answer.duties is None and answer.complete:
            pieces = without
        else:
            kept.append(Conflict(rule.id, rule.words(pieces), _key(rule, pieces)))
    return tuple(kept)


def _relaxed(**limits: int | bool | None) -> Callable[[Pieces], Pieces]:
    def without(pieces: Pieces) -> Pieces:
        return pieces.under(pieces.rules.model_copy(update=limits), pieces.most_duties)

    return without


def _key(rule: _Rule, pieces: Pieces) -> str:
    if rule.key.startswith("drivers"):
        return rule.key
    rules = pieces.rules
    profile = f"driver_rules.{rules.id}" if isinstance(rules, DriverRules) else "rule_profile"
    return f"{profile}.{rule.key}"


def _continuous_words(pieces: Pieces) -> LocalText:
    rules = pieces.rules
    night, at_night = rules.night, rules.max_continuous_night_driving_minutes
    said = {"driving": rules.max_continuous_driving_minutes, "pause": rules.break_minutes}
    if night is None or at_night is None:
        return say("explain.duty-continuous-driving", **said)
    hours = say("common.from-to", start=clock(night.start), end=clock(night.end))
    return say("explain.duty-night-driving", **said, night=at_night, hours=hours)


def _rest_words(pieces: Pieces) -> LocalText:
    rest = pieces.rules.rest_after_driving
    if rest is None:
        return plain("")
    return say("explain.duty-rest", rest=rest.rest_minutes, driving=rest.driving_minutes)


def _count_words(pieces: Pieces) -> LocalText:
    counts = zip(driver_count.SIDES, pieces.most_duties, strict=True)
    limits = [
        say(f"explain.drivers-{side}", count=most) for side, most in counts if most is not None
    ]
    return say("explain.driver-count", limits=listed(limits))


_RULES = (
    _Rule(
        "driver-count",
        lambda pieces: pieces.under(pieces.rules, (None,) * len(pieces.most_duties)),
        _count_words,
        "drivers",
    ),
    _Rule("duty-rest", _relaxed(rest_after_driving=None), _rest_words, "rest_after_driving"),
    _Rule(
        "duty-continuous-driving",
        _relaxed(
            max_continuous_driving_minutes=_NO_LIMIT, max_continuous_night_driving_minutes=None
        ),
        _continuous_words,
        "max_continuous_driving_minutes",
    ),
    _Rule(
        "duty-min-length",
        _relaxed(min_duty_minutes=0),
        lambda pieces: say("explain.duty-min-length", count=pieces.rules.min_duty_minutes),
        "min_duty_minutes",
    ),
    _Rule(
        "duty-gap",
        _relaxed(min_gap_minutes=0),
        lambda pieces: say("explain.duty-gap", count=pieces.rules.min_gap_minutes),
        "min_gap_minutes",
    ),
    _Rule(
        "duty-driving",
        _relaxed(max_driving_minutes=_NO_LIMIT),
        lambda pieces: say("explain.duty-driving", count=pieces.rules.max_driving_minutes),
        "max_driving_minutes",
    ),
    _Rule(
        "duty-length",
        _relaxed(max_duty_minutes=_NO_LIMIT),
        lambda pieces: say("explain.duty-length", count=pieces.rules.max_duty_minutes),
        "max_duty_minutes",
    ),
    _Rule(
        "duty-continuity",
        _relaxed(returns_home=False),
        lambda _: say("explain.duty-continuity"),
        "returns_home",
    ),
    _Rule(
        "duty-hand-over",
        lambda pieces: pieces.untied(),
        lambda _: say("explain.duty-hand-over"),
        "drivers.hand_over_places",
    ),
)
