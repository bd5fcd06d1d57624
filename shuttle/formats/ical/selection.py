"""Some trips of a feed, on some of their dates, as series or one by one."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from shuttle.domain.subscription import WEEKDAYS, Pick
from shuttle.domain.time import MINUTES_PER_DAY, MINUTES_PER_HOUR
from shuttle.domain.timetable import PublishedTrip
from shuttle.formats.ical.block import EventBlock, time_line
from shuttle.formats.ical.folding import folded
from shuttle.formats.ical.options import FeedOptions
from shuttle.formats.ical.parts import EventText, Fragment
from shuttle.formats.ical.timing import end, repeat, start

_GAP = b"\0"
"""Stands where a line is to come; no text has it."""
_MINUTE_IN_ID = re.compile(r"-(\d\d)(\d\d)(?:-[a-z]+)?$")


def chosen(fragments: Sequence[Fragment], options: FeedOptions) -> list[Fragment]:
    """The trips that somebody asked for by time, id and window.

    A time finds every trip that leaves then on some date, with all its dates; also one that is
    named after that time and leaves some minutes off it by now.
    """
    found = list(fragments)
    if options.has_window:
        minutes = {one.series.trip.departure for one in found}
        within = {minute for minute in minutes if options.wants_minute(minute)}
        found = [one for one in found if one.series.trip.departure in within]
    if not options.times and not options.trips:
        return found
    times = {minute % MINUTES_PER_DAY for minute in options.times}
    wanted = set(options.trips)
    wanted |= {one.series.trip.id for one in fragments if not times.isdisjoint(_minutes(one))}
    return [one for one in found if one.series.trip.id in wanted]


def picked(fragments: Iterable[Fragment], picks: Sequence[Pick]) -> Iterator[Fragment]:
    """A rider's trips, each on the weekdays on which she takes it."""
    for one in fragments:
        mine = [pick for pick in picks if _finds(pick, one.series.trip)]
        days = {WEEKDAYS.index(name) for pick in mine for name in pick.weekdays}
        dates = tuple(day for day in one.series.dates if day.weekday() in days)
        if dates:
            yield on_dates(one, dates)


def on_dates(fragment: Fragment, dates: tuple[date, ...]) -> Fragment:
    """A series on some of its dates only: one event, under its own UID and revision.

    Args:
        fragment: the whole series.
        dates: at least one, all of them its own.
    """
    series = fragment.series
    if dates == series.dates:
        return fragment
    narrow = replace(series, dates=dates)
    overrides = {day: text for day, text in fragment.overrides.items() if day in dates}
    if len(dates) == 1 and overrides:
        return Fragment(narrow, overrides[dates[0]].with_lines({b"RECURRENCE-ID": b""}), {})
    return Fragment(narrow, fragment.master.with_lines(_timing(narrow.dates, fragment)), overrides)


def one_by_one(fragment: Fragment, first: date, last: date) -> Iterator[EventText]:
    """Each occurrence within some service dates as an event of its own.

    Its UID is that of the series and its date, so that its revision, the series', never falls.
    """
    pattern = _pattern(fragment)
    for day in fragment.series.dates:
        if first <= day <= last:
            uid = _own_uid(fragment.series.uid, day)
            if day in fragment.overrides:
                yield fragment.overrides[day].with_lines({b"UID": uid, b"RECURRENCE-ID": b""})
            else:
                yield pattern(day, uid)


def _pattern(fragment: Fragment) -> Callable[[date, bytes], EventText]:
    """Writes single occurrences of a series, as it is planned, quickly."""
    if len(fragment.series.dates) == 1:
        # Its times may be those of a delayed trip.
        return lambda _, uid: fragment.master.with_lines({b"UID": uid})
    gaps = dict.fromkeys((b"DTSTART", b"DTEND", b"UID"), _GAP)
    bare = fragment.master.with_lines({**gaps, b"RRULE": b"", b"EXDATE": b""})
    before, between, middle, after = bare.raw.split(_GAP)
    trip = fragment.series.trip

    def occurrence(day: date, uid: bytes) -> EventText:
        times = (time_line("dtstart", start(trip, day)), time_line("dtend", end(trip, day)))
        return EventText(b"".join((before, times[0], between, times[1], middle, uid, after)))

    return occurrence


def _minutes(fragment: Fragment) -> Collection[int]:
    """Wall-clock minutes by which a trip is known: when it leaves, and what its id says."""
    trip = fragment.series.trip
    named = _MINUTE_IN_ID.search(trip.id)
    leaves = trip.departure % MINUTES_PER_DAY
    if named is None:
        return (leaves,)
    return (leaves, (int(named[1]) * MINUTES_PER_HOUR + int(named[2])) % MINUTES_PER_DAY)


def _finds(pick: Pick, trip: PublishedTrip) -> bool:
    by_time = pick.departure is not None and pick.departure == trip.departure
    return trip.id in pick.trips or (by_time and pick.direction == trip.direction)


def _timing(dates: tuple[date, ...], fragment: Fragment) -> dict[bytes, bytes]:
    """The lines that say when a trip runs as planned on these dates."""
    series = replace(fragment.series, dates=dates)
    block = EventBlock()
    block.add("dtstart", start(series.trip, dates[0]))
    block.add("dtend", end(series.trip, dates[0]))
    if len(dates) > 1:
        repeat(block, series)
    names = ("DTSTART", "DTEND", "RRULE", "EXDATE")
    return {name.encode(): block.of(name) for name in names}


def _own_uid(uid: str, day: date) -> bytes:
    name, _, authority = uid.partition("@")
    return folded(f"UID:{name}-on-{day:%Y%m%d}@{authority}")
