"""Plans and stores that several tests read; whoever changes a store has one of her own."""

from pathlib import Path

import pytest

from tests.cli.command import done


@pytest.fixture(scope="session")
def tiny_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiny") / "plan.json"
    done("plan", "tiny", "--out", path, "--quiet")
    return path


@pytest.fixture
def published(tiny_plan: Path, tmp_path: Path) -> Path:
    """A store with the tiny service published for two weeks."""
    store = tmp_path / "store.sqlite3"
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    done("publish", tiny_plan, *dates, "--scenario", "tiny", "--database", store)
    return store
