"""Tokens of private feeds, on memory and on SQLite."""

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from shuttle.domain.renames import Renames
from shuttle.domain.subscription import Pick, Subscription
from shuttle.errors import InputError, NotFoundError, StoreError
from shuttle.services.riders.subscriptions import (
    OpenSubscriptions,
    TokenDesk,
    digest,
    on_present_ids,
    subscription_of,
)
from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from shuttle.store.tokens import FeedToken
from tests.services.published import timetable
from tests.store.builders import publication

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
SERVICE = "hksp-sz"
MINE = Subscription(kind="rider", language="en", picks=(Pick(trips=("to-hksp-0831",)),))
HERS = Subscription(kind="driver", language="zh-Hant", duties=("weekday-duty-1",))


@dataclass
class Dice:
    """Bytes that follow each other: the first token is all zeros, the next all ones."""

    thrown: int = -1

    def __call__(self, count: int) -> bytes:
        self.thrown += 1
        return bytes([self.thrown]) * count


def _desk(store: Store, dice: Dice | None = None) -> TokenDesk:
    if store.latest_seq(SERVICE) == 0:
        store.publish(publication(1))
    return TokenDesk(store, SERVICE, NOW, dice or Dice())


def test_a_token_opens_what_was_asked_for(store: Store) -> None:
    made = _desk(store).give(MINE, "Ms Wong")
    assert subscription_of(store, SERVICE, made.token) == MINE


def test_a_token_has_its_bytes_in_letters_that_an_address_takes(store: Store) -> None:
    made = _desk(store, Dice(250)).give(MINE)
    assert re.fullmatch(r"shf_[A-Za-z0-9_-]{43}", made.token)


def test_the_store_never_sees_the_token(store: Store) -> None:
    made = _desk(store).give(MINE, "Ms Wong")
    (row,) = store.tokens(SERVICE)
    assert row.digest == digest(made.token)
    assert row.prefix == made.token[:12]
    kept = repr([*store.tokens(SERVICE), *store.audit_log(SERVICE)])
    assert made.token not in kept
    assert made.token[13:] not in kept


def test_two_tokens_are_different_and_open_their_own(store: Store) -> None:
    desk = _desk(store)
    first, second = desk.give(MINE), desk.give(HERS)
    assert subscription_of(store, SERVICE, first.token) == MINE
    assert subscription_of(store, SERVICE, second.token) == HERS


@pytest.mark.parametrize(
    "text", ["", "shf_", "shf_" + "A" * 43, "shf_" + "A" * 42, "x" * 5000, "../private/my/en"]
)
def test_what_was_never_given_opens_nothing(store: Store, text: str) -> None:
    _desk(store, Dice(0)).give(MINE)
    assert subscription_of(store, SERVICE, text) is None


def test_a_token_of_another_service_opens_nothing(store: Store) -> None:
    made = _desk(store).give(MINE)
    assert subscription_of(store, "campus", made.token) is None


@pytest.mark.parametrize("length", [5, 8, 12, 47])
def test_a_token_is_taken_back_by_its_beginning_or_all_of_it(store: Store, length: int) -> None:
    desk = _desk(store)
    made = desk.give(MINE)
    assert desk.take_back(made.token[:length]).prefix == made.kept.prefix
    assert subscription_of(store, SERVICE, made.token) is None
    assert [row.action for row in store.audit_log(SERVICE)][1:] == ["add-token", "revoke-token"]


def test_an_unknown_token_is_not_said_in_full_again(store: Store) -> None:
    desk = _desk(store)
    known = desk.give(MINE).kept.prefix
    wrong = "shf_" + "Z" * 43
    with pytest.raises(NotFoundError, match=known) as caught:
        desk.take_back(wrong)
    assert "Z" * 9 not in str(caught.value)


def test_a_beginning_of_several_tokens_takes_none_back(store: Store) -> None:
    desk = _desk(store)
    desk.give(MINE, "Ms Wong")
    desk.give(MINE)
    with pytest.raises(InputError, match="begins several tokens") as caught:
        desk.take_back("shf_")
    assert "(Ms Wong)" in str(caught.value)
    assert "(no label)" in str(caught.value)
    assert [row.revoked_at for row in store.tokens(SERVICE)] == [None, None]


