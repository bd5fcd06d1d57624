"""Whatever is published, whenever they ask: calendar programs show what the feed says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from shuttle.domain.feed import RenderedFile, Revision
from shuttle.services.publishing import desk, ledger
from shuttle.store.records import FileVersion, NewFile
from tests.properties.feed_history import CLIENTS, FeedHistory

_EVERYBODY = set(range(CLIENTS))
Revise = Callable[[Mapping[str, Revision], Mapping[str, str], datetime], dict[str, Revision]]


def run(histories: int, steps: int) -> None:
    """So many histories of so many steps; one that fails is shown as it is, not made shorter."""
    run_state_machine_as_test(
        FeedHistory,
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_who_has_just_refreshed_shows_what_the_feed_says() -> None:
    """Twenty histories; many more when measured."""
    run(histories=20, steps=10)


def nothing(before: Revision, after: Revision) -> Revision:
    return before.model_copy(update={"content_sha256": after.content_sha256})


def sequence_alone(before: Revision, after: Revision) -> Revision:
    return after.model_copy(update={"last_modified": before.last_modified})


def last_modified_alone(before: Revision, after: Revision) -> Revision:
    return after.model_copy(update={"sequence": before.sequence})


def weaker(weaken: Callable[[Revision, Revision], Revision]) -> Revise:
    """The ledger with something left out of each change."""

    def revise(
        rows: Mapping[str, Revision], contents: Mapping[str, str], now: datetime
    ) -> dict[str, Revision]:
        strong = ledger.revise(rows, contents, now)
        return {
            uid: weaken(rows[uid], row) if uid in rows and rows[uid] != row else row
            for uid, row in strong.items()
        }

    return revise


def content_keeps_its_revision() -> Revise:
    """A ledger that gives back the revision under which a content was first published."""
    first: dict[tuple[str, str], Revision] = {}

    def revise(
        rows: Mapping[str, Revision], contents: Mapping[str, str], now: datetime
    ) -> dict[str, Revision]:
        strong = ledger.revise(rows, contents, now)
        return {
            uid: first.setdefault((uid, row.content_sha256), row) for uid, row in strong.items()
        }

    return revise


def files_keep_their_date(
    rendered: Sequence[RenderedFile], before: Mapping[str, FileVersion], now: datetime
) -> Iterator[NewFile]:
    """Files that are stored with the date of their first version."""
    for file in ledger.files_to_store(rendered, before, now):
        old = before.get(file.path)
        yield replace(file, last_modified=old.last_modified) if old else file


def stale(*, withdraws: bool) -> set[str]:
    """Which programs show something old after a delay, or after it was withdrawn.

    A program that never took the delay over is right by chance once it is withdrawn.
    """
    history = FeedHistory()
    history.begin(feeds=[0] * CLIENTS)
    history.refresh(who=_EVERYBODY)
    history.delay(number=0, minutes=20, notice=None)
    if withdraws:
        for client in range(CLIENTS):
            history.look(client)
        history.withdraw(number=0)
    names = {name for client in range(CLIENTS) if (name := history.look(client))}
    history.teardown()
    return names


@pytest.mark.parametrize(
    ("name", "mutant", "after_delay", "after_withdrawal"),
    [
        ("revise", ledger.revise, set(), set()),
        ("revise", weaker(nothing), {"Evolution", "Icsx5", "Google"}, set()),
        ("revise", weaker(sequence_alone), {"Icsx5"}, set()),
        ("revise", weaker(last_modified_alone), {"Google"}, set()),
        ("revise", content_keeps_its_revision(), set(), {"Icsx5", "Google"}),
        ("files_to_store", files_keep_their_date, {"Dated"}, set()),
    ],
)
def test_a_weaker_ledger_leaves_known_programs_stale(
    name: str,
    mutant: object,
    after_delay: set[str],
    after_withdrawal: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, name, mutant)
    assert stale(withdraws=False) == after_delay
    assert stale(withdraws=True) == after_withdrawal
