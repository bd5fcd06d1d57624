"""A publisher killed at any statement leaves all of its publication or nothing of it."""

import os
import signal
from pathlib import Path

from sqlalchemy import event

from shuttle.store.sql import SqlStore
from tests.store.builders import CALENDAR, publication, revision, timetable


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _publish_and_die(database: Path, statement: int) -> None:
    store = SqlStore(database)
    seen = 0

    @event.listens_for(store._writer, "before_cursor_execute")
    def _count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            _die()

    store.publish(publication(2))
    os._exit(0)


def _was_killed(database: Path, statement: int) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _publish_and_die(database, statement)
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
    assert len(store.audit_log("hksp-sz")) == 1
    store.close()


def test_a_publisher_killed_at_any_statement_leaves_nothing(database: Path) -> None:
    store = SqlStore(database)
    store.publish(publication(1))
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
    after.close()


def test_the_work_of_a_killed_publisher_can_be_done_again(database: Path) -> None:
    store = SqlStore(database)
    store.publish(publication(1))
    assert _was_killed(database, 5)
    assert store.publish(publication(2)) == 2
    store.close()
