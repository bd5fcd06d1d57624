"""Tiny scenarios that also price what riders value."""

from typing import Any

from hypothesis import strategies as st

from shuttle.domain.policy import Crowding, StayWish
from shuttle.domain.scenario import Scenario
from tests.builders import FACT
from tests.properties.strategies import tiny_scenarios


@st.composite
def crowded_scenarios(draw: st.DrawFn) -> Scenario:
    """A tiny scenario whose riders mind full buses, at most as much as being left behind."""
    place = draw(tiny_scenarios())
    most = place.policies.prices.unserved_per_rider
    price = draw(st.sampled_from((most, most / 2, most / 4, 0)))
    percent = draw(st.sampled_from((50, 0, 25, 80, 100)))
    crowding = Crowding(comfortable_percent=percent, price_per_rider=price, **FACT)
    return with_policies(place, crowding=crowding)


@st.composite
def visited_scenarios(draw: st.DrawFn) -> Scenario:
    """A tiny scenario with one or two wanted stays, also longer than any timetable allows."""
    place = draw(tiny_scenarios())
    wishes = [
        StayWish(
            home=home,
            visited="b" if home == "a" else "a",
            wanted_minutes=draw(st.sampled_from((30, 10, 5, 60, 90))),
            price_per_missing_minute=draw(st.sampled_from((1, 5, 0.25, 20))),
            **FACT,
        )
        for home in draw(st.sampled_from(("a", "b", "ab", "aa")))
    ]
    return with_policies(place, stays=tuple(wishes))


def with_policies(place: Scenario, **changes: Any) -> Scenario:
    """The scenario with some of its policies changed."""
    policies = place.policies.model_copy(update=changes)
    return place.model_copy(update={"policies": policies})
