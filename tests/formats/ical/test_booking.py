from datetime import date
from typing import Any

import pytest

from shuttle.domain.base import Language
from shuttle.domain.booking import Booking
from shuttle.domain.timetable import TripChange
from shuttle.formats.ical.texts import Texts
from tests.formats.builders import BASE_URL, text, trip, weekdays

MONDAY = date(2026, 3, 2)
TRIP = trip("08:00")
URL = "https://book.example.org"


def lines(language: Language, change: TripChange | None = None, **given: Any) -> list[str]:
    booking = Booking.model_validate({"url": URL, **given}) if given else None
    timetable = weekdays([TRIP], MONDAY, MONDAY).model_copy(update={"booking": booking})
    return Texts(timetable, language, BASE_URL).description(TRIP, [MONDAY], change).split("\n")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"minutes_before": 0}, f"Book your seat before departure: {URL}"),
        ({"minutes_before": 30}, f"Book your seat at least 30 minutes before departure: {URL}"),
        (
            {"days_before": 1, "until": "18:00"},
            f"Book your seat by 18:00 on the day before: {URL}",
        ),
        (
            {"days_before": 2, "until": "18:00", "phone": "+852 1234 5678"},
            f"Book your seat by 18:00, 2 days before: {URL} / +852 1234 5678",
        ),
    ],
)
def test_an_event_says_how_and_until_when_its_seat_is_booked(
    given: dict[str, Any], told: str
) -> None:
    assert told in lines("en", **given)


def test_the_message_of_the_operator_follows_in_the_language_of_the_feed() -> None:
    message = text("Staff of the parks only", "只限園區員工", "仅限园区员工").model_dump(
        by_alias=True
    )
    found = lines("zh-Hant", minutes_before=30, message=message)
    at = found.index(f"須於開車前至少 30 分鐘預訂座位：{URL}")  # noqa: RUF001 - Chinese colon
    assert found[at + 1] == "只限園區員工"


def test_nothing_is_said_of_booking_where_there_is_none_or_no_trip() -> None:
    cancelled = TripChange(trip_id=TRIP.id, service_date=MONDAY, cancelled=True)
    assert not [line for line in lines("en") if "Book" in line]
    assert not [line for line in lines("en", cancelled, minutes_before=30) if "Book" in line]
