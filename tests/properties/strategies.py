"""Random scenarios that are small enough to try every timetable of."""

from typing import Any

from hypothesis import strategies as st

from shuttle.domain.demand import DemandBin, Wish
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Depot, Leg, Route
from shuttle.domain.policy import ClockFace, HeadwayPolicy, Policies, SpanPolicy
from shuttle.domain.port import ClearanceBand, OpenHours, Port, Quota
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE, TimeBand, format_minute
from tests.builders import (
    clearance,
    depot,
    hours,
    leg,
    policies,
    port,
    prices,
    quota,
    riders,
    running,
    scenario,
    text,
    vehicle_type,
)

FIRST = 7 * 60
"""The first departure of every tiny scenario."""

_PORTS = ("gate", "bridge")
# Trips over ports and by types that may leave at one minute, against departures in all: all of
# them are tried for each direction.
_SLOTS = {1: 6, 2: 6, 4: 4}


@st.composite
def tiny_scenarios(draw: st.DrawFn) -> Scenario:
    """One route, up to 6 departures each way, 1 or 2 ports and bus types, no empty runs.

    Ports may close, trips may overtake, fleets, depots and quotas may be too small for the
    headways that are asked for: many are infeasible.
    """
    ports = _PORTS[: draw(st.sampled_from((1, 1, 2)))]
    types = ("coach", "van")[: draw(st.sampled_from((1, 1, 2)))]
    grid = draw(st.sampled_from((10, 15, 20, 5)))
    most = _SLOTS[len(ports) * len(types)]
    slots = most - draw(st.integers(0, most - 2))
    end = FIRST + grid * slots
    depots = draw(st.sampled_from((("a", "b"), ("a",), ("b",), ("a", "b"))))
    return scenario(
        ports=tuple(draw(_ports(name, end)) for name in ports),
        legs=tuple(entry for name in ports for entry in draw(_legs(name, end))),
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=ports),),
        depots=tuple(draw(_depots(stop)) for stop in depots),
        vehicle_types=tuple(draw(_types(name, ports, depots)) for name in types),
        policies=draw(_policies(grid, end)),
        demand=tuple(draw(st.lists(_demand(end), min_size=3, max_size=7))),
    )


def _moment(end: int) -> st.SearchStrategy[int]:
    """A minute from the first departure to some time after the last."""
    return st.integers(FIRST, end + 40)


def _seldom() -> st.SearchStrategy[bool]:
    return st.sampled_from((False, False, False, True))


@st.composite
def _ports(draw: st.DrawFn, name: str, end: int) -> Port:
    openings = draw(
        st.sampled_from(("always", "gap", "always", "late", "early", "one way", "always"))
    )
    return port(
        name,
        hours=draw(_hours(openings, end)),
        clearance=draw(_clearances(end)),
        quotas=(draw(_quotas(end)),) if draw(_seldom()) else (),
    )


@st.composite
def _hours(draw: st.DrawFn, kind: str, end: int) -> tuple[OpenHours, ...]:
    moment = draw(st.integers(FIRST + 25, end + 40))
    approach = draw(st.sampled_from((0, 0, 5, 15)))
    until = hours("05:00", format_minute(moment), approach_closes_minutes=approach)
    again = hours(format_minute(moment + draw(st.sampled_from((0, 10, 25)))), "20:00")
    match kind:
        case "late":
            return (again,)
        case "early":
            return (until,)
        case "gap":
            return (until, again)
        case "one way":
            way = draw(st.sampled_from(("to_sz", "to_hk")))
            other = "to_hk" if way == "to_sz" else "to_sz"
            open_all_day = hours("05:00", "20:00", direction=other)
            return (until.model_copy(update={"direction": way}), open_all_day)
        case _:
            return (hours("00:00", "24:00"),)


@st.composite
def _clearances(draw: st.DrawFn, end: int) -> tuple[ClearanceBand, ...]:
    minutes = st.integers(0, 8)
    change = draw(st.none() | _moment(end))
    if change is None:
        return (clearance(draw(minutes)),)
    bands = (0, change), (change, LAST_MINUTE)
    return tuple(clearance(draw(minutes), start=start, end=stop) for start, stop in bands)


@st.composite
def _quotas(draw: st.DrawFn, end: int) -> Quota:
    start = draw(st.sampled_from((0, FIRST, FIRST + 30)))
    return quota(
        draw(st.sampled_from((2, 1, 3, 0))),
        each_hour=draw(st.booleans()),
        direction=draw(st.sampled_from((None, "to_sz", "to_hk"))),
        start=start,
        end=draw(st.integers(start + 1, end + 60)),
    )


