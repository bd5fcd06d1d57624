import asyncio
import threading

import pytest

from shuttle.domain.timetable import Timetable
from shuttle.errors import StoreError
from shuttle.services.riders.live import LiveTimetable, NothingPublishedError
from shuttle.store.memory import MemoryStore
from tests.api.site import FailingStore, first_publication


class SlowStore(MemoryStore):
    """A store that can be made to answer only when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.asked = 0

    def latest_seq(self, service: str) -> int:
        self.asked += 1
        self.gate.wait(5)
        return super().latest_seq(service)


class Seconds:
    """A monotonic clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def live() -> tuple[LiveTimetable, SlowStore, Seconds]:
    store, seconds = SlowStore(), Seconds()
    store.publish(first_publication())
    store.asked = 0
    return LiveTimetable(store, None, seconds), store, seconds


def test_many_requests_at_once_ask_the_store_once() -> None:
    async def ask() -> set[int]:
        found = await asyncio.gather(*(timetable.snapshot() for _ in range(20)))
        return {snapshot.seq for snapshot in found}

    timetable, store, _ = live()
    assert asyncio.run(ask()) == {1}
    assert store.asked == 1


def test_while_the_store_is_slow_the_version_at_hand_is_served() -> None:
    async def ask() -> int:
        first = await timetable.snapshot()
        seconds.now = 5.0
        store.gate.clear()
        renewing = asyncio.create_task(timetable.snapshot())
        await asyncio.sleep(0)
        meanwhile = await asyncio.wait_for(timetable.snapshot(), 1)
        assert meanwhile is first
        store.gate.set()
        return (await renewing).seq

    timetable, store, seconds = live()
    assert asyncio.run(ask()) == 1


def test_an_unchanged_version_is_not_loaded_again() -> None:
    async def ask() -> tuple[Timetable, Timetable]:
        first = await timetable.snapshot()
        seconds.now = 5.0
        return first.timetable, (await timetable.snapshot()).timetable

    timetable, _, seconds = live()
    before, after = asyncio.run(ask())
    assert before is after


def test_an_empty_store_has_nothing_to_serve() -> None:
    empty = LiveTimetable(MemoryStore(), "hetao", Seconds())
    with pytest.raises(NothingPublishedError, match="shuttle publish"):
        asyncio.run(empty.snapshot())


def test_while_the_version_is_watched_nobody_waits_for_the_store() -> None:
    async def ask() -> list[int]:
        async with timetable.watching():
            await asyncio.sleep(0)
            seconds.now = 100.0
            store.gate.clear()
            await asyncio.sleep(0.6)  # by now the watch itself is waiting
            found = [(await asyncio.wait_for(timetable.snapshot(), 0.5)).seq for _ in range(3)]
            assert timetable.at_hand is not None
            store.gate.set()
        return found

    timetable, store, seconds = live()
    assert asyncio.run(ask()) == [1, 1, 1]


def test_a_version_that_is_not_watched_has_to_be_asked_for_after_a_second() -> None:
    timetable, _, seconds = live()
    at_hand = [timetable.at_hand]
    snapshot = asyncio.run(timetable.snapshot())
    for now in (0.9, 1.5):
        seconds.now = now
        at_hand.append(timetable.at_hand)
    assert at_hand == [None, snapshot, None]


def test_what_is_wrong_is_told_until_there_is_a_version() -> None:
    store, seconds = FailingStore(), Seconds()
    store.publish(first_publication())
    store.is_broken = True
    timetable = LiveTimetable(store, "hetao", seconds)
    for _ in range(2):
        with pytest.raises(StoreError, match="gone"):
            asyncio.run(timetable.snapshot())
    store.is_broken = False
    seconds.now = 2.0
    assert asyncio.run(timetable.snapshot()).seq == 1


def test_a_fault_in_reading_a_version_leaves_the_one_before() -> None:
    class Faulty(MemoryStore):
        def latest_seq(self, service: str) -> int:
            if seconds.now:
                raise RuntimeError
            return super().latest_seq(service)

    seconds, store = Seconds(), Faulty()
    store.publish(first_publication())
    timetable = LiveTimetable(store, None, seconds)
    assert asyncio.run(timetable.snapshot()).seq == 1
    seconds.now = 5.0
    assert asyncio.run(timetable.snapshot()).seq == 1
