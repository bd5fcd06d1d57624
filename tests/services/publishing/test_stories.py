"""Whatever is published in whatever order: one revision a UID, and nobody keeps an old bus."""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES
from shuttle.services.publishing.retirement import successor
from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from shuttle.store.records import FileVersion
from tests.formats.ical.clients import Client, Events, all_clients, fresh
from tests.services.story import (
    FIXED,
    GONE_AND_BACK,
    SERVICE,
    Step,
    Teller,
    digests,
    stories,
    tell_fixed,
)

_ROOT = Path(__file__).parents[3]
_STAMPS = re.compile(r"^(DTSTAMP|LAST-MODIFIED|CREATED|SEQUENCE):.*$\n", re.MULTILINE)
_PUBLIC = re.compile(r"feeds/[^/]+/[^/]+\.ics")

Content = dict[str, tuple[str, ...]]


def _content(events: Mapping[str, Events]) -> Content:
    """What riders see."""
    return {uid: tuple(_STAMPS.sub("", text) for text in texts) for uid, texts in events.items()}


def _shown(store: Store) -> dict[str, Events]:
    """The events of every UID in every language, each language's one after another."""
    found: dict[str, Events] = defaultdict(tuple)
    for path in store.files(SERVICE):
        file = store.file(SERVICE, path)
        if file is not None and _PUBLIC.fullmatch(path) and path not in store.retired(SERVICE):
            for uid, events in fresh(file.body).items():
                found[uid] += events
    return dict(found)


def _stamp(name: str, events: Events) -> set[str]:
    return set(re.findall(rf"^{name}:(.*)$", "".join(events), re.MULTILINE))


@dataclass
class Watch:
    """What was seen of each UID, file and trip, from version to version."""

    content: Content = field(default_factory=dict)
    last_seen: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    in_force: frozenset[str] = frozenset()
    files: Mapping[str, FileVersion] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)

    def look(self, store: Store) -> None:
        shown = _shown(store)
        content = _content(shown)
        for uid, events in shown.items():
            self._look_at(uid, events, content[uid])
        self.content |= content
        self.in_force = frozenset(shown)
        self._look_at_files(store.files(SERVICE))
        self._look_at_trips(store)

    def _look_at(self, uid: str, events: Events, content: tuple[str, ...]) -> None:
        ((sequence,), (modified,), (created,), stamps) = (
            _stamp(name, events) for name in ("SEQUENCE", "LAST-MODIFIED", "CREATED", "DTSTAMP")
        )
        assert stamps == {modified}
        before = self.last_seen.get(uid)
        self.last_seen[uid] = (int(sequence), modified, created)
        if before is None:
            assert int(sequence) == 0
            return
        same = uid in self.in_force and self.content[uid] == content
        assert created == before[2]
        assert (int(sequence), modified) == before[:2] if same else int(sequence) > before[0]
        assert modified > before[1] or same

    def _look_at_files(self, files: Mapping[str, FileVersion]) -> None:
        for path, file in files.items():
            old = self.files.get(path)
            if old is not None:
                same = old.sha256 == file.sha256
                assert (old.last_modified == file.last_modified) == same, path
                assert (old.gzip_sha256 == file.gzip_sha256) == same, path
        self.files = files

    def _look_at_trips(self, store: Store) -> None:
        """A trip's id stays with its line for good, whatever the line is called."""
        timetable = store.latest(SERVICE)
        assert timetable is not None
        trips = [trip for period in timetable.periods for trip in period.trips]
        for trip in [*trips, *(extra.trip for extra in timetable.extras)]:
            line = trip.direction.replace("to-c", "to-b")
            assert self.lines.setdefault(trip.id, line) == line
            assert trip.id in store.trip_ids(SERVICE)


@settings(max_examples=15, deadline=None)
@example(story=[*FIXED])
@example(story=GONE_AND_BACK)
@given(story=stories)
def test_a_uid_has_one_revision_that_rises_with_its_content_alone(story: list[Step]) -> None:
    teller, watch = Teller(), Watch()
    for step in story:
        teller.tell(step)
        watch.look(teller.store)


@dataclass
class Subscriber:
    """A calendar program with the address that it was once given."""

    client: Client
    path: str

    def fetch(self, store: Store) -> None:
        """As over HTTP: the file, or where the path leads to, for a path is never unknown."""
        retired = store.retired(SERVICE)
        at = self.path if self.path not in retired else successor(self.path, retired) or self.path
        file = store.file(SERVICE, at)
        assert file is not None, at
        self.client.refresh(file.body)
        assert _content(self.client.events) == _content(fresh(file.body)), self.client


@settings(max_examples=15, deadline=None)
@given(data=st.data(), story=stories)
def test_every_calendar_program_is_fresh_at_the_address_that_it_was_once_given(
    data: st.DataObject, story: list[Step]
) -> None:
    teller = Teller()
    subscribers: list[Subscriber] = []
    for step in story:
        teller.tell(step)
        paths = [path for path in teller.store.files(SERVICE) if path.startswith("feeds/en/")]
        path = data.draw(st.sampled_from(paths))
        subscribers += [Subscriber(client, path) for client in all_clients()]
        for subscriber in subscribers:
            if data.draw(st.booleans()):
                subscriber.fetch(teller.store)
    for subscriber in subscribers:
        subscriber.fetch(teller.store)


@settings(max_examples=10, deadline=None)
@given(story=stories)
def test_no_path_that_was_ever_served_is_unknown(story: list[Step]) -> None:
    teller = Teller()
    served: set[str] = set()
    for step in story:
        teller.tell(step)
        files, retired = set(teller.store.files(SERVICE)), teller.store.retired(SERVICE)
        served |= {path for path in files if path.endswith(".ics")}
        assert served <= files | set(retired)
        for path, row in retired.items():
            assert (successor(path, retired) in files) or row.kept_until is not None


def test_two_stores_tell_the_same_story(store: Store) -> None:
    assert tell_fixed(store) == tell_fixed(MemoryStore())


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_leaves_the_same_bytes(hash_seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.story"],
        cwd=_ROOT,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(_ROOT), "TZ": "America/New_York"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == tell_fixed(MemoryStore())


def test_the_story_has_every_language() -> None:
    teller = Teller()
    tell_fixed(teller.store)
    assert digests(teller.store)
    for language in LANGUAGES:
        assert f"feeds/{language}/a-c.ics" in teller.store.files(SERVICE)
