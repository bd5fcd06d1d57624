from collections.abc import Iterator
from pathlib import Path

import pytest

from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from shuttle.store.sql import SqlStore
from tests.api.site import Site, first_publication


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site with one publication; on SQLite where a test asks for that by parameter."""
    is_sqlite = getattr(request, "param", "memory") == "sqlite"
    store: Store = SqlStore(tmp_path / "s.db") if is_sqlite else MemoryStore()
    store.publish(first_publication())
    yield Site(store)
    store.close()
