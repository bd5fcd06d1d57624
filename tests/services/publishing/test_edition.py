"""Which published trips a plan's trips continue."""

from datetime import date

from shuttle.domain.base import Effective
from shuttle.services.publishing.publications import publish
from shuttle.store.memory import MemoryStore
from tests.services.builders import IN_OCTOBER, SIXTH_DAY, departures, desk, timed, world

PLACE = world()
WEEKEND = timed(PLACE, "12:00", day_type=SIXTH_DAY)
FIRST, MIDDLE, LAST = date(2026, 9, 1), date(2026, 9, 14), date(2026, 9, 30)
UNTIL, SINCE = Effective(valid_to=date(2026, 9, 13)), Effective(valid_from=MIDDLE)


def test_the_trips_in_force_when_it_begins_go_before_earlier_ones() -> None:
    store = MemoryStore()
    sides = [timed(PLACE, "08:00", effective=UNTIL), timed(PLACE, "08:20", effective=SINCE)]
    publish(desk(store), PLACE, [*sides, WEEKEND], FIRST, LAST)
    timetable = publish(desk(store, 1), PLACE, [timed(PLACE, "08:10"), WEEKEND], MIDDLE, LAST)
    assert departures(timetable, MIDDLE) == [("08:10", "to-b-0820")]


def test_the_trips_of_the_same_publication_go_before_those_it_replaces() -> None:
    store = MemoryStore()
    publish(desk(store), PLACE, [timed(PLACE, "08:00"), WEEKEND], FIRST, date(2026, 9, 13))
    sides = [timed(PLACE, "08:30", effective=UNTIL), timed(PLACE, "08:15", effective=SINCE)]
    timetable = publish(desk(store, 1), PLACE, [*sides, WEEKEND], FIRST, LAST)
    assert departures(timetable, MIDDLE) == [("08:15", "to-b-0830")]


def test_the_last_trips_before_it_are_continued() -> None:
    store = MemoryStore()
    sides = [timed(PLACE, "08:00", effective=UNTIL), timed(PLACE, "08:20", effective=SINCE)]
    publish(desk(store), PLACE, [*sides, WEEKEND], FIRST, LAST)
    plans = [timed(PLACE, "08:10"), WEEKEND]
    timetable = publish(desk(store, 1), PLACE, plans, date(2026, 10, 1), date(2026, 10, 31))
    assert departures(timetable, IN_OCTOBER) == [("08:10", "to-b-0820")]


def test_the_first_trips_after_it_are_continued() -> None:
    store = MemoryStore()
    plans = [timed(PLACE, "08:00"), WEEKEND]
    publish(desk(store), PLACE, plans, date(2026, 10, 1), date(2026, 10, 31))
    timetable = publish(desk(store, 1), PLACE, [timed(PLACE, "08:10"), WEEKEND], FIRST, LAST)
    assert departures(timetable, FIRST) == [("08:10", "to-b-0800")]
