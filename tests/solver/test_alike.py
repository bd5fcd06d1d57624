"""The day without riders: bus types that may do the same are one."""

from shuttle.solver.alike import without_riders
from shuttle.solver.problem import Problem, build_problem
from tests.builders import TUESDAY, WORKDAY, legs_over, port, riders, scenario, vehicle_type


def problem(*types: object) -> Problem:
    place = scenario(
        vehicle_types=types,
        ports=(port(), port("bridge")),
        legs=(*legs_over(), *legs_over("bridge")),
        demand=(riders(5, "08:00"),),
    )
    return build_problem(place, WORKDAY, TUESDAY)


def test_types_that_differ_in_seats_and_prices_alone_are_one_with_all_their_buses() -> None:
    plain = without_riders(problem(vehicle_type(count=3), vehicle_type("van", seats=9, count=4)))

    assert [kind.count for kind in plain.types] == [7]
    assert {run.types for run in plain.trips} == {(0,)}


def test_types_with_other_ports_depots_or_empty_runs_stay_apart() -> None:
    plain = without_riders(
        problem(
            vehicle_type(),
            vehicle_type("tied", ports=("bridge",)),
            vehicle_type("homely", depots=("yard-a",)),
            vehicle_type("roaming", cost_per_deadhead=10),
        )
    )

    assert [kind.id for kind in plain.types] == ["coach", "tied", "homely", "roaming"]
    assert plain.cents.deadhead == (None, None, None, 0)


def test_nobody_travels_and_nothing_costs_money() -> None:
    plain = without_riders(problem(vehicle_type()))

    assert not any(wishes.depart_after.any() or wishes.arrive_by.any() for wishes in plain.wishes)
    assert (plain.cents.trip, plain.cents.bus_day, plain.cents.unserved) == ((0,), (0,), 0)
    assert plain.allowed == problem(vehicle_type()).allowed