@st.composite
def _legs(draw: st.DrawFn, name: str, end: int) -> tuple[Leg, ...]:
    found = []
    for origin, destination in (("a", name), (name, "b"), ("b", name), (name, "a")):
        minutes = st.integers(2, 9)
        change = draw(st.none() | _moment(end))
        bands = (
            (running(draw(minutes)),)
            if change is None
            else (
                running(draw(minutes), "00:00", format_minute(change)),
                running(draw(minutes), format_minute(change), "48:00"),
            )
        )
        found.append(leg(origin, destination, *bands))
    return tuple(found)


@st.composite
def _depots(draw: st.DrawFn, stop: str) -> Depot:
    return depot(f"yard-{stop}", stop, draw(st.sampled_from((None, None, 1, 2))))


@st.composite
def _types(
    draw: st.DrawFn, name: str, ports: tuple[str, ...], depots: tuple[str, ...]
) -> VehicleType:
    yards = tuple(f"yard-{stop}" for stop in depots)
    return vehicle_type(
        name,
        seats=draw(st.integers(1, 9)),
        count=draw(st.sampled_from((2, 1, 3, 4, 5, 2, 3, 0))),
        ports=draw(st.sampled_from((None, None, None, ports[:1], ports[1:]))),
        depots=draw(st.sampled_from((None, None, yards[:1]))),
        cost_per_day=draw(st.sampled_from((10, 25.5, 60, 0))),
        cost_per_trip=draw(st.sampled_from((0, 3, 7.25, 20))),
    )


@st.composite
def _policies(draw: st.DrawFn, grid: int, end: int) -> Policies:
    return policies(
        grid_minutes=grid,
        max_wait_minutes=draw(st.sampled_from((60, 15, 5))),
        max_early_minutes=draw(st.sampled_from((60, 15, 5))),
        layover_minutes=draw(st.sampled_from((5, 0, 10))),
        span=TimeBand(start=FIRST, end=end),
        headways=tuple(draw(st.lists(_headways(end), max_size=2))),
        spans=(draw(_spans(grid, end)),) if draw(_seldom()) else (),
        clock_faces=(draw(_clock_faces()),) if draw(_seldom()) else (),
        prices=prices(
            waiting_per_minute=draw(st.sampled_from((0, 0.25, 1))),
            early_per_minute=draw(st.sampled_from((0, 0.1, 1))),
            unserved_per_rider=draw(st.sampled_from((120, 50, 200, 80, 8, 0))),
        ),
    )


@st.composite
def _headways(draw: st.DrawFn, end: int) -> HeadwayPolicy:
    least = draw(st.sampled_from((0, 1, 10, 20)))
    most = draw(st.sampled_from((None, 15, 20, 30, 60)))
    ends: dict[str, Any] = draw(st.sampled_from(({}, {"origin": "a"}, {"destination": "a"})))
    return HeadwayPolicy(
        min_minutes=least,
        max_minutes=most and max(most, least),
        start=draw(st.sampled_from((0, FIRST + 15))),
        end=draw(st.sampled_from((max(end, FIRST + 20), LAST_MINUTE))),
        **ends,
    )


@st.composite
def _spans(draw: st.DrawFn, grid: int, end: int) -> SpanPolicy:
    first = TimeBand(start=FIRST, end=FIRST + grid + draw(st.sampled_from((0, 1, 20))))
    last = TimeBand(start=end - grid - draw(st.sampled_from((0, 20))), end=end)
    ends: dict[str, Any] = draw(st.sampled_from(({}, {"origin": "a"}, {"origin": "b"})))
    which = draw(
        st.sampled_from(({"first": first}, {"last": last}, {"first": first, "last": last}))
    )
    return SpanPolicy(**which, **ends)


@st.composite
def _clock_faces(draw: st.DrawFn) -> ClockFace:
    minutes = draw(st.sampled_from(((0, 30), (0, 15, 30, 45), (10, 20, 40, 50), (5, 25, 35))))
    start = draw(st.sampled_from((0, FIRST + 20)))
    return ClockFace(minutes=minutes, start=start, end=draw(st.sampled_from((FIRST + 40, 1440))))


@st.composite
def _demand(draw: st.DrawFn, end: int) -> DemandBin:
    wish: Wish = draw(st.sampled_from(("depart_after", "arrive_by")))
    start = draw(st.integers(FIRST - 15, end + (60 if wish == "arrive_by" else 0)))
    return riders(
        draw(st.integers(1, 8)),
        format_minute(start),
        draw(st.sampled_from(("a-b", "b-a"))),
        wish=wish,
        minutes=draw(st.sampled_from((1, 15, 30))),
    )
