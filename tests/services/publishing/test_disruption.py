"""What is said of single trips: a new version each, and one more revision of what changed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shuttle.domain.issue import Issue
from shuttle.domain.timetable import TripChange
from shuttle.errors import InputError, NotFoundError, OvertakenError
from shuttle.services.publishing.disruption import board, cancel, delay, fill, withdraw
from shuttle.services.publishing.overlay import is_over, on_newest
from shuttle.services.publishing.publications import publish, rollback
from shuttle.store.protocol import Store
from tests.builders import text
from tests.services.builders import (
    NOON,
    SATURDAY,
    SEPTEMBER,
    SIXTH_DAY,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    PlainRenderer,
    departures,
    desk,
    sequences,
    timed,
    world,
)

PLACE = world()
PLANS = [timed(PLACE, "08:00", "09:00"), timed(PLACE, "10:00", day_type=SIXTH_DAY)]
UID = "to-b-0800-workday-2026-09-01@example.org"


@pytest.fixture
def service(store: Store) -> Store:
    publish(desk(store), PLACE, PLANS, *SEPTEMBER)
    return store


def test_a_cancelled_trip_stays_in_the_list(service: Store) -> None:
    timetable = cancel(desk(service, 1), "small", "to-b-0800", TUESDAY, text("Engine trouble"))
    assert ("08:00", "to-b-0800") in departures(timetable, TUESDAY)
    change = timetable.change_of("to-b-0800", TUESDAY)
    assert change is not None
    assert (change.cancelled, change.notice) == (True, text("Engine trouble"))


class Colleague(PlainRenderer):
    """While one version is rendered, somebody else says something of another trip."""

    def __init__(self, store: Store, times: int) -> None:
        self._store = store
        self._times = times

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        if self._times:
            self._times -= 1
            delay(desk(self._store, 1), "small", "to-b-0900", TUESDAY, self._times + 5)
        return super().fingerprints(issue)


@pytest.mark.parametrize("times", [1, 3])
def test_two_who_speak_at_once_are_both_heard(service: Store, times: int) -> None:
    busy = desk(service, 1, Colleague(service, times))
    made = on_newest(lambda: cancel(busy, "small", "to-b-0800", TUESDAY))
    mine, other = (made.change_of(name, TUESDAY) for name in ("to-b-0800", "to-b-0900"))
    assert mine is not None
    assert mine.cancelled
    assert other is not None
    assert other.delay_minutes == 5
    assert made == service.latest("small")


def test_who_is_overtaken_again_and_again_is_told(service: Store) -> None:
    busy = desk(service, 1, Colleague(service, 99))
    with pytest.raises(OvertakenError, match="publish again"):
        on_newest(lambda: cancel(busy, "small", "to-b-0800", TUESDAY))


def test_a_cancellation_is_a_version_of_its_own(service: Store) -> None:
    timetable = cancel(desk(service, 1), "small", "to-b-0800", TUESDAY)
    assert timetable.version == 2
    assert timetable.published_at == NOON + timedelta(days=1)
    row = service.history("small")[-1]
    assert (row.kind, row.first, row.last) == ("change", TUESDAY, TUESDAY)


def test_the_audit_log_says_what_happened_to_the_trip(service: Store) -> None:
    cancel(desk(service, 1), "small", "to-b-0800", TUESDAY)
    delay(desk(service, 2), "small", "to-b-0800", TUESDAY, 20)
    withdraw(desk(service, 3), "small", "to-b-0800", TUESDAY)
    told = [(row.action, row.detail) for row in service.audit_log("small")[1:]]
    assert told == [
        ("cancel", "to-b-0800 on 2026-09-01: cancelled"),
        ("delay", "to-b-0800 on 2026-09-01: delayed by 20 minutes"),
        ("withdraw", "to-b-0800 on 2026-09-01: as planned again"),
    ]


def test_a_later_change_of_the_same_trip_takes_the_place_of_the_earlier(service: Store) -> None:
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20)
    timetable = delay(desk(service, 2), "small", "to-b-0800", TUESDAY, 35)
    assert timetable.changes == (
        TripChange(trip_id="to-b-0800", service_date=TUESDAY, delay_minutes=35),
    )


def test_what_was_said_before_stays_when_more_is_said(service: Store) -> None:
    fill(desk(service, 1), "small", "to-b-0800", TUESDAY, text("School trip"))
    board(desk(service, 2), "small", "to-b-0800", TUESDAY, text("Gate 4"))
    timetable = delay(desk(service, 3), "small", "to-b-0800", TUESDAY, 20)
    assert timetable.change_of("to-b-0800", TUESDAY) == TripChange(
        trip_id="to-b-0800",
        service_date=TUESDAY,
        delay_minutes=20,
        boarding=text("Gate 4"),
        full=True,
        notice=text("School trip"),
    )


def test_a_new_notice_takes_the_place_of_the_old_one(service: Store) -> None:
    fill(desk(service, 1), "small", "to-b-0800", TUESDAY, text("School trip"))
    timetable = fill(desk(service, 2), "small", "to-b-0800", TUESDAY, text("Conference"))
    assert timetable.changes[0].notice == text("Conference")


def test_a_cancellation_takes_the_place_of_everything(service: Store) -> None:
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20, text("Queue"))
    fill(desk(service, 2), "small", "to-b-0800", TUESDAY)
    timetable = cancel(desk(service, 3), "small", "to-b-0800", TUESDAY)
    assert timetable.changes == (
        TripChange(trip_id="to-b-0800", service_date=TUESDAY, cancelled=True),
    )


def test_a_delay_of_a_cancelled_trip_lets_it_run_late(service: Store) -> None:
    cancel(desk(service, 1), "small", "to-b-0800", TUESDAY, text("No bus"))
    timetable = delay(desk(service, 2), "small", "to-b-0800", TUESDAY, 40)
    assert timetable.changes == (
        TripChange(trip_id="to-b-0800", service_date=TUESDAY, delay_minutes=40),
    )


def test_a_cancelled_trip_is_neither_full_nor_boarded_elsewhere(service: Store) -> None:
    cancel(desk(service, 1), "small", "to-b-0800", TUESDAY)
    refusal = "is cancelled on 2026-09-01; withdraw that first"
    with pytest.raises(InputError, match=refusal):
        fill(desk(service, 2), "small", "to-b-0800", TUESDAY)
    with pytest.raises(InputError, match=refusal):
        board(desk(service, 2), "small", "to-b-0800", TUESDAY, text("Gate 4"))


def test_a_delay_that_nobody_can_measure_is_one_of_unknown_length(service: Store) -> None:
    timetable = delay(desk(service, 1), "small", "to-b-0800", TUESDAY, None)
    assert timetable.changes[0].delay_minutes == 0
    assert service.audit_log("small")[-1].detail == "to-b-0800 on 2026-09-01: delayed"


def test_one_thing_alone_can_be_taken_back(service: Store) -> None:
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20, text("Queue"))
    fill(desk(service, 2), "small", "to-b-0800", TUESDAY)
    timetable = withdraw(desk(service, 3), "small", "to-b-0800", TUESDAY, "delay")
    assert timetable.changes == (
        TripChange(trip_id="to-b-0800", service_date=TUESDAY, full=True, notice=text("Queue")),
    )
    detail = "to-b-0800 on 2026-09-01: delay withdrawn, full"
    assert service.audit_log("small")[-1].detail == detail
    again = withdraw(desk(service, 4), "small", "to-b-0800", TUESDAY, "notice")
    assert again.changes[0].notice is None


def test_with_the_last_thing_its_notice_goes_too(service: Store) -> None:
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20, text("Queue"))
    assert withdraw(desk(service, 2), "small", "to-b-0800", TUESDAY, "delay").changes == ()


def test_what_was_not_said_cannot_be_taken_back(service: Store) -> None:
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20)
    with pytest.raises(NotFoundError, match=r"no full of 'to-b-0800 on 2026-09-01'. Known: delay"):
        withdraw(desk(service, 2), "small", "to-b-0800", TUESDAY, "full")


def test_a_trip_is_over_when_it_should_have_arrived_late_or_not(service: Store) -> None:
    arrived = datetime(2026, 9, 1, 8, 30, tzinfo=ZoneInfo("Asia/Hong_Kong"))
    later, soon = arrived + timedelta(minutes=15), timedelta(seconds=1)
    timetable = delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 15)
    assert not is_over(timetable, "to-b-0800", TUESDAY, later)
    assert is_over(timetable, "to-b-0800", TUESDAY, later + soon)
    assert not is_over(timetable, "to-b-0700", TUESDAY, later + soon)


def test_changes_are_kept_in_the_order_of_dates(service: Store) -> None:
    cancel(desk(service, 1), "small", "to-b-0900", WEDNESDAY)
    timetable = cancel(desk(service, 2), "small", "to-b-0900", TUESDAY)
    assert [change.service_date for change in timetable.changes] == [TUESDAY, WEDNESDAY]


def test_a_delay_added_and_withdrawn_raises_the_sequence_twice(service: Store) -> None:
    assert sequences(service)[UID] == 0
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20)
    assert sequences(service)[UID] == 1
    withdraw(desk(service, 2), "small", "to-b-0800", TUESDAY)
    revision = service.revisions("small")[UID]
    assert revision.sequence == 2
    assert (revision.created, revision.last_modified) == (NOON, NOON + timedelta(days=2))


def test_other_series_keep_their_revision(service: Store) -> None:
    before = service.revisions("small")
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20)
    after = service.revisions("small")
    assert {uid for uid in after if after[uid] != before[uid]} == {UID}


def test_rolling_a_delay_back_raises_the_sequence_too(service: Store) -> None:
    delay(desk(service, 1), "small", "to-b-0800", TUESDAY, 20)
    rollback(desk(service, 2), "small", 1)
    assert sequences(service)[UID] == 2


def test_changes_within_one_second_are_told_apart(service: Store) -> None:
    delay(desk(service), "small", "to-b-0800", TUESDAY, 20)
    delay(desk(service), "small", "to-b-0800", TUESDAY, 25)
    assert service.revisions("small")[UID].last_modified == NOON + timedelta(seconds=2)


def test_an_unknown_trip_is_answered_with_those_of_the_date(service: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no trip 'to-b-0700'. Known: to-b-0800, to-a-0900"):
        cancel(desk(service), "small", "to-b-0700", TUESDAY)


def test_a_trip_that_does_not_run_that_date_is_answered_with_dates(service: Store) -> None:
    with pytest.raises(InputError, match="2026-09-06; dates on which it runs: 2026-09-07, 2026-"):
        cancel(desk(service), "small", "to-b-0800", SUNDAY)


def test_a_date_beyond_the_timetable_is_answered_with_dates(service: Store) -> None:
    with pytest.raises(InputError, match="dates on which it runs: 2026-09-05, 2026-09-12"):
        cancel(desk(service), "small", "to-b-1000", date(2030, 1, 1))


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_delay_that_is_none_is_refused(service: Store, minutes: int) -> None:
    with pytest.raises(InputError, match=f"{minutes} is no delay"):
        delay(desk(service), "small", "to-b-0800", TUESDAY, minutes)


def test_a_delay_beyond_the_service_day_is_refused(service: Store) -> None:
    with pytest.raises(InputError, match="after 48:00"):
        delay(desk(service), "small", "to-b-0800", TUESDAY, 2 * 1440)


def test_a_delay_up_to_the_end_of_the_service_day_is_accepted(service: Store) -> None:
    last = 2 * 1440 - (8 * 60 + 30)
    timetable = delay(desk(service), "small", "to-b-0800", TUESDAY, last)
    assert timetable.changes[0].delay_minutes == last


def test_a_change_that_was_never_made_cannot_be_withdrawn(service: Store) -> None:
    cancel(desk(service), "small", "to-b-1000", SATURDAY)
    with pytest.raises(NotFoundError, match="Known: to-b-1000 on 2026-09-05"):
        withdraw(desk(service), "small", "to-b-0800", TUESDAY)


def test_an_unknown_service_is_answered_with_the_known_ones(service: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no service 'large'\. Known: small"):
        cancel(desk(service), "large", "to-b-0800", TUESDAY)
    assert service.latest_seq("small") == 1
