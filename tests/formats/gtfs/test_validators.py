from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuttle.domain.booking import Booking
from shuttle.domain.timetable import Timetable
from shuttle.formats.gtfs.render import missing
from tests.formats.builders import text
from tests.formats.gtfs.feeds import LAST, SEEDS, changed, feed_of, placed, seed_feed
from tests.formats.gtfs.validators import VALIDATORS, Validator, errors, unexplained
from tests.formats.ical.strategies import timetables
from tests.formats.sample import sample

each_validator = pytest.mark.parametrize("validator", VALIDATORS)


@each_validator
@pytest.mark.parametrize("name", SEEDS)
def test_a_shipped_seed_has_no_error_and_no_unexplained_warning(
    name: str, validator: Validator
) -> None:
    feed = seed_feed(name)
    for on in (date(2026, 11, 23), LAST - timedelta(days=3), date(2026, 9, 1)):
        found = validator(feed.body, on)
        assert not errors(found)
        assert not unexplained(found)


@each_validator
def test_a_feed_with_one_of_everything_has_no_error(validator: Validator) -> None:
    found = validator(feed_of(placed(sample())).body, date(2026, 3, 5))
    assert not errors(found)
    assert not unexplained(found)


@each_validator
@pytest.mark.parametrize(
    "notice",
    [{"minutes_before": 0}, {"minutes_before": 30}, {"days_before": 1, "until": "18:00"}],
)
def test_seats_that_must_be_booked_have_no_error(
    validator: Validator, notice: dict[str, object]
) -> None:
    found = validator(_booked(notice), date(2026, 3, 5))
    assert not errors(found)
    assert not unexplained(found)


@each_validator
def test_a_booking_rule_that_nobody_wrote_is_found(validator: Validator) -> None:
    body = changed(_booked({"minutes_before": 30}), "stop_times", ",booking\r", ",phone\r")
    assert "foreign_key_violation" in errors(validator(body, date(2026, 3, 5)))


def _booked(notice: dict[str, object]) -> bytes:
    how = {"url": "https://book.example.org", "phone": "+852 1234 5678", **notice}
    booking = Booking.model_validate({**how, "message": text("Book a seat", "預約", "预约")})
    return feed_of(placed(sample()).model_copy(update={"booking": booking})).body


@given(timetable=timetables().map(placed), days=st.integers(0, 80))
def test_no_timetable_has_an_error(timetable: Timetable, days: int) -> None:
    assume(not missing(timetable))
    body = feed_of(timetable).body
    for validator in VALIDATORS:
        found = validator(body, timetable.days[0].date + timedelta(days=days))
        assert not errors(found)


@each_validator
@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        (
            "stop_times",
            ",port.huanggang,10:05:00,",
            ",port.huanggang,09:05:00,",
            "stop_time_with_arrival_before_previous_departure_time",
        ),
        ("stop_times", ",hkstp-sz,", ",nowhere,", "foreign_key_violation"),
        ("trips", ",service.20260914,", ",never,", "foreign_key_violation"),
        ("stops", "22.43,", ",", "stop_without_location"),
        ("calendar_dates", "20261001", "20261301", "invalid_date"),
        ("agency", "Asia/Hong_Kong", "Asia/Lion_Rock", "invalid_timezone"),
    ],
)
def test_a_seeded_fault_is_found(
    validator: Validator, table: str, old: str, new: str, code: str
) -> None:
    body = changed(seed_feed("pilot-2023").body, table, old, new)
    assert code in errors(validator(body, date(2026, 11, 23)))


@each_validator
def test_two_trips_of_one_bus_at_the_same_time_are_found(validator: Validator) -> None:
    body = changed(seed_feed("pilot-2023").body, "stop_times", ":00,11:15:00", ":00,10:15:00")
    body = changed(body, "stop_times", "1,hksp,11:15:00", "1,hksp,10:15:00")
    found = validator(body, date(2026, 11, 23))
    assert "block_trips_with_overlapping_stop_times" in errors(found)
