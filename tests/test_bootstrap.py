from contextlib import closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from shuttle.bootstrap import assemble, build
from shuttle.settings import Settings
from shuttle.store.memory import MemoryStore


def test_the_environment_configures_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUTTLE_DATABASE", "/data/bus.sqlite3")
    monkeypatch.setenv("SHUTTLE_PORT", "9000")
    monkeypatch.setenv("SHUTTLE_BASE_URL", "https://bus.example.org")
    found = Settings()
    assert (found.database, found.port) == (Path("/data/bus.sqlite3"), 9000)
    assert found.base_url == "https://bus.example.org"


def test_without_a_public_address_feeds_name_where_the_process_listens() -> None:
    assert assemble(Settings(port=8123), MemoryStore()).public_url(None) == "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    "address", ["bus.example.org", "ftp://bus", "https://bus/path", "https://a b"]
)
def test_a_public_address_is_scheme_and_host(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings(base_url=address)


def test_the_application_works_on_the_embedded_store(tmp_path: Path) -> None:
    application = build(Settings(database=tmp_path / "bus.sqlite3"))
    with closing(application.store):
        application.store.ready()
        assert application.clock().tzinfo is not None
        assert application.desk().now.tzinfo is not None
