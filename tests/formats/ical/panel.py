"""All readers somewhere in the world, and whether they show what the timetable answers."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

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


class Vote(NamedTuple):
    """What one reader made of one feed.

    Attributes:
        wrong: what it shows too much and too little; empty where it shows what is answered.
    """

    reader: str
    zone: str
    feed: str
    wrong: str


class Panel:
    """Readers in some zones, and the site that they read from.

    Args:
        own: readers in this process.
        children: commands of readers in others.
    """

    def __init__(self, own: Mapping[str, Reader], children: Mapping[str, Sequence[str]]) -> None:
        self.served = Served()
        self._own = own
        self._children = {
            zone: {name: ChildReader(command, zone) for name, command in children.items()}
            for zone in ZONES
        }

    def votes(self, timetable: Timetable, language: Language) -> Iterator[Vote]:
        """What each reader in each zone makes of a published timetable's feeds.

        Every reader gets the feed of the route, in series and with single occurrences; one of
        them the feeds of its directions.
        """
        self.served.publish(timetable)
        told = self.served.told(timetable, language)
        for feed in _ALL_READERS + _ONE_READER:
            body = self.served.feed(f"/feeds/{language}/{feed}")
            direction = feed.removeprefix(f"{ROUTE}/").removesuffix(".ics")
            mine = [seen for way, seen in told if way == direction or feed in _ALL_READERS]
            for zone in ZONES:
                readers: list[tuple[str, Reader]] = [
                    *self._own.items(),
                    *self._children[zone].items(),
                ]
                with in_zone(zone):
                    for name, read in readers if feed in _ALL_READERS else readers[:1]:
                        yield Vote(name, zone, feed, _difference(read(body), sorted(mine)))

    def close(self) -> None:
        """End what it started."""
        self.served.close()
        for children in self._children.values():
            for child in children.values():
                child.close()


def _difference(found: list[Seen], expected: list[Seen]) -> str:
    if found == expected:
        return ""
    more, less = set(found) - set(expected), set(expected) - set(found)
    return f"{len(found)} of {len(expected)}; shows {more}, lacks {less}"
