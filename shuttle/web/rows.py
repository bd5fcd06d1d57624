"""One departure in a table, in the words of one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuttle.domain.timetable import Timetable
from shuttle.services.riders.departures import Departure
from shuttle.web.languages import Catalogue, clock


@dataclass(frozen=True, slots=True)
class Mark:
    """Something different about a departure: class and shape of its sign, and words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One departure in a table.

    Attributes:
        was: the scheduled time where another is expected, or the trip is cancelled.
        departs: the time expected; empty for a cancelled trip.
        day: the date in words, where it is not the date of the table.
        state: scheduled, delayed, cancelled or left: class and dot.
        marks: what is different besides.
        moved: where riders board instead; empty for the usual place.
        note: what the operator says.
    """

    was: str
    departs: str
    arrives: str
    day: str
    port: str
    state: str
    words: str
    marks: Sequence[Mark]
    moved: str
    note: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Puts departures into words, as of now."""

    timetable: Timetable
    words: Catalogue
    now: datetime

    def name(self, place: str) -> str:
        """A stop's or port's name."""
        stop = self.timetable.stops.get(place)
        named = stop.name if stop else self.timetable.ports[place].name
        return named.in_language(self.words.language)

    def row(self, one: Departure, day: date) -> Row:
        """A departure in a table of that date."""
        expected, arrival = one.expected_departure, one.expected_arrival
        scheduled = clock(one.scheduled_departure)
        notices = (notice.in_language(self.words.language) for notice in one.notices)
        return Row(
            was=scheduled if one.status != "scheduled" else "",
            departs=clock(expected) if expected else "",
            arrives=clock(arrival) if arrival else "",
            day=self.other_day(one, day),
            port=self.name(one.trip.port) if one.trip.port else "",
            state="left" if expected and expected < self.now else one.status,
            words=self._state(one),
            marks=list(self._marks(one)),
            moved=self._moved(one),
            note=" · ".join(notices),
        )

    def other_day(self, one: Departure, day: date) -> str:
        """The date on which it leaves, in words; empty where that is the table's."""
        leaves = one.scheduled_departure.date()
        if leaves == day:
            return ""
        if one.service_date == day:
            return self.words.say("next_day")
        words = self.words.date(leaves, "short_date")
        return f"{words} · {self.words.say('provisional_mark')}" if one.provisional else words

    def _state(self, one: Departure) -> str:
        if one.status != "cancelled" and one.leaves_at < self.now:
            return self.words.say("left")
        if one.status == "delayed" and not one.delay_minutes:
            return self.words.say("late")
        return self.words.say(one.status, minutes=one.delay_minutes)

    def _marks(self, one: Departure) -> Iterator[Mark]:
        holds = {
            "extra": one.is_extra,
            "full": one.is_full,
            "moved": one.boarding is not None,
        }
        yield from (Mark(kind, self.words.say(kind)) for kind in holds if holds[kind])

    def _moved(self, one: Departure) -> str:
        if one.boarding is None:
            return ""
        return self.words.say("moved_to", place=one.boarding.in_language(self.words.language))
