"""What becomes of a feed whose route, direction or stop is no longer there."""

from datetime import date

import pytest

from shuttle.domain.network import Route
from shuttle.errors import StoreError
from shuttle.formats.ical.lint import lint
from shuttle.formats.ical.render import CalendarRenderer
from shuttle.services.publishing.disruption import cancel
from shuttle.services.publishing.publications import publish, rollback
from shuttle.services.publishing.retirement import successor
from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from shuttle.store.records import RetiredFeed, StoredFile
from tests.builders import text
from tests.formats.ical.clients import all_clients, fresh
from tests.services.builders import OCTOBER, SEPTEMBER, SIXTH_DAY, TUESDAY, desk, timed, world
from tests.services.renamed import renamed, timed_to_c

PLACE, RENAMED, ANOTHER = world(), renamed(), renamed(formerly=False)
BEFORE = [timed(PLACE, "08:00", "09:00"), timed(PLACE, "10:00", day_type=SIXTH_DAY)]
AFTER = [timed_to_c(RENAMED, "08:00", "09:00"), timed_to_c(RENAMED, "10:00", day_type=SIXTH_DAY)]
ELSEWHERE = [timed_to_c(ANOTHER, "08:00"), timed_to_c(ANOTHER, "10:00", day_type=SIXTH_DAY)]
CALENDARS = CalendarRenderer("https://bus.example.org")
OLD, NEW = "feeds/en/a-b/to-b.ics", "feeds/en/a-c/to-c.ics"
# The first publication is on 1 August, and its last date is 30 September.
IN_AUGUST, AFTER_SEPTEMBER, IN_MID_OCTOBER, LATE_IN_OCTOBER = 5, 65, 75, 85


def _published(store: Store) -> None:
    publish(desk(store, renderer=CALENDARS), PLACE, BEFORE, *SEPTEMBER)


def _rename(store: Store, days_later: int = 1) -> None:
    publish(desk(store, days_later, CALENDARS), RENAMED, AFTER, *SEPTEMBER)


def _replace(store: Store, days_later: int = IN_AUGUST) -> None:
    """Another route in place of the first, on all of its dates."""
    publish(desk(store, days_later, CALENDARS), ANOTHER, ELSEWHERE, *SEPTEMBER)


def _file(store: Store, path: str) -> StoredFile:
    found = store.file("small", path)
    assert found is not None, path
    return found


def test_nothing_is_retired_while_every_path_goes_on(store: Store) -> None:
    _published(store)
    publish(desk(store, 1, CALENDARS), PLACE, BEFORE, *OCTOBER)
    assert store.retired("small") == {}


def test_every_feed_of_a_renamed_route_leads_to_its_successor(store: Store) -> None:
    _published(store)
    _rename(store)
    retired = store.retired("small")
    moved = {"a-b": "a-c", "a-b/to-a": "a-c/to-a", "a-b/to-b": "a-c/to-c", "stops/b": "stops/c"}
    assert retired == {
        f"feeds/{language}/{old}.ics": RetiredFeed(
            f"feeds/{language}/{old}.ics", f"feeds/{language}/{new}.ics", 2
        )
        for language in ("en", "zh-Hans", "zh-Hant")
        for old, new in moved.items()
    }
    assert not set(retired) & set(store.files("small"))


def test_later_versions_remember_where_a_feed_went(store: Store) -> None:
    _published(store)
    _rename(store)
    cancel(desk(store, 2, CALENDARS), "small", "to-b-0800", TUESDAY)
    assert successor(OLD, store.retired("small")) == NEW


def test_a_feed_renamed_twice_leads_to_the_last_name(store: Store) -> None:
    _published(store)
    _rename(store)
    route = Route(
        id="ferry", name=text("Ferry"), stops=("a", "c"), ports=("gate",), formerly=("a-c",)
    )
    again = renamed(routes=(route,))
    plans = [timed_to_c(again, "08:00", "09:00"), timed_to_c(again, "10:00", day_type=SIXTH_DAY)]
    publish(desk(store, 2, CALENDARS), again, plans, *SEPTEMBER)
    retired = store.retired("small")
    assert successor(OLD, retired) == successor(NEW, retired) == "feeds/en/ferry/to-c.ics"


def test_a_rollback_to_before_the_rename_leads_back(store: Store) -> None:
    _published(store)
    _rename(store)
    rollback(desk(store, 2, CALENDARS), "small", 1)
    retired = store.retired("small")
    assert OLD not in retired
    assert successor(NEW, retired) == OLD
    assert OLD in store.files("small")


