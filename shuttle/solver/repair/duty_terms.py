"""On what terms drivers are sought for the rest of a disrupted day, the mildest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from shuttle.domain.driver_rules import WorkingRules

_STRETCHED = (60, 180, 480)


@dataclass(frozen=True)
class Terms:
    """On what terms the rest is covered.

    Attributes:
        whole: whether every duty may change.
        forced: whether drivers whose work so far breaks the limits already go on with their own
            runs, or end, and do not ask for other limits for all.
        more_drivers: whether there may be more than there are.
        stretch_minutes: by which limits are stretched; the longest leave sides and breaks aside.
    """

    whole: bool
    forced: bool = False
    more_drivers: bool = False
    stretch_minutes: int = 0


def harder_terms() -> Iterator[Terms]:
    """What is tried where no duties keep every rule, in this order."""
    yield Terms(whole=False, forced=True)
    for minutes in (0, *_STRETCHED):
        yield Terms(whole=False, forced=True, more_drivers=True, stretch_minutes=minutes)


def stretched(rules: WorkingRules, minutes: int) -> WorkingRules:
    """The rules with their limits so much longer; with the longest, none but what is possible."""
    if not minutes:
        return rules
    last = minutes == _STRETCHED[-1]
    night = rules.max_continuous_night_driving_minutes
    return rules.model_copy(
        update={
            "max_duty_minutes": rules.max_duty_minutes + minutes,
            "max_driving_minutes": rules.max_driving_minutes + minutes,
            "max_continuous_driving_minutes": rules.max_continuous_driving_minutes + minutes,
            "max_continuous_night_driving_minutes": None if night is None else night + minutes,
            "min_duty_minutes": 0,
            "rest_after_driving": None if last else rules.rest_after_driving,
            "returns_home": rules.returns_home and not last,
        }
    )
