from datetime import date

import numpy as np
import pytest

from shuttle.domain.network import Route
from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import ClockFace
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.errors import InfeasibleError
from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.problem import Problem, Run, build_problem, fix_timetable, pin
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    hours,
    policies,
    port,
    riders,
    scenario,
    vehicle_type,
)
from tests.solver.timetable.builders import over_two_ports, problem

PILOT = shared_root() / "seeds" / "pilot-2023"


def fixed_trip(
    clock: str, ends: str = "a-b", port: str | None = None, vehicle_type: str | None = None
) -> FixedTrip:
    origin, destination = ends.split("-")
    return FixedTrip(
        origin=origin,
        destination=destination,
        departure=parse_minute(clock),
        port=port,
        vehicle_type=vehicle_type,
    )


def refusal_words(place: Scenario, *wanted: FixedTrip) -> list[tuple[str, str]]:
    with pytest.raises(InfeasibleError) as caught:
        fix_timetable(problem(place), wanted)
    assert caught.value.proved
    return [(conflict.rule, conflict.words.en) for conflict in caught.value.conflicts]


def first_run(found: Problem) -> Run:
    return found.trips[0]


def test_a_run_reaches_its_port_and_arrives_as_reckoned_by_hand() -> None:
    place = scenario(policies=policies(span=band("08:00", "08:05")))
    run = first_run(problem(place))
    assert (run.departure, run.reach, run.arrival) == (480, 490, 510)
    assert [(leg.kind, leg.departure, leg.arrival) for leg in run.legs] == [
        ("drive", 480, 490),
        ("clearance", 490, 500),
        ("drive", 500, 510),
    ]


def test_a_clock_face_forbids_trips_but_not_empty_runs() -> None:
    face = ClockFace(minutes=(0, 30))
    place = scenario(policies=policies(span=band("08:00", "09:00"), clock_faces=(face,)))
    found = problem(place)
    assert found.slots == ((480, 510), (480, 510))
    assert len(found.deadheads) == 2 * 12


def test_a_type_without_buses_opens_no_slot() -> None:
    none = problem(scenario(vehicle_types=(vehicle_type(count=0),)))
    assert none.trips == ()
    assert {run.refusals for run in none.refused if run.departure == 480} == {("port-permitted",)}


def test_wishes_are_those_of_the_day_type_and_direction() -> None:
    here = (riders(2, "08:00", minutes=10), riders(1, "09:00", "b-a", wish="arrive_by", minutes=1))
    wishes = problem(scenario(demand=here)).wishes
    assert np.flatnonzero(wishes[0].depart_after).tolist() == [482, 487]
    assert not wishes[0].arrive_by.any()
    assert np.flatnonzero(wishes[1].arrive_by).tolist() == [540]


def test_money_is_counted_in_whole_cents() -> None:
    kind = vehicle_type(cost_per_day=1000.29, cost_per_trip=7.25, cost_per_deadhead=0)
    cents = problem(scenario(vehicle_types=(kind,))).cents
    assert (cents.bus_day, cents.trip, cents.deadhead) == ((100029,), (725,), (0,))
    assert (cents.waiting_minute, cents.early_minute, cents.unserved) == (100, 100, 10000)


def test_a_fixed_timetable_offers_its_own_departures_alone() -> None:
    wanted = fixed_trip("08:00", port="bridge"), fixed_trip("09:03", "b-a")
    found = fix_timetable(problem(over_two_ports()), wanted)
    offered = [(run.direction, run.departure, run.port) for run in found.trips]
    assert offered == [(0, 480, "bridge"), (1, 543, "gate"), (1, 543, "bridge")]
    assert found.fixed


def test_a_departure_that_is_given_twice_is_refused() -> None:
    twice = fixed_trip("08:00"), fixed_trip("08:00"), fixed_trip("08:00", "b-a")
    words = "The timetable has 2 departures to-b at 08:00; give one."
    assert refusal_words(scenario(), *twice) == [("min-headway", words)]


def test_every_departure_that_no_bus_may_make_is_named_at_once() -> None:
    early = fixed_trip("06:45"), fixed_trip("06:30", "b-a"), fixed_trip("12:00")
    title = "The port is open when the bus clears"
    assert refusal_words(scenario(), *early) == [
        ("port-hours", f"The 06:45 departure to-b cannot run: {title}."),
        ("port-hours", f"The 06:30 departure to-a cannot run: {title}."),
    ]


def test_a_refusal_names_the_rule_of_the_port_that_was_asked_for() -> None:
    place = over_two_ports(
        ports=(port("gate", hours=(hours("09:00"),)), port("bridge")),
        vehicle_types=(vehicle_type("coach"), vehicle_type("van", ports=("gate",))),
    )
    titles = {
        "port-hours": "The port is open when the bus clears",
        "port-permitted": "The bus may use the port",
    }
    for wanted, rule in (
        (fixed_trip("08:00", port="gate"), "port-hours"),
        (fixed_trip("08:00", port="bridge", vehicle_type="van"), "port-permitted"),
    ):
        words = f"The 08:00 departure to-b cannot run: {titles[rule]}."
        assert refusal_words(place, wanted) == [(rule, words)]


def test_a_route_without_border_has_runs_without_port() -> None:
    stop_a = scenario().stops["a"]
    near = stop_a.model_copy(update={"id": "c"})
    route = Route(id="a-c", name=stop_a.name, stops=("a", "c"))
    base = scenario()
    legs = tuple(
        leg.model_copy(update={"origin": one, "destination": other})
        for leg, one, other in ((base.legs[0], "a", "c"), (base.legs[1], "c", "a"))
    )
    stops = (*base.stops.values(), near)
    run = first_run(problem(scenario(stops=stops, routes=(route,), legs=legs)))
    assert (run.port, run.reach, run.departure, run.arrival) == (None, None, 360, 370)


@pytest.mark.parametrize(("day", "minutes"), [(9, 15), (11, 15), (12, 5), (13, 5)])
def test_the_new_port_clears_sooner_from_the_day_it_opens(day: int, minutes: int) -> None:
    place = load_scenario(PILOT)
    found = build_problem(place, "service", date(2026, 10, day))
    clearances = {run.legs[1].arrival - run.legs[1].departure for run in found.trips}
    assert clearances == {minutes}


def test_the_same_scenario_makes_the_same_problem() -> None:
    runs = [build_problem(scenario(), WORKDAY, TUESDAY).trips for _ in range(2)]
    assert runs[0] == runs[1]


def test_a_pinned_departure_keeps_its_port_while_others_stay_free() -> None:
    free = problem(over_two_ports())
    found = pin(free, (fixed_trip("08:00", port="bridge"),))
    ports = {run.port for run in found.trips if (run.direction, run.departure) == (0, 480)}
    assert ports == {"bridge"}
    assert found.required == ((480,), ())
    assert not found.fixed
    assert found.slots == free.slots


def test_a_pinned_departure_that_no_bus_may_make_is_refused_with_its_rule() -> None:
    with pytest.raises(InfeasibleError) as caught:
        pin(problem(over_two_ports()), (fixed_trip("08:00", port="gate", vehicle_type="none"),))
    assert [conflict.rule for conflict in caught.value.conflicts] == ["port-permitted"]