def test_there_and_back_and_there_again_leads_to_the_new_name(store: Store) -> None:
    _published(store)
    _rename(store)
    rollback(desk(store, 2, CALENDARS), "small", 1)
    _rename(store, 3)
    retired = store.retired("small")
    assert NEW not in retired
    assert successor(OLD, retired) == NEW


def test_former_ids_that_are_given_late_still_lead_on(store: Store) -> None:
    _published(store)
    _replace(store)
    assert successor(OLD, store.retired("small")) is None
    _rename(store, IN_AUGUST + 1)
    assert successor(OLD, store.retired("small")) == NEW


def test_a_feed_without_successor_takes_trips_away_that_no_longer_run(store: Store) -> None:
    _published(store)
    clients = all_clients()
    for client in clients:
        client.refresh(_file(store, OLD).body)
        assert client.events
    _replace(store)
    closing = _file(store, OLD)
    assert fresh(closing.body) == {}
    assert lint(closing.body) == ()
    assert closing.seq == 2
    for client in clients:
        client.refresh(closing.body)
        assert client.events == {}, type(client).__name__


def test_the_closing_bytes_are_dated_by_the_publication_that_made_them(store: Store) -> None:
    _published(store)
    before = _file(store, OLD).last_modified
    _replace(store)
    closing = _file(store, OLD)
    assert closing.last_modified > before
    cancel(desk(store, IN_AUGUST + 1, CALENDARS), "small", "to-c-0800", TUESDAY)
    assert (_file(store, OLD).body, _file(store, OLD).last_modified) == (
        closing.body,
        closing.last_modified,
    )


def test_a_feed_that_shows_the_past_alone_keeps_its_last_bytes(store: Store) -> None:
    _published(store)
    last = _file(store, OLD)
    _replace(store, AFTER_SEPTEMBER)
    assert (_file(store, OLD).body, _file(store, OLD).last_modified) == (
        last.body,
        last.last_modified,
    )
    assert store.retired("small")[OLD].kept_until == date(2026, 10, 19)


def test_a_feed_with_trips_to_come_is_kept_for_two_weeks_after_the_last(store: Store) -> None:
    _published(store)
    _replace(store)
    assert store.retired("small")[OLD] == RetiredFeed(OLD, None, 2, date(2026, 10, 14))


@pytest.mark.parametrize(("days", "kept"), [(IN_MID_OCTOBER - 1, True), (IN_MID_OCTOBER, False)])
def test_closing_bytes_go_with_the_first_version_after_the_two_weeks(
    store: Store, days: int, *, kept: bool
) -> None:
    _published(store)
    _replace(store)
    cancel(desk(store, days, CALENDARS), "small", "to-c-0800", TUESDAY)
    assert (OLD in store.files("small")) == kept
    assert (store.retired("small")[OLD].kept_until is not None) == kept
    assert successor(OLD, store.retired("small")) is None


def test_a_feed_that_has_ended_does_not_come_back_with_old_bytes(store: Store) -> None:
    _published(store)
    _replace(store)
    for days in (IN_MID_OCTOBER, LATE_IN_OCTOBER):
        cancel(desk(store, days, CALENDARS), "small", "to-c-0800", TUESDAY)
    assert store.retired("small")[OLD] == RetiredFeed(OLD, None, 2)


def test_a_path_that_comes_back_is_served_again(store: Store) -> None:
    _published(store)
    _replace(store)
    rollback(desk(store, IN_AUGUST + 1, CALENDARS), "small", 1)
    assert OLD not in store.retired("small")
    assert len(fresh(_file(store, OLD).body)) == 3


class _Damaged(MemoryStore):
    """A store that cannot read one file back."""

    def file(self, service: str, path: str, seq: int | None = None) -> StoredFile | None:
        if path == OLD:
            msg = "damaged"
            raise StoreError(msg)
        return super().file(service, path, seq)


def test_a_damaged_feed_does_not_stop_the_publication_that_ends_it() -> None:
    store = _Damaged()
    _published(store)
    _replace(store)
    assert store.latest_seq("small") == 2
    assert OLD not in store.files("small")
    assert "feeds/en/a-b.ics" in store.files("small")


def test_a_feed_leads_to_the_closing_bytes_of_its_successor_too() -> None:
    rows = {
        "a": RetiredFeed("a", "b", 2),
        "b": RetiredFeed("b", None, 3, date(2026, 10, 14)),
    }
    assert successor("a", rows) == "b"
    assert successor("b", rows) is None


def test_a_circle_of_successors_leads_nowhere() -> None:
    rows = {"a": RetiredFeed("a", "b", 1), "b": RetiredFeed("b", "a", 1)}
    assert successor("a", rows) is None


def test_a_path_that_was_never_served_leads_nowhere() -> None:
    assert successor("a", {}) is None
