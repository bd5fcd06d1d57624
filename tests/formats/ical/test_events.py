"""What an event says to its rider."""
# ruff: noqa: RUF001 - Chinese has its own punctuation

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest

from shuttle.domain.calendar import Reason
from shuttle.domain.timetable import ExtraTrip, Timetable, TripChange
from tests.formats.builders import ROUTE, text, trip, weekdays
from tests.formats.sample import (
    CANCELLED_ON,
    DELAYED_ON,
    EXTRA_CANCELLED_ON,
    NIGHT,
    feeds,
    sample,
)

_MONDAY, _FRIDAY = date(2026, 3, 2), date(2026, 3, 27)


def events(published: Timetable, language: str = "en") -> list[Any]:
    """The events of the route's feed, as icalendar reads them."""
    body = feeds(published)[f"feeds/{language}/{ROUTE}.ics"]
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def only_event(published: Timetable, language: str = "en") -> Any:
    (event,) = events(published, language)
    return event


def one_change(change: TripChange, published: Timetable) -> Any:
    """The override for a change."""
    changed = published.model_copy(update={"changes": (change,)})
    (override,) = [event for event in events(changed) if "RECURRENCE-ID" in event]
    return override


def test_an_event_says_what_a_rider_must_know() -> None:
    event = only_event(weekdays([trip("08:30")], _MONDAY, _FRIDAY))
    assert str(event["SUMMARY"]) == "Shuttle 08:30 Science Park → Shenzhen Branch"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Board at: Science Park.",
        "Planned arrival 09:20, Shenzhen Branch.",
        "Border crossing: Lok Ma Chau / Huanggang.",
        "Planned clearance at Lok Ma Chau / Huanggang: 08:46\u201309:02.",
        "Bring your travel documents and all your luggage.",
        "Clocks on both sides show the same time (UTC+8).",
        "Seats: 33.",
        "Live times: https://shuttle.example.org/en/",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh-Hant",
            [
                "上車地點：科學園。",
                "預計 09:20 抵達深圳分園。",
                "過關口岸：落馬洲。",
                "落馬洲預計過關時間：08:46\u201309:02。",
                "請帶備旅行證件及所有行李。",
                "兩地時間相同（UTC+8）。",
                "座位：33 個。",
                "實時班次：https://shuttle.example.org/tc/",
            ],
        ),
        (
            "zh-Hans",
            [
                "乘车点：科学园。",
                "预计 09:20 抵达深圳分园。",
                "通关口岸：落马洲。",
                "落马洲预计通关时间：08:46\u201309:02。",
                "请携带出入境证件和全部行李。",
                "两地时间相同（UTC+8）。",
                "座位：33 个。",
                "实时班次：https://shuttle.example.org/sc/",
            ],
        ),
    ],
)
def test_it_says_so_in_chinese_too(language: str, expected: list[str]) -> None:
    event = only_event(weekdays([trip("08:30")], _MONDAY, _FRIDAY), language)
    assert str(event["DESCRIPTION"]).split("\n") == expected


def test_a_trip_that_crosses_no_border_asks_for_no_documents() -> None:
    event = only_event(weekdays([trip("08:30", crosses=False)], _MONDAY, _FRIDAY))
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Board at: Science Park.",
        "Planned arrival 09:20, Shenzhen Branch.",
        "Seats: 33.",
        "Live times: https://shuttle.example.org/en/",
    ]


def test_the_live_link_names_the_route_where_there_are_several() -> None:
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    assert str(only_event(plain)["URL"]) == "https://shuttle.example.org/en/"
    night = plain.routes[ROUTE].model_copy(update={"id": "night"})
    several = plain.model_copy(update={"routes": {**plain.routes, "night": night}})
    link = f"https://shuttle.example.org/sc/?route={ROUTE}"
    event = only_event(several, "zh-Hans")
    assert str(event["URL"]) == link
    assert f"实时班次：{link}" in str(event["DESCRIPTION"])


def test_an_event_is_where_the_bus_leaves_and_does_not_block_meetings() -> None:
    event = events(sample())[0]
    assert str(event["LOCATION"]) == "Science Park, Bay 3, Building 19W"
    assert event["GEO"].to_ical() == "22.4262;114.2098"
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["X-MICROSOFT-CDO-BUSYSTATUS"]) == "FREE"


def test_a_stop_without_known_place_has_no_geo() -> None:
    published = weekdays([trip("08:30", north=False)], _MONDAY, _FRIDAY)
    assert "GEO" not in only_event(published)


