"""Each slot rule at its boundary, on both sides, as the solver reads it."""

from datetime import date, timedelta

import pytest

from shuttle.audit.slots import ServiceDay, slot
from shuttle.domain.policy import ClockFace
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.solver.opening import OpenInterval
from shuttle.solver.rules import (
    approach_road,
    clock_face,
    departure_grid,
    port_hours,
    port_permitted,
    running_time,
)
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    clearance,
    hours,
    leg,
    legs_over,
    policies,
    port,
    running,
    scenario,
    vehicle_type,
)
from tests.solver.timetable.builders import over_two_ports, problem

DAY = (OpenInterval(420, 1320, 1290), OpenInterval(1860, 2760, 2730))


def refusals(place: Scenario, clock: str, ends: str = "a-b") -> tuple[str, ...]:
    """Slot rules that refuse the departure over the first port."""
    found = problem(place)
    index = ("a-b", "b-a").index(ends)
    runs = [run for run in (*found.deadheads, *found.refused) if run.port == "gate"]
    minute = parse_minute(clock)
    return next(r.refusals for r in runs if (r.direction, r.departure) == (index, minute))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (("08:00", "08:20"), [480, 490]),
        (("08:01", "08:21"), [490, 500]),
        (("08:00", "08:01"), [480]),
        (("08:01", "08:10"), []),
        (("23:50", "24:20"), [1430, 1440, 1450]),
    ],
)
def test_the_grid_is_its_multiples_from_the_spans_start_to_before_its_end(
    span: tuple[str, str], expected: list[int]
) -> None:
    chosen = policies(grid_minutes=10, span=band(*span))
    assert list(departure_grid.minutes(chosen)) == expected


@pytest.mark.parametrize(
    ("reach", "cleared", "open_"),
    [
        (420, 430, True),
        (419, 430, False),
        (1310, 1320, True),
        (1311, 1321, False),
        (1320, 1320, True),
        (1860, 1870, True),
        (1319, 1861, False),
    ],
)
def test_a_bus_is_at_the_port_within_one_open_interval(
    reach: int, cleared: int, *, open_: bool
) -> None:
    assert port_hours.admits(DAY, reach, cleared) is open_


@pytest.mark.parametrize(("reach", "in_time"), [(1290, True), (1291, False), (420, True)])
def test_the_approach_road_is_met_to_the_minute(reach: int, *, in_time: bool) -> None:
    assert approach_road.admits(DAY, reach) is in_time


def test_the_approach_road_says_nothing_of_a_closed_port() -> None:
    assert approach_road.admits(DAY, 1500)


@pytest.mark.parametrize(
    ("clock", "refused"),
    [
        ("06:50", ()),
        ("06:45", ("port-hours",)),
        ("21:05", ()),
        ("21:10", ("approach-road",)),
        ("21:40", ("approach-road",)),
        ("21:45", ("port-hours",)),
    ],
)
def test_a_departure_is_refused_by_the_hours_or_the_approach_road(
    clock: str, refused: tuple[str, ...]
) -> None:
    # Open 07:00 to 22:00, approach until 21:15; the port is ten minutes away and takes ten.
    near = port(hours=(hours(approach_closes_minutes=45),))
    assert refusals(scenario(ports=(near,)), clock) == refused


def test_a_port_open_all_day_is_crossed_at_midnight() -> None:
    place = scenario(
        ports=(port(hours=(hours("00:00", "24:00"),)),),
        policies=policies(span=band("23:00", "25:00")),
    )
    for clock in ("23:45", "23:50", "24:00"):
        assert refusals(place, clock) == ()


@pytest.mark.parametrize(
    ("clock", "faces"), [("07:59", 0), ("08:00", 0), ("08:05", 1), ("08:59", 1), ("09:00", 0)]
)
def test_a_clock_face_binds_within_its_band(clock: str, faces: int) -> None:
    face = ClockFace(minutes=(0, 30), start=480, end=540)
    towards_b = scenario().directions()[0]
    chosen = policies(clock_faces=(face,))
    found = clock_face.refusals(chosen, WORKDAY, towards_b, parse_minute(clock))
    assert len(found) == faces


