"""A world with two ports and two types of bus, and pairs of plans in it to be compared."""

from collections.abc import Sequence

from hypothesis import strategies as st

from shuttle.domain.demand import DemandBin
from shuttle.domain.network import Route
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from tests.builders import (
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
from tests.plans import Wanted

PLACES = ("gate", "bridge")
TYPES = ("coach", "van")


def world(demand: Sequence[DemandBin] = (), **changes: object) -> Scenario:
    """By the gate a trip takes 30 minutes, by the bridge 50; coaches seat 3 riders, vans 2."""
    return scenario(
        **{
            "ports": tuple(port(name) for name in PLACES),
            "legs": (*legs_over("gate"), *legs_over("bridge", minutes=20)),
            "routes": (Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=PLACES),),
            "vehicle_types": (vehicle_type("coach", seats=3), vehicle_type("van", seats=2)),
            "policies": policies(max_wait_minutes=30, max_early_minutes=25),
            "demand": tuple(demand),
            **changes,
        }
    )


def timetable(place: Scenario, *departures: str, direction: str = "to-b") -> Plan:
    """A plan with trips of one direction by the gate, each as `08:30`, or `08:30 bridge van`."""
    return plan(place, [_trip(words, direction) for words in departures])


def _trip(words: str, direction: str) -> Wanted:
    departure, *choices = words.split()
    over = next((name for name in choices if name in PLACES), None)
    kind = next((name for name in choices if name in TYPES), None)
    return trip(direction, departure, port=over, vehicle_type=kind)


_demand = st.builds(
    lambda number, start, ends, wish, home: riders(
        number, format_minute(start), ends, wish=wish, home=home
    ),
    st.integers(1, 4),
    st.sampled_from(range(420, 540, 15)),
    st.sampled_from(("a-b", "b-a")),
    st.sampled_from(("depart_after", "arrive_by")),
    st.sampled_from(("hk", "sz", None)),
)


@st.composite
def _trips(draw: st.DrawFn) -> list[Wanted]:
    found = []
    for direction in ("to-a", "to-b"):
        for step in draw(st.lists(st.integers(0, 24), unique=True, max_size=5)):
            departure = format_minute(420 + 5 * step)
            over = draw(st.sampled_from(PLACES))
            found.append(
                trip(direction, departure, port=over, vehicle_type=draw(st.sampled_from(TYPES)))
            )
    return found


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Scenario, Plan, Plan]:
    """A scenario with up to five trips each way in either plan; overtaking may happen."""
    place = world(draw(st.lists(_demand, max_size=6)))
    return place, plan(place, draw(_trips())), plan(place, draw(_trips()))
