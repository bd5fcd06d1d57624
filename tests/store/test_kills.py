"""A publisher killed at any statement leaves all of its publication or nothing of it."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from shuttle.store.sql import SqlStore
from tests.store.builders import (
    CALENDAR,
    OLD_FEED,
    START,
    publication,
    retired,
    revision,
    timetable,
    token,
)

Act = Callable[[SqlStore], object]


def _first(store: SqlStore) -> None:
    store.publish(replace(publication(1), retired=(retired(),)))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _publish(store: SqlStore) -> None:
    """The second version, whose feed the old one then is nobody's successor."""
    store.publish(replace(publication(2), retired=(retired(successor=None, seq=2),)))


def _act_and_die(database: Path, statement: int, act: Act) -> None:
    store = SqlStore(database)
    seen = 0

    @event.listens_for(store._writer, "before_cursor_execute")
    def _count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            _die()

    act(store)
    os._exit(0)


def _was_killed(database: Path, statement: int, act: Act = _publish) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _act_and_die(database, statement, act)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _assert_version_one_alone(database: Path) -> None:
    store = SqlStore(database)
    assert store.latest("hksp-sz") == timetable(1)
    assert store.revisions("hksp-sz") == {"a@example.org": revision("a@example.org")}
    assert store.trip_ids("hksp-sz") == {"to-hksp-0831"}
    assert store.retired("hksp-sz") == {OLD_FEED: retired()}
    assert len(store.audit_log("hksp-sz")) == 1
    store.close()


def test_a_publisher_killed_at_any_statement_leaves_nothing(database: Path) -> None:
    store = SqlStore(database)
    _first(store)
    store.close()
    statement = 1
    while _was_killed(database, statement):
        _assert_version_one_alone(database)
        statement += 1
    assert statement > 10
    after = SqlStore(database)
    assert after.latest("hksp-sz") == timetable(2)
    found = after.file("hksp-sz", CALENDAR)
    assert found is not None
    assert found.body == b"BEGIN:VCALENDAR 2"
    assert after.retired("hksp-sz") == {OLD_FEED: retired(successor=None, seq=2)}
    after.close()


def test_the_work_of_a_killed_publisher_can_be_done_again(database: Path) -> None:
    store = SqlStore(database)
    store.publish(publication(1))
    assert _was_killed(database, 5)
    assert store.publish(publication(2)) == 2
    store.close()


def _add(store: SqlStore) -> None:
    store.add_token(token("b"))


def _revoke(store: SqlStore) -> None:
    store.revoke_token("hksp-sz", token().digest, START)


@pytest.mark.parametrize("act", [_add, _revoke])
def test_a_token_and_its_line_in_the_audit_log_come_together_or_not_at_all(
    database: Path, act: Act
) -> None:
    store = SqlStore(database)
    _first(store)
    store.add_token(token())
    before = (store.tokens("hksp-sz"), store.audit_log("hksp-sz"))
    store.close()
    statement = 1
    while _was_killed(database, statement, act):
        store = SqlStore(database)
        assert (store.tokens("hksp-sz"), store.audit_log("hksp-sz")) == before
        store.close()
        statement += 1
    assert statement > 3
    after = SqlStore(database)
    assert after.tokens("hksp-sz") != before[0]
    assert len(after.audit_log("hksp-sz")) == len(before[1]) + 1
    after.close()
