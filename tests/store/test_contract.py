"""What every store must do; each test runs on memory and on SQLite."""

from dataclasses import replace
from datetime import date

import pytest

from shuttle.errors import StoreError
from shuttle.store.protocol import Store
from shuttle.store.records import Artefact, NewTrip
from tests.store.builders import (
    CALENDAR,
    FIRST,
    LAST,
    OLD_FEED,
    START,
    file,
    plan,
    publication,
    retired,
    revision,
    timetable,
)


def test_an_empty_store_answers_with_nothing(store: Store) -> None:
    assert store.services() == ()
    assert store.latest_seq("hksp-sz") == 0
    assert store.latest("hksp-sz") is None
    assert store.history("hksp-sz") == ()
    assert store.files("hksp-sz") == {}
    assert store.file("hksp-sz", CALENDAR) is None
    assert store.revisions("hksp-sz") == {}
    assert store.trip_ids("hksp-sz") == frozenset()
    assert store.retired("hksp-sz") == {}
    assert store.tokens("hksp-sz") == ()
    assert store.subscription("0" * 64) is None
    assert store.audit_log("hksp-sz") == ()
    assert store.plan("0" * 64) is None
    store.ready()


def test_publishing_gives_the_next_number(store: Store) -> None:
    assert [store.publish(publication(version)) for version in (1, 2, 3)] == [1, 2, 3]
    assert store.latest_seq("hksp-sz") == 3


def test_the_latest_timetable_is_the_last_one_published(store: Store) -> None:
    store.publish(publication(1))
    store.publish(publication(2))
    assert store.latest("hksp-sz") == timetable(2)


def test_earlier_versions_stay_as_they_were(store: Store) -> None:
    store.publish(publication(1))
    store.publish(publication(2))
    assert store.timetable("hksp-sz", 1) == timetable(1)
    assert store.timetable("hksp-sz", 3) is None


def test_a_timetable_keeps_the_order_of_its_mappings(store: Store) -> None:
    store.publish(publication(1))
    found = store.latest("hksp-sz")
    assert found is not None
    assert list(found.day_type_names) == ["weekday", "saturday"]


def test_services_count_their_versions_apart(store: Store) -> None:
    store.publish(publication(1, "hospital"))
    store.publish(publication(1, "campus"))
    assert store.services() == ("campus", "hospital")
    assert store.latest_seq("campus") == 1


def test_the_history_names_every_version(store: Store) -> None:
    store.publish(publication(1))
    store.publish(replace(publication(2), kind="rollback", rollback_of=1, note="back"))
    first, second = store.history("hksp-sz")
    assert (first.seq, first.kind, first.first, first.last) == (1, "publish", FIRST, LAST)
    assert (second.seq, second.kind, second.rollback_of, second.note) == (2, "rollback", 1, "back")
    assert second.published_at == timetable(2).published_at


def test_a_publication_composed_on_an_older_version_is_refused(store: Store) -> None:
    store.publish(publication(1))
    store.publish(publication(2))
    with pytest.raises(StoreError, match=r"at version 2 by now.*composed on version 1"):
        store.publish(publication(2))
    assert len(store.history("hksp-sz")) == 2


def test_a_publication_that_skips_a_version_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="at version 0 by now"):
        store.publish(publication(2))
    assert store.services() == ()


def test_a_file_comes_back_with_its_bytes_and_its_compressed_bytes(store: Store) -> None:
    store.publish(publication(1))
    found = store.file("hksp-sz", CALENDAR)
    expected = file(body=b"BEGIN:VCALENDAR 1")
    assert found is not None
    assert (found.body, found.gzip_body) == (expected.body.body, expected.gzip_body.body)
    assert (found.seq, found.media_type, found.last_modified) == (1, "text/calendar", START)
    assert expected.body.sha256.startswith(found.etag)


def test_a_file_of_an_earlier_version_can_still_be_read(store: Store) -> None:
    store.publish(publication(1))
    store.publish(publication(2))
    found = store.file("hksp-sz", CALENDAR, 1)
    assert found is not None
    assert found.body == b"BEGIN:VCALENDAR 1"


