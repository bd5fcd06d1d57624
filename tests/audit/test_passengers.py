"""The passenger count: buses from `a` to `b` in these tests leave at 08:00 and 08:30."""

import pytest

from shuttle.audit.passengers import Departure, RiderCount, count_riders
from shuttle.domain.demand import DemandBin
from tests.audit.verdict import broken, words
from tests.builders import (
    WORKDAY,
    plan,
    policies,
    riders,
    scenario,
    trip,
    vehicle_type,
    with_figures,
    with_trip,
)


def bus(departure: int, arrival: int, seats: int = 40, ends: str = "a-b") -> Departure:
    """A bus whose key is its departure."""
    origin, destination = ends.split("-")
    return Departure(origin, destination, departure, arrival, seats, str(departure))


EIGHT, HALF_PAST = bus(480, 510), bus(510, 540)


def count(demand: tuple[DemandBin, ...], *buses: Departure) -> RiderCount:
    """The count in a scenario whose riders wait at most 20 minutes and come at most 25 early."""
    place = scenario(demand=demand, policies=policies(max_wait_minutes=20, max_early_minutes=25))
    return count_riders(place, WORKDAY, buses)


def wishes(wish: str, *minutes: str) -> tuple[DemandBin, ...]:
    """One rider for each wished minute."""
    return tuple(riders(1, minute, wish=wish, minutes=1) for minute in minutes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wished", "loads", "waiting"),
    [
        ("07:39", {"480": 0, "510": 0}, 0),  # 21 minutes are too long
        ("07:40", {"480": 1, "510": 0}, 20),
        ("08:00", {"480": 1, "510": 0}, 0),  # at the very minute
        ("08:01", {"480": 0, "510": 0}, 0),  # 29 minutes to the next
        ("08:10", {"480": 0, "510": 1}, 20),
        ("08:31", {"480": 0, "510": 0}, 0),  # no bus any more
    ],
)
def test_a_depart_after_rider_takes_the_first_bus_within_her_patience(
    wished: str, loads: dict[str, int], waiting: int
) -> None:
    found = count(wishes("depart_after", wished), EIGHT, HALF_PAST)

    assert (found.loads, found.waiting_minutes) == (loads, waiting)
    assert found.waited == sum(loads.values())
    assert found.unserved == 1 - sum(loads.values())


@pytest.mark.parametrize(
    ("wished", "loads", "early"),
    [
        ("08:29", {"480": 0, "510": 0}, 0),  # no bus arrives by then
        ("08:30", {"480": 1, "510": 0}, 0),  # at the very minute
        ("08:55", {"480": 1, "510": 0}, 25),
        ("08:56", {"480": 0, "510": 0}, 0),  # 26 minutes are too early
        ("09:00", {"480": 0, "510": 1}, 0),
        ("09:25", {"480": 0, "510": 1}, 25),
        ("09:26", {"480": 0, "510": 0}, 0),
    ],
)
def test_an_arrive_by_rider_takes_the_last_bus_in_time_within_her_patience(
    wished: str, loads: dict[str, int], early: int
) -> None:
    found = count(wishes("arrive_by", wished), EIGHT, HALF_PAST)

    assert (found.loads, found.early_minutes) == (loads, early)
    assert found.early == sum(loads.values())


def test_the_last_departure_counts_though_an_earlier_one_arrives_later() -> None:
    found = count(wishes("arrive_by", "09:00"), bus(480, 540), bus(495, 525))

    assert found.loads == {"480": 0, "495": 1}


def test_riders_of_another_direction_or_day_type_do_not_board() -> None:
    others = (riders(1, "08:00", "b-a", minutes=1), riders(1, "08:00", day_type="sunday"))
    found = count(others, EIGHT)

    assert found.loads == {"480": 0}
    assert (found.riders, found.unserved, len(found.demand.by_bin)) == (1, 1, 1)


def test_who_finds_the_bus_full_has_waited_but_is_left_behind() -> None:
    small = bus(480, 510, seats=2)
    found = count(wishes("depart_after", "07:50", "07:55", "07:58"), small, HALF_PAST)

    assert found.loads == {"480": 2, "510": 0}
    assert (found.demand.served, found.demand.left_behind, found.unserved) == (2, 1, 1)
    assert (found.waited, found.waiting_minutes) == (3, 10 + 5 + 2)


def test_the_bus_that_was_full_counts_as_early_as_well() -> None:
    found = count(wishes("arrive_by", "08:35", "08:40"), bus(480, 510, seats=1))

    assert (found.demand.served, found.demand.left_behind) == (1, 1)
    assert (found.early, found.early_minutes) == (2, 5 + 10)


def test_riders_without_any_bus_are_left_behind_without_having_waited() -> None:
    found = count(wishes("depart_after", "09:00"), EIGHT)

    assert (found.demand.left_behind, found.unserved, found.waited) == (1, 1, 0)


