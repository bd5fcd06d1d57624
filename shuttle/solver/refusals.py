"""Why a given departure cannot run, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from shuttle.domain.network import Direction
from shuttle.domain.plan import FixedTrip
from shuttle.domain.rules import catalogue
from shuttle.domain.time import format_minute
from shuttle.errors import Conflict


def given_twice(direction: Direction, departures: Sequence[FixedTrip]) -> Iterator[Conflict]:
    """Each minute of a direction at which several departures are given."""
    for minute, number in sorted(Counter(d.departure for d in departures).items()):
        if number > 1:
            at = format_minute(minute)
            words = f"The timetable has {number} departures {direction.id} at {at}; give one."
            yield Conflict("min-headway", words)


def of_departure(
    direction: Direction, fixed: FixedTrip, asked: Iterable[Sequence[str]]
) -> Conflict:
    """The rules that refuse each of the runs that were asked for.

    Where no rule refuses a run, the bus type that is asked for may not use its port.
    """
    refused = {rule for refusals in asked for rule in refusals or ("port-permitted",)}
    rules = sorted(refused) or ["port-permitted"]
    titles = "; ".join(catalogue()[rule].title.en for rule in rules)
    at = format_minute(fixed.departure)
    return Conflict(rules[0], f"The {at} departure {direction.id} cannot run: {titles}.")