def test_a_file_that_the_version_in_force_does_not_have_is_not_found(store: Store) -> None:
    store.publish(publication(1))
    store.publish(replace(publication(2), files=()))
    assert store.file("hksp-sz", CALENDAR) is None
    assert store.files("hksp-sz") == {}


def test_files_are_listed_by_path(store: Store) -> None:
    store.publish(publication(1))
    found = store.files("hksp-sz")
    assert list(found) == [CALENDAR, "gtfs.zip"]
    assert found[CALENDAR] == file(body=b"BEGIN:VCALENDAR 1").version()


def test_the_ledger_has_the_current_revision_of_each_uid(store: Store) -> None:
    store.publish(replace(publication(1), revisions=(revision("a"), revision("b"))))
    store.publish(replace(publication(2), revisions=(revision("a", 1),)))
    assert store.revisions("hksp-sz") == {"a": revision("a", 1), "b": revision("b")}


def test_trip_ids_of_all_versions_are_remembered(store: Store) -> None:
    store.publish(publication(1))
    store.publish(publication(2))
    assert store.trip_ids("hksp-sz") == {"to-hksp-0831", "to-hksp-0832"}


def test_a_trip_id_is_not_given_away_twice(store: Store) -> None:
    store.publish(publication(1))
    again = replace(publication(2), trips=(NewTrip("to-hksp-0831", "to-hksp"),))
    with pytest.raises(StoreError, match="there already"):
        store.publish(again)
    assert store.latest_seq("hksp-sz") == 1


def test_a_version_has_no_two_files_of_the_same_path(store: Store) -> None:
    twice = replace(publication(1), files=(file(), file(body=b"another")))
    with pytest.raises(StoreError, match="there already"):
        store.publish(twice)
    assert store.services() == ()
    assert store.revisions("hksp-sz") == {}


def test_a_plan_is_found_by_its_content(store: Store) -> None:
    store.publish(publication(1))
    sha256 = Artefact.of_value("", plan()).sha256
    assert store.plan(sha256) == plan()


def test_an_artefact_that_is_no_plan_is_not_taken_for_one(store: Store) -> None:
    store.publish(publication(1))
    assert store.plan(file(body=b"BEGIN:VCALENDAR 1").body.sha256) is None


def test_the_audit_log_says_what_was_done(store: Store) -> None:
    store.publish(publication(1))
    (row,) = store.audit_log("hksp-sz")
    assert (row.action, row.seq, row.detail) == ("publish", 1, "version 1")
    assert row.at == timetable(1).published_at


def test_dates_and_instants_keep_their_types(store: Store) -> None:
    store.publish(publication(1))
    (row,) = store.history("hksp-sz")
    assert type(row.first) is date
    assert row.published_at.utcoffset() is not None


def test_retired_feeds_are_those_of_the_last_version_by_path(store: Store) -> None:
    others = (retired("feeds/en/b.ics", None), retired("feeds/en/a.ics"))
    store.publish(replace(publication(1), retired=others))
    assert list(store.retired("hksp-sz").items()) == [
        ("feeds/en/a.ics", retired("feeds/en/a.ics")),
        ("feeds/en/b.ics", retired("feeds/en/b.ics", None)),
    ]
    store.publish(replace(publication(2), retired=(retired(seq=2),)))
    assert store.retired("hksp-sz") == {OLD_FEED: retired(seq=2)}


def test_services_retire_feeds_apart(store: Store) -> None:
    store.publish(replace(publication(1), retired=(retired(),)))
    store.publish(publication(1, "campus"))
    assert store.retired("hksp-sz") == {OLD_FEED: retired()}
    assert store.retired("campus") == {}


def test_a_publication_that_is_refused_retires_nothing(store: Store) -> None:
    store.publish(publication(1))
    stale = replace(publication(1), retired=(retired(),))
    with pytest.raises(StoreError):
        store.publish(stale)
    assert store.retired("hksp-sz") == {}
