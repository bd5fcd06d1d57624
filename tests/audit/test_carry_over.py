"""The count under carry-over: buses from `a` to `b` leave at 08:00, 08:10 and 08:20."""

import pytest

from shuttle.audit.passengers import Departure, RiderCount, count_riders
from shuttle.domain.demand import DemandBin
from tests.audit.verdict import broken, words
from tests.builders import WORKDAY, plan, policies, riders, scenario, trip, vehicle_type


def buses(*seats: int, minutes: int = 30) -> tuple[Departure, ...]:
    """One bus every ten minutes from 08:00 on, named by its minute, each half an hour long."""
    return tuple(
        Departure("a", "b", 480 + 10 * n, 480 + 10 * n + minutes, number, str(480 + 10 * n))
        for n, number in enumerate(seats)
    )


def count(demand: tuple[DemandBin, ...], *found: Departure) -> RiderCount:
    """Riders wait at most 15 minutes and come at most 15 early."""
    limits = policies(semantics="carry-over", max_wait_minutes=15, max_early_minutes=15)
    return count_riders(scenario(demand=demand, policies=limits), WORKDAY, found)


def after(number: int, clock: str) -> DemandBin:
    return riders(number, clock, minutes=1)


def by(number: int, clock: str) -> DemandBin:
    return riders(number, clock, minutes=1, wish="arrive_by")


def loads(found: RiderCount) -> list[int]:
    return list(found.loads.values())


def test_who_finds_the_bus_full_takes_the_next() -> None:
    found = count((after(3, "07:58"),), *buses(2, 2, 2))
    assert loads(found) == [2, 1, 0]
    assert found.waiting_minutes == 2 + 2 + 12
    assert (found.demand.served, found.demand.left_behind, found.demand.carried) == (3, 0, 1)


def test_the_first_come_are_the_first_served() -> None:
    found = count((after(2, "08:05"), after(2, "07:58")), *buses(1, 1, 1))
    # Of the two of 07:58 one rides at 08:00, the other at 08:10, before those of 08:05.
    assert [entry.served for entry in found.demand.by_bin] == [1, 2]
    assert found.waiting_minutes == 2 + 12 + 15 + 15


@pytest.mark.parametrize(("clock", "served"), [("07:55", 2), ("07:54", 1)])
def test_nobody_waits_longer_than_she_has_patience(clock: str, served: int) -> None:
    found = count((after(2, clock),), *buses(1, 1))
    assert found.demand.served == served


def test_who_gives_up_has_waited_for_the_last_bus_that_she_tried() -> None:
    found = count((after(2, "07:58"),), *buses(1, 0, 1))
    # 08:20 would be 22 minutes; the second rider tried 08:00 and 08:10.
    assert (found.waited, found.waiting_minutes) == (2, 2 + 12)
    assert (found.unserved, found.demand.carried) == (1, 0)


def test_who_has_no_bus_within_patience_has_not_waited() -> None:
    found = count((after(1, "07:30"), after(1, "08:30")), *buses(1, 1))
    assert (found.waited, found.waiting_minutes, found.unserved) == (0, 0, 2)


def test_who_plans_by_arrival_takes_the_bus_before_where_hers_is_full() -> None:
    found = count((by(3, "08:42"),), *buses(2, 2))
    assert loads(found) == [1, 2]
    assert found.early_minutes == 2 + 2 + 12
    assert found.demand.carried == 1


@pytest.mark.parametrize(("clock", "served"), [("08:45", 2), ("08:46", 1)])
def test_nobody_comes_earlier_than_she_accepts(clock: str, served: int) -> None:
    found = count((by(2, clock),), *buses(1, 1))
    assert found.demand.served == served


def test_earlier_wishes_choose_their_bus_first() -> None:
    found = count((by(1, "08:49"), by(1, "08:41")), *buses(1, 1))
    # She of 08:41 takes the bus of 08:40; for her of 08:49 that of 08:30 comes too early.
    assert [entry.served for entry in found.demand.by_bin] == [0, 1]
    assert found.early_minutes == 1 + 9


def test_those_at_the_stop_board_before_those_who_plan_by_arrival() -> None:
    found = count((by(1, "08:40"), after(1, "08:01")), *buses(1, 1))
    # She at the stop takes 08:10; who would come with it at 08:40 takes 08:00 instead.
    assert loads(found) == [1, 1]
    assert (found.waiting_minutes, found.early_minutes) == (9, 10)


def test_a_plan_for_other_semantics_is_a_violation() -> None:
    place = scenario(
        demand=(riders(3, "08:00", minutes=1),),
        vehicle_types=(vehicle_type(seats=2),),
        policies=policies(semantics="carry-over"),
    )
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:40")])
    assert broken(place, answer) == []
    other = answer.model_copy(update={"semantics": "seat-guarantee"})
    assert words(place, other, "passenger-count") == [
        "The plan counts riders by seat-guarantee; the scenario asks for carry-over."
    ]


def test_another_number_of_carried_riders_is_a_violation() -> None:
    place = scenario(
        demand=(riders(3, "08:00", minutes=1),),
        vehicle_types=(vehicle_type(seats=2),),
        policies=policies(semantics="carry-over"),
    )
    answer = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:20"), trip("to-a", "09:10")])
    assert answer.demand.carried == 1
    wrong = answer.demand.model_copy(update={"carried": 0})
    assert words(place, answer.model_copy(update={"demand": wrong}), "passenger-count") == [
        "The plan says that 0 riders are carried; the passenger count has 1."
    ]
