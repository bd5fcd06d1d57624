from datetime import UTC, datetime, timedelta

import pytest
from google.transit import gtfs_realtime_pb2 as realtime
from hypothesis import assume, given
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES
from shuttle.domain.timetable import Timetable
from shuttle.formats.gtfs.render import missing
from shuttle.formats.gtfs_rt.feed import Realtime
from tests.formats.builders import BASE_URL, PARK, PUBLISHED, trip, weekdays
from tests.formats.gtfs.feeds import feed_of, placed
from tests.formats.gtfs_rt.days import (
    CANCELLED,
    EXTRA,
    FRIDAY,
    FULL,
    LATE,
    MONDAY,
    MORNING,
    MOVED,
    NIGHT,
    UNSURE,
    VERSION,
    busy_day,
    disrupted,
    said,
    told,
)
from tests.formats.gtfs_rt.validator import findings
from tests.formats.ical.strategies import timetables

_Update = realtime.TripUpdate.StopTimeUpdate


def test_a_busy_day_breaks_no_rule() -> None:
    day, now = busy_day(), MORNING + timedelta(seconds=5)
    feeds = told(day)
    assert not findings(feed_of(day).body, feeds.updates, feeds.alerts, now)


@given(timetable=timetables().map(placed).flatmap(disrupted), data=st.data())
def test_no_day_breaks_a_rule(timetable: Timetable, data: st.DataObject) -> None:
    assume(not missing(timetable))
    days = [change.service_date for change in timetable.changes] or [timetable.days[0].date]
    start = datetime.combine(data.draw(st.sampled_from(days)), datetime.min.time(), UTC)
    asked = start + timedelta(minutes=data.draw(st.integers(-3000, 3000)))
    now = max(asked, PUBLISHED)
    feeds = told(timetable, now)
    assert not findings(feed_of(timetable).body, feeds.updates, feeds.alerts, now)


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("unknown trip", "E003"),
        ("wrong start time", "E023"),
        ("unknown stop", "E011"),
        ("times that fall", "E022"),
        ("an alert about nothing", "E032"),
    ],
)
def test_a_seeded_fault_is_found(fault: str, rule: str) -> None:
    day = busy_day()
    feeds = told(day)
    updates = realtime.FeedMessage.FromString(feeds.updates)
    alerts = realtime.FeedMessage.FromString(feeds.alerts)
    late = next(one.trip_update for one in updates.entity if one.trip_update.stop_time_update)
    if fault == "unknown trip":
        late.trip.trip_id = "nobody-knows"
    elif fault == "wrong start time":
        late.trip.start_time = "09:01:00"
    elif fault == "unknown stop":
        late.stop_time_update[0].stop_id = "nowhere"
    elif fault == "times that fall":
        late.stop_time_update[1].arrival.time = late.stop_time_update[0].departure.time - 60
    else:
        alerts.entity[0].alert.ClearField("informed_entity")
    static = feed_of(day).body
    changed = updates.SerializeToString(), alerts.SerializeToString()
    assert rule in findings(static, *changed, MORNING + timedelta(seconds=5))


def test_a_cancelled_trip_has_no_times() -> None:
    update = told(busy_day()).update_of(CANCELLED.id)
    assert update is not None
    assert update.trip.schedule_relationship == realtime.TripDescriptor.CANCELED
    assert not update.stop_time_update
    assert told(busy_day()).effects_on(CANCELLED.id) == ["NO_SERVICE"]


def test_a_late_trip_is_late_at_every_stop() -> None:
    update = told(busy_day()).update_of(LATE.id)
    assert update is not None
    first, port, last = update.stop_time_update
    assert (first.departure.delay, port.arrival.delay, last.arrival.delay) == (1200, 1200, 1200)
    assert last.arrival.time == first.departure.time + 60 * (LATE.arrival - LATE.departure)
    assert not first.HasField("arrival")
    assert not last.HasField("departure")
    assert told(busy_day()).effects_on(LATE.id) == ["SIGNIFICANT_DELAYS"]


def test_a_trip_late_by_nobody_knows_has_no_times_but_an_alert() -> None:
    update = told(busy_day()).update_of(UNSURE.id)
    assert update is not None
    (only,) = update.stop_time_update
    assert only.schedule_relationship == _Update.NO_DATA
    assert told(busy_day()).effects_on(UNSURE.id) == ["SIGNIFICANT_DELAYS"]


