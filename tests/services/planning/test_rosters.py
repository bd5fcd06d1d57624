"""Drivers for a week of duties: by hand, and against trying everything."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.services.planning.rosters import WeekOfDrivers, fewest_drivers


@pytest.mark.parametrize(
    ("driving", "days", "limit", "drivers"),
    [
        ([480], 5, 2400, 1),
        ([480], 5, 2399, 2),
        ([480, 480], 7, 2640, 3),  # fourteen duties, five a driver
        ([100, 200], 1, 300, 2),  # one duty a day each
        ([600, 600], 5, 1199, 10),  # one duty a week each
    ],
)
def test_the_week_takes_so_many_drivers(
    driving: list[int], days: int, limit: int, drivers: int
) -> None:
    assert fewest_drivers(driving, days, limit) == (drivers, drivers)


def test_a_duty_longer_than_the_weeks_limit_has_no_driver() -> None:
    assert fewest_drivers([500], 1, 499)[0] is None


def _possible(drivers: int, driving: tuple[int, ...], days: int, limit: int) -> bool:
    """By trying every assignment."""

    @cache
    def go(day: int, duty: int, loads: tuple[tuple[int, bool], ...]) -> bool:
        if day == days:
            return True
        if duty == len(driving):
            fresh = tuple(sorted((load, False) for load, _ in loads))
            return go(day + 1, 0, fresh)
        tried = set()
        for place, (load, busy) in enumerate(loads):
            if busy or load in tried or load + driving[duty] > limit:
                continue
            tried.add(load)
            after = (*loads[:place], (load + driving[duty], True), *loads[place + 1 :])
            if go(day, duty + 1, tuple(sorted(after))):
                return True
        return False

    return go(0, 0, ((0, False),) * drivers)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple),
    st.integers(1, 3),
    st.integers(9, 20),
)
def test_the_bound_is_never_above_the_fewest_and_the_answer_never_below(
    driving: tuple[int, ...], days: int, limit: int
) -> None:
    found, bound = fewest_drivers(driving, days, limit)
    assert found is not None
    fewest = next(n for n in range(1, 20) if _possible(n, driving, days, limit))
    assert bound <= fewest <= found


def test_the_planner_reads_how_many_and_how_sure() -> None:
    week = WeekOfDrivers(days=5, drivers=7, bound=6, limit_minutes=2640)
    assert week.words == (
        "7 drivers a week of 5 such days (at least 6; 44 h of driving in 7 days each)"
    )
