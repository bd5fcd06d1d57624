"""A port that closes in the middle of the day: most headway across it, minute by minute.

A trip reaches its port 10 minutes after it leaves and is cleared 10 minutes later; departures lie
on a 10-minute grid from 08:00 to 09:10 and are at most 20 minutes apart.
"""

from datetime import date

import pytest

from shuttle import audit
from shuttle.domain.network import Route
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.port import OpenHours
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from tests.audit.verdict import broken
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    hours,
    legs_over,
    plan,
    policies,
    port,
    riders,
    scenario,
    text,
    trip,
    vehicle_type,
)
from tests.properties.brute_force import best

_SPAN = SpanPolicy(
    first=band("08:00", "08:10"), last=band("09:00", "09:10"), origin="a", destination="b"
)


def closed(start: str, end: str, **season: date) -> tuple[OpenHours, ...]:
    """Hours of a port that is closed in between, on the dates of a season where given."""
    if not season:
        return hours("05:00", start), hours(end, "20:00")
    after = season["valid_to"].replace(day=season["valid_to"].day + 1)
    return (
        hours("05:00", start, **season),
        hours(end, "20:00", **season),
        hours("05:00", "20:00", valid_from=after),
    )


def place(gate: tuple[OpenHours, ...], bridge: tuple[OpenHours, ...] = ()) -> Scenario:
    """First bus at 08:00, last at 09:00 to `b`, over `gate` or, where it has hours, `bridge`."""
    ports = (port("gate", hours=gate), *((port("bridge", hours=bridge),) if bridge else ()))
    names = tuple(entry.id for entry in ports)
    return scenario(
        ports=ports,
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=names),),
        legs=tuple(entry for name in names for entry in legs_over(name)),
        vehicle_types=(vehicle_type(seats=5, count=9, cost_per_day=5, cost_per_trip=3),),
        demand=(riders(4, "08:20", minutes=30),),
        policies=policies(
            grid_minutes=10,
            span=band("08:00", "09:10"),
            headways=(HeadwayPolicy(max_minutes=20, origin="a", destination="b"),),
            spans=(_SPAN,),
            layover_minutes=0,
        ),
    )


def money(world: Scenario) -> float | None:
    """The cost of the solver's plan, which passes the audit; None where there is none."""
    try:
        answer = make_plan(world, PlanRequest(day_type=WORKDAY, day=TUESDAY))
    except InfeasibleError:
        return None
    assert audit.check(world, answer) == ()
    return answer.objective.total


def least(world: Scenario) -> float | None:
    found = best(world, WORKDAY, TUESDAY)
    return found[0] if found else None


BOUNDARIES = [
    (f"08:{start:02d}", f"{8 + end // 60:02d}:{end % 60:02d}")
    for start in (20, 29, 30, 31, 40)
    for end in (49, 50, 51, 60, 61)
]


@pytest.mark.parametrize(("start", "end"), BOUNDARIES)
def test_solver_and_brute_force_agree_on_a_closure_of_the_only_port(start: str, end: str) -> None:
    world = place(closed(start, end))

    assert money(world) == least(world)


def test_where_nobody_rides_the_next_bus_leaves_as_late_as_the_closure_allows() -> None:
    # Cleared until 08:20 and from 08:50 on: the first slot again is 08:40, so 09:00 will do.
    world = place(closed("08:20", "08:50")).model_copy(update={"demand": ()})
    answer = make_plan(world, PlanRequest(day_type=WORKDAY, day=TUESDAY))

    assert answer.objective.total == least(world)
    assert [t.id for t in answer.trips if t.direction == "to-b"] == ["to-b-0800", "to-b-0900"]


@pytest.mark.parametrize(("start", "end"), BOUNDARIES[::4])
def test_solver_and_brute_force_agree_where_one_of_two_ports_closes(start: str, end: str) -> None:
    world = place(closed(start, end), (hours("05:00", "20:00"),))

    assert money(world) == least(world)


@pytest.mark.parametrize(
    ("start", "end", "second", "found"),
    [
        # 08:00 is cleared at 08:20. Closed to 08:50, the first slot again is 08:40: until 09:00.
        ("08:20", "08:50", "09:00", []),
        # Open until 08:30, 08:10 is a slot within 20 minutes: nothing is suspended.
        ("08:30", "08:50", "08:40", ["max-headway"]),
        ("08:29", "08:50", "08:40", []),
        # Open again at 08:30, 08:20 is a slot within 20 minutes.
        ("08:20", "08:30", "08:30", ["max-headway"]),
        ("08:20", "08:31", "08:30", []),
        ("08:20", "08:51", "08:50", []),
    ],
)
def test_the_audit_suspends_the_most_headway_only_where_no_slot_is_allowed(
    start: str, end: str, second: str, found: list[str]
) -> None:
    world = place(closed(start, end)).model_copy(update={"demand": ()})
    clocks = sorted({"08:00", second, *(["08:50"] if second == "08:30" else []), "09:00"})
    answer = plan(world, [trip("to-b", clock) for clock in clocks])
    rules = [rule for rule in broken(world, answer) if rule == "max-headway"]

    assert rules == found


def test_the_other_port_keeps_the_most_headway_in_force() -> None:
    world = place(closed("08:20", "08:50"), (hours("05:00", "20:00"),))
    answer = plan(world, [trip("to-b", "08:00"), trip("to-b", "08:40"), trip("to-b", "09:00")])

    assert "max-headway" in broken(world, answer)


def test_a_season_closes_the_port_on_its_dates_alone() -> None:
    season = {"valid_from": date(2026, 8, 1), "valid_to": date(2026, 9, 20)}
    world = place(closed("08:20", "08:50", **season))
    later = make_plan(world, PlanRequest(day_type=WORKDAY, day=date(2026, 9, 22)))
    in_season = make_plan(world, PlanRequest(day_type=WORKDAY, day=TUESDAY))

    def minutes(clocks: tuple[str, ...]) -> list[str]:
        return [clock for clock in clocks if "-b-08" in clock]

    assert minutes(tuple(entry.id for entry in in_season.trips)) != minutes(
        tuple(entry.id for entry in later.trips)
    )
    assert (in_season.effective.valid_to, later.effective.valid_from) == (
        date(2026, 9, 20),
        date(2026, 9, 21),
    )