def test_a_delayed_trip_moves_and_says_so() -> None:
    (event,) = [
        event
        for event in events(sample())
        if "RECURRENCE-ID" in event and event["RECURRENCE-ID"].dt.date() == DELAYED_ON
    ]
    assert str(event["SUMMARY"]).startswith("Delayed 20 min: Shuttle 07:30 ")
    assert event["DTSTART"].to_ical() == b"20260304T075000"
    assert event["RECURRENCE-ID"].to_ical() == b"20260304T073000"
    assert str(event["DESCRIPTION"]).split("\n")[:2] == [
        "This trip leaves 20 min late on this day, at 07:50.",
        "Queue at the port; sorry 🚌",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "This trip leaves 20 min late on this day, at 08:50.",
                "Board at: Science Park.",
                "Expected arrival 09:40, Shenzhen Branch.",
                "Border crossing: Lok Ma Chau / Huanggang.",
                "Expected clearance at Lok Ma Chau / Huanggang: 09:06\u201309:22.",
            ],
        ),
        (
            "zh-Hant",
            [
                "當日此班次延誤 20 分鐘，08:50 開出。",
                "上車地點：科學園。",
                "預計 09:40 抵達深圳分園。",
                "過關口岸：落馬洲。",
                "落馬洲預計過關時間：09:06\u201309:22。",
            ],
        ),
        (
            "zh-Hans",
            [
                "当日此班次晚点 20 分钟，08:50 发车。",
                "乘车点：科学园。",
                "预计 09:40 抵达深圳分园。",
                "通关口岸：落马洲。",
                "落马洲预计通关时间：09:06\u201309:22。",
            ],
        ),
    ],
)
def test_a_delayed_trip_is_not_said_to_clear_before_it_leaves(
    language: str, expected: list[str]
) -> None:
    change = TripChange(
        trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), delay_minutes=20
    )
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    event = events(plain.model_copy(update={"changes": (change,)}), language)[1]
    assert str(event["DESCRIPTION"]).split("\n")[:5] == expected


def test_a_cancelled_trip_stays_and_says_so() -> None:
    (event,) = [
        event
        for event in events(sample(), "zh-Hant")
        if "RECURRENCE-ID" in event
        and event["RECURRENCE-ID"].dt.date() == CANCELLED_ON + timedelta(days=1)
    ]
    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["SUMMARY"]) == "【取消】穿梭巴士 00:20 深圳分園 → 科學園"


def test_a_cancelled_extra_run_is_changed_in_place() -> None:
    (event,) = [
        event
        for event in events(sample())
        if event.uid.startswith(f"{NIGHT.id}-{EXTRA_CANCELLED_ON:%Y%m%d}-extra@")
    ]
    assert str(event["STATUS"]) == "CANCELLED"
    assert "RECURRENCE-ID" not in event


def test_a_delay_of_unknown_length_keeps_the_time_and_points_to_the_live_times() -> None:
    change = TripChange(trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), delay_minutes=0)
    event = one_change(change, weekdays([trip("08:30")], _MONDAY, _FRIDAY))
    assert event["DTSTART"].dt == event["RECURRENCE-ID"].dt
    assert str(event["DESCRIPTION"]).startswith("This trip is delayed on this day; see the live")


@pytest.mark.parametrize(("days_ago", "is_said"), [(14, True), (15, False)])
def test_what_was_said_of_a_running_trip_is_kept_for_two_weeks(
    days_ago: int, *, is_said: bool
) -> None:
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    on = date(2026, 3, 4)
    noon = plain.published_at.replace(hour=4)
    later = {"published_at": noon.replace(year=2026, month=3, day=4) + timedelta(days=days_ago)}
    late = TripChange(trip_id="to-sz-branch-0830", service_date=on, delay_minutes=20)
    found = events(plain.model_copy(update={**later, "changes": (late,)}))
    assert any("RECURRENCE-ID" in event for event in found) is is_said


def test_a_bus_that_did_not_run_is_never_said_to_have_run() -> None:
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    gone = TripChange(trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), cancelled=True)
    later = {"published_at": plain.published_at.replace(year=2026, month=3, day=28)}
    override = events(plain.model_copy(update={**later, "changes": (gone,)}))[1]
    assert str(override["STATUS"]) == "CANCELLED"


def test_a_change_on_a_date_without_the_trip_changes_nothing() -> None:
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    sunday = TripChange(trip_id="to-sz-branch-0830", service_date=date(2026, 3, 8), cancelled=True)
    assert feeds(plain.model_copy(update={"changes": (sunday,)})) == feeds(plain)