def test_the_earlier_wish_gets_the_seat() -> None:
    late_first = wishes("depart_after", "07:55", "07:50")
    found = count(late_first, bus(480, 510, seats=1))

    assert [entry.served for entry in found.demand.by_bin] == [0, 1]


def test_at_one_minute_depart_after_comes_before_arrive_by() -> None:
    both = (*wishes("arrive_by", "08:30"), *wishes("depart_after", "08:30"))
    long_ride = bus(510, 510, seats=1)  # leaves and arrives at the wished minute of both
    found = count(both, long_ride)

    assert [entry.served for entry in found.demand.by_bin] == [0, 1]


def test_at_one_minute_the_files_order_decides() -> None:
    two = (riders(2, "07:50", minutes=1), riders(2, "07:50", minutes=1))
    found = count(two, bus(480, 510, seats=3))

    assert [(entry.served, entry.left_behind) for entry in found.demand.by_bin] == [(2, 0), (1, 1)]


def test_riders_of_a_bin_are_spread_over_it() -> None:
    # Five wish for 07:51, 07:54, 07:57, 08:00 and 08:03; the last would wait 27 minutes for 08:30.
    found = count((riders(5, "07:50"),), EIGHT, HALF_PAST)

    assert found.loads == {"480": 4, "510": 0}
    assert found.waiting_minutes == 9 + 6 + 3 + 0


def test_the_order_in_which_departures_are_given_does_not_matter() -> None:
    demand = (riders(30, "07:50"), riders(30, "08:45", wish="arrive_by"))
    small = bus(480, 510, seats=10), bus(485, 515, seats=10), bus(490, 520, seats=10)

    assert count(demand, *small) == count(demand, *reversed(small))


def test_bins_are_counted_in_the_files_order() -> None:
    demand = (riders(1, "09:00"), riders(2, "07:50"), riders(1, "08:00", "b-a", home="sz"))
    found = count(demand, EIGHT).demand

    assert [(entry.start, entry.riders, entry.home) for entry in found.by_bin] == [
        (540, 1, None),
        (470, 2, None),
        (480, 1, "sz"),
    ]


def test_a_load_beyond_the_seats_is_a_violation() -> None:
    place = scenario(
        demand=(riders(3, "08:00", minutes=1),), vehicle_types=(vehicle_type(seats=2),)
    )
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:40")])

    assert broken(place, answer) == []
    assert words(place, with_trip(answer, "to-b-0800", load=3), "seat-capacity") == [
        "Trip to-b-0800 has 3 riders on 2 seats.",
        "Trip to-b-0800 is said to carry 3 riders; the passenger count has 2.",
    ]


@pytest.mark.parametrize(
    ("load", "found"), [(1, ["seat-capacity"]), (2, []), (3, ["seat-capacity"])]
)
def test_a_load_other_than_the_count_is_a_violation(load: int, found: list[str]) -> None:
    place = scenario(demand=(riders(2, "08:00", minutes=1),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:40")])

    assert broken(place, with_trip(answer, "to-b-0800", load=load)) == found


@pytest.mark.parametrize("field", ["served", "left_behind"])
@pytest.mark.parametrize("error", [-1, 1])
def test_other_totals_than_the_count_are_a_violation(field: str, error: int) -> None:
    place = scenario(
        demand=(riders(3, "08:00", minutes=1),), vehicle_types=(vehicle_type(seats=2),)
    )
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:40")])
    wrong = answer.demand.model_copy(update={field: getattr(answer.demand, field) + error})
    found = words(place, answer.model_copy(update={"demand": wrong}), "passenger-count")

    counted = {"served": 2, "left_behind": 1}[field]
    assert found == [
        (
            f"The plan says that {counted + error} riders are {field.replace('_', ' ')}; "
            f"the passenger count has {counted}."
        )
    ]


def test_another_bin_than_the_count_is_a_violation() -> None:
    place = scenario(demand=(riders(3, "08:00", minutes=1),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:40")])
    entry = answer.demand.by_bin[0].model_copy(update={"served": 2})
    wrong = answer.demand.model_copy(update={"by_bin": (entry,)})
    empty = answer.demand.model_copy(update={"by_bin": ()})

    assert broken(place, answer.model_copy(update={"demand": wrong})) == ["passenger-count"]
    assert broken(place, answer.model_copy(update={"demand": empty})) == ["passenger-count"]


def test_a_trip_added_without_counting_again_is_noticed() -> None:
    place = scenario(demand=(riders(3, "08:00", minutes=1),))
    answer = plan(place, [trip("to-b", "08:10"), trip("to-a", "08:50")])
    more = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:10"), trip("to-a", "08:50")])
    stale = more.model_copy(update={"demand": answer.demand, "objective": answer.objective})

    assert {"objective-value"} <= set(broken(place, stale))
    assert "objective-value" not in broken(place, with_figures(place, stale))
