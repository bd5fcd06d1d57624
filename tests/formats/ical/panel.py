"""All readers somewhere in the world, and whether they show what the timetable answers."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from shuttle.domain.base import Language
from shuttle.domain.timetable import Timetable
from tests.formats.builders import BRANCH, PARK, ROUTE
from tests.formats.ical.child_readers import ChildReader
from tests.formats.ical.readers import Reader, with_ical, with_icalendar, with_khal, with_vobject
from tests.formats.ical.seen import Seen
from tests.formats.ical.served import WEEKS, Served

ZONES = ("America/New_York", "Asia/Kolkata")
QUICK: Mapping[str, Reader] = {
    "icalendar": with_icalendar,
    "ical": with_ical,
    "vobject": with_vobject,
}
KHAL: Mapping[str, Reader] = {"khal": with_khal}
_ALL_READERS = (f"{ROUTE}.ics", f"{ROUTE}.ics?expand=true&weeks={WEEKS}")
_ONE_READER = (f"{ROUTE}/to-{BRANCH}.ics", f"{ROUTE}/to-{PARK}.ics")


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """The machine's clock in another part of the world."""
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            yield
    finally:
        time.tzset()


class Panel:
    """Readers in one zone, and the site that they read from."""

    def __init__(
        self,
        zone: str,
        own: Mapping[str, Reader],
        children: Mapping[str, Callable[[], list[str]]],
    ) -> None:
        self.zone = zone
        self.served = Served()
        self._children = {
            name: ChildReader(command(), zone) for name, command in children.items()
        }
        self.readers: dict[str, Reader] = {**own, **self._children}

    def disagreements(self, timetable: Timetable, language: Language) -> Iterator[str]:
        """Each reader that shows something else than the timetable answers, feed by feed.

        Every reader gets the feed of the route, in series and with single occurrences; one of
        them the feeds of its directions.
        """
        self.served.publish(timetable)
        told = self.served.told(timetable, language)
        everything = sorted(seen for _, seen in told)
        with in_zone(self.zone):
            for feed in _ALL_READERS:
                body = self.served.feed(f"/feeds/{language}/{feed}")
                for name, read in self.readers.items():
                    yield from _difference(f"{name} at {feed}", read(body), everything)
            for feed in _ONE_READER:
                body = self.served.feed(f"/feeds/{language}/{feed}")
                direction = feed.removeprefix(f"{ROUTE}/").removesuffix(".ics")
                mine = sorted(seen for way, seen in told if way == direction)
                name, read = next(iter(self.readers.items()))
                yield from _difference(f"{name} at {feed}", read(body), mine)

    def close(self) -> None:
        """End what it started."""
        self.served.close()
        for child in self._children.values():
            child.close()


def _difference(where: str, found: list[Seen], expected: list[Seen]) -> Iterator[str]:
    if found != expected:
        more, less = set(found) - set(expected), set(expected) - set(found)
        yield f"{where}: {len(found)} of {len(expected)}; shows {more}, lacks {less}"
