"""The rules for one direction's departures, one after another."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from shuttle.audit.case import Case, Finding
from shuttle.audit.passengers import Departure
from shuttle.audit.slot_faults import in_words
from shuttle.audit.slots import ServiceDay
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import TimeBand, format_minute

Line = Sequence[Departure]
"""The departures of one direction in order of time."""


def headway_policy(scenario: Scenario, day_type: str, earlier: Departure) -> HeadwayPolicy | None:
    """The last listed policy that holds at the earlier departure of a pair."""
    found = None
    for policy in scenario.policies.headways:
        between = policy.holds_between(earlier.origin, earlier.destination)
        if between and policy.holds_for(day_type) and policy.holds_at(earlier.departure):
            found = policy
    return found


def least_minutes(policy: HeadwayPolicy | None) -> int:
    """Least headway; two departures never share a minute, whatever the policy says."""
    return max(policy.min_minutes, 1) if policy else 1


def min_headway(scenario: Scenario, day: ServiceDay, line: Line) -> Iterator[Finding]:
    """Rule `min-headway`."""
    for earlier, later in pairwise(line):
        least = least_minutes(headway_policy(scenario, day.day_type, earlier))
        apart = later.departure - earlier.departure
        if apart < least:
            words = f"leaves {apart} minutes after {earlier.key}; the least headway is {least}"
            yield later.key, f"Trip {later.key} {words} at {format_minute(earlier.departure)}."


def max_headway(
    scenario: Scenario, day: ServiceDay, line: Line, allowed: Callable[[], Sequence[int]]
) -> Iterator[Finding]:
    """Rule `max-headway`; `allowed` gives the allowed departures of the direction, in order."""
    for earlier, later in pairwise(line):
        policy = headway_policy(scenario, day.day_type, earlier)
        most = policy.max_minutes if policy else None
        if most is None or later.departure - earlier.departure <= most:
            continue
        latest = latest_next(allowed(), earlier.departure, least_minutes(policy), most)
        if later.departure > latest:
            words = (
                f"leaves {later.departure - earlier.departure} minutes after {earlier.key}; the "
                f"most headway at {format_minute(earlier.departure)} is {most}, so that a bus must "
                f"leave by {format_minute(latest)}"
            )
            yield later.key, f"Trip {later.key} {words}."


def latest_next(allowed: Sequence[int], earlier: int, least: int, most: int) -> int:
    """Latest minute of the next departure: later than usual after a gap without allowed slots."""
    if any(earlier + least <= minute <= earlier + most for minute in allowed):
        return earlier + most
    reopened = next((minute for minute in allowed if minute > earlier + most), earlier)
    return reopened + most


def span_policies(scenario: Scenario, day_type: str, ends: tuple[str, str]) -> list[SpanPolicy]:
    """The span policies that hold for a direction."""
    policies = scenario.policies.spans
    return [entry for entry in policies if entry.holds_for(day_type) and entry.holds_between(*ends)]


def first_departure(
    scenario: Scenario, day: ServiceDay, ends: tuple[str, str], line: Line
) -> Iterator[Finding]:
    """Rule `first-departure`."""
    for policy in span_policies(scenario, day.day_type, ends):
        if policy.first:
            yield from _outside(policy.first, "first", ends, line[:1])


def last_departure(
    scenario: Scenario, day: ServiceDay, ends: tuple[str, str], line: Line
) -> Iterator[Finding]:
    """Rule `last-departure`."""
    for policy in span_policies(scenario, day.day_type, ends):
        if policy.last:
            yield from _outside(policy.last, "last", ends, line[-1:])


def _outside(window: TimeBand, which: str, ends: tuple[str, str], bus: Line) -> Iterator[Finding]:
    if not bus:
        subject = f"{ends[0]} to {ends[1]}"
        words = f"has no trip, but its {which} one must leave {in_words(window)}"
        yield subject, f"The direction from {subject} {words}."
    elif not window.holds_at(bus[0].departure):
        clock = format_minute(bus[0].departure)
        words = f"leaves at {clock}, but the {which} one must leave {in_words(window)}"
        yield bus[0].key, f"Trip {bus[0].key} {words}."


def no_overtaking(scenario: Scenario, day: ServiceDay, line: Line) -> Iterator[Finding]:
    """Rule `no-overtaking`: only where somebody planned by arrival would notice."""
    for earlier, later in pairwise(line):
        if later.arrival < earlier.arrival:
            wishes = _arrival_wishes(scenario, day.day_type, earlier)
            between = [wish for wish in wishes if later.arrival <= wish < earlier.arrival]
            if between:
                words = (
                    f"arrives at {format_minute(later.arrival)}, before the earlier {earlier.key} "
                    f"at {format_minute(earlier.arrival)}, and {len(between)} riders want to "
                    f"arrive in between (the first by {format_minute(min(between))})"
                )
                yield later.key, f"Trip {later.key} {words}."


def _arrival_wishes(scenario: Scenario, day_type: str, bus: Departure) -> list[int]:
    return [
        minute
        for entry in scenario.demand
        if entry.day_type == day_type
        and entry.wish == "arrive_by"
        and (entry.origin, entry.destination) == (bus.origin, bus.destination)
        for minute in entry.wish_minutes()
    ]


def check_min_headway(case: Case) -> Iterator[Finding]:
    """Rule `min-headway`, for every direction."""
    for line in case.lines.values():
        yield from min_headway(case.scenario, case.day, line)


def check_max_headway(case: Case) -> Iterator[Finding]:
    """Rule `max-headway`, for every direction."""
    for ends, line in case.lines.items():
        yield from max_headway(case.scenario, case.day, line, partial(case.allowed, *ends))


def check_first_departure(case: Case) -> Iterator[Finding]:
    """Rule `first-departure`, for every direction."""
    for ends, line in case.lines.items():
        yield from first_departure(case.scenario, case.day, ends, line)


def check_last_departure(case: Case) -> Iterator[Finding]:
    """Rule `last-departure`, for every direction."""
    for ends, line in case.lines.items():
        yield from last_departure(case.scenario, case.day, ends, line)


def check_no_overtaking(case: Case) -> Iterator[Finding]:
    """Rule `no-overtaking`, for every direction."""
    for line in case.lines.values():
        yield from no_overtaking(case.scenario, case.day, line)
