"""How calendar programs refresh a subscription: each keeps what its own rule calls unchanged.

The rules were read in the programs' sources, Google's from the reports of its users.
"""

import gzip
import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Mapping

from tests.asgi import Answer

Events = tuple[str, ...]
Fetch = Callable[[Mapping[str, str]], Answer]
_UID = re.compile(r"^UID:(.*)$", re.MULTILINE)
_IGNORED_BY_VDIRSYNCER = re.compile(r"^(UID|DTSTAMP|LAST-MODIFIED|CREATED)[:;].*$\n", re.MULTILINE)
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE")


def fresh(body: bytes) -> dict[str, Events]:
    """The events of a feed as they stand, by UID, in order."""
    text = body.decode().replace("\r\n ", "").replace("\r\n", "\n")
    by_uid: dict[str, list[str]] = defaultdict(list)
    for event in re.findall(r"^BEGIN:VEVENT\n.*?^END:VEVENT\n", text, re.MULTILINE | re.DOTALL):
        by_uid[_UID.findall(event)[0]].append(event)
    return {uid: tuple(events) for uid, events in by_uid.items()}


def without_stamps(events: Mapping[str, Events]) -> dict[str, list[str]]:
    """What a rider sees: the stamps are for programs."""
    return {
        uid: [line for text in texts for line in text.splitlines() if not line.startswith(_STAMPS)]
        for uid, texts in events.items()
    }


def _values(name: str, events: Events) -> list[str]:
    return re.findall(rf"^{name}:(.*)$", "".join(events), re.MULTILINE)


class Client(ABC):
    """A calendar with its stored copy of a feed; events that leave the feed leave it too."""

    asks_by_etag = False
    asks_by_date = False
    compares_etags = False
    takes_gzip = False

    def __init__(self) -> None:
        self.events: dict[str, Events] = {}
        self._etag: str | None = None
        self._date: str | None = None

    @property
    def shown(self) -> dict[str, list[str]]:
        """What its user sees."""
        return without_stamps(self.events)

    def fetch(self, fetch: Fetch) -> None:
        """Asks as the program does, and takes over what comes."""
        answer = fetch(self._headers())
        if answer.status == 304:
            return
        assert answer.status == 200, answer
        is_packed = answer.headers.get("content-encoding") == "gzip"
        etag = answer.headers["etag"]
        if not self.compares_etags or etag != self._etag:
            self.refresh(gzip.decompress(answer.body) if is_packed else answer.body)
        self._etag, self._date = etag, answer.headers["last-modified"]

    def _headers(self) -> dict[str, str]:
        found = {"accept-encoding": "gzip"} if self.takes_gzip else {}
        if self.asks_by_etag and self._etag:
            found["if-none-match"] = self._etag
        if self.asks_by_date and self._date:
            found["if-modified-since"] = self._date
        return found

    def refresh(self, body: bytes) -> None:
        """Takes over what the client's rule calls changed."""
        offered = fresh(body)
        self.events = {
            uid: events
            if uid not in self.events or self.changed(self.events[uid], events)
            else self.events[uid]
            for uid, events in offered.items()
        }

    @abstractmethod
    def changed(self, stored: Events, offered: Events) -> bool:
        """Whether the client's rule sees a change."""


class Thunderbird(Client):
    """Replaces the whole calendar, as Nextcloud does."""

    asks_by_etag = True
    takes_gzip = True

    def changed(self, stored: Events, offered: Events) -> bool:  # noqa: ARG002 - asks nothing
        return True


class Dated(Thunderbird):
    """Thunderbird behind a proxy that takes the ETag away: it asks by date."""

    asks_by_etag = False
    asks_by_date = True


class Evolution(Client):
    """Compares the stamps of the first event of a UID alone."""

    compares_etags = True

    def changed(self, stored: Events, offered: Events) -> bool:
        return self._revision(stored) != self._revision(offered)

    @staticmethod
    def _revision(events: Events) -> list[list[str]]:
        return [_values(name, events[:1]) for name in ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")]


class Icsx5(Client):
    """Takes over a UID whose latest LAST-MODIFIED has risen, or is missing on one event."""

    asks_by_etag = True
    asks_by_date = True
    takes_gzip = True

    def changed(self, stored: Events, offered: Events) -> bool:
        modified = _values("LAST-MODIFIED", offered)
        return len(modified) < len(offered) or max(modified) > max(
            _values("LAST-MODIFIED", stored), default=""
        )


class Google(Client):
    """Takes over a UID whose SEQUENCE has risen, as its users report."""

    def changed(self, stored: Events, offered: Events) -> bool:
        return self._sequence(offered) > self._sequence(stored)

    @staticmethod
    def _sequence(events: Events) -> int:
        return max(map(int, _values("SEQUENCE", events)))


class Vdirsyncer(Client):
    """Compares content, some properties left out."""

    def changed(self, stored: Events, offered: Events) -> bool:
        return self._content(stored) != self._content(offered)

    @staticmethod
    def _content(events: Events) -> str:
        return _IGNORED_BY_VDIRSYNCER.sub("", "".join(events))


def all_clients() -> list[Client]:
    """One of each, new and empty."""
    return [Thunderbird(), Dated(), Evolution(), Icsx5(), Google(), Vdirsyncer()]
