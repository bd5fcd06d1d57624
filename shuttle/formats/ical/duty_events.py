"""A driver's duty as calendar events in one language: a master, and an override for a change."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from shuttle.domain.base import Language
from shuttle.domain.feed import Revision
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.formats.ical.block import EventBlock
from shuttle.formats.ical.duty_days import DutyDay, Task
from shuttle.formats.ical.duty_words import duty_words
from shuttle.formats.ical.series import SeriesOf, still_said
from shuttle.formats.ical.timing import clock, end, repeat, stamp, start
from shuttle.formats.ical.words import words

_Changes = Sequence[tuple[Task, TripChange]]


class DutyWriter:
    """Writes duties in one language. The hours of a duty stay as planned: a delay is only said."""

    def __init__(self, timetable: Timetable, language: Language, base_url: str) -> None:
        self._timetable = timetable
        self._language = language
        self._words = duty_words(language)
        self._page_url = f"{base_url}/{words(language).page}/"
        changes = still_said(timetable)
        self._changes = {(each.trip_id, each.service_date): each for each in changes}

    def fragment(self, series: SeriesOf[DutyDay], revision: Revision) -> bytes:
        """The events of a duty, master first, all of one revision."""
        events = list(self._events(series))
        for event in events:
            stamp(event, revision)
        return b"".join(event.to_ical() for event in events)

    def _events(self, series: SeriesOf[DutyDay]) -> Iterator[EventBlock]:
        changed = {day: found for day in series.dates if (found := self._on(series.trip, day))}
        if len(series.dates) == 1:
            yield self._event(series, series.dates[0], changed.get(series.dates[0], ()))
            return
        master = self._event(series, series.dates[0], ())
        repeat(master, series)
        yield master
        for day, found in changed.items():
            override = self._event(series, day, found)
            override.add("recurrence-id", start(series.trip, day))
            yield override

    def _on(self, duty: DutyDay, day: date) -> list[tuple[Task, TripChange]]:
        """Its trips that are different on a date."""
        mine = ((task, self._changes.get((task.trip or "", day))) for task in duty.tasks)
        return [(task, change) for task, change in mine if change is not None]

    def _event(self, series: SeriesOf[DutyDay], day: date, changes: _Changes) -> EventBlock:
        duty = series.trip
        event = EventBlock()
        event.add("uid", series.uid)
        event.add("dtstart", start(duty, day))
        event.add("dtend", end(duty, day))
        event.add("summary", self._title(duty, changes))
        event.add("description", "\n".join((*self._said(changes), *self._tasks(duty))))
        event.add("location", self._place(duty.tasks[0].origin))
        event.add("status", "CONFIRMED")
        event.add("url", self._page_url)
        event.add("transp", "OPAQUE")
        event.add("x-microsoft-cdo-busystatus", "BUSY")
        return event

    def _title(self, duty: DutyDay, changes: _Changes) -> str:
        title = self._words.title.format(
            duty=duty.id, start=clock(duty.departure), end=clock(duty.arrival)
        )
        return self._words.changed_title.format(title=title) if changes else title

    def _said(self, changes: _Changes) -> Iterator[str]:
        """What is different on this day."""
        for task, change in changes:
            if change.cancelled:
                yield self._words.cancelled.format(trip=task.trip)
            elif change.delay_minutes:
                time = clock(task.departure + change.delay_minutes)
                yield self._words.delayed.format(
                    trip=task.trip, minutes=change.delay_minutes, time=time
                )
            elif change.delay_minutes is not None:
                yield self._words.late.format(trip=task.trip)
            if change.full:
                yield self._words.full.format(trip=task.trip)
            if change.boarding:
                place = change.boarding.in_language(self._language)
                yield self._words.boarding.format(trip=task.trip, place=place)
            if change.notice:
                yield change.notice.in_language(self._language)

    def _tasks(self, duty: DutyDay) -> Iterator[str]:
        """The day from sign-on to sign-off, a line for each piece and each time without one."""
        first, last = duty.tasks[0], duty.tasks[-1]
        place = self._place(first.origin)
        yield self._words.sign_on.format(time=clock(duty.departure), place=place)
        yield self._task(first)
        for before, task in pairwise(duty.tasks):
            yield from self._pause(before, task)
            yield self._task(task)
        place = self._place(last.destination)
        yield self._words.sign_off.format(time=clock(duty.arrival), place=place)

    def _task(self, task: Task) -> str:
        port = self._words.port.format(port=self._place(task.port)) if task.port else ""
        form = self._words.trip if task.trip else self._words.empty
        return form.format(
            start=clock(task.departure),
            end=clock(task.arrival),
            trip=task.trip,
            bus=task.bus,
            origin=self._place(task.origin),
            destination=self._place(task.destination),
            port=port,
        )

    def _pause(self, before: Task, after: Task) -> Iterator[str]:
        minutes = after.departure - before.arrival
        if minutes > 0:
            yield self._words.pause.format(
                start=clock(before.arrival),
                end=clock(after.departure),
                minutes=minutes,
                place=self._place(before.destination),
            )

    def _place(self, place: str) -> str:
        """The name of a stop or port; a depot at a place of its own has its id alone."""
        known = self._timetable.stops.get(place) or self._timetable.ports.get(place)
        return known.name.in_language(self._language) if known else place
