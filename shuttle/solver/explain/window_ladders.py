"""Ladders that widen a band of the day: windows of first and last trips, service, port hours."""

from collections.abc import Iterator
from typing import Literal

from shuttle.domain.base import LocalText
from shuttle.domain.port import OpenHours
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, plain, say
from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY, TimeBand
from shuttle.errors import Conflict
from shuttle.solver.explain.edit import Edit, Ladder, Path, path_of, value_at
from shuttle.solver.problem import Problem

_LONGEST_SHIFT = 240
End = Literal["start", "end"]


def window_ladders(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    """A first or last departure that may leave earlier, or later."""
    path, scenario = path_of(rule.key), problem.scenario
    policy, service = scenario.policies.spans[int(path[2])], scenario.policies.span
    scope = plain("")
    if policy.destination is not None:
        scope = say("explain.scope-to", stop=scenario.stops[policy.destination].name)
    elif policy.origin is not None:
        scope = say("explain.scope-from", stop=scenario.stops[policy.origin].name)
    limits: dict[End, int] = {"start": service.start, "end": service.end}
    # The end that matters first: a later first trip, an earlier last one.
    order: tuple[End, End] = ("end", "start") if path[3] == "first" else ("start", "end")
    for end in order:
        yield from _shift(scenario, path, end, limits[end], f"explain.{path[3]}", {"scope": scope})


def span_ladders(scenario: Scenario) -> Iterator[Ladder]:
    """Service that begins earlier, or ends later."""
    yield from _shift(scenario, ("policies", "span"), "start", 0, "explain.span", {})
    yield from _shift(scenario, ("policies", "span"), "end", LAST_MINUTE, "explain.span", {})


def hours_ladders(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    """A port that opens earlier, or closes later, up to the next time at which it is open."""
    path, scenario = path_of(rule.key), problem.scenario
    port = scenario.ports[str(path[1])]
    for number, band in enumerate(port.hours):
        if not band.holds_on(problem.day) or not band.holds_for(problem.day_type):
            continue
        others = [other for other in port.hours if other is not band and _meet(band, other)]
        before = max([0, *(o.end for o in others if o.end <= band.start)])
        after = min([MINUTES_PER_DAY, *(o.start for o in others if o.start >= band.end)])
        values = {"port": port.name}
        here: Path = (*path, number)
        yield from _shift(scenario, here, "end", after, "explain.hours", values)
        yield from _shift(scenario, here, "start", before, "explain.hours", values)


def _meet(one: OpenHours, other: OpenHours) -> bool:
    """Whether two opening times may be of one day and direction."""
    return None in (one.direction, other.direction) or one.direction == other.direction


def _shift(
    scenario: Scenario, path: Path, end: End, limit: int, key: str, values: dict[str, LocalText]
) -> Iterator[Ladder]:
    """One end of a band moved outwards by steps of the grid, as far as a limit."""
    band: TimeBand = value_at(scenario, path)
    grid = scenario.policies.grid_minutes
    was, sign = (band.start, -1) if end == "start" else (band.end, 1)
    room = min(sign * (limit - was), _LONGEST_SHIFT)
    way = "earlier" if end == "start" else "later"

    def step(n: int) -> Edit:
        minutes = min(n * grid, room)
        time = was + sign * minutes
        words = say(f"{key}-{way}", count=minutes, time=clock(time), **values)
        return Edit((*path, end), time, words)

    if room > 0:
        yield Ladder(-(-room // grid), step)
