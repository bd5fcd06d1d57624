"""What drivers see of their duties, from publication to change to rollback."""

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest

from shuttle.domain.base import LANGUAGES
from shuttle.domain.issue import Issue
from shuttle.domain.plan import Plan
from shuttle.domain.subscription import Subscription
from shuttle.formats.ical.duty_days import duty_days
from shuttle.formats.ical.lint import lint
from shuttle.formats.registry import Registry
from shuttle.services.publishing.disruption import cancel, delay, fill, withdraw
from shuttle.services.publishing.publications import publish
from shuttle.services.riders.departures import Departures
from shuttle.services.riders.feeds import CustomFeeds
from shuttle.services.riders.live import Snapshot
from shuttle.store.protocol import Store
from tests.formats.ical.readers import with_ical, with_icalendar, with_vobject
from tests.services.builders import (
    OCTOBER,
    SATURDAY,
    SEPTEMBER,
    SIXTH_DAY,
    TUESDAY,
    desk,
    sequences,
    timed,
    world,
)

PLACE = world()
WORKDAYS = timed(PLACE, "08:00", "09:00")
SATURDAYS = timed(PLACE, "10:00", day_type=SIXTH_DAY)
FIRST_DUTY, SECOND_DUTY = "workday-duty-bus-1", "workday-duty-bus-2"
UID = f"{FIRST_DUTY}-20260901@small.shuttle.invalid"
TRIP = "to-b-0800"


def rendering() -> Registry:
    return Registry("https://shuttle.example.org")


def publish_september(store: Store, *plans: Plan) -> None:
    publish(desk(store, renderer=rendering()), PLACE, plans or (WORKDAYS, SATURDAYS), *SEPTEMBER)


def calendar(store: Store, duty: str = FIRST_DUTY, language: str = "en") -> bytes:
    file = store.file("small", f"private/duties/{language}/{duty}.ics")
    assert file is not None
    return file.body


def events(store: Store, duty: str = FIRST_DUTY, language: str = "en") -> list[Any]:
    return list(icalendar.Calendar.from_ical(calendar(store, duty, language)).events)


def snapshot(store: Store) -> Snapshot:
    latest = store.latest("small")
    assert latest is not None
    found = {path: store.file("small", path) for path in store.files("small")}
    files = {path: file for path, file in found.items() if file is not None}
    return Snapshot(latest.version, Departures(latest), files)


def test_every_duty_has_a_private_file_in_each_language(store: Store) -> None:
    publish_september(store)
    found = [path for path in store.files("small") if path.startswith("private/duties/")]
    duties = ("saturday-duty-bus-1", FIRST_DUTY, SECOND_DUTY)
    expected = [f"private/duties/{each}/{duty}.ics" for each in LANGUAGES for duty in duties]
    assert found == sorted(expected)


def test_a_duty_is_worked_from_sign_on_to_sign_off_on_each_date_of_its_day_type(
    store: Store,
) -> None:
    publish_september(store)
    for reader in (with_icalendar, with_ical, with_vobject):
        seen = reader(calendar(store))
        assert len(seen) == 22
        assert seen[0].start == datetime(2026, 9, 1, 0, 0, tzinfo=UTC)
        assert seen[0].end == datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
    assert len(with_icalendar(calendar(store, "saturday-duty-bus-1"))) == 4


def test_a_duty_says_its_pieces_buses_ports_and_pauses(store: Store) -> None:
    publish_september(store)
    assert str(events(store)[0]["DESCRIPTION"]).splitlines() == [
        "08:00 Sign on, a",
        "08:00–08:30 Trip to-b-0800, bus bus-1: a → b, over Gate",  # noqa: RUF001 - as written
        "08:30–09:00 No driving (30 min), b",  # noqa: RUF001 - as written
        "09:00–09:30 Trip to-a-0900, bus bus-1: b → a, over Gate",  # noqa: RUF001 - as written
        "09:30 Sign off, a",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", ("簽到", "巴士 bus-1", "經", "簽退")),
        ("zh-Hans", ("签到", "车辆 bus-1", "经", "退勤")),
    ],
)
def test_a_duty_is_said_in_the_drivers_language(
    store: Store, language: str, words: tuple[str, ...]
) -> None:
    publish_september(store)
    said = str(events(store, language=language)[0]["DESCRIPTION"])
    assert [word for word in words if word not in said] == []


