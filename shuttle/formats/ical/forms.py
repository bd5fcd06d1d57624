"""Which properties our calendars have, and how each is written: whatever else comes broke out.

RFC 5545 allows far more. The list is closed on purpose: a text that escaped from its property
shows as a property that is none of ours, or as a second one where one may be.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shuttle.formats.ical.content import Component
from shuttle.formats.ical.timezone import TZID

_ZONED = {"TZID": TZID}
_NONE: Mapping[str, str] = {}


class Form(NamedTuple):
    """How one property is written.

    Attributes:
        value: what its value must match as a whole.
        wanted: the same in words.
        parameters: what it must have; None for any.
        required: whether a component must have it.
        repeated: whether it may stand more than once.
    """

    value: re.Pattern[str]
    wanted: str
    parameters: Mapping[str, str] | None = _NONE
    required: bool = False
    repeated: bool = False


_TEXT = re.compile(r"[^\\,;]*+(?:\\[\\,;nN][^\\,;]*+)*+")
_PERIOD = r"P(?:[0-9]+W|[0-9]+D|(?:[0-9]+D)?T[0-9]+[HMS](?:[0-9]+[MS])*)"
_DAYS = "(?:MO|TU|WE|TH|FR|SA|SU)"
_OFFSET = re.compile(r"[+-][0-9]{4}")
_local = re.compile(r"[0-9]{8}T[0-9]{6}")
_instant = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_uri = re.compile(r"https?://[^\s\\]+")
_words = re.compile(r"[A-Za-z0-9_./+-]+")
_uid = re.compile(r"[^\s@\\]+@[^\s@\\]+")

_ZONED_TIME = Form(_local, f"one local time with TZID={TZID}, as all readers want it", _ZONED)
_UTC_TIME = Form(_instant, "in UTC, as 20260302T003000Z", required=True)
_PLAIN_TEXT = Form(_TEXT, r"text with its \ , ; and line breaks escaped")
_TITLE = _PLAIN_TEXT._replace(required=True)
_LINK = Form(_uri, "an http or https address")
_IDENTITY = Form(_uid, "a name, @ and whose it is, the same in every version", required=True)
_TOKEN = Form(_words, "one word")

CALENDAR = {
    "VERSION": Form(re.compile(r"2\.0"), "2.0", required=True),
    "PRODID": Form(
        re.compile(r"-//Shuttle//.+"),
        "our own: a library's changes with its version",
        required=True,
    ),
    "UID": _IDENTITY,
    "LAST-MODIFIED": _UTC_TIME,
    "NAME": _TITLE,
    "X-WR-CALNAME": _TITLE,
    "DESCRIPTION": _PLAIN_TEXT,
    "X-WR-CALDESC": _PLAIN_TEXT,
    "X-WR-TIMEZONE": Form(re.compile(re.escape(TZID)), TZID),
    "COLOR": _TOKEN,
    "URL": _LINK,
    "SOURCE": Form(
        re.compile(r"(?=.{1,200}$)https?://[^\s\\?]+\.ics(?:\?[^\s\\]*)?"),
        "VALUE=URI and an address of at most 200 characters whose path ends in .ics",
        {"VALUE": "URI"},
    ),
    "REFRESH-INTERVAL": Form(
        re.compile(_PERIOD), "VALUE=DURATION and a duration", {"VALUE": "DURATION"}, required=True
    ),
    "X-PUBLISHED-TTL": Form(re.compile(_PERIOD), "a duration", required=True),
}
EVENT = {
    "UID": _IDENTITY,
    "DTSTART": _ZONED_TIME._replace(required=True),
    "DTEND": _ZONED_TIME._replace(required=True),
    "RECURRENCE-ID": _ZONED_TIME,
    "EXDATE": _ZONED_TIME._replace(repeated=True),
    "RRULE": Form(
        re.compile(rf"FREQ=WEEKLY;UNTIL=[0-9]{{8}}T[0-9]{{6}}Z;BYDAY={_DAYS}(?:,{_DAYS})*"),
        "weekly with an UNTIL in UTC and BYDAY, and nothing else",
    ),
    "DTSTAMP": _UTC_TIME,
    "LAST-MODIFIED": _UTC_TIME,
    "CREATED": _UTC_TIME,
    "SEQUENCE": Form(re.compile(r"[0-9]+"), "a whole number", required=True),
    "SUMMARY": _TITLE,
    "DESCRIPTION": _PLAIN_TEXT,
    "LOCATION": _PLAIN_TEXT,
    "GEO": Form(re.compile(r"-?[0-9]+(?:\.[0-9]+)?;-?[0-9]+(?:\.[0-9]+)?"), "latitude;longitude"),
    "STATUS": Form(re.compile("CONFIRMED|CANCELLED"), "CONFIRMED or CANCELLED", required=True),
    "URL": _LINK,
    "TRANSP": Form(re.compile("TRANSPARENT|OPAQUE"), "TRANSPARENT or OPAQUE"),
    "X-MICROSOFT-CDO-BUSYSTATUS": Form(re.compile("FREE|BUSY"), "FREE or BUSY"),
    "X-APPLE-STRUCTURED-LOCATION": Form(re.compile(r"geo:-?[0-9.]+,-?[0-9.]+"), "geo:…", None),
}
ALARM = {
    "UID": Form(re.compile(r"[^\s\\]+"), "a name that stays", required=True),
    "ACTION": Form(re.compile("DISPLAY"), "DISPLAY", required=True),
    "TRIGGER": Form(re.compile(rf"-{_PERIOD}"), "a duration before the start", required=True),
    "DESCRIPTION": _TITLE,
}
ZONE = {"TZID": Form(re.compile(re.escape(TZID)), TZID, required=True)}
STANDARD = {
    "DTSTART": Form(_local, "a local time", required=True),
    "TZOFFSETFROM": Form(_OFFSET, "an offset", required=True),
    "TZOFFSETTO": Form(_OFFSET, "an offset", required=True),
    "TZNAME": _TOKEN,
}
_REASONS = {
    "RDATE": "readers lose it or shift it; give the extra run an event of its own",
    "DURATION": "give DTEND instead",
    "METHOD": "makes the feed a message; its content type says it is none",
}


def misfits(component: Component, forms: Mapping[str, Form]) -> Iterator[str]:
    """What is wrong with the properties of a component, each by itself."""
    for name, form in forms.items():
        if form.required and name not in component.properties:
            yield f"needs one {name}"
    for name, lines in component.properties.items():
        known = forms.get(name)
        if known is None:
            yield f"{name}: {_REASONS.get(name, 'is no property of ours; did a text break out?')}"
            continue
        if len(lines) > 1 and not known.repeated:
            yield f"needs one {name}, has {len(lines)}"
        for line in lines:
            fits = known.parameters is None or line.parameters == known.parameters
            if not fits or not known.value.fullmatch(line.value):
                yield f"{name}: must be {known.wanted}"
