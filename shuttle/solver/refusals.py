"""Why a given departure cannot run, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from shuttle.domain.network import Direction
from shuttle.domain.plan import FixedTrip
from shuttle.domain.rules import catalogue
from shuttle.domain.sentences import clock, listed, say
from shuttle.domain.time import format_minute
from shuttle.errors import Conflict


def given_twice(direction: Direction, departures: Sequence[FixedTrip]) -> Iterator[Conflict]:
    """Each minute of a direction at which several departures are given."""
    for minute, number in sorted(Counter(d.departure for d in departures).items()):
        if number > 1:
            words = say(
                "explain.given-twice", count=number, direction=direction.id, time=clock(minute)
            )
            yield Conflict("min-headway", words, key_of(direction, minute))


def of_departure(
    direction: Direction, fixed: FixedTrip, asked: Iterable[Sequence[str]]
) -> Conflict:
    """The rules that refuse each of the runs that were asked for.

    Where no rule refuses a run, the bus type that is asked for may not use its port.
    """
    refused = {rule for refusals in asked for rule in refusals or ("port-permitted",)}
    rules = sorted(refused) or ["port-permitted"]
    words = say(
        "explain.cannot-run",
        time=clock(fixed.departure),
        direction=direction.id,
        rules=listed([catalogue()[rule].title for rule in rules]),
    )
    return Conflict(rules[0], words, key_of(direction, fixed.departure))


def key_of(direction: Direction, minute: int) -> str:
    """Where a departure that somebody gave is written: in no file of the scenario."""
    return f"departure {direction.id} {format_minute(minute)}"