@pytest.mark.parametrize(
    "narrowed", [{"origin": "b"}, {"destination": "a"}, {"day_types": ("sunday",)}]
)
def test_a_clock_face_of_other_trips_does_not_bind(narrowed: dict[str, object]) -> None:
    face = ClockFace.model_validate({"minutes": (30,), **narrowed})
    towards_b = scenario().directions()[0]
    assert clock_face.refusals(policies(clock_faces=(face,)), WORKDAY, towards_b, 480) == ()


def test_every_clock_face_that_holds_must_list_the_minute() -> None:
    faces = ClockFace(minutes=(0, 30)), ClockFace(minutes=(0, 20, 40))
    towards_b = scenario().directions()[0]
    chosen = policies(clock_faces=faces)
    by_minute = {
        m: len(clock_face.refusals(chosen, WORKDAY, towards_b, m)) for m in (480, 500, 505)
    }
    assert by_minute == {480: 0, 500: 1, 505: 2}


@pytest.mark.parametrize(("clock", "arrival"), [("08:55", 565), ("09:00", 590)])
def test_each_part_takes_the_band_in_which_it_begins(clock: str, arrival: int) -> None:
    # Until 09:00 the way to the port takes 10 minutes, from then 20; the rest likewise 10 + 10,
    # but from 09:20 the way on takes 20.
    slow = (
        leg("a", "gate", running(10, "00:00", "09:00"), running(20, "09:00", "48:00")),
        leg("gate", "b", running(10, "00:00", "09:20"), running(20, "09:20", "48:00")),
        *legs_over()[2:],
    )
    place = scenario(legs=slow)
    way = running_time.Way(place, TUESDAY, WORKDAY, place.directions()[0], "gate")
    legs = running_time.parts(way, parse_minute(clock))
    assert legs is not None
    assert legs[-1].arrival == arrival


@pytest.mark.parametrize(("clock", "refused"), [("08:45", ()), ("08:50", ("running-time",))])
def test_a_part_without_a_band_cannot_run(clock: str, refused: tuple[str, ...]) -> None:
    # Reached at 09:00 or later, the port has no clearance time any more.
    place = scenario(ports=(port(clearance=(clearance(end=540),)),))
    assert refusals(place, clock) == refused


def test_a_clearance_of_the_other_way_is_no_clearance() -> None:
    place = scenario(ports=(port(clearance=(clearance(direction="to_hk"),)),))
    assert refusals(place, "08:00") == ("running-time",)
    assert refusals(place, "08:00", "b-a") == ()


def test_a_run_that_would_arrive_after_the_second_midnight_cannot_run() -> None:
    place = scenario(
        ports=(port(hours=(hours("00:00", "24:00"),)),),
        policies=policies(span=band("47:00", "48:00")),
    )
    assert refusals(place, "47:30") == ()
    assert refusals(place, "47:35") == ("running-time",)


@pytest.mark.parametrize(
    ("permitted", "expected"), [(None, ()), (("gate",), ()), (("bridge",), ("port-permitted",))]
)
def test_a_bus_type_crosses_only_where_it_may(
    permitted: tuple[str, ...] | None, expected: tuple[str, ...]
) -> None:
    place = over_two_ports(vehicle_types=(vehicle_type(ports=permitted),))
    assert refusals(place, "08:00") == expected


def test_a_route_uses_its_ports_that_exist_on_the_date() -> None:
    opening = TUESDAY + timedelta(days=1)
    place = over_two_ports(ports=(port("gate"), port("bridge", valid_from=opening)))
    towards_b = place.directions()[0]
    assert port_permitted.ports(place, TUESDAY, towards_b) == ("gate",)
    assert port_permitted.ports(place, opening, towards_b) == ("gate", "bridge")
    assert port_permitted.ports(place, date(2026, 12, 1), towards_b) == ("gate", "bridge")


def test_solver_and_audit_read_running_times_alike() -> None:
    place = over_two_ports(policies=policies(span=band("06:00", "26:00")))
    day = ServiceDay(TUESDAY, WORKDAY)
    found = problem(place)
    for run in (*found.deadheads, *found.refused):
        way = place.directions()[run.direction]
        seen = slot(place, day, way.origin, way.destination, run.port, run.departure)
        assert seen.legs == run.legs
        assert bool(seen.trouble) == (run.refusals == ("running-time",))
