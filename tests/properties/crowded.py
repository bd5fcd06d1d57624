"""Tiny scenarios where buses are cheap and small, so that riders find them full."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from shuttle.domain.demand import DemandBin
from shuttle.domain.network import Leg, Route
from shuttle.domain.policy import Crowding, HeadwayPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import TimeBand, format_minute
from tests.builders import (
    leg,
    policies,
    port,
    prices,
    riders,
    running,
    scenario,
    text,
    vehicle_type,
)
from tests.properties.strategies import FIRST

_GRID = 10


@st.composite
def crowded_scenarios(draw: st.DrawFn) -> Scenario:
    """Carry-over on one route, up to 6 departures each way; a bus takes 1 to 4 riders."""
    gates = ("gate", "bridge")[: draw(st.sampled_from((1, 1, 2)))]
    kinds = ("coach", "van")[: draw(st.sampled_from((1, 1, 2)))]
    slots = {1: 6, 2: 5, 4: 3}[len(gates) * len(kinds)]
    end = FIRST + _GRID * slots
    return scenario(
        ports=tuple(port(name) for name in gates),
        legs=tuple(entry for name in gates for entry in draw(_legs(name, end))),
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=gates),),
        vehicle_types=tuple(
            vehicle_type(
                name,
                seats=draw(st.integers(1, 4)),
                count=draw(st.integers(2, 6)),
                cost_per_day=draw(st.sampled_from((0, 0, 5))),
                cost_per_trip=draw(st.sampled_from((0, 1, 5))),
            )
            for name in kinds
        ),
        policies=policies(
            semantics="carry-over",
            grid_minutes=_GRID,
            max_wait_minutes=draw(st.sampled_from((5, 15, 20, 30, 60))),
            max_early_minutes=draw(st.sampled_from((5, 15, 20, 30, 60))),
            layover_minutes=0,
            span=TimeBand(start=FIRST, end=end),
            headways=draw(_headways()),
            crowding=draw(st.none() | _crowding()),
            prices=prices(
                waiting_per_minute=draw(st.sampled_from((1, 0.25, 0))),
                early_per_minute=draw(st.sampled_from((1, 0.5, 0))),
                unserved_per_rider=draw(st.sampled_from((100, 20, 8, 3))),
            ),
        ),
        demand=tuple(draw(st.lists(_demand(end), min_size=2, max_size=6))),
    )


@st.composite
def _legs(draw: st.DrawFn, name: str, end: int) -> tuple[Leg, ...]:
    """Drives whose minutes may change in the middle, so that trips may overtake."""
    found = []
    for origin, destination in (("a", name), (name, "b"), ("b", name), (name, "a")):
        minutes, change = st.sampled_from((3, 5, 20)), draw(st.integers(FIRST, end))
        bands: dict[str, Any] = {"start": "00:00", "end": format_minute(change)}
        later = {"start": bands["end"], "end": "48:00"}
        found.append(
            leg(
                origin,
                destination,
                running(draw(minutes), **bands),
                running(draw(minutes), **later),
            )
        )
    return tuple(found)


def _crowding() -> st.SearchStrategy[Crowding]:
    """At most the price of a rider without a seat."""
    return st.builds(
        Crowding,
        comfortable_percent=st.sampled_from((0, 50, 80)),
        price_per_rider=st.sampled_from((0.5, 3)),
        source=st.just("made up for a test"),
        as_of=st.just(date(2026, 1, 1)),
    )


@st.composite
def _headways(draw: st.DrawFn) -> tuple[HeadwayPolicy, ...]:
    least = draw(st.sampled_from((0, 10, 20)))
    most = draw(st.sampled_from((None, 20, 30)))
    if draw(st.booleans()):
        return ()
    return (HeadwayPolicy(min_minutes=least, max_minutes=most),)


@st.composite
def _demand(draw: st.DrawFn, end: int) -> DemandBin:
    arrives = draw(st.booleans())
    start = draw(st.integers(FIRST - 5, end + 40 if arrives else end))
    return riders(
        draw(st.integers(1, 8)),
        format_minute(start),
        draw(st.sampled_from(("a-b", "a-b", "b-a"))),
        wish="arrive_by" if arrives else "depart_after",
        minutes=draw(st.sampled_from((1, 15, 30))),
    )
