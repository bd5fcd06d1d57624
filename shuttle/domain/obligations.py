"""What a service owes its riders, and what a partial plan leaves of it, in words.

Obligations are the most headway, the windows of the first and the last departure, and departures
that were given. What is left is counted in points: a minute is one, a given departure sixty, a
direction without any trip the whole span of service for each window.
"""

from dataclasses import dataclass

from shuttle.domain.base import LocalText
from shuttle.domain.plan import Obligation, Unkept
from shuttle.domain.sentences import clock, say

POINTS_OF_A_DEPARTURE = 60


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
