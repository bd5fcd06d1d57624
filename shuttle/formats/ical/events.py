"""One series as calendar events in one language: a master, and an override for each change."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from shuttle.domain.base import Language
from shuttle.domain.feed import Revision
from shuttle.domain.time import civil_time
from shuttle.domain.timetable import PublicStop, PublishedTrip, Timetable, TripChange
from shuttle.formats.ical.block import EventBlock
from shuttle.formats.ical.series import Series
from shuttle.formats.ical.timezone import ZONE
from shuttle.formats.ical.words import long_date, words

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class EventWriter:
    """Writes the series of a timetable in one language, always as icalendar folds and escapes."""

    def __init__(self, timetable: Timetable, language: Language, base_url: str) -> None:
        self._timetable = timetable
        self._language = language
        self._words = words(language)
        self._page_url = f"{base_url}/{self._words.page}/"
        self._provisional = frozenset(day.date for day in timetable.days if day.provisional)
        self._changes: dict[str, dict[date, TripChange]] = {}
        for change in timetable.changes:
            by_date = self._changes.setdefault(change.trip_id, {})
            by_date.setdefault(change.service_date, change)

    def fragment(self, series: Series, revision: Revision) -> bytes:
        """The events of a series, master first, all of one revision."""
        events = self._events(series)
        return b"".join(_stamped(event, revision).to_ical() for event in events)

    def provisional_note(self, dates: Sequence[date]) -> str | None:
        """A warning where some of the dates lie beyond what the governments have announced."""
        if self._provisional.isdisjoint(dates):
            return None
        last = min(self._provisional) - timedelta(days=1)
        return self._words.provisional.format(last=long_date(last, self._language))

    def _events(self, series: Series) -> Iterator[EventBlock]:
        changes = self._changes.get(series.trip.id, {})
        if len(series.dates) == 1:
            yield self._event(series, series.dates, changes.get(series.dates[0]))
            return
        master = self._event(series, series.dates, None)
        _repeat(master, series)
        yield master
        for day in series.dates:
            if day in changes:
                override = self._event(series, (day,), changes[day])
                override.add("recurrence-id", _start(series.trip, day))
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
        event.add("dtstart", _start(trip, dates[0]) + delay)
        event.add("dtend", civil_time(dates[0], trip.arrival, ZONE) + delay)
        event.add("summary", self._title(trip, change))
        event.add("description", self._description(trip, dates, change))
        event.add("location", self._boarding(origin))
        if origin.lat is not None and origin.lon is not None:
            event.add("geo", (origin.lat, origin.lon))
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        event.add("url", self._page_url)
        # A seat on a bus must not make its rider look busy.
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        return event

    def _stop(self, stop: str) -> str:
        return self._timetable.stops[stop].name.in_language(self._language)

    def _boarding(self, stop: PublicStop) -> str:
        name = stop.name.in_language(self._language)
        if stop.boarding is None:
            return name
        place = stop.boarding.in_language(self._language)
        return self._words.boarding.format(stop=name, place=place)

    def _title(self, trip: PublishedTrip, change: TripChange | None) -> str:
        title = self._words.title.format(
            time=_clock(trip.departure),
            origin=self._stop(trip.origin),
            destination=self._stop(trip.destination),
        )
        if change is None:
            return title
        if change.cancelled:
            return self._words.cancelled_title.format(title=title)
        if change.delay_minutes is None:
            return title
        form = self._words.delayed_title if change.delay_minutes else self._words.late_title
        return form.format(title=title, minutes=change.delay_minutes)

    def _description(
        self, trip: PublishedTrip, dates: Sequence[date], change: TripChange | None
    ) -> str:
        cancelled = change is not None and change.cancelled
        lines = [
            *self._notices(trip, change),
            *(() if cancelled else self._journey(trip)),
            self._words.live.format(url=self._page_url),
            self.provisional_note(dates),
        ]
        return "\n".join(line for line in lines if line)

    def _notices(self, trip: PublishedTrip, change: TripChange | None) -> Iterator[str]:
        """What is different on this day, and the operator's own words about it."""
        if change is None:
            return
        if change.cancelled:
            yield self._words.cancelled
        elif change.delay_minutes:
            time = _clock(trip.departure + change.delay_minutes)
            yield self._words.delayed.format(minutes=change.delay_minutes, time=time)
        elif change.delay_minutes is not None:
            yield self._words.late
        if change.notice:
            yield change.notice.in_language(self._language)

    def _journey(self, trip: PublishedTrip) -> Iterator[str]:
        """What a rider of this trip can expect."""
        destination = self._stop(trip.destination)
        yield self._words.arrives.format(time=_clock(trip.arrival), destination=destination)
        yield from self._crossing(trip)
        yield self._words.seats.format(seats=trip.seats)

    def _crossing(self, trip: PublishedTrip) -> Iterator[str]:
        """What a rider must know about the border; nothing for a trip that crosses none."""
        if trip.port is None:
            return
        port = self._timetable.ports[trip.port].name.in_language(self._language)
        yield self._words.port.format(port=port)
        for leg in trip.legs:
            if leg.kind == "clearance":
                start, end = _clock(leg.departure), _clock(leg.arrival)
                yield self._words.clearance.format(port=port, start=start, end=end)
        yield self._words.documents
        yield self._words.clocks


def _start(trip: PublishedTrip, day: date) -> datetime:
    return civil_time(day, trip.departure, ZONE)


def _clock(minute: int) -> str:
    """The wall clock's time, `00:30` for minute 1470: calendars know no service day."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _repeat(master: EventBlock, series: Series) -> None:
    """Weekly until the last start, less the dates on which it does not run."""
    until = _start(series.trip, series.dates[-1]).astimezone(UTC)
    days = [_WEEKDAYS[weekday] for weekday in series.weekdays]
    master.repeat_weekly(until, days)
    for day in series.skipped:
        master.add("exdate", _start(series.trip, day))


def _stamped(event: EventBlock, revision: Revision) -> EventBlock:
    event.add("dtstamp", revision.last_modified.astimezone(UTC))
    event.add("last-modified", revision.last_modified.astimezone(UTC))
    event.add("created", revision.created.astimezone(UTC))
    event.add("sequence", revision.sequence)
    return event