def test_a_full_bus_says_so_first() -> None:
    change = TripChange(trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), full=True)
    event = one_change(change, weekdays([trip("08:30")], _MONDAY, _FRIDAY))
    assert str(event["SUMMARY"]) == "FULL: Shuttle 08:30 Science Park → Shenzhen Branch"
    assert event["DTSTART"].dt == event["RECURRENCE-ID"].dt
    said = str(event["DESCRIPTION"]).split("\n")
    assert said[:2] == ["This bus is full on this day: no seat is left.", "Board at: Science Park."]


def test_a_moved_boarding_point_is_the_place_of_its_day_alone() -> None:
    change = TripChange(
        trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), boarding=text("Gate 4")
    )
    published = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    event = one_change(change, published)
    assert str(event["SUMMARY"]).startswith("Other boarding point: Shuttle 08:30 ")
    assert str(event["LOCATION"]) == "Science Park, Gate 4"
    assert "GEO" not in event  # a map would lead to the usual place
    said = str(event["DESCRIPTION"]).split("\n")
    assert said[:2] == [
        "On this day board at another place: Gate 4.",
        "Board at: Science Park, Gate 4.",
    ]
    master = events(published.model_copy(update={"changes": (change,)}))[0]
    assert str(master["LOCATION"]) == "Science Park"
    assert "GEO" in master


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Delayed 15 min, FULL, Other boarding point: Shuttle 08:30 Science Park → Sh"),
        ("zh-Hant", "【延誤 15 分鐘、客滿、上車地點更改】穿梭巴士 08:30 "),
        ("zh-Hans", "【晚点 15 分钟、满座、乘车点变更】班车 08:30 "),
    ],
)
def test_all_that_is_different_stands_in_the_title(language: str, title: str) -> None:
    change = TripChange(
        trip_id="to-sz-branch-0830",
        service_date=date(2026, 3, 4),
        delay_minutes=15,
        full=True,
        boarding=text("Gate 4"),
    )
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    published = plain.model_copy(update={"changes": (change,)})
    assert str(events(published, language)[1]["SUMMARY"]).startswith(title)


def with_extra(published: Timetable, on: date) -> Timetable:
    mine = trip("10:30", trip_id=f"to-sz-branch-1030-x{on:%Y%m%d}")
    extra = ExtraTrip(service_date=on, trip=mine, notice=text("Science fair"))
    return published.model_copy(update={"extras": (extra,)})


def test_an_extra_trip_is_an_event_of_its_own_and_says_what_it_is() -> None:
    saturday = date(2026, 3, 7)
    published = with_extra(weekdays([trip("08:30")], _MONDAY, _FRIDAY), saturday)
    event = events(published)[1]
    assert event.uid == "to-sz-branch-1030-x20260307-20260307@to-and-fro.shuttle.invalid"
    assert not {"RRULE", "RECURRENCE-ID"} & set(event)
    assert str(event["SUMMARY"]).startswith("Extra bus: Shuttle 10:30 ")
    said = str(event["DESCRIPTION"]).split("\n")
    assert said[:2] == ["This is an extra bus; it runs on this day only.", "Science fair"]


def test_a_cancelled_extra_trip_says_both() -> None:
    saturday = date(2026, 3, 7)
    published = with_extra(weekdays([trip("08:30")], _MONDAY, _FRIDAY), saturday)
    gone = TripChange(trip_id=published.extras[0].trip.id, service_date=saturday, cancelled=True)
    event = events(published.model_copy(update={"changes": (gone,)}))[1]
    assert str(event["SUMMARY"]).startswith("Extra bus, CANCELLED: Shuttle 10:30 ")
    assert str(event["STATUS"]) == "CANCELLED"


def odd(published: Timetable, on: date, code: str) -> Timetable:
    """The timetable with a reason of that code for running on a date."""
    why = Reason(code=code, text=text("Mainland make-up working day"))
    days = (
        day.model_copy(update={"reasons": (why, *day.reasons)}) if day.date == on else day
        for day in published.days
    )
    return published.model_copy(update={"days": tuple(days)})


@pytest.mark.parametrize("code", ["makeup", "override"])
def test_a_make_up_day_is_said_in_an_event_of_its_own(code: str) -> None:
    saturday = date(2026, 3, 7)
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY, makeup={saturday})
    usual, extra = events(odd(plain, saturday, code))
    words = "7 March 2026: Mainland make-up working day."
    assert words in str(extra["DESCRIPTION"])
    assert words not in str(usual["DESCRIPTION"])


def test_an_odd_day_within_the_week_is_named_with_its_date() -> None:
    wednesday = date(2026, 3, 4)
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    event = only_event(odd(plain, wednesday, "override"))
    assert "4 March 2026: Mainland make-up working day." in str(event["DESCRIPTION"])
    assert (
        only_event(odd(plain, wednesday, "weekday"))["DESCRIPTION"]
        == only_event(plain)["DESCRIPTION"]
    )
