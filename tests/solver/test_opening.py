from datetime import date, timedelta

import pytest

from shuttle.domain.network import BorderDirection
from shuttle.domain.port import OpenHours
from shuttle.solver.opening import OpenInterval, open_intervals
from tests.builders import TUESDAY, WORKDAY, hours, port


def intervals(*bands: OpenHours, direction: BorderDirection = "to_sz") -> list[tuple[int, ...]]:
    found = open_intervals(port(hours=bands), direction, TUESDAY, WORKDAY)
    return [(one.start, one.end, one.last_reach) for one in found]


def test_hours_hold_on_the_service_day_and_the_next() -> None:
    assert intervals(hours("07:00", "22:00")) == [(420, 1320, 1320), (1860, 2760, 2760)]


def test_the_approach_road_closes_before_the_port() -> None:
    found = intervals(hours("07:00", "22:00", approach_closes_minutes=30))
    assert found == [(420, 1320, 1290), (1860, 2760, 2730)]


def test_a_port_open_all_day_is_open_through_the_nights_without_closing() -> None:
    assert intervals(hours("00:00", "24:00", approach_closes_minutes=30)) == [(0, 2880, 2880)]


def test_a_port_that_closes_at_midnight_opens_again_in_the_morning() -> None:
    found = intervals(hours("06:30", "24:00", approach_closes_minutes=30))
    assert found == [(390, 1440, 1410), (1830, 2880, 2880)]


def test_hours_beyond_midnight_end_with_their_day() -> None:
    assert intervals(hours("20:00", "26:00")) == [(1200, 1440, 1440), (2640, 2880, 2880)]


def test_bands_that_touch_are_one_and_those_that_do_not_are_two() -> None:
    morning = hours("07:00", "12:00", approach_closes_minutes=20)
    assert intervals(morning, hours("12:00", "22:00"))[0] == (420, 1320, 1320)
    assert intervals(morning, hours("12:01", "22:00"))[:2] == [(420, 720, 700), (721, 1320, 1320)]


def test_each_way_has_its_own_hours() -> None:
    bands = hours("07:00", "12:00", direction="to_sz"), hours("09:00", "20:00", direction="to_hk")
    assert intervals(*bands)[0] == (420, 720, 720)
    assert intervals(*bands, direction="to_hk")[0] == (540, 1200, 1200)


def test_the_hours_after_midnight_are_those_of_the_next_date() -> None:
    tomorrow = TUESDAY + timedelta(days=1)
    until, since = hours("07:00", "22:00", valid_to=TUESDAY), hours("06:00", "24:00")
    since = since.model_copy(update={"valid_from": tomorrow})
    assert intervals(until, since) == [(420, 1320, 1320), (1800, 2880, 2880)]


def test_a_port_that_opens_tomorrow_is_closed_today() -> None:
    new = port(valid_from=TUESDAY + timedelta(days=1))
    found = open_intervals(new, "to_hk", TUESDAY, WORKDAY)
    assert found == (OpenInterval(1860, 2760, 2760),)
    assert open_intervals(new, "to_hk", date(2026, 8, 1), WORKDAY) == ()


@pytest.mark.parametrize(("day_type", "known"), [(WORKDAY, True), ("sunday", False)])
def test_hours_of_another_day_type_do_not_count(day_type: str, *, known: bool) -> None:
    only = port(hours=(hours(day_types=(WORKDAY,)),))
    assert bool(open_intervals(only, "to_sz", TUESDAY, day_type)) is known