def test_a_full_bus_says_so_where_riders_board() -> None:
    full, night = (told(busy_day()).update_of(one.id) for one in (FULL, NIGHT))
    assert full is not None
    assert night is not None
    for update in (full, night):
        first = update.stop_time_update[0]
        assert first.departure_occupancy_status == realtime.VehiclePosition.FULL
    assert night.stop_time_update[0].departure.delay == 600


def test_a_moved_boarding_point_is_an_alert_at_its_stop() -> None:
    feeds = told(busy_day())
    assert feeds.update_of(MOVED.id) is None
    assert feeds.effects_on(MOVED.id) == ["STOP_MOVED"]
    (alert,) = (one for one in feeds.all_alerts() if one.effect == realtime.Alert.STOP_MOVED)
    assert alert.informed_entity[0].stop_id == PARK
    assert "Bay 5" in alert.description_text.translation[0].text


def test_an_extra_trip_is_told_of_its_line_and_runs_by_the_timetable() -> None:
    feeds = told(busy_day())
    (alert,) = (
        one for one in feeds.all_alerts() if one.effect == realtime.Alert.ADDITIONAL_SERVICE
    )
    assert alert.informed_entity[0].route_id == "hetao"
    assert not alert.informed_entity[0].HasField("trip")
    assert alert.description_text.translation[1].text.endswith("節日")
    update = feeds.update_of(EXTRA.id)
    assert update is not None
    assert update.trip.trip_id == f"{EXTRA.id}.20260302.extra"
    assert update.trip.schedule_relationship == realtime.TripDescriptor.SCHEDULED


def test_every_alert_speaks_three_languages() -> None:
    for alert in told(busy_day()).all_alerts():
        for words in (alert.header_text, alert.description_text, alert.url):
            assert tuple(one.language for one in words.translation) == LANGUAGES
        titles = [one.text for one in alert.header_text.translation]
        assert len(set(titles)) == 3


def test_an_alert_names_the_trip_as_riders_know_it() -> None:
    cancelled = next(told(busy_day()).all_alerts())
    assert [one.text for one in cancelled.header_text.translation] == [
        "CANCELLED: 08:00 Science Park → Shenzhen Branch, 2 March 2026",
        "【取消】2026年3月2日 08:00 科學園 → 深圳分園",
        "【停运】2026年3月2日 08:00 科学园 → 深圳分园",
    ]


def test_an_alert_says_what_it_means_and_then_the_words_of_the_operator() -> None:
    cancelled = next(told(busy_day()).all_alerts())
    assert [one.text for one in cancelled.description_text.translation] == [
        "This trip is cancelled on this day.\nRoad closed",
        "當日此班次取消。\n道路封閉",
        "当日此班次停运。\n道路封闭",
    ]


def test_an_alert_after_midnight_names_the_date_on_the_clock() -> None:
    titles = [one.header_text.translation[0].text for one in told(busy_day()).all_alerts()]
    assert any("00:20" in title and "3 March 2026" in title for title in titles)


def test_what_has_arrived_is_not_spoken_of_any_more() -> None:
    over = MORNING + timedelta(hours=3, minutes=11)
    assert told(busy_day(), over).update_of(LATE.id) is None
    almost = over - timedelta(minutes=2)
    assert told(busy_day(), almost).update_of(LATE.id) is not None
    assert told(busy_day(), almost).update_of(CANCELLED.id) is None


def test_the_header_says_full_data_set_of_this_version_at_this_time() -> None:
    header = realtime.FeedMessage.FromString(told(busy_day()).updates).header
    assert header.gtfs_realtime_version == "2.0"
    assert header.incrementality == realtime.FeedHeader.FULL_DATASET
    assert header.feed_version == VERSION
    assert header.timestamp == int(MORNING.timestamp())


def test_the_stamp_never_goes_back_and_never_lies_before_the_publication() -> None:
    feeds = Realtime(busy_day(), VERSION, BASE_URL)
    stamps = [feeds.stamp(PUBLISHED + timedelta(seconds=count)) for count in range(-5, 90)]
    assert stamps == sorted(stamps)
    assert stamps[0] == int(PUBLISHED.timestamp())
    assert len(set(stamps)) == 6


def test_the_same_question_has_the_same_bytes() -> None:
    assert told(busy_day()) == told(busy_day())


def test_a_trip_of_the_morning_after_is_named_without_the_hour_that_readers_refuse() -> None:
    late = trip("30:00")
    change = said(late, cancelled=True)
    day = placed(weekdays([late], MONDAY, FRIDAY, changes=[change]))
    (update,) = told(day).trip_updates()
    assert not update.trip.HasField("start_time")
    assert (update.trip.trip_id, update.trip.start_date) == (
        f"{late.id}.weekday.20260302",
        "20260302",
    )
