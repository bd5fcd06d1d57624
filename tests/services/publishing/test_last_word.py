"""Whatever is published in whatever order: each date has the trips of the last word about it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.services.publishing.publications import publish
from shuttle.store.memory import MemoryStore
from tests.services.builders import SIXTH_DAY, departures, desk, timed, world

PLACE = world()
START = date(2026, 9, 1)
TIMES = (("08:00",), ("08:05",), ("08:10", "09:00"), ("09:00",))
PLANS = [timed(PLACE, *times) for times in TIMES]
WEEKEND = timed(PLACE, "10:00", day_type=SIXTH_DAY)

publications = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 20), st.integers(0, len(TIMES) - 1)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(publications)
def test_each_date_has_the_trips_of_the_last_publication_about_it(
    published: list[tuple[int, int, int]],
) -> None:
    store = MemoryStore()
    expected: dict[date, tuple[str, ...]] = {}
    for number, (start, length, choice) in enumerate(published):
        first = START + timedelta(days=start)
        last = first + timedelta(days=length)
        publish(desk(store, number), PLACE, [PLANS[choice], WEEKEND], first, last)
        for offset in range(length + 1):
            expected[first + timedelta(days=offset)] = TIMES[choice]
    timetable = store.latest("small")
    assert timetable is not None
    for day in timetable.days:
        times = _times(day.date, expected)
        assert tuple(clock for clock, _ in departures(timetable, day.date)) == times
        ids = [name for _, name in departures(timetable, day.date)]
        assert len(set(ids)) == len(ids)
    assert {name for day in timetable.days for _, name in departures(timetable, day.date)} <= (
        store.trip_ids("small")
    )


def _times(day: date, expected: dict[date, tuple[str, ...]]) -> tuple[str, ...]:
    if day not in expected or day.isoweekday() == 7:
        return ()
    return ("10:00",) if day.isoweekday() == 6 else expected[day]
