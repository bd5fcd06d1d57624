"""How two plans differ: trips, days of work, money, and riders counted one by one."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from shuttle.domain.demand import DemandBin
from shuttle.domain.difference import PlanDifference, RiderBalance
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from shuttle.scenario import load_scenario
from shuttle.services.deciding.differences import difference
from tests.builders import deadhead, plan, riders, trip, with_duty
from tests.services.brute_riders import balance
from tests.services.two_plans import pairs, timetable, world

SEEDS = Path(__file__).parents[3] / "seeds"
HETAO = load_scenario(SEEDS / "hetao-2026")
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def between(before: tuple[str, ...], after: tuple[str, ...], *demand: DemandBin) -> PlanDifference:
    """The difference of two timetables from `a` to `b`."""
    place = world(demand)
    return difference(timetable(place, *before), timetable(place, *after), place)


def fates(found: PlanDifference) -> list[tuple[str, int]]:
    return [(change.fate, change.minutes) for change in found.trips]


def test_a_plan_does_not_differ_from_itself() -> None:
    place = world((riders(5, "08:00"),))
    mine = timetable(place, "08:15", "08:30 bridge van")
    found = difference(mine, mine, place)
    assert found.is_empty
    assert fates(found) == [("kept", 0), ("kept", 0)]


def test_a_trip_that_leaves_five_minutes_later_moves() -> None:
    found = between(("08:00", "09:00"), ("08:05", "09:00"))
    assert fates(found) == [("moved", 5), ("kept", 0)]
    assert (found.trips_moved, found.minutes_moved) == (1, 5)
    assert not found.is_empty


def test_a_trip_that_leaves_earlier_moves_by_minutes_below_nothing() -> None:
    assert fates(between(("08:10",), ("08:00",))) == [("moved", -10)]


def test_a_trip_that_moves_too_far_is_dropped_and_another_added() -> None:
    assert fates(between(("08:00",), ("08:15",))) == [("moved", 15)]
    assert fates(between(("08:00",), ("08:20",))) == [("dropped", 0), ("added", 0)]


def test_trips_are_told_in_the_order_of_departures() -> None:
    found = between(("08:00", "09:00", "11:00"), ("09:00", "10:00", "11:10"))
    assert [fate for fate, _ in fates(found)] == ["dropped", "kept", "added", "moved"]


def test_a_trip_that_crosses_elsewhere_is_kept_but_not_unchanged() -> None:
    (change,) = between(("08:00",), ("08:00 bridge",)).trips
    assert (change.fate, change.other_port, change.other_arrival) == ("kept", True, True)
    assert not change.other_vehicle_type
    assert not change.unchanged


def test_a_trip_with_a_bus_of_another_type_is_kept_but_not_unchanged() -> None:
    (change,) = between(("08:00",), ("08:00 van",)).trips
    assert (change.fate, change.other_port, change.other_vehicle_type) == ("kept", False, True)
    assert not change.unchanged


def test_money_is_told_by_term() -> None:
    found = between(("08:00", "08:10"), ("08:00",))
    assert (found.total.before, found.total.after, found.total.more) == (2200, 1100, -1100)
    assert found.terms["buses"].more == -1000
    assert found.terms["trips"].more == -100


def test_buses_are_told_by_type() -> None:
    found = between(("08:00", "08:10"), ("08:00", "08:10 van"))
    told = {name: (count.before, count.after) for name, count in found.buses_by_type.items()}
    assert told == {"coach": (2, 1), "van": (0, 1)}


def test_a_bus_that_does_the_same_work_under_another_name_keeps_its_day() -> None:
    place = world()
    before = plan(place, [trip("to-b", "08:00", block="x"), trip("to-b", "09:00", block="y")])
    after = plan(place, [trip("to-b", "08:00", block="y"), trip("to-b", "09:00", block="x")])
    found = difference(before, after, place)
    assert [(day.fate, day.before, day.after) for day in found.blocks] == [
        ("kept", "x", "y"),
        ("kept", "y", "x"),
    ]
    assert (found.blocks_touched, found.duties_touched) == (0, 0)


def test_a_bus_whose_trip_moves_has_another_day_and_so_has_its_driver() -> None:
    found = between(("08:00", "09:00"), ("08:05", "09:00"))
    assert [day.fate for day in found.blocks] == ["changed", "kept"]
    assert [day.fate for day in found.duties] == ["changed", "kept"]


def test_of_days_that_change_those_with_most_work_in_common_are_one() -> None:
    place = world()
    runs = [trip("to-b", "08:00"), trip("to-a", "09:00"), trip("to-b", "10:00")]
    before = plan(place, [*runs[:2], trip("to-b", "10:00", block="single")])
    after = plan(place, runs)
    found = difference(before, after, place)
    assert [(day.fate, day.before, day.after) for day in found.blocks] == [
        ("changed", "bus-1", "bus-1"),
        ("dropped", "single", None),
    ]


def test_an_empty_run_more_is_another_day_of_work() -> None:
    place = world()
    one = [trip("to-b", "08:00", block="x")]
    before, after = plan(place, one), plan(place, [*one, deadhead("to-a", "09:00", block="x")])
    assert [day.fate for day in difference(before, after, place).blocks] == ["changed"]


def test_a_driver_who_signs_on_earlier_has_another_day() -> None:
    place = world()
    mine = timetable(place, "08:00")
    (duty,) = mine.duties
    found = difference(mine, with_duty(mine, duty.id, sign_on=duty.sign_on - 5), place)
    assert (found.blocks_touched, found.duties_touched) == (0, 1)
    assert not found.is_empty


def test_a_rider_whose_bus_leaves_later_waits_longer_and_is_worse_off() -> None:
    found = between(("08:10",), ("08:15",), riders(1, "08:00", minutes=1))
    assert found.riders.all == RiderBalance(
        riders=1, affected=1, moved=1, worse=1, minutes_lost=5, longer_waits=1,
        longer_wait_minutes=5,
    )  # fmt: skip


def test_a_rider_whose_bus_takes_longer_is_worse_off_although_she_waits_no_longer() -> None:
    found = between(("08:10",), ("08:10 bridge",), riders(1, "08:00", minutes=1))
    assert found.riders.all == RiderBalance(riders=1, affected=1, worse=1, minutes_lost=20)


def test_a_rider_who_arrives_less_early_by_a_later_bus_is_better_off() -> None:
    by = riders(1, "09:00", wish="arrive_by", minutes=1)
    found = between(("08:10",), ("08:20",), by)
    assert found.riders.all == RiderBalance(
        riders=1, affected=1, moved=1, better=1, minutes_saved=10, shorter_waits=1,
        shorter_wait_minutes=10,
    )  # fmt: skip


def test_riders_who_lose_their_seat_are_newly_left_behind() -> None:
    found = between(("08:00",), ("08:00 van",), riders(3, "08:00", minutes=1))
    assert (found.riders.all.newly_left_behind, found.riders.all.worse) == (1, 1)
    assert found.riders.all.same == 2


def test_riders_are_told_by_hour_of_their_wish_home_and_kind_of_wish() -> None:
    found = between(
        ("08:10", "09:10"),
        ("08:15", "09:10"),
        riders(1, "08:00", minutes=1, home="hk"),
        riders(2, "09:00", minutes=1, home="sz"),
        riders(1, "08:59", minutes=1, wish="arrive_by"),
    )
    assert {hour: each.affected for hour, each in found.riders.by_hour.items()} == {8: 2, 9: 0}
    assert {side: each.riders for side, each in found.riders.by_home.items()} == {
        "hk": 1,
        "sz": 2,
        "unknown": 1,
    }
    assert found.riders.by_wish["arrive_by"].better == 1
    assert [(way.origin, way.riders) for way in found.riders.by_direction] == [("a", 4)]


def test_riders_of_one_demand_alone_are_not_compared() -> None:
    before, after = world((riders(3, "08:00", minutes=1),)), world((riders(5, "08:00", minutes=1),))
    found = difference(timetable(before, "08:05"), timetable(after, "08:05"), before, after)
    assert found.riders.all.riders == 3
    assert (found.riders.only_before, found.riders.only_after) == (0, 2)
    assert found.riders.all.newly_left_behind == 0


def test_riders_who_wish_for_another_minute_are_others() -> None:
    before, after = world((riders(1, "08:00", minutes=1),)), world((riders(1, "08:01", minutes=1),))
    found = difference(timetable(before, "08:05"), timetable(after, "08:05"), before, after).riders
    assert (found.all.riders, found.only_before, found.only_after) == (0, 1, 1)


@MANY
@given(pairs())
def test_riders_are_counted_as_by_asking_every_one_about_every_bus(
    given_plans: tuple[Scenario, Plan, Plan],
) -> None:
    place, before, after = given_plans
    found = difference(before, after, place).riders.all.model_dump()
    assert {name: number for name, number in found.items() if number} == {
        name: number for name, number in balance(place, before, after).items() if number
    }


@MANY
@given(pairs())
def test_better_worse_and_same_are_everybody_in_every_group(
    given_plans: tuple[Scenario, Plan, Plan],
) -> None:
    place, before, after = given_plans
    found = difference(before, after, place).riders
    everybody = sum(wish.riders for wish in place.demand)
    groupings = (
        [found.all],
        found.by_direction,
        found.by_hour.values(),
        found.by_home.values(),
        found.by_wish.values(),
    )
    for groups in groupings:
        assert sum(group.riders for group in groups) == everybody
        assert sum(group.affected for group in groups) == found.all.affected
        for group in groups:
            assert group.better + group.worse + group.same == group.riders


@MANY
@given(pairs())
def test_every_trip_is_told_once_and_only_short_moves_are_moves(
    given_plans: tuple[Scenario, Plan, Plan],
) -> None:
    place, before, after = given_plans
    found = difference(before, after, place)
    assert Counter(c.before.id for c in found.trips if c.before) == Counter(
        entry.id for entry in before.trips
    )
    assert Counter(c.after.id for c in found.trips if c.after) == Counter(
        entry.id for entry in after.trips
    )
    for change in found.trips:
        assert abs(change.minutes) <= 15
        assert (change.fate == "kept") == bool(
            change.before and change.after and not change.minutes
        )
    for direction in ("to-a", "to-b"):
        both = [(c.before, c.after) for c in found.trips if c.before and c.after]
        mine = [(was.departure, now.departure) for was, now in both if was.direction == direction]
        assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(sorted(mine)))


MIRRORED = {"kept": "kept", "moved": "moved", "changed": "changed", "dropped": "added"}
MIRRORED |= {"added": "dropped"}


@MANY
@given(pairs())
def test_the_difference_the_other_way_round_is_the_mirror_image(
    given_plans: tuple[Scenario, Plan, Plan],
) -> None:
    place, before, after = given_plans
    there, back = difference(before, after, place), difference(after, before, place)
    assert {(c.fate, c.before, c.after) for c in there.trips} == {
        (MIRRORED[c.fate], c.after, c.before) for c in back.trips
    }
    for name in ("blocks", "duties"):
        assert {(c.fate, c.before, c.after) for c in getattr(there, name)} == {
            (MIRRORED[c.fate], c.after, c.before) for c in getattr(back, name)
        }
    assert there.total.more == -back.total.more
    ours, theirs = there.riders.all, back.riders.all
    for name, other in (
        ("better", "worse"),
        ("minutes_saved", "minutes_lost"),
        ("newly_served", "newly_left_behind"),
        ("shorter_wait_minutes", "longer_wait_minutes"),
        ("affected", "affected"),
        ("same", "same"),
    ):
        assert getattr(ours, name) == getattr(theirs, other)
        assert getattr(ours, other) == getattr(theirs, name)


@MANY
@given(pairs())
def test_no_plan_differs_from_itself(given_plans: tuple[Scenario, Plan, Plan]) -> None:
    place, before, _ = given_plans
    assert difference(before, before, place).is_empty


@pytest.mark.parametrize("semantics", ["seat-guarantee", "carry-over"])
def test_riders_ride_as_the_scenario_has_it(semantics: str) -> None:
    place = world((riders(5, "08:00", minutes=1),))
    stated = place.policies.model_copy(update={"semantics": semantics})
    place = place.model_copy(update={"policies": stated})
    before, after = timetable(place, "08:05"), timetable(place, "08:05", "08:20")
    found = difference(before, after, place)
    assert found.riders.all.newly_served == (2 if semantics == "carry-over" else 0)


def _every(minutes: int, *moved: tuple[str, int]) -> Plan:
    """The service of `hetao-2026` at even headways over the first port, some trips moved."""
    shifts = dict(moved)
    wanted = []
    for direction in ("to-hksp", "to-hkstp-sz"):
        for minute in range(7 * 60, 21 * 60, minutes):
            shift = shifts.get(f"{direction}-{minute}", 0)
            run = trip(direction, format_minute(minute + shift), port="huanggang")
            wanted.append(run)
    return plan(HETAO, wanted, "working-day")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_every(20), _every(20, ("to-hksp-1080", 5))),
        (_every(20), _every(20, ("to-hkstp-sz-480", -10), ("to-hksp-520", 5))),
        (_every(15), _every(40)),
    ],
    ids=["one trip moved", "two trips moved", "half as many trips"],
)
def test_a_days_1140_riders_are_recounted_one_by_one(before: Plan, after: Plan) -> None:
    found = difference(before, after, HETAO).riders.all.model_dump()
    assert found["riders"] == 1140
    assert found["affected"] > 0
    expected = balance(HETAO, before, after)
    assert {name: number for name, number in found.items() if number} == {
        name: number for name, number in expected.items() if number
    }
