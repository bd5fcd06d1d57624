"""Plans and stores that several tests read; whoever changes a store has one of her own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.cli.command import done


@pytest.fixture(scope="session")
def tiny_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiny") / "plan.json"
    done("plan", "tiny", "--out", path, "--quiet")
    return path


@pytest.fixture(scope="module")
def autumn() -> Iterator[None]:
    """A clock that runs from the first day that tests publish, in whatever year they are run."""
    with time_machine.travel("2026-11-23T12:00:00+08:00", tick=True):
        yield


@pytest.fixture
def published(tiny_plan: Path, tmp_path: Path) -> Path:
    """A store with the tiny service published for two weeks."""
    store = tmp_path / "store.sqlite3"
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    done("publish", tiny_plan, *dates, "--scenario", "tiny", "--database", store)
    return store
