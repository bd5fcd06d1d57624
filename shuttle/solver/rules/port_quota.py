"""Rule `port-quota`: which arrivals at a port count together."""

from collections.abc import Iterator
from datetime import date, timedelta

from shuttle.domain.network import BorderDirection
from shuttle.domain.port import Port, Quota
from shuttle.domain.time import MINUTES_PER_DAY, MINUTES_PER_HOUR

CountKey = tuple[str, int, BorderDirection, int, int]


def keys(
    port: Port, day: date, day_type: str, border: BorderDirection, reach: int
) -> Iterator[tuple[CountKey, Quota]]:
    """The counts to which a bus that reaches the port at that minute adds, each with its quota.

    A key is port, quota number, direction, calendar day, clock hour (-1 for the whole band).
    """
    day_offset, minute = divmod(reach, MINUTES_PER_DAY)
    on = day + timedelta(days=day_offset)
    for number, quota in enumerate(port.quotas):
        holds = quota.holds_on(on) and quota.holds_for(day_type)
        if holds and quota.holds_towards(border) and quota.holds_at(minute):
            hour = minute // MINUTES_PER_HOUR if quota.each_hour else -1
            yield (port.id, number, border, day_offset, hour), quota
