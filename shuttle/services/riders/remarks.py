"""What is different with one departure, as codes for programs and words for riders."""

from collections.abc import Iterator
from dataclasses import dataclass

from shuttle.domain.base import LocalText
from shuttle.domain.sentences import say
from shuttle.services.riders.departures import Departure


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that riders of a departure must know.

    Attributes:
        code: scheduled, delayed, cancelled, extra, full, boarding or operator.
    """

    code: str
    text: LocalText


def remarks(departure: Departure) -> tuple[Remark, ...]:
    """All of them, its status first; the operator's own words last."""
    return (_status(departure), *marks(departure), *own_words(departure))


def marks(departure: Departure) -> Iterator[Remark]:
    """What is different besides the times."""
    if departure.is_extra:
        yield Remark("extra", say("departure.extra"))
    if departure.is_full:
        yield Remark("full", say("departure.full"))
    if departure.boarding is not None:
        yield Remark("boarding", say("departure.boarding", place=departure.boarding))


def own_words(departure: Departure) -> Iterator[Remark]:
    """The operator's own words, under the code of what they are about where that is clear."""
    code = "operator" if departure.status == "scheduled" else departure.status
    for notice in departure.notices:
        yield Remark(code, notice)


def _status(departure: Departure) -> Remark:
    if departure.status == "delayed" and not departure.delay_minutes:
        return Remark("delayed", say("departure.late"))
    words = say(f"departure.{departure.status}", count=departure.delay_minutes)
    return Remark(departure.status, words)