def test_nothing_takes_no_token_back(store: Store) -> None:
    desk = _desk(store)
    desk.give(MINE)
    with pytest.raises(NotFoundError):
        desk.take_back("")


def test_a_token_is_not_taken_back_twice(store: Store) -> None:
    desk = _desk(store)
    made = desk.give(MINE)
    desk.take_back(made.token)
    with pytest.raises(NotFoundError, match="none"):
        desk.take_back(made.token)


def test_a_subscription_that_cannot_be_read_is_told_without_its_token(store: Store) -> None:
    desk = _desk(store)
    token = "shf_" + "b" * 43
    row = FeedToken(SERVICE, digest(token), token[:12], '{"kind": "ghost"}', "", NOW)
    desk.store.add_token(row)
    with pytest.raises(StoreError, match="give a new token") as caught:
        subscription_of(store, SERVICE, token)
    assert token not in str(caught.value)


class Counting(MemoryStore):
    """Counts how often it is asked, and can be taken away."""

    asked = 0
    is_broken = False

    def subscription(self, digest: str) -> FeedToken | None:
        self.asked += 1
        if self.is_broken:
            msg = "the disk is gone"
            raise StoreError(msg)
        return super().subscription(digest)


@dataclass
class Clock:
    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


def _opened() -> tuple[Counting, Clock, OpenSubscriptions, str]:
    store, clock = Counting(), Clock()
    return store, clock, OpenSubscriptions(store, clock), _desk(store).give(MINE).token


def test_a_token_in_use_is_asked_for_once_a_second() -> None:
    store, clock, opened, token = _opened()
    for _ in range(5):
        assert asyncio.run(opened.of(SERVICE, token)) == MINE
    assert store.asked == 1
    clock.seconds += 1
    assert asyncio.run(opened.of(SERVICE, token)) == MINE
    assert store.asked == 2


def test_a_token_taken_back_opens_nothing_within_two_seconds() -> None:
    store, clock, opened, token = _opened()
    assert asyncio.run(opened.of(SERVICE, token)) == MINE
    _desk(store).take_back(token)
    clock.seconds += 1
    assert asyncio.run(opened.of(SERVICE, token)) is None


def test_a_token_in_use_stays_good_while_the_store_fails() -> None:
    store, clock, opened, token = _opened()
    assert asyncio.run(opened.of(SERVICE, token)) == MINE
    store.is_broken = True
    clock.seconds += 3600
    assert asyncio.run(opened.of(SERVICE, token)) == MINE


def test_a_token_not_in_use_cannot_be_told_while_the_store_fails() -> None:
    store, _, opened, token = _opened()
    store.is_broken = True
    with pytest.raises(StoreError):
        asyncio.run(opened.of(SERVICE, token))


def test_nothing_is_kept_of_tokens_that_open_nothing() -> None:
    _, _, opened, _ = _opened()
    for number in range(50):
        assert asyncio.run(opened.of(SERVICE, f"shf_{number:043d}")) is None
    assert not opened._kept


def test_what_cannot_be_a_token_is_not_looked_up() -> None:
    store, _, opened, _ = _opened()
    assert asyncio.run(opened.of(SERVICE, "shf_short")) is None
    assert store.asked == 0


def test_of_very_many_tokens_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuttle.services.riders.subscriptions._MOST_KEPT", 2)
    store, _, opened, _ = _opened()
    tokens = [_desk(store, Dice(number)).give(MINE).token for number in (1, 2, 3)]
    for token in tokens:
        asyncio.run(opened.of(SERVICE, token))
    assert [key for _, key in opened._kept] == [digest(token) for token in tokens[1:]]


def test_a_pick_follows_its_direction_through_a_rename() -> None:
    after = Renames({"hksp": "park"}).timetable(timetable())
    stop = after.stops["park"].model_copy(update={"formerly": ("hksp",)})
    named = after.model_copy(update={"stops": {**after.stops, "park": stop}})
    by_time = Pick(direction="to-hksp", departure=460)
    both = Subscription(kind="rider", language="en", picks=(by_time, *MINE.picks))
    assert on_present_ids(both, Renames.of_timetable(named)).picks == (
        Pick(direction="to-park", departure=460),
        *MINE.picks,
    )
    assert on_present_ids(both, Renames.of_timetable(timetable())) == both
    assert on_present_ids(HERS, Renames.of_timetable(named)) == HERS
