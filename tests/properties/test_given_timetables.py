"""Buses for a given timetable: the solver finds what trying every way to hand trips out finds."""

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuttle import audit
from shuttle.domain.fleet import Battery, Charger, Permit
from shuttle.domain.network import Route
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from tests.builders import (
    FACT,
    WORKDAY,
    band,
    depot,
    leg,
    legs_over,
    policies,
    port,
    running,
    scenario,
    text,
    vehicle_type,
)
from tests.properties.brute_day import Day
from tests.side_world import YARD, bus, departures, side_world

SLOW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WAYS = ("a-b", "b-a", "c-b", "b-c")


@st.composite
def timetables(draw: st.DrawFn) -> tuple[FixedTrip, ...]:
    """Up to four departures, at most one of a direction at a minute."""
    clocks = st.integers(0, 17).map(lambda n: f"{7 + n // 6:02d}:{n % 6}0")
    entries = st.tuples(st.sampled_from(WAYS), clocks)
    chosen = draw(st.lists(entries, min_size=1, max_size=4, unique=True))
    return departures(*(f"{ends} {clock}" for ends, clock in chosen))


@st.composite
def side_worlds(draw: st.DrawFn, /, **changes: Any) -> Scenario:
    """The world of `tests.side_world` with some legs, fleets and depots changed."""
    change = draw(st.sampled_from(("07:30", "08:10", "08:40")))
    drives = [
        leg(one, other, running(slow, "00:00", change), running(quick, change, "48:00"))
        for one, other in (("a", "c"), ("c", "a"), ("yard", "a"), ("c", "yard"))
        for slow, quick in [draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))]
    ]
    kept = side_world().legs
    given_anew = {(entry.origin, entry.destination) for entry in drives}
    legs = [entry for entry in kept if (entry.origin, entry.destination) not in given_anew]
    yards = (YARD.model_copy(update={"capacity": draw(st.sampled_from((None, 1)))}),)
    more = draw(st.sampled_from(((), (depot("yard-b", "b"),), (depot("yard-a", "a"),))))
    fleet = (
        bus(count=draw(st.integers(1, 3)), cost_per_same_side_deadhead=draw(PRICES)),
        bus(
            name="van",
            cost_per_day=draw(st.sampled_from((900, 1100))),
            count=draw(st.integers(0, 1)),
            cost_per_same_side_deadhead=None,
        ),
    )
    default = {
        "legs": (*legs, *drives),
        "depots": (*yards, *more),
        "vehicle_types": fleet,
        "policies": policies(layover_minutes=draw(st.integers(0, 12)), span=band("07:00", "10:00")),
    }
    return side_world(**{**default, **changes})


PRICES = st.sampled_from((0, 20, 700, None))


def planned(place: Scenario, trips: tuple[FixedTrip, ...]) -> Plan | None:
    with suppress(InfeasibleError):
        return make_plan(place, PlanRequest(method="timetable", timetable=trips))
    return None


def agree(place: Scenario, trips: tuple[FixedTrip, ...]) -> None:
    """The plan, which has passed the audit, costs what the cheapest of all ways costs."""
    expected, plan = Day(place, WORKDAY, trips).cheapest(), planned(place, trips)

    assert (plan and round(plan.objective.total * 100)) == expected
    assert plan is None or plan.proof.status == "optimal"
    assert plan is None or audit.check(place, plan) == ()


@SLOW
@given(side_worlds(), timetables())
def test_empty_runs_within_a_side_are_the_cheapest(
    place: Scenario, trips: tuple[FixedTrip, ...]
) -> None:
    agree(place, trips)


@st.composite
def worlds_with_permits(draw: st.DrawFn) -> Scenario:
    """Two ports, the second with other minutes, for each of which only some buses have permits."""
    route = Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=("gate", "bridge"))
    counted = draw(st.sampled_from((("gate",), ("bridge",), ("gate", "bridge"))))
    permits = tuple(Permit(port=name, count=draw(st.integers(1, 2))) for name in counted)
    return scenario(
        ports=(port("gate"), port("bridge")),
        routes=(route,),
        legs=(*legs_over("gate"), *legs_over("bridge", minutes=draw(st.sampled_from((5, 14))))),
        vehicle_types=(
            vehicle_type(permits=permits, count=draw(st.integers(1, 3))),
            vehicle_type("van", count=draw(st.integers(0, 1)), cost_per_day=1500),
        ),
        policies=policies(layover_minutes=5, span=band("07:00", "10:00")),
    )


@st.composite
def one_route(draw: st.DrawFn) -> tuple[FixedTrip, ...]:
    """Up to four departures between `a` and `b`, some of which name their port."""
    trips = draw(timetables())
    kept = {(trip.origin == "b", trip.departure): trip for trip in trips}
    return tuple(
        FixedTrip(
            origin="b" if back else "a",
            destination="a" if back else "b",
            departure=minute,
            port=draw(st.sampled_from((None, "gate", "bridge"))),
        )
        for back, minute in sorted(kept)
    )


@SLOW
@given(worlds_with_permits(), one_route())
def test_no_more_buses_use_a_port_than_hold_its_permit(
    place: Scenario, trips: tuple[FixedTrip, ...]
) -> None:
    agree(place, trips)


@st.composite
def electric_worlds(draw: st.DrawFn) -> Scenario:
    """Electric buses that last for one to four trips, with chargers at some places."""
    places = draw(st.lists(st.sampled_from(("yard", "a", "c", "b")), min_size=1, unique=True))
    battery = Battery(
        usable_kwh=draw(st.integers(20, 70)),
        step_kwh=draw(st.sampled_from((7, 10, 20))),
        drive_wh_per_minute=draw(st.sampled_from((700, 1000))),
        clearance_wh_per_minute=draw(st.sampled_from((0, 300))),
        chargers=tuple(Charger(place=p, kw=draw(st.sampled_from((45, 60, 130)))) for p in places),
        **FACT,
    )
    electric = bus(
        name="electric",
        battery=battery,
        count=draw(st.integers(1, 3)),
        cost_per_same_side_deadhead=draw(PRICES),
    )
    diesel = bus(count=draw(st.integers(0, 1)), cost_per_day=1300)
    yards = (YARD, depot("yard-b", "b"), depot("yard-a", "a"))
    return side_world(
        vehicle_types=(electric, diesel) if draw(st.booleans()) else (electric,),
        depots=yards[: draw(st.integers(1, 3))],
        policies=policies(layover_minutes=draw(st.sampled_from((0, 5, 10))), span=SPAN),
    )


SPAN = band("07:00", "10:00")
ELECTRIC = settings(SLOW, max_examples=40)


@ELECTRIC
@given(electric_worlds(), timetables())
def test_electric_buses_run_what_their_batteries_last_for(
    place: Scenario, trips: tuple[FixedTrip, ...]
) -> None:
    agree(place, trips)
