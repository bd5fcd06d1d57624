"""Whatever is published, in whatever order, each calendar program ends with the newest feed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.feed import Revision
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.formats.ical.render import files, fingerprints
from tests.formats.builders import BASE_URL, PUBLISHED, days, period, timetable, trip
from tests.formats.ical.clients import all_clients, fresh, without_stamps
from tests.formats.ical.strategies import changes

Ledger = dict[str, Revision]
Step = Callable[[Revision, str, datetime], Revision]
_FIRST = date(2026, 3, 2)
_DATES = [_FIRST + timedelta(days=count) for count in range(40)]
_OLD = [trip("08:30"), trip("23:50", north=False), trip("24:20")]
_NEW = [trip("08:40", trip_id=_OLD[0].id), *_OLD[1:]]


def raise_both(old: Revision, content: str, now: datetime) -> Revision:
    """The rule of revisions: one step for the whole UID, whatever changed in it."""
    return old.model_copy(
        update={
            "content_sha256": content,
            "sequence": old.sequence + 1,
            "last_modified": now,
        }
    )


def step(ledger: Ledger, prints: Mapping[str, str], now: datetime, rule: Step) -> Ledger:
    """The ledger after a publication; a UID that left keeps its place, for it may come back."""
    entries = dict(ledger)
    for uid, content in prints.items():
        old = ledger.get(uid)
        if old is None:
            entries[uid] = Revision(
                uid=uid, content_sha256=content, sequence=0, created=now, last_modified=now
            )
        elif old.content_sha256 != content:
            entries[uid] = rule(old, content, now)
    return entries


def bodies(versions: list[Timetable], rule: Step = raise_both) -> list[bytes]:
    """The feed after each publication, one an hour."""
    ledger: Ledger = {}
    found = []
    for hour, version in enumerate(versions):
        now = PUBLISHED + timedelta(hours=hour)
        ledger = step(ledger, fingerprints(version, BASE_URL), now, rule)
        found.append(files(version, ledger, BASE_URL)[0].body)
    return found


@st.composite
def versions(draw: st.DrawFn) -> Timetable:
    """The same service with another horizon, other closures, times and disturbances."""
    last = draw(st.sampled_from(_DATES))
    closed = draw(st.sets(st.sampled_from(_DATES), max_size=4))
    switch = draw(st.sampled_from(_DATES))
    return timetable(
        days(_FIRST, last, closed=closed, makeup={date(2026, 3, 7)} - closed),
        (
            period(_OLD, _FIRST, switch - timedelta(days=1)),
            period(_NEW, switch, _DATES[-1]),
        ),
        changes=draw(changes([item.id for item in _OLD], _DATES)),
    )


@settings(max_examples=12, deadline=None)
@given(data=st.data(), published=st.lists(versions(), min_size=1, max_size=5))
def test_every_client_ends_with_the_newest_feed(
    data: st.DataObject, published: list[Timetable]
) -> None:
    feeds = bodies(published)
    for client in all_clients():
        fetched = data.draw(st.lists(st.booleans(), min_size=len(feeds), max_size=len(feeds)))
        for body, fetches in zip(feeds, [*fetched[:-1], True], strict=True):
            if fetches:
                client.refresh(body)
        assert client.shown == without_stamps(fresh(feeds[-1])), type(client).__name__


def change_nothing(old: Revision, content: str, now: datetime) -> Revision:  # noqa: ARG001 - a Step
    return old


def raise_sequence_alone(old: Revision, content: str, now: datetime) -> Revision:
    kept = {"last_modified": old.last_modified}
    return raise_both(old, content, now).model_copy(update=kept)


def raise_last_modified_alone(old: Revision, content: str, now: datetime) -> Revision:
    return raise_both(old, content, now).model_copy(update={"sequence": old.sequence})


@pytest.mark.parametrize(
    ("rule", "stale"),
    [
        (raise_both, set()),
        (change_nothing, {"Evolution", "Icsx5", "Google"}),
        (raise_sequence_alone, {"Icsx5"}),
        (raise_last_modified_alone, {"Google"}),
    ],
)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_weaker_rule_leaves_known_clients_with_an_old_delay(
    rule: Step, stale: set[str], *, withdrawn: bool
) -> None:
    plain = timetable(days(_FIRST, _DATES[-1]), (period(_OLD, _FIRST, _DATES[-1]),))
    delay = TripChange(trip_id=_OLD[0].id, service_date=date(2026, 3, 4), delay_minutes=20)
    delayed = plain.model_copy(update={"changes": (delay,)})
    feeds = bodies([delayed, plain] if withdrawn else [plain, delayed], rule)
    clients = all_clients()
    for client in clients:
        for body in feeds:
            client.refresh(body)
    expected = without_stamps(fresh(feeds[-1]))
    assert {type(client).__name__ for client in clients if client.shown != expected} == stale


def test_a_publication_without_changes_gives_the_same_bytes() -> None:
    plain = timetable(days(_FIRST, _DATES[-1]), (period(_OLD, _FIRST, _DATES[-1]),))
    later = plain.model_copy(update={"version": 2, "published_at": PUBLISHED + timedelta(days=1)})
    first, second = bodies([plain, later])
    assert first == second
