"""Random and fixed stories of a small service: publications, renames, disturbances, rollbacks.

Run as a program, it tells the digest of everything that a fixed story leaves in the store.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, NotFoundError
from shuttle.formats.ical.render import CalendarRenderer
from shuttle.formats.registry import Registry
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.disruption import board, cancel, delay, fill, withdraw
from shuttle.services.publishing.extra_trips import ExtraWish, add_extra
from shuttle.services.publishing.ledger import Renderer
from shuttle.services.publishing.publications import publish, rollback
from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from tests.builders import text
from tests.services.builders import OCTOBER, SEPTEMBER, SIXTH_DAY, desk, timed, world
from tests.services.renamed import renamed, timed_to_c

SERVICE = "small"
BASE_URL = "https://bus.example.org"
PLACES: dict[str, Scenario] = {"b": world(), "c": renamed()}
SPANS = (SEPTEMBER, OCTOBER, (date(2026, 9, 14), date(2026, 10, 9)))
TIMES = (("08:00", "09:00"), ("08:05", "09:00"), ("08:00",), ("08:00", "09:00", "12:00"))
DATES = tuple(date(2026, 9, day) for day in (1, 2, 16, 17))
TRIPS = ("to-b-0800", "to-b-0900", "to-a-0900", "to-c-1200", "to-c-1030")

Step = Callable[[Desk], object]


@cache
def _plans(end: str, times: tuple[str, ...]) -> tuple[Any, ...]:
    make = {"b": timed, "c": timed_to_c}[end]
    saturday = make(PLACES[end], "10:00", day_type=SIXTH_DAY)
    return make(PLACES[end], *times), saturday


def planned(end: str, times: tuple[str, ...], span: tuple[date, date]) -> Step:
    return lambda at: publish(at, PLACES[end], _plans(end, times), *span)


def cancelled(trip: str, on: date) -> Step:
    return lambda at: cancel(at, SERVICE, trip, on)


def delayed(trip: str, on: date, minutes: int) -> Step:
    return lambda at: delay(at, SERVICE, trip, on, minutes)


def filled(trip: str, on: date) -> Step:
    return lambda at: fill(at, SERVICE, trip, on)


def boarded(trip: str, on: date) -> Step:
    return lambda at: board(at, SERVICE, trip, on, text("Bay 9"))


def withdrawn(trip: str, on: date) -> Step:
    return lambda at: withdraw(at, SERVICE, trip, on)


def added(end: str, on: date) -> Step:
    return lambda at: add_extra(at, SERVICE, ExtraWish(f"to-{end}", on, 10 * 60 + 30))


def rolled_back(version: int) -> Step:
    return lambda at: rollback(at, SERVICE, version)


trips, dates, ends = st.sampled_from(TRIPS), st.sampled_from(DATES), st.sampled_from("bc")
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(planned, ends, st.sampled_from(TIMES), st.sampled_from(SPANS)),
    st.builds(cancelled, trips, dates),
    st.builds(delayed, trips, dates, st.sampled_from((5, 20))),
    st.builds(filled, trips, dates),
    st.builds(boarded, trips, dates),
    st.builds(withdrawn, trips, dates),
    st.builds(added, ends, dates),
    st.builds(rolled_back, st.integers(1, 4)),
)
stories: st.SearchStrategy[list[Step]] = st.lists(steps, max_size=7).map(
    lambda found: [planned("b", TIMES[0], SEPTEMBER), *found]
)

FIXED: Sequence[Step] = (
    planned("b", TIMES[0], SEPTEMBER),
    delayed("to-b-0800", DATES[0], 20),
    planned("c", TIMES[3], SPANS[2]),
    added("c", DATES[2]),
    cancelled("to-c-1200", DATES[2]),
    withdrawn("to-b-0800", DATES[0]),
    rolled_back(2),
    planned("c", TIMES[1], OCTOBER),
)

GONE_AND_BACK = [
    planned("b", TIMES[0], SEPTEMBER),
    planned("b", TIMES[2], SEPTEMBER),
    rolled_back(1),
]
"""A trip is dropped, and returns with an earlier version."""


@dataclass
class Teller:
    """Tells a story to a store, one step a day; what is impossible is left out."""

    store: Store = field(default_factory=MemoryStore)
    renderer: Renderer = field(default_factory=lambda: CalendarRenderer(BASE_URL))
    days: int = 0

    def tell(self, step: Step) -> bool:
        """Whether it led to a new version."""
        self.days += 1
        try:
            step(desk(self.store, self.days, self.renderer))
        except (InputError, NotFoundError):
            return False
        return True


def digests(store: Store) -> str:
    """The digest of files, ledger, retired feeds and trip ids."""
    told = [
        [row.path, row.sha256, row.gzip_sha256, row.last_modified.isoformat()]
        for row in store.files(SERVICE).values()
    ]
    ledger = [row.model_dump(mode="json") for row in store.revisions(SERVICE).values()]
    retired = [asdict(row) for row in store.retired(SERVICE).values()]
    everything = [told, ledger, retired, sorted(store.trip_ids(SERVICE))]
    return hashlib.sha256(json.dumps(everything, default=str).encode()).hexdigest()


def tell_fixed(store: Store) -> str:
    """Tell the fixed story in every form that is rendered at publication."""
    teller = Teller(store, Registry(BASE_URL))
    for step in FIXED:
        assert teller.tell(step)
    return digests(store)


if __name__ == "__main__":
    print(tell_fixed(MemoryStore()))  # noqa: T201 - what the program is for
