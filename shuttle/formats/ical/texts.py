"""What the events of a trip say to riders, in one language."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from shuttle.domain.base import Language
from shuttle.domain.time import format_minute
from shuttle.domain.timetable import PublishedTrip, Timetable, TripChange
from shuttle.formats.ical.timing import clock
from shuttle.formats.ical.words import long_date, words


class Texts:
    """Titles, places and descriptions of a timetable's trips."""

    def __init__(self, timetable: Timetable, language: Language, base_url: str) -> None:
        self._timetable = timetable
        self._language = language
        self._words = words(language)
        self._extras = {(extra.trip.id, extra.service_date): extra for extra in timetable.extras}
        self._provisional = frozenset(day.date for day in timetable.days if day.provisional)
        self._odd_days = {
            day.date: day.odd_reason.text.in_language(language)
            for day in timetable.days
            if day.odd_reason
        }
        self._page_url = f"{base_url}/{self._words.page}/"

    def title(self, trip: PublishedTrip, day: date, change: TripChange | None) -> str:
        """The trip with its planned time, and before it what must not be missed."""
        title = self._words.title.format(
            time=clock(trip.departure),
            origin=self._stop(trip.origin),
            destination=self._stop(trip.destination),
        )
        marks = self._words.between.join(self._marks(trip, day, change))
        return self._words.marked.format(marks=marks, title=title) if marks else title

    def location(self, trip: PublishedTrip, change: TripChange | None) -> str:
        """Where riders board: the stop, and the exact place where it is known."""
        stop = self._timetable.stops[trip.origin]
        name = stop.name.in_language(self._language)
        place = (change and change.boarding) or stop.boarding
        if place is None:
            return name
        return self._words.boarding.format(stop=name, place=place.in_language(self._language))

    def description(
        self, trip: PublishedTrip, dates: Sequence[date], change: TripChange | None
    ) -> str:
        """What is different on the dates, what a rider can expect, and where to look."""
        cancelled = change is not None and change.cancelled
        lines = [
            *self._notices(trip, dates, change),
            *(() if cancelled else self._journey(trip, change)),
            self._words.live.format(url=self.live_url(trip)),
            self.provisional_note(dates),
        ]
        return "\n".join(line for line in lines if line)

    def live_url(self, trip: PublishedTrip) -> str:
        """The next buses of the trip's route, as they are now.

        Ids stand in it only where they must, so that a rename alone is no change of any event.
        """
        several = len(self._timetable.routes) > 1
        return f"{self._page_url}?route={trip.route}" if several else self._page_url

    def provisional_note(self, dates: Sequence[date]) -> str | None:
        """A warning where some of the dates lie beyond what the governments have announced."""
        if self._provisional.isdisjoint(dates):
            return None
        last = min(self._provisional) - timedelta(days=1)
        return self._words.provisional.format(last=long_date(last, self._language))

    def _stop(self, stop: str) -> str:
        return self._timetable.stops[stop].name.in_language(self._language)

    def _marks(self, trip: PublishedTrip, day: date, change: TripChange | None) -> Iterator[str]:
        if (trip.id, day) in self._extras:
            yield self._words.extra_mark
        if change is None:
            return
        if change.cancelled:
            yield self._words.cancelled_mark
        if change.delay_minutes:
            yield self._words.delayed_mark.format(minutes=change.delay_minutes)
        elif change.delay_minutes is not None:
            yield self._words.late_mark
        if change.full:
            yield self._words.full_mark
        if change.boarding is not None:
            yield self._words.moved_mark

    def _notices(
        self, trip: PublishedTrip, dates: Sequence[date], change: TripChange | None
    ) -> Iterator[str]:
        """What is different, each with the operator's own words about it."""
        if change is not None:
            yield from self._changed(trip, change)
        extra = self._extras.get((trip.id, dates[0]))
        if extra is not None:
            yield self._words.extra
        if extra is not None and extra.notice:
            yield extra.notice.in_language(self._language)
        for day in dates:
            if day in self._odd_days:
                shown, reason = long_date(day, self._language), self._odd_days[day]
                yield self._words.odd_day.format(date=shown, reason=reason)

    def _changed(self, trip: PublishedTrip, change: TripChange) -> Iterator[str]:
        if change.cancelled:
            yield self._words.cancelled
        elif change.delay_minutes:
            time = clock(trip.departure + change.delay_minutes)
            yield self._words.delayed.format(minutes=change.delay_minutes, time=time)
        elif change.delay_minutes is not None:
            yield self._words.late
        if change.full:
            yield self._words.full
        if change.boarding is not None:
            yield self._words.moved.format(place=change.boarding.in_language(self._language))
        if change.notice:
            yield change.notice.in_language(self._language)

    def _journey(self, trip: PublishedTrip, change: TripChange | None) -> Iterator[str]:
        """What a rider of this trip can expect."""
        delay = change.delay if change else 0
        arrives = self._words.arrives_late if delay else self._words.arrives
        destination = self._stop(trip.destination)
        yield self._words.board_at.format(place=self.location(trip, change))
        yield arrives.format(time=clock(trip.arrival + delay), destination=destination)
        yield from self._crossing(trip, delay)
        yield self._words.seats.format(seats=trip.seats)
        yield from self._booking()

    def _booking(self) -> Iterator[str]:
        """How to get a seat, on a service whose seats must be booked."""
        booking = self._timetable.booking
        if booking is None:
            return
        where = " / ".join(part for part in (booking.url, booking.phone) if part)
        if booking.until is not None:
            phrase = self._words.book_eve if booking.days_before == 1 else self._words.book_days
        else:
            phrase = self._words.book_minutes if booking.minutes_before else self._words.book
        yield phrase.format(
            where=where,
            minutes=booking.minutes_before,
            days=booking.days_before,
            time=format_minute(booking.until or 0),
        )
        if booking.message is not None:
            yield booking.message.in_language(self._language)

    def _crossing(self, trip: PublishedTrip, delay: int) -> Iterator[str]:
        """What a rider must know about the border; nothing for a trip that crosses none."""
        clearance = self._words.clearance_late if delay else self._words.clearance
        if trip.port is None:
            return
        port = self._timetable.ports[trip.port].name.in_language(self._language)
        yield self._words.port.format(port=port)
        for leg in trip.legs:
            if leg.kind == "clearance":
                start, end = clock(leg.departure + delay), clock(leg.arrival + delay)
                yield clearance.format(port=port, start=start, end=end)
        yield self._words.documents
        yield self._words.clocks
