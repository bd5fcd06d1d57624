from collections.abc import Iterator
from pathlib import Path

import pytest

from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from shuttle.store.sql import SqlStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    chosen: Store = MemoryStore() if request.param == "memory" else SqlStore(tmp_path / "s.db")
    yield chosen
    chosen.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "shuttle.db"


@pytest.fixture
def sql_store(database: Path) -> Iterator[SqlStore]:
    store = SqlStore(database)
    yield store
    store.close()
