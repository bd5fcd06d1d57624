"""No name and no notice, however strange, adds a line to a feed or makes it unreadable."""

from datetime import date, timedelta

import icalendar
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from shuttle.domain.base import LocalText, safe_text
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.formats.ical.content import unfolded
from tests.formats.builders import ROUTE, days, period, text, timetable, trip
from tests.formats.sample import feeds

_TEXTS_PER_FEED = 50
_FIRST = date(2026, 3, 2)
_DATES = [_FIRST + timedelta(days=count) for count in range(_TEXTS_PER_FEED)]
_FIRST_LINE = "This trip leaves 5 minutes late on this day: 08:35.\n"
_PATH = f"feeds/en/{ROUTE}.ics"


# What safe text refuses: controls, separators of lines and paragraphs, bidi overrides, surrogates.
_REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_CHARACTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=_REFUSED
)
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=60) | st.text(
    "\\n,;:\"'^BEGIN:END VCALENDAR🚌科\u200d\u00a0\u3000", min_size=1, max_size=90
)


def noticed(notices: list[LocalText], stop: LocalText) -> Timetable:
    """A trip a day, each delayed with a notice of its own."""
    changes = [
        TripChange(
            trip_id="to-sz-branch-0830",
            service_date=on,
            delay_minutes=5,
            notice=notice,
        )
        for on, notice in zip(_DATES, notices, strict=True)
    ]
    answers = days(_DATES[0], _DATES[-1], makeup=_DATES)
    periods = (period([trip("08:30")], _DATES[0], _DATES[-1]),)
    return timetable(answers, periods, changes=changes, park=stop, boarding=stop)


def names(body: bytes) -> list[str]:
    return [line.name for line in unfolded(body)]


_PLAIN = names(feeds(noticed([text("plain")] * _TEXTS_PER_FEED, text("Park")))[_PATH])


def written(each: str) -> str:
    r"""What icalendar writes: it takes a typed `\N` for the line break of RFC 5545."""
    return safe_text(each).replace(r"\N", "\n")


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking fifty texts takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
@given(texts=st.lists(_TEXTS, min_size=_TEXTS_PER_FEED, max_size=_TEXTS_PER_FEED))
def test_two_thousand_texts_stay_in_their_properties(texts: list[str]) -> None:
    """Fifty texts a feed, forty feeds; the first is the name of the stop too."""
    stop = text(texts[0])
    body = feeds(noticed([text(each) for each in texts], stop))[_PATH]
    assert names(body) == _PLAIN
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    for event, each in zip(events[1:], texts, strict=True):
        said = str(event["DESCRIPTION"]).removeprefix(_FIRST_LINE)
        assert said.startswith(f"{written(each)}\nBoard at: "), ascii(each)
        assert str(event["LOCATION"]) == written(f"{stop.en}, {stop.en}"), ascii(stop.en)
    assert len(IcsCalendarStream.calendar_from_ics(body.decode()).events) == len(events)
