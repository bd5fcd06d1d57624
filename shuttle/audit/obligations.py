"""What a partial plan leaves of the service's obligations: found anew, and held against it.

A plan that states what it leaves breaks no rule by it; what it does not state, or states wrongly,
is a violation like any other.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from shuttle.audit import headways
from shuttle.audit.case import Case, Finding
from shuttle.audit.figure_checks import check_kpi_value
from shuttle.audit.headways import headway_policy, latest_next, least_minutes, span_policies
from shuttle.audit.passengers import Departure
from shuttle.domain.obligations import POINTS_OF_A_DEPARTURE, Line, Obligation, Unkept, left_undone
from shuttle.domain.plan import FixedTrip
from shuttle.domain.time import TimeBand

Left = tuple[str, Unkept]
"""The subject of a rule's finding, and what is left."""


def unkept(case: Case, given: Sequence[FixedTrip] = ()) -> tuple[Unkept, ...]:
    """Everything that a plan leaves, by direction and time.

    Args:
        case: the plan.
        given: departures that were asked for.
    """
    asked = (item for ends in case.lines for item in _not_made(case, ends, given))
    return tuple(item for _, item in _left(case)) + tuple(asked)


def check_max_headway(case: Case) -> Iterator[Finding]:
    """Rule `max-headway`, but for what the plan states as left."""
    yield from _not_stated(case, "max-headway", headways.check_max_headway(case))


def check_first_departure(case: Case) -> Iterator[Finding]:
    """Rule `first-departure`, but for what the plan states as left."""
    yield from _not_stated(case, "first-departure", headways.check_first_departure(case))


def check_last_departure(case: Case) -> Iterator[Finding]:
    """Rule `last-departure`, but for what the plan states as left."""
    yield from _not_stated(case, "last-departure", headways.check_last_departure(case))


def check_key_figures(case: Case) -> Iterator[Finding]:
    """Rule `kpi-value`, with what the plan states as left."""
    yield from check_kpi_value(case)
    yield from _misstated(case)


def _not_stated(case: Case, rule: Obligation, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Findings of a rule but those that the plan states as left."""
    if not case.plan.unkept:
        yield from findings
        return
    mine = [(subject, item) for subject, item in _left(case) if item.rule == rule]
    hidden = {subject for subject, item in mine if item not in case.plan.unkept}
    stated = {subject for subject, _ in mine} - hidden
    yield from (finding for finding in findings if finding[0] not in stated)


def _misstated(case: Case) -> Iterator[Finding]:
    """Where the plan does not leave what it states, or states the points wrongly."""
    stated = case.plan.unkept
    made = {item for _, item in _left(case)} if stated else set()
    for number, item in enumerate(stated):
        if item in stated[:number]:
            yield "unkept", f"The plan states twice that it leaves this: {item.words.en}"
        elif item not in made and not _is_not_made(case, item):
            yield "unkept", f"The plan states that it leaves what it does not: {item.words.en}"
    proof, points = case.plan.unkept_proof, sum(item.points for item in stated)
    if (proof is not None) != bool(stated):
        yield "unkept_proof", "Obligations left and the proof of their points go together."
    elif proof is not None and proof.objective != points:
        words = f"speaks of {proof.objective:g} points; what the plan leaves makes {points}"
        yield "unkept_proof", f"The proof of obligations left {words}."


def _left(case: Case) -> Iterator[Left]:
    for ends, line in case.lines.items():
        found = [*_ends_left(case, ends, line), *_gaps(case, ends, line)]
        yield from sorted(found, key=lambda item: (item[1].start, item[1].end, item[1].rule))


def _gaps(case: Case, ends: tuple[str, str], line: Sequence[Departure]) -> Iterator[Left]:
    for earlier, later in pairwise(line):
        policy = headway_policy(case.scenario, case.day.day_type, earlier)
        most = policy.max_minutes if policy else None
        if most is None or later.departure - earlier.departure <= most:
            continue
        least = least_minutes(policy)
        latest = latest_next(case.allowed(*ends), earlier.departure, least, most)
        if later.departure > latest:
            between = earlier.departure, later.departure
            points = later.departure - latest
            yield later.key, _unkept(case, ends, ("max-headway", "gap"), between, points)


def _ends_left(case: Case, ends: tuple[str, str], line: Sequence[Departure]) -> Iterator[Left]:
    for policy in span_policies(case.scenario, case.day.day_type, ends):
        if policy.first:
            yield from _outside(case, ends, "first-departure", policy.first, line[:1])
        if policy.last:
            yield from _outside(case, ends, "last-departure", policy.last, line[-1:])


def _outside(
    case: Case,
    ends: tuple[str, str],
    rule: Obligation,
    window: TimeBand,
    bus: Sequence[Departure],
) -> Iterator[Left]:
    """A first or last departure outside its window, counted from the window's nearest slot."""
    which = "first" if rule == "first-departure" else "last"
    policies = case.scenario.policies
    grid, span = policies.grid_minutes, policies.span
    said = partial(_unkept, case, ends)
    if not bus:
        whole = span.start, span.end
        yield f"{ends[0]} to {ends[1]}", said((rule, f"no-{which}"), whole, span.end - span.start)
        return
    leaves, key = bus[0].departure, bus[0].key
    opens, closes = -(-window.start // grid) * grid, (window.end - 1) // grid * grid
    if leaves < window.start:
        points = max(1, opens - leaves)
        yield key, said((rule, f"{which}-early"), (leaves, max(leaves, opens)), points)
    elif leaves >= window.end:
        points = max(1, leaves - closes)
        yield key, said((rule, f"{which}-late"), (min(leaves, closes), leaves), points)


def _not_made(case: Case, ends: tuple[str, str], given: Sequence[FixedTrip]) -> Iterator[Unkept]:
    made = {bus.departure for bus in case.lines[ends]}
    asked = {trip.departure for trip in given if (trip.origin, trip.destination) == ends}
    for minute in sorted(asked - made):
        yield _given(case, ends, minute)


def _is_not_made(case: Case, item: Unkept) -> bool:
    """Whether it is a given departure that the plan does not make, rightly stated."""
    ends = item.origin, item.destination
    if item.rule != "given-departure" or ends not in case.lines:
        return False
    made = {bus.departure for bus in case.lines[ends]}
    return item.end not in made and item == _given(case, ends, item.end)


def _given(case: Case, ends: tuple[str, str], minute: int) -> Unkept:
    start = case.scenario.policies.span.start
    earlier = (bus.departure for bus in case.lines[ends] if bus.departure < minute)
    since = max(earlier, default=min(start, minute))
    return _unkept(case, ends, ("given-departure", "given"), (since, minute), POINTS_OF_A_DEPARTURE)


def _unkept(
    case: Case,
    ends: tuple[str, str],
    obligation: tuple[Obligation, str],
    between: tuple[int, int],
    points: int,
) -> Unkept:
    origin, destination = ends
    directions = case.scenario.directions()
    name = next(d.id for d in directions if (d.origin, d.destination) == ends)
    line = Line(name, origin, destination, case.scenario.stops[destination].name)
    riders = sum(
        between[0] < wish <= between[1]
        for entry in case.scenario.demand
        if entry.day_type == case.plan.day_type and (entry.origin, entry.destination) == ends
        for wish in entry.wish_minutes()
    )
    return left_undone(line, obligation, between, (points, riders))
