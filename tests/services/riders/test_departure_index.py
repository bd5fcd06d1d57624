"""Indexes that are taken over from the version before are those that would be made anew."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.timetable import Timetable, TripChange
from shuttle.services.riders.departure_index import Indexes
from tests.services.published import DIRECTIONS, TO_HK, TO_SZ, cancelled, delayed, timetable, trip

DAYS = [date(2026, 10, 12) + timedelta(days=count) for count in range(3)]
TRIPS = [f"to-hkstp-sz-{clock.replace(':', '')}" for clock in TO_SZ]
TRIPS += [f"to-hksp-{clock.replace(':', '')}" for clock in TO_HK]
ENDS = (
    ("hksp", "hkstp-sz"), ("hkstp-sz", "hksp"), ("hksp", None), ("hkstp-sz", None),
    (None, None), (None, "hksp"),
)  # fmt: skip

change = st.one_of(
    st.builds(cancelled, st.sampled_from(TRIPS), st.sampled_from(DAYS)),
    st.builds(
        delayed, st.sampled_from(TRIPS), st.sampled_from(DAYS), st.sampled_from((0, 5, 60, 1440))
    ),
)
changes = st.lists(change, max_size=6, unique_by=lambda one: (one.trip_id, one.service_date))


def same(found: Indexes, wanted: Indexes) -> None:
    for origin, destination in ENDS:
        assert found.of(origin, destination) == wanted.of(origin, destination)


@settings(max_examples=60)
@given(versions=st.lists(changes, min_size=2, max_size=4), is_prepared=st.booleans())
def test_versions_that_differ_by_changes_alone_have_the_same_indexes_either_way(
    versions: Sequence[Sequence[TripChange]], *, is_prepared: bool
) -> None:
    indexes: Indexes | None = None
    for number, listed in enumerate(versions):
        published: Timetable = timetable(*listed, version=number + 1)
        indexes = Indexes(published, indexes)
        if is_prepared:
            indexes.prepare()
        same(indexes, Indexes(published))


def test_another_timetable_takes_nothing_over() -> None:
    before = Indexes(timetable(version=1))
    before.prepare()
    published = timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")])
    same(Indexes(published, before), Indexes(published))


def test_a_cancellation_makes_no_index_anew() -> None:
    before = Indexes(timetable(version=1))
    before.prepare()
    after = Indexes(timetable(cancelled(TRIPS[0], DAYS[0]), version=2), before)
    assert all(after.of(*ends) is before.of(*ends) for ends in ENDS[:5])
