r"""Strange texts in every place where people write them, and what calendars make of it.

As a program it prints what so many feeds did, for another process to read: under `python -O`
icalendar's own guard against line breaks, an `assert`, is gone.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import icalendar
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from shuttle.domain.base import LANGUAGES, Language, LocalText
from shuttle.domain.scenario import Contact
from shuttle.domain.timetable import PublicPort, Timetable, TripChange
from tests.formats.builders import BRANCH, PARK, PORT, ROUTE, days, period, text, timetable, trip
from tests.formats.sample import feeds

_FIRST = date(2026, 3, 2)
_EVENTS = 16
_TRIP = "to-sz-branch-0830"
_NAMES = 7
_NOT_COUNTED = (" ", "\t", "X-APPLE-STRUCTURED-LOCATION;")
TEXTS_PER_FEED = 3 * (_NAMES + 2 * _EVENTS)
"""Three languages of the names of a service, and of a notice and a boarding point each day."""
FEWEST_TEXTS = 3 * (_NAMES + 2)
"""The same for a service of one day."""

# What safe text refuses: controls, separators of lines and paragraphs, bidi overrides, surrogates.
_REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_SAFE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=_REFUSED)
_MARKUP = "\\nN,;:\"'^=BEGIN:END VCALENDAR🚌科\u0301\u200d\u00a0\u3000{}%"
SAFE_TEXTS = st.text(_SAFE, min_size=1, max_size=60) | st.text(_MARKUP, min_size=1, max_size=90)
"""Texts that the edge lets in."""
RAW_TEXTS = st.text(min_size=1, max_size=60) | st.builds(
    str.join,
    st.sampled_from(
        ("\r\n", "\n", "\r", "\u2028", "\u0085", "\x0b", "\x00", "\\n", "\r\n ", "\n\t")
    ),
    st.lists(
        st.sampled_from(
            ("a", "END:VEVENT", "BEGIN:VEVENT", "ATTENDEE:mailto:a@b.c", "STATUS:CANCELLED", "")
        ),
        min_size=2,
        max_size=4,
    ),
)
"""Texts of any characters, line breaks and whole calendar lines among them."""

Write = Callable[[str, str, str], LocalText]


@dataclass
class Judgement:
    """What was seen: all but the first three should be nothing.

    Attributes:
        extra_lines: lines, unfolded, that feeds with plain texts do not have, or lack.
        unreadable: feeds that icalendar or `ical` refuses or finds other events in.
        altered: notices and boarding points that are not read back as they were written.
    """

    rounds: int = 0
    texts: int = 0
    feeds: int = 0
    extra_lines: int = 0
    unreadable: int = 0
    altered: int = 0

    def add(self, texts: Sequence[str], write: Write) -> None:
        """Put texts through the feeds of a service.

        Raises:
            CheckError: the feeds were refused.
        """
        local = [write(*texts[at : at + 3]) for at in range(0, len(texts), 3)]
        published = service(local)
        bodies = feeds(published)
        self.texts += len(texts)
        self.feeds += len(bodies)
        for path, body in bodies.items():
            self.extra_lines += abs(_lines(body) - _plain_lines(len(local))[path])
        for number, language in enumerate(LANGUAGES):
            body = bodies[f"feeds/{language}/{ROUTE}.ics"]
            if number == self.rounds % len(LANGUAGES):
                self._read(body, published, language)
            else:
                self._read_strictly(body, published, language)
        self.rounds += 1

    def _read(self, body: bytes, published: Timetable, language: Language) -> None:
        """With icalendar, the slowest of all: one language of three."""
        try:
            events = icalendar.Calendar.from_ical(body).walk("VEVENT")
        except Exception:  # noqa: BLE001 - whatever a reader raises, it cannot read the feed
            self.unreadable += 1
            return
        said = [(str(event["DESCRIPTION"]), str(event["LOCATION"])) for event in events]
        self._compare(said, published, language)

    def _read_strictly(self, body: bytes, published: Timetable, language: Language) -> None:
        """With `ical`, which refuses most."""
        try:
            events = IcsCalendarStream.calendar_from_ics(body.decode()).events
        except Exception:  # noqa: BLE001 - whatever a reader raises, it cannot read the feed
            self.unreadable += 1
            return
        said = [(event.description or "", event.location or "") for event in events]
        self._compare(said, published, language)

    def _compare(
        self, said: list[tuple[str, str]], published: Timetable, language: Language
    ) -> None:
        """A master and an override for each change, or the one event of a single day."""
        overrides = said[-len(published.changes) :]
        self.unreadable += len(said) not in {len(overrides), len(overrides) + 1}
        for (description, place), change in zip(overrides, published.changes, strict=False):
            self.altered += _written(change.notice, language) not in description
            self.altered += _written(change.boarding, language) not in place


def safe(en: str, zh_hant: str, zh_hans: str) -> LocalText:
    """Texts as they come in at the edge."""
    return LocalText(en=en, zh_hant=zh_hant, zh_hans=zh_hans)


def unchecked(en: str, zh_hant: str, zh_hans: str) -> LocalText:
    """Texts that got past the edge."""
    return LocalText.model_construct(en=en, zh_hant=zh_hant, zh_hans=zh_hans)


def service(texts: Sequence[LocalText]) -> Timetable:
    """A trip a day, late and boarded elsewhere, with the texts in all places."""
    park, branch, boarding, title, port, route, person, *daily = texts
    changes = [
        TripChange.model_construct(
            trip_id=_TRIP,
            service_date=_FIRST + timedelta(days=at // 2),
            delay_minutes=5,
            notice=daily[at],
            boarding=daily[at + 1],
        )
        for at in range(0, len(daily), 2)
    ]
    dates = [change.service_date for change in changes]
    made = timetable(
        days(dates[0], dates[-1], makeup=dates),
        (period([trip("08:30")], dates[0], dates[-1]),),
        park=text("Park"),
        branch=text("Branch"),
        boarding=text("Bay"),
    )
    stops = {
        PARK: made.stops[PARK].model_copy(update={"name": park, "boarding": boarding}),
        BRANCH: made.stops[BRANCH].model_copy(update={"name": branch}),
    }
    names: dict[str, Any] = {
        "stops": stops,
        "changes": tuple(changes),
        "title": title,
        "ports": {PORT: PublicPort.model_construct(id=PORT, name=port)},
        "routes": {ROUTE: made.routes[ROUTE].model_copy(update={"name": route})},
        "contact": Contact.model_construct(name=person.en, email=None, url=None),
    }
    return made.model_copy(update=names)


def run(strategy: st.SearchStrategy[str], feeds_to_make: int) -> Judgement:
    """What so many feeds of drawn texts did."""
    seen = Judgement()

    @settings(
        max_examples=feeds_to_make,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts=st.lists(strategy, min_size=TEXTS_PER_FEED, max_size=TEXTS_PER_FEED))
    def through(texts: list[str]) -> None:
        seen.add(texts, safe)

    through()
    return seen


def _lines(body: bytes) -> int:
    """Lines that continue none, however one ends a line; Apple's maps take some texts only."""
    return sum(not line.startswith(_NOT_COUNTED) for line in body.decode().splitlines())


@cache
def _plain_lines(places: int) -> dict[str, int]:
    plain = service([safe("plain", "plain", "plain")] * places)
    return {path: _lines(body) for path, body in feeds(plain).items()}


def _written(said: LocalText | None, language: Language) -> str:
    r"""What icalendar writes: it takes a typed `\N` for the line break of RFC 5545."""
    return said.in_language(language).replace(r"\N", "\n") if said else ""


if __name__ == "__main__":
    print(json.dumps(asdict(run(SAFE_TEXTS, int(sys.argv[1])))))  # noqa: T201 - its output is read
