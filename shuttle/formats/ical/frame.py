"""A calendar's own lines: who it is, what it is called, how often to look, its one time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, vText

from shuttle.formats.ical.timezone import TZID, vtimezone

_PRODID = "-//Shuttle//Timetable feeds//EN"
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a calendar says of itself.

    Attributes:
        identity: the first part of its UID.
        page_url: the commuters' page in its language.
        source: where it is fetched; None for a private one, whose address is a secret.
    """

    identity: str
    service: str
    name: str
    description: str
    page_url: str
    source: str | None

    def head(self, last_modified: datetime) -> bytes:
        """Everything up to the first event; `END` closes the calendar.

        Everything is given: icalendar would invent the rest.
        """
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", _PRODID)
        calendar.add("uid", f"{self.identity}@{self.service}.shuttle.invalid")
        calendar.add("last-modified", last_modified.astimezone(UTC))
        # Given as plain text, the values of NAME and of X- properties would go out unescaped.
        calendar.add("name", vText(self.name))
        calendar.add("x-wr-calname", vText(self.name))
        calendar.add("x-wr-caldesc", vText(self.description))
        calendar.add("description", self.description)
        calendar.add("x-wr-timezone", TZID)
        calendar.add("color", "teal")
        calendar.add("url", self.page_url)
        # RFC 7986 gives these two no default type, and one reader refuses the feed without it.
        if self.source:
            calendar.add("source", self.source, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        calendar.add_component(vtimezone())
        written: bytes = calendar.to_ical()
        return written.removesuffix(END)
