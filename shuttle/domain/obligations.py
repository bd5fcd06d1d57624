"""What a service owes its riders, and what a partial plan leaves of it, in words.

Obligations are the most headway, the windows of the first and the last departure, and departures
that were given. What is left is counted in points: a minute is one, a given departure sixty, a
direction without any trip the whole span of service for each window.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field, NonNegativeInt

from shuttle.domain.base import LocalText, Slug, Value
from shuttle.domain.sentences import clock, say
from shuttle.domain.time import ServiceMinute

POINTS_OF_A_DEPARTURE = 60

Obligation = Literal["max-headway", "first-departure", "last-departure", "given-departure"]
"""What a partial plan may leave: a rule of the catalogue, or a departure that was asked for."""


class Unkept(Value):
    """An obligation of the service that a partial plan leaves.

    Attributes:
        direction: id of the direction, as trips have it.
        start: from when on, `end` until when: the two departures that lie too far apart; the
            departure and the nearest minute of its window, the earlier one first; the whole span
            of service where no trip runs; the trip before a given departure, and that.
        points: minutes too many; 60 for a given departure.
        riders: of the direction, whose wish lies after `start` and not after `end`.
        words: the same in a sentence.
    """

    rule: Obligation
    direction: str
    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    start: ServiceMinute
    end: ServiceMinute
    points: NonNegativeInt
    riders: NonNegativeInt
    words: LocalText


@dataclass(frozen=True)
class Line:
    """The trips of one direction, as those who wait for them see it.

    Attributes:
        direction: id, as trips have it.
        destination_name: in three languages.
    """

    direction: str
    origin: str
    destination: str
    destination_name: LocalText


def left_undone(
    line: Line,
    obligation: tuple[Obligation, str],
    between: tuple[int, int],
    counted: tuple[int, int],
) -> Unkept:
    """What a plan leaves, with its sentence.

    Args:
        line: whose obligation it is.
        obligation: the rule's id and the sentence of `partial.toml`.
        between: first and last minute of the time concerned.
        counted: its points, and how many riders wish to travel in that time.
    """
    (rule, sentence), (start, end), (points, riders) = obligation, between, counted
    words = say(
        f"partial.{sentence}",
        towards=say("common.towards", stop=line.destination_name),
        start=clock(start),
        end=clock(end),
        minutes=say("common.minutes", count=points),
        riders=say("common.riders", count=riders),
    )
    return Unkept(
        rule=rule,
        direction=line.direction,
        origin=line.origin,
        destination=line.destination,
        start=start,
        end=end,
        points=points,
        riders=riders,
        words=words,
    )
