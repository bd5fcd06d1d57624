"""`shuttle export site`, and what nginx makes of it."""

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from httpx2 import Client, ConnectError, Response

from shuttle.store.sql import SqlStore
from tests.api.site import Site, first_publication
from tests.api.test_retired import NEW, OLD, renamed
from tests.cli.command import call, done

pytestmark = pytest.mark.usefixtures("autumn")

_CONF = """\
user {user};
daemon off;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site/current/public;
        include {folder}/site/current/nginx.conf;
    }}
}}
"""


def _everything(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*")}


def test_the_site_is_written_and_its_root_is_printed(published: Path, tmp_path: Path) -> None:
    outcome = call("export", "site", "--out", tmp_path / "site", "--database", published)
    assert outcome.code == 0
    root = Path(outcome.out.strip())
    assert root == tmp_path / "site" / "current" / "public"
    assert "files of state 1-" in outcome.err
    assert "set SHUTTLE_BASE_URL" in outcome.err
    feed = root / "feeds" / "en"
    assert next(feed.rglob("*.ics")).read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (root / "en" / "index.html").is_file()


def test_feeds_that_name_another_address_than_pages_are_told(
    tiny_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store.sqlite3"
    dates = ("--from", "2026-11-23", "--to", "2026-11-27", "--scenario", "tiny")
    monkeypatch.setenv("SHUTTLE_BASE_URL", "https://bus.example.org")
    done("publish", tiny_plan, *dates, "--database", store)
    words = ("export", "site", "--out", tmp_path / "site", "--database", store)
    assert "feeds name" not in call(*words).err
    monkeypatch.setenv("SHUTTLE_BASE_URL", "https://new.example.org")
    assert "feeds name https://bus.example.org until" in call(*words).err


def test_a_second_run_with_nothing_new_writes_nothing(published: Path, tmp_path: Path) -> None:
    words = ("export", "site", "--out", tmp_path / "site", "--database", published)
    call(*words)
    before = _everything(tmp_path / "site")
    again = call(*words)
    assert "nothing has changed" in again.err
    assert _everything(tmp_path / "site") == before


def test_a_change_reaches_the_site_and_leaves_other_files_alone(
    published: Path, tmp_path: Path
) -> None:
    words = ("export", "site", "--out", tmp_path / "site", "--database", published, "--quiet")
    root = Path(done(*words).strip())
    feeds = {path: path.stat().st_mtime_ns for path in root.rglob("*.ics")}
    robots = (root / "robots.txt").stat().st_mtime_ns
    at = ("--at", "2026-11-24T00:00:00+08:00", "--json", "--database", published)
    told = done("departures", "--from", "south", "--to", "north", *at)
    trip = told.split('"trip_id": "')[1].split('"')[0]
    done("cancel", trip, "2026-12-03", "--database", published)
    done(*words)
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*.ics")}
    changed = {path for path in feeds if after[path] != feeds[path]}
    assert changed
    assert len(changed) < len(feeds)
    assert (root / "robots.txt").stat().st_mtime_ns == robots


def test_nothing_published_is_told(tmp_path: Path) -> None:
    SqlStore(tmp_path / "s.db").close()
    outcome = call("export", "site", "--out", tmp_path / "o", "--database", tmp_path / "s.db")
    assert outcome.code == 2
    assert "publish first" in outcome.err


class Nginx:
    """nginx with the part of its configuration that the export wrote."""

    def __init__(self, program: str, folder: Path) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        conf = _CONF.format(user=getpass.getuser(), folder=folder, port=self.port)
        (folder / "server.conf").write_text(conf)
        command = [program, "-p", str(folder), "-c", "server.conf", "-e", f"{folder}/error.log"]
        self.process = subprocess.Popen(command)  # noqa: S603 - a server on our own files
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                self.ask("/robots.txt")
            except ConnectError:
                time.sleep(0.05)
            else:
                return
        pytest.fail((folder / "error.log").read_text())

    def ask(self, path: str, **headers: str) -> Response:
        named = {"Accept-Encoding": "identity"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        with Client(trust_env=False) as client:
            return client.get(f"http://127.0.0.1:{self.port}{path}", headers=named)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("the static site is tried with nginx, which is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    with closing(SqlStore(folder / "s.db")) as store:
        store.publish(first_publication())
        Site(store).publish(renamed())
    done("export", "site", "--out", folder / "site", "--database", folder / "s.db", "--quiet")
    server = Nginx(program, folder)
    yield server
    server.process.terminate()
    server.process.wait(timeout=15)


def test_nginx_sends_feeds_as_the_service_does(nginx: Nginx) -> None:
    answer = nginx.ask(NEW)
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"].startswith("public, max-age=300")


def test_nginx_sends_the_compressed_twin(nginx: Nginx) -> None:
    plain = nginx.ask(NEW)
    packed = nginx.ask(NEW, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.content == plain.content  # unpacked by the client
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_nginx_does_not_send_again_what_a_client_has(nginx: Nginx, encoding: str) -> None:
    first = nginx.ask(NEW, Accept_Encoding=encoding)
    for name, value in (
        ("If_None_Match", first.headers["etag"]),
        ("If_Modified_Since", first.headers["last-modified"]),
    ):
        again = nginx.ask(NEW, Accept_Encoding=encoding, **{name: value})
        assert (again.status_code, again.content) == (304, b"")


def test_nginx_sends_readers_of_a_renamed_feed_on(nginx: Nginx) -> None:
    answer = nginx.ask(f"{OLD}?alarm=15")
    assert answer.status_code == 308
    assert answer.headers["location"].endswith(f"{NEW}?alarm=15")


@pytest.mark.parametrize("path", ["/", "/en/", "/tc/days/"])
def test_nginx_sends_pages(nginx: Nginx, path: str) -> None:
    answer = nginx.ask(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_nginx_keeps_what_is_no_page_to_itself(nginx: Nginx) -> None:
    assert nginx.ask("/_redirects").status_code == 404
    assert nginx.ask("/_headers").status_code == 404
    assert nginx.ask("/nginx.conf").status_code == 404
