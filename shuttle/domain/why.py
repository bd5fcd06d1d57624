"""Answers to a planner who asks of one departure: why this time, or why not then?"""

from typing import Literal

from pydantic import Field

from shuttle.domain.base import LocalText, SafeText, Slug, Value
from shuttle.domain.difference import TripDifference
from shuttle.domain.time import ServiceMinute

Verdict = Literal["runs", "could-run", "refused", "impossible", "unknown"]


class RuleInstance(Value):
    """A rule as the planner wrote it.

    Attributes:
        rule: its id in the catalogue.
        key: where it is written.
    """

    rule: str
    key: str
    words: LocalText


class WhyAnswer(Value):
    """What is known of a departure.

    Attributes:
        verdict: `runs` where the plan has it; `could-run` where it could have; `refused` where a
            rule of slots forbids it; `impossible` where no plan keeps every rule with it (or, if
            it runs, without it); `unknown` where no other plan was found in time.
        rules: those that refuse it, or cannot be kept together with it.
        at_least: by so much the day costs more with it (or without it, if it runs), proved; a
            plan that is not proved the best may be beaten, so it may be negative.
        at_most: the same of the best other timetable found; None where none was.
        terms: the money of that timetable less the plan's, term by term.
        changes: trips that it changes.
        words: all of this in sentences.
    """

    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    at: ServiceMinute
    verdict: Verdict
    currency: SafeText
    rules: tuple[RuleInstance, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    terms: dict[str, float] = Field(default_factory=dict)
    changes: tuple[TripDifference, ...] = ()
    words: tuple[LocalText, ...]