def test_a_driver_on_duty_is_busy(store: Store) -> None:
    publish_september(store)
    assert events(store)[0]["TRANSP"] == "OPAQUE"


def test_a_cancelled_trip_is_said_on_its_date_and_revises_the_duty_alone(store: Store) -> None:
    publish_september(store)
    cancel(desk(store, 1, rendering()), "small", TRIP, TUESDAY)
    master, override = events(store)
    assert str(override["SUMMARY"]).startswith("CHANGED: Duty workday-duty-bus-1")
    assert "Cancelled today: trip to-b-0800" in str(override["DESCRIPTION"])
    assert override["RECURRENCE-ID"].dt.date() == TUESDAY
    assert master["SEQUENCE"] == override["SEQUENCE"] == 1
    assert "CHANGED" not in str(master["SUMMARY"])
    assert sequences(store)[f"{SECOND_DUTY}-20260901@small.shuttle.invalid"] == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "trip to-b-0800 is full"),
        ("zh-Hant", "to-b-0800 客滿"),
        ("zh-Hans", "to-b-0800 满座"),
    ],
)
def test_a_duty_that_is_marked_as_changed_says_what_changed(
    store: Store, language: str, words: str
) -> None:
    publish_september(store)
    fill(desk(store, 1, rendering()), "small", TRIP, TUESDAY)
    assert words in str(events(store, language=language)[1]["DESCRIPTION"])


def test_a_withdrawn_delay_leaves_the_duty_as_it_was_with_a_new_revision(store: Store) -> None:
    publish_september(store)
    before = events(store)[0]["DESCRIPTION"]
    delay(desk(store, 1, rendering()), "small", TRIP, TUESDAY, 20)
    assert "leaves 20 min late, at 08:20" in str(events(store)[1]["DESCRIPTION"])
    withdraw(desk(store, 2, rendering()), "small", TRIP, TUESDAY)
    (after,) = events(store)
    assert (after["DESCRIPTION"], after["SEQUENCE"]) == (before, 2)


def test_a_duty_keeps_its_identity_when_the_horizon_grows(store: Store) -> None:
    publish_september(store)
    later = desk(store, 1, rendering())
    publish(later, PLACE, [WORKDAYS, SATURDAYS], *OCTOBER)
    (event,) = events(store)
    assert event["UID"] == UID
    assert event["SEQUENCE"] == 1


def test_a_duty_names_a_trip_as_riders_know_it(store: Store) -> None:
    publish_september(store)
    moved = timed(PLACE, "08:05", "09:00")
    publish(desk(store, 1, rendering()), PLACE, [moved, SATURDAYS], date(2026, 9, 14), SEPTEMBER[1])
    said = "\n".join(str(event["DESCRIPTION"]) for event in events(store))
    assert "08:05–08:35 Trip to-b-0800" in said  # noqa: RUF001 - as written


def test_a_drivers_feed_has_all_her_duties_in_one_calendar(store: Store) -> None:
    publish_september(store)
    duties = ("saturday-duty-bus-1", FIRST_DUTY)
    driver = Subscription(kind="driver", language="en", duties=duties, alarm_minutes=60)
    made = CustomFeeds(snapshot(store)).personal(driver).body
    assert lint(made) == ()
    assert len(with_icalendar(made)) == 26
    assert b"NAME:Duty saturday-duty-bus-1 \xc2\xb7 workday-duty-bus-1\r\n" in made
    assert made.count(b"TRIGGER:-PT60M") == 2


def test_a_duty_that_is_no_longer_published_leaves_an_empty_calendar(store: Store) -> None:
    publish_september(store)
    driver = Subscription(kind="driver", language="en", duties=("workday-duty-bus-9",))
    made = CustomFeeds(snapshot(store)).personal(driver).body
    assert lint(made) == ()
    assert b"VEVENT" not in made


def test_a_timetable_without_plans_has_no_duties(store: Store) -> None:
    publish_september(store)
    latest = store.latest("small")
    assert latest is not None
    assert duty_days(Issue(latest.model_copy(update={"periods": ()}), {})) == {}
    assert SATURDAY in {day.date for day in latest.days}
