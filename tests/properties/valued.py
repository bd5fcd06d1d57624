"""Tiny scenarios that also price what riders value."""

from typing import Any

from hypothesis import strategies as st

from shuttle.domain.policy import Crowding, StayWish
from shuttle.domain.port import DwellByLoad, LoadStep
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import TimeBand
from tests.builders import FACT
from tests.properties.strategies import FIRST, tiny_scenarios


@st.composite
def crowded_scenarios(draw: st.DrawFn) -> Scenario:
    """A tiny scenario whose riders mind full buses, at most as much as being left behind.

    Buses have so few seats that some riders often find none.
    """
    place = draw(tiny_scenarios())
    fleet = {
        name: kind.model_copy(update={"seats": draw(st.sampled_from((4, 2, 3, 6)))})
        for name, kind in place.vehicle_types.items()
    }
    place = place.model_copy(update={"vehicle_types": fleet})
    most = place.policies.prices.unserved_per_rider
    price = draw(st.sampled_from((most, most / 2, most / 4, 0)))
    percent = draw(st.sampled_from((50, 0, 25, 80, 100)))
    crowding = Crowding(comfortable_percent=percent, price_per_rider=price, **FACT)
    return with_policies(place, crowding=crowding)


@st.composite
def visited_scenarios(draw: st.DrawFn) -> Scenario:
    """A tiny scenario with one or two wanted stays, also longer than any timetable allows."""
    place = draw(tiny_scenarios())
    return with_policies(place, stays=draw(_wishes()))


@st.composite
def waiting_scenarios(draw: st.DrawFn) -> Scenario:
    """Two or three tiny departures each way over ports whose dwell grows with riders."""
    place = draw(tiny_scenarios())
    ports = {
        name: gate.model_copy(update={"dwell_by_load": draw(_dwells())})
        for name, gate in place.ports.items()
    }
    grid = place.policies.grid_minutes
    span = TimeBand(start=FIRST, end=FIRST + grid * draw(st.sampled_from((3, 2))))
    place = place.model_copy(update={"ports": ports})
    return with_policies(place, span=span, spans=())


@st.composite
def _dwells(draw: st.DrawFn) -> tuple[DwellByLoad, ...]:
    """One band at all times, one from the second departure on, or none."""
    room, extra, steps = 0, 0, []
    for _ in range(draw(st.sampled_from((2, 1, 3)))):
        room += draw(st.integers(1, 3))
        steps.append(LoadStep(riders_up_to=room, extra_minutes=extra))
        extra += draw(st.sampled_from((5, 1, 10, 0)))
    start = draw(st.sampled_from((0, 0, FIRST + 15, None)))
    if start is None:
        return ()
    way = draw(st.sampled_from((None, None, "to_sz")))
    return (DwellByLoad(steps=tuple(steps), start=start, direction=way, **FACT),)


@st.composite
def valued_scenarios(draw: st.DrawFn) -> Scenario:
    """All at once: dwell that grows with riders who mind crowds, and visitors."""
    place = draw(waiting_scenarios())
    price = place.policies.prices.unserved_per_rider / draw(st.sampled_from((2, 1, 4)))
    percent = draw(st.sampled_from((50, 25, 80)))
    return with_policies(
        place,
        crowding=Crowding(comfortable_percent=percent, price_per_rider=price, **FACT),
        stays=draw(_wishes()),
    )


@st.composite
def _wishes(draw: st.DrawFn) -> tuple[StayWish, ...]:
    return tuple(
        StayWish(
            home=home,
            visited="b" if home == "a" else "a",
            wanted_minutes=draw(st.sampled_from((30, 10, 5, 60, 90))),
            price_per_missing_minute=draw(st.sampled_from((1, 5, 0.25, 20))),
            **FACT,
        )
        for home in draw(st.sampled_from(("a", "b", "ab", "aa")))
    )


def with_policies(place: Scenario, **changes: Any) -> Scenario:
    """The scenario with some of its policies changed."""
    policies = place.policies.model_copy(update=changes)
    return place.model_copy(update={"policies": policies})
