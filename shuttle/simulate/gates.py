"""When a port lets buses in, and what becomes of one that comes at another time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from shuttle.domain.network import BorderDirection
from shuttle.domain.port import Port
from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY
from shuttle.simulate.chance import Floats
from shuttle.simulate.pace import Begins


@dataclass(frozen=True, slots=True)
class Closure:
    """Minutes during which a bus that reaches the port has to wait.

    Attributes:
        after: last minute at which the port may still be reached; before 0 for the first night.
        until: minute at which it opens; 48:00 where it does not any more.
    """

    after: int
    until: int


def closures(port: Port, towards: BorderDirection, day: date, day_type: str) -> tuple[Closure, ...]:
    """Usual closures over the 48 hours of a service day; a port that never opens is always shut.

    Hours that touch are one opening. A bus let in before the port closes is cleared.
    """
    found, shut, closed = [], -1, 0
    for opens, closed, approach in _openings(port, towards, day, day_type):
        if opens > 0:
            found.append(Closure(shut, opens))
        shut = closed - approach
    if closed < LAST_MINUTE:
        found.append(Closure(shut, LAST_MINUTE))
    return tuple(found)


def _openings(
    port: Port, towards: BorderDirection, day: date, day_type: str
) -> Iterator[tuple[int, int, int]]:
    """Opening, closing and approach minutes of each opening, those that touch joined."""
    whole: tuple[int, int, int] | None = None
    for opens, closes, approach in sorted(_hours(port, towards, day, day_type)):
        if whole is None or opens > whole[1]:
            if whole is not None:
                yield whole
            whole = (opens, closes, approach)
        elif closes > whole[1]:
            whole = (whole[0], closes, approach)
    if whole is not None:
        yield whole


def _hours(
    port: Port, towards: BorderDirection, day: date, day_type: str
) -> Iterator[tuple[int, int, int]]:
    for offset in (0, 1):
        on = day + timedelta(days=offset)
        if not port.holds_on(on):
            continue
        for hours in port.hours:
            holds = hours.holds_on(on) and hours.holds_for(day_type)
            if holds and hours.holds_towards(towards):
                shift = offset * MINUTES_PER_DAY
                end = min(hours.end, MINUTES_PER_DAY)
                if hours.start < end:
                    yield hours.start + shift, end + shift, hours.approach_closes_minutes


def let_in(
    shut: tuple[Closure, ...], planned: int, reached: Begins
) -> tuple[Floats, NDArray[np.bool_] | None]:
    """When buses that reach the port are let in.

    Args:
        shut: the port's closures.
        planned: the minute at which the plan has them there.
        reached: minutes at which they come, one a day.

    Returns:
        The minutes at which they are let in, and on which days they came too late; None where
        they never do.
    """
    enters = reached.minutes
    late: NDArray[np.bool_] | None = None
    for closure in shut:
        if reached.high <= closure.after or reached.low >= closure.until:
            continue
        waits = (reached.minutes > closure.after) & (reached.minutes < closure.until)
        enters = np.where(waits, np.float32(closure.until), enters)
        if planned <= closure.after:
            late = waits if late is None else late | waits
    return enters, late
