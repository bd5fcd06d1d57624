"""One series as calendar events in one language: a master, and an override for each change."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from shuttle.domain.base import Language
from shuttle.domain.feed import Revision
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.formats.ical.block import EventBlock
from shuttle.formats.ical.series import Series, still_said
from shuttle.formats.ical.texts import Texts
from shuttle.formats.ical.timing import end, repeat, stamp, start


class EventWriter:
    """Writes the series of a timetable in one language, always as icalendar folds and escapes."""

    def __init__(self, timetable: Timetable, language: Language, base_url: str) -> None:
        self._timetable = timetable
        self._texts = Texts(timetable, language, base_url)
        self._changes: dict[str, dict[date, TripChange]] = {}
        for change in still_said(timetable):
            by_date = self._changes.setdefault(change.trip_id, {})
            by_date.setdefault(change.service_date, change)

    def fragment(self, series: Series, revision: Revision) -> bytes:
        """The events of a series, master first, all of one revision."""
        events = list(self._events(series))
        for event in events:
            stamp(event, revision)
        return b"".join(event.to_ical() for event in events)

    def provisional_note(self, dates: Sequence[date]) -> str | None:
        """A warning where some of the dates lie beyond what the governments have announced."""
        return self._texts.provisional_note(dates)

    def _events(self, series: Series) -> Iterator[EventBlock]:
        changes = self._changes.get(series.trip.id, {})
        if len(series.dates) == 1:
            yield self._event(series, series.dates, changes.get(series.dates[0]))
            return
        master = self._event(series, series.dates, None)
        repeat(master, series)
        yield master
        for day in series.dates:
            if day in changes:
                override = self._event(series, (day,), changes[day])
                override.add("recurrence-id", start(series.trip, day))
                yield override

    def _event(
        self, series: Series, dates: Sequence[date], change: TripChange | None
    ) -> EventBlock:
        """An event at the first of the dates that says what holds on all of them."""
        trip = series.trip
        delay = timedelta(minutes=change.delay if change else 0)
        cancelled = change is not None and change.cancelled
        origin = self._timetable.stops[trip.origin]
        event = EventBlock()
        event.add("uid", series.uid)
        event.add("dtstart", start(trip, dates[0]) + delay)
        event.add("dtend", end(trip, dates[0]) + delay)
        event.add("summary", self._texts.title(trip, dates[0], change))
        event.add("description", self._texts.description(trip, dates, change))
        place = self._texts.location(trip, change)
        event.add("location", place)
        is_moved = change is not None and change.boarding is not None
        if origin.lat is not None and origin.lon is not None and not is_moved:
            event.put_on_maps(place, origin.lat, origin.lon)
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        event.add("url", self._texts.live_url(trip))
        # A seat on a bus must not make its rider look busy.
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        return event
