"""Rule `port-quota`: buses, loaded or empty, that reach a port, against its quotas."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shuttle.audit.case import Case, Finding
from shuttle.audit.slots import ServiceDay, Slot, border_direction, calendar_date
from shuttle.domain.network import BorderDirection
from shuttle.domain.port import Port, Quota
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import MINUTES_PER_DAY, MINUTES_PER_HOUR, format_minute

_TOWARDS: dict[BorderDirection, str] = {"to_sz": "towards Shenzhen", "to_hk": "towards Hong Kong"}


@dataclass(frozen=True, slots=True)
class _Window:
    """What a quota limits as one: a clock hour of one calendar day, or the band on that day."""

    day: int
    hour: int | None


def port_quota(scenario: Scenario, day: ServiceDay, slots: Iterable[Slot]) -> Iterator[Finding]:
    """Rule `port-quota`, for runs of one service day, each way on its own."""
    runs = list(slots)
    for port in scenario.ports.values():
        for towards in _TOWARDS:
            reached = [
                run.reached
                for run in runs
                if run.port == port.id
                and run.reached is not None
                and border_direction(scenario, run.origin, run.destination) == towards
            ]
            quotas = (quota for quota in port.quotas if quota.holds_towards(towards))
            for quota in quotas:
                yield from _exceeded(port, towards, quota, day, reached)


def _exceeded(
    port: Port, towards: BorderDirection, quota: Quota, day: ServiceDay, reached: Iterable[int]
) -> Iterator[Finding]:
    windows = Counter(
        window for minute in reached if (window := _window(quota, day, minute)) is not None
    )
    for window in sorted(windows, key=lambda entry: (entry.day, entry.hour or 0)):
        if windows[window] > quota.trips:
            start, end = quota.start, min(quota.end, MINUTES_PER_DAY)
            if window.hour is not None:
                start = window.hour * MINUTES_PER_HOUR
                end = start + MINUTES_PER_HOUR
            shift = window.day * MINUTES_PER_DAY
            span = f"from {format_minute(start + shift)} until before {format_minute(end + shift)}"
            words = f"{windows[window]} buses reach {port.name.en} {_TOWARDS[towards]} {span}"
            yield port.id, f"{words}; the quota is {quota.trips}."


def _window(quota: Quota, day: ServiceDay, minute: int) -> _Window | None:
    """The window of a quota into which a bus falls, by the calendar day of the clock."""
    offset, minute_of_day = divmod(minute, MINUTES_PER_DAY)
    holds = (
        quota.holds_on(calendar_date(day, offset))
        and quota.holds_for(day.day_type)
        and quota.holds_at(minute_of_day)
    )
    if not holds:
        return None
    return _Window(offset, minute_of_day // MINUTES_PER_HOUR if quota.each_hour else None)


def check_port_quota(case: Case) -> Iterator[Finding]:
    """Rule `port-quota`, for trips and empty runs."""
    yield from port_quota(case.scenario, case.day, (run.slot for run in case.runs))
