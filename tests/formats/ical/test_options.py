from datetime import date, datetime, timedelta

import pytest

from shuttle.formats.ical.options import FeedOptions
from shuttle.formats.ical.timezone import ZONE

MONDAY = date(2026, 3, 16)
ALL = FeedOptions(
    times=(510, 1095),
    trips=("to-hksp-0830",),
    after=420,
    before=600,
    alarm_minutes=15,
    mark_cancelled=True,
    weeks=4,
)


def test_an_address_names_each_option_in_one_order() -> None:
    assert ALL.query == (
        "trips=0830,1815,to-hksp-0830&after=07:00&before=10:00&alarm=15&cancelled=mark"
        "&expand=true&weeks=4"
    )


def test_nothing_asked_for_is_nothing_in_the_address() -> None:
    assert FeedOptions().query == ""
    assert FeedOptions().label == ""


def test_a_calendar_is_named_after_its_selection() -> None:
    assert ALL.label == "08:30 · 18:15 · to-hksp-0830 · 07:00-10:00"


@pytest.mark.parametrize(
    ("after", "before", "wanted"),
    [
        (None, None, {0, 419, 420, 599, 600, 1460}),
        (420, None, {420, 599, 600}),
        (None, 420, {0, 419, 1460}),
        (420, 600, {420, 599}),
        (600, 420, {0, 419, 600, 1460}),
        (1380, 1560, {0, 1460}),
    ],
)
def test_a_window_takes_in_its_start_and_not_its_end(
    after: int | None, before: int | None, wanted: set[int]
) -> None:
    options = FeedOptions(after=after, before=before)
    assert {minute for minute in (0, 419, 420, 599, 600, 1460) if options.wants_minute(minute)} == (
        wanted
    )


@pytest.mark.parametrize("days", range(7))
def test_single_occurrences_are_the_same_all_week(days: int) -> None:
    options = FeedOptions(weeks=2)
    first, last = options.window(MONDAY + timedelta(days=days))
    assert (first, last) == (MONDAY - timedelta(days=7), MONDAY + timedelta(days=20))
    assert options.opened(MONDAY + timedelta(days=days)) == datetime(2026, 3, 16, tzinfo=ZONE)


@pytest.mark.parametrize("days", range(7))
def test_single_occurrences_reach_as_many_weeks_ahead_as_asked(days: int) -> None:
    today = MONDAY + timedelta(days=days)
    assert FeedOptions(weeks=3).window(today)[1] >= today + timedelta(weeks=2, days=6)
