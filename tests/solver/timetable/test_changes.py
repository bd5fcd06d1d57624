"""Forty ride at 09:00 from `a` to `b`, and back at 10:00; a timetable was published."""

from dataclasses import replace
from typing import Any

import pytest

from shuttle.domain.change import Change, ChangeLimits, ChangePrices, PublishedDeparture
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.errors import InfeasibleError
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.result import Solution
from shuttle.solver.timetable.fewest import Fewest, fewest_changes
from shuttle.solver.timetable.model import build_model
from tests.builders import FACT, band, policies, riders, scenario, vehicle_type
from tests.solver.timetable.builders import departures, money, over_two_ports, problem

PRICES = ChangePrices(
    moved_trip=30, moved_minute=2, dropped_trip=300, added_trip=100, other_port=50, **FACT
)
DEMAND = (riders(40, "09:00", minutes=1), riders(40, "10:00", "b-a", minutes=1))


def a_morning(**changes: Any) -> Scenario:
    span = band("08:00", "12:00")
    return scenario(policies=policies(span=span), **{"demand": DEMAND, **changes})


def published(*wanted: str, port: str = "gate") -> tuple[PublishedDeparture, ...]:
    """As `published("a-b 09:00")`."""
    return tuple(
        PublishedDeparture(
            id=f"to-{entry[2]}-{entry[4:].replace(':', '')}",
            origin=entry[0],
            destination=entry[2],
            departure=parse_minute(entry[4:]),
            port=port,
        )
        for entry in wanted
    )


def kept(place: Scenario, was: tuple[PublishedDeparture, ...], **limits: int | None) -> Solution:
    change = Change(published=was, prices=PRICES, limits=ChangeLimits(**limits))
    solution = optimise(replace(problem(place), change=change), Options())
    assert solution.proof.status == "optimal"
    return solution


def fates(solution: Solution) -> dict[str, str | None]:
    assert solution.changes is not None
    return {fate.published.id: fate.trip for fate in solution.changes.fates}


def test_a_timetable_that_is_still_the_best_stays_and_costs_nothing_more() -> None:
    solution = kept(a_morning(), published("a-b 09:00", "b-a 10:00"))
    assert departures(solution) == ["to-b-0900", "to-a-1000"]
    assert money(solution) == {"buses": 1000, "trips": 200}
    assert solution.terms["changes"] == 0


def test_a_trip_moves_where_riders_gain_more_than_its_price() -> None:
    # Five minutes less of waiting for forty are worth 200; the move costs 30 and 2 a minute.
    solution = kept(a_morning(), published("a-b 09:05", "b-a 10:00"))
    assert departures(solution) == ["to-b-0900", "to-a-1000"]
    assert money(solution)["changes"] == 40
    assert fates(solution) == {"to-b-0905": "to-b-0900", "to-a-1000": "to-a-1000"}


def test_a_trip_does_not_move_for_less_than_its_price() -> None:
    few = (riders(7, "09:00", minutes=1), DEMAND[1], riders(1, "09:05", minutes=1))
    solution = kept(a_morning(demand=few), published("a-b 09:05", "b-a 10:00"))
    assert departures(solution) == ["to-b-0905", "to-a-1000"]
    assert money(solution) == {"buses": 1000, "trips": 200, "waiting": 35}


def test_a_departure_that_moves_further_is_dropped_and_another_added() -> None:
    solution = kept(a_morning(), published("a-b 09:30", "b-a 10:00"))
    assert fates(solution) == {"to-b-0930": None, "to-a-1000": "to-a-1000"}
    assert money(solution)["changes"] == 400


def test_another_port_costs_its_price() -> None:
    # Over `bridge` the trip takes 10 minutes longer, which nobody minds who leaves at a wish; its
    # published port is `bridge`, but a bus that may use `gate` alone goes there.
    place = over_two_ports(
        policies=policies(span=band("08:00", "12:00")),
        demand=DEMAND,
        vehicle_types=(vehicle_type(ports=("gate",)),),
    )
    solution = kept(place, published("a-b 09:00", "b-a 10:00", port="bridge"))
    assert money(solution)["changes"] == 100
    assert fates(solution) == {"to-b-0900": "to-b-0900", "to-a-1000": "to-a-1000"}


@pytest.mark.parametrize(("trips", "expected"), [(0, "to-b-0905"), (1, "to-b-0900")])
def test_no_more_trips_change_than_the_limit(trips: int, expected: str) -> None:
    solution = kept(a_morning(), published("a-b 09:05", "b-a 10:00"), trips=trips)
    assert departures(solution) == [expected, "to-a-1000"]


@pytest.mark.parametrize(("minutes", "expected"), [(4, "to-b-0905"), (5, "to-b-0900")])
def test_trips_move_by_no_more_minutes_than_the_limit(minutes: int, expected: str) -> None:
    solution = kept(a_morning(), published("a-b 09:05", "b-a 10:00"), minutes=minutes)
    assert departures(solution) == [expected, "to-a-1000"]


@pytest.mark.parametrize("trips", [1, 2])
def test_an_added_trip_counts_as_a_change(trips: int) -> None:
    # Forty without a bus cost 4000; they are worth one there and back, which is two trips.
    solution = kept(a_morning(demand=DEMAND[:1]), (), trips=trips)
    assert departures(solution) == ([] if trips == 1 else departures(solution))
    assert len(solution.trips) == (0 if trips == 1 else 2)


def test_the_proof_says_what_it_is_of() -> None:
    proves = kept(a_morning(), published("a-b 09:00"), trips=3, minutes=20).proof.proves
    assert proves.endswith("changes priced, at most 3 trips changed, at most 20 minutes moved")


def test_too_few_changes_admit_no_timetable_and_the_fewest_are_told() -> None:
    # Published for a port that the fleet may no longer use, so that all trips must change.
    only_bridge = over_two_ports(vehicle_types=(vehicle_type(ports=("bridge",)),))
    was = published("a-b 09:00", "b-a 10:00")
    change = Change(published=was, limits=ChangeLimits(trips=1))
    asked = replace(problem(only_bridge), change=change)
    with pytest.raises(InfeasibleError):
        optimise(asked, Options())
    assert fewest_changes(asked, Deadline(60.0)) == Fewest(2.0, 2)


def test_nothing_published_adds_nothing_to_the_model() -> None:
    plain = problem(a_morning())
    empty = build_model(replace(plain, change=Change(published=())))
    assert len(build_model(plain).linear.cost) + len(empty.changes.added) == len(empty.linear.cost)
    assert build_model(plain).changes.matches == ()
