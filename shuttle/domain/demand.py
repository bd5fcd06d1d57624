"""Who wants to ride, when: 15-minute bins by wish."""

from typing import Literal

from pydantic import NonNegativeInt

from shuttle.domain.base import Slug, Value
from shuttle.domain.network import Side
from shuttle.domain.time import LAST_MINUTE, ServiceMinute

Wish = Literal["depart_after", "arrive_by"]


class DemandBin(Value):
    """Riders of one direction who share a kind of wish and a quarter of an hour.

    Attributes:
        day_type: the day type on which they ride.
        wish: `depart_after` takes the next bus that leaves at or after the wished minute;
            `arrive_by` takes the last bus that arrives at or before it.
        start: first minute of the bin.
        minutes: length of the bin.
        riders: how many.
        home: the side where they live, where known (for "usable stay").
    """

    day_type: Slug
    origin: Slug
    destination: Slug
    wish: Wish
    start: ServiceMinute
    minutes: int
    riders: NonNegativeInt
    home: Side | None = None

    def wish_minutes(self) -> tuple[int, ...]:
        """The wished minute of each rider, spread evenly over the bin.

        Rider i of n (from 0) wishes for minute `start + floor((2 i + 1) * minutes / (2 n))`:
        the middles of n equal parts of the bin. This is what a bin means, for solver and audit.
        """
        parts = 2 * self.riders
        spread = ((2 * i + 1) * self.minutes // parts for i in range(self.riders))
        return tuple(min(self.start + offset, LAST_MINUTE) for offset in spread)
