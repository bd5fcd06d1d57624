"""Why no duties fit: the rules that clash, found by leaving out one after another."""

from collections.abc import Callable
from dataclasses import dataclass

from shuttle.domain.driver_rules import DriverRules, WorkingRules
from shuttle.domain.time import LAST_MINUTE, format_minute
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
        words: the rule in English with its numbers, as the profile or the scenario states them.
    """

    id: str
    without: Callable[[Pieces], Pieces]
    words: Callable[[Pieces], str]


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
            kept.append(Conflict(rule.id, rule.words(pieces)))
    return tuple(kept)


def _relaxed(**limits: int | bool | None) -> Callable[[Pieces], Pieces]:
    def without(pieces: Pieces) -> Pieces:
        return pieces.under(pieces.rules.model_copy(update=limits), pieces.most_duties)

    return without


def _under(rules: WorkingRules, words: str) -> str:
    if isinstance(rules, DriverRules):
        return f"{words} (profile {rules.id}, {rules.source})"
    return f"{words} (rule_profile)"


def _continuous_words(pieces: Pieces) -> str:
    rules = pieces.rules
    words = (
        f"At most {rules.max_continuous_driving_minutes} minutes of driving without a break of "
        f"{rules.break_minutes} minutes"
    )
    if rules.night is not None and rules.max_continuous_night_driving_minutes is not None:
        hours = f"{format_minute(rules.night.start)}-{format_minute(rules.night.end)}"
        words += f", {rules.max_continuous_night_driving_minutes} at night ({hours})"
    return _under(rules, words)


def _rest_words(pieces: Pieces) -> str:
    rest = pieces.rules.rest_after_driving
    if rest is None:
        return ""
    words = f"At least {rest.rest_minutes} minutes of rest for {rest.driving_minutes} of driving"
    return _under(pieces.rules, words)


def _count_words(pieces: Pieces) -> str:
    counts = zip(driver_count.SIDES, pieces.most_duties, strict=True)
    limits = [f"{most} on side {side}" for side, most in counts if most is not None]
    return f"At most as many duties as drivers: {', '.join(limits)} (scenario, drivers)"


_RULES = (
    _Rule(
        "driver-count",
        lambda pieces: pieces.under(pieces.rules, (None,) * len(pieces.most_duties)),
        _count_words,
    ),
    _Rule(
        "duty-rest",
        _relaxed(rest_after_driving=None),
        _rest_words,
    ),
    _Rule(
        "duty-continuous-driving",
        _relaxed(
            max_continuous_driving_minutes=_NO_LIMIT, max_continuous_night_driving_minutes=None
        ),
        _continuous_words,
    ),
    _Rule(
        "duty-min-length",
        _relaxed(min_duty_minutes=0),
        lambda pieces: _under(
            pieces.rules,
            f"At least {pieces.rules.min_duty_minutes} minutes from sign-on to sign-off",
        ),
    ),
    _Rule(
        "duty-gap",
        _relaxed(min_gap_minutes=0),
        lambda pieces: _under(
            pieces.rules, f"At least {pieces.rules.min_gap_minutes} minutes between two pieces"
        ),
    ),
    _Rule(
        "duty-driving",
        _relaxed(max_driving_minutes=_NO_LIMIT),
        lambda pieces: _under(
            pieces.rules, f"At most {pieces.rules.max_driving_minutes} minutes of driving in a duty"
        ),
    ),
    _Rule(
        "duty-length",
        _relaxed(max_duty_minutes=_NO_LIMIT),
        lambda pieces: _under(
            pieces.rules,
            f"At most {pieces.rules.max_duty_minutes} minutes from sign-on to sign-off",
        ),
    ),
    _Rule(
        "duty-continuity",
        _relaxed(returns_home=False),
        lambda pieces: _under(pieces.rules, "A duty ends on the side where it began"),
    ),
    _Rule(
        "duty-hand-over",
        lambda pieces: pieces.untied(),
        lambda _: "A bus changes drivers at hand_over_places alone",
    ),
)
