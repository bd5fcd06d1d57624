"""The static site: every file is what the service answers, and none is missing."""

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import cache

import pytest

from shuttle.services.riders.live import NothingPublishedError
from shuttle.store.memory import MemoryStore
from shuttle.store.records import RetiredFeed
from shuttle.web.host_files import nginx, redirects
from shuttle.web.static_site import PUBLIC, StaticSite, static_site
from tests.api.site import Site, first_publication
from tests.api.test_retired import NEW, OLD, renamed
from tests.services.published import timetable

YESTERDAY, TODAY, LAST = "2026-10-11", "2026-10-12", "2026-10-31"
_DATES = 21


def _site() -> Site:
    store = MemoryStore()
    store.publish(first_publication())
    return Site(store)


@cache
def _built() -> StaticSite:
    return static_site(_site().application)


def _bodies(built: StaticSite) -> dict[str, bytes]:
    """Files under the root of the web server."""
    under = (file for file in built.files if file.path.startswith(f"{PUBLIC}/"))
    return {file.path.removeprefix(f"{PUBLIC}/"): file.body for file in under}


def test_every_file_is_the_answer_of_the_service() -> None:
    bodies, site = _bodies(_built()), _site()
    index = json.loads(bodies["site.json"])
    plain = {path for path in bodies if not path.endswith(".gz")}
    assert plain == {*index["files"], "site.json", "_redirects", "_headers"}
    base = site.application.settings.listening_url
    for path, told in index["files"].items():
        answer = site.client.get(base + told["request"])
        assert answer.status_code == 200, path
        assert answer.content == bodies[path], path


def test_every_compressed_twin_is_its_file() -> None:
    bodies = _bodies(_built())
    twins = [path for path in bodies if path.endswith(".gz")]
    assert len(twins) > len(bodies) / 3
    for path in twins:
        assert gzip.decompress(bodies[path]) == bodies[path.removesuffix(".gz")]
        assert len(bodies[path]) < len(bodies[path.removesuffix(".gz")])


def test_feeds_are_there_with_their_twins_and_dates() -> None:
    built, site = _built(), _site()
    by_path = {file.path: file for file in built.files}
    for path, version in site.store.files("hetao").items():
        if not path.startswith("private/"):
            assert by_path[f"{PUBLIC}/{path}"].modified == version.last_modified
            stored = site.store.file("hetao", path)
            assert stored is not None
            if path.endswith(".ics"):
                assert by_path[f"{PUBLIC}/{path}.gz"].body == stored.gzip_body


def test_each_day_is_there_for_each_direction_language_and_as_a_page() -> None:
    paths = set(_bodies(_built()))
    for day in (YESTERDAY, TODAY, LAST):
        for lang in ("en", "zh-Hant", "zh-Hans"):
            assert f"v1/{lang}/timetable/{day}.json" in paths
            for ends in ("hksp/hkstp-sz", "hkstp-sz/hksp"):
                assert f"v1/{lang}/departures/{ends}/{day}.json" in paths
        for code in ("en", "tc", "sc"):
            assert f"{code}/days/{day}/index.html" in paths
    assert not any("2026-10-10" in path or "2026-11-01" in path for path in paths)
    days = [path for path in paths if path.startswith("v1/en/timetable/") and "gz" not in path]
    assert len(days) == _DATES


def test_every_link_of_every_page_leads_to_a_file() -> None:
    bodies = _bodies(_built())
    site = _site()
    for path, body in bodies.items():
        if path.endswith(".html"):
            for target in _targets(body.decode(), site.application.settings.listening_url):
                assert target in bodies, (path, target)


def _targets(html: str, base: str) -> set[str]:
    found = set()
    for part in html.replace("src=", "href=").split('href="')[1:]:
        address = part.split('"')[0]
        if address.startswith(("webcal:", "mailto:", "#", "https://calendar.google.com")):
            continue
        path = address.removeprefix(base).removeprefix("/")
        found.add(f"{path}index.html" if path.endswith("/") or not path else path)
    return found


def test_pages_name_the_address_that_was_said_at_publication() -> None:
    site = _site()
    said = timetable(version=2).model_copy(update={"public_url": "https://bus.example.org"})
    site.publish(said)
    page = _bodies(static_site(site.application))["en/index.html"].decode()
    assert 'href="https://bus.example.org/feeds/en/hetao/to-hksp.ics"' in page
    assert "127.0.0.1" not in page


def test_private_files_stay_at_home() -> None:
    publication = first_publication()
    secret = replace(publication.files[0], path="private/duties/en/duty-1.ics")
    store = MemoryStore()
    store.publish(replace(publication, files=(*publication.files, secret)))
    built = static_site(Site(store).application)
    assert "feeds/en/hetao.ics" in _bodies(built)
    assert not any("private" in file.path for file in built.files)


def test_the_same_state_has_the_same_name_and_another_day_another() -> None:
    site = _site()
    assert static_site(site.application).name == _built().name
    site.pass_seconds(60)
    assert static_site(site.application).name == _built().name
    site.now += timedelta(days=1)
    assert static_site(site.application).name != _built().name


def test_a_new_version_has_a_new_name() -> None:
    site = _site()
    site.publish(timetable(version=2))
    assert static_site(site.application).name.startswith("2-")


class _Busy(MemoryStore):
    """A store in which somebody publishes while it is read."""

    is_busy = False

    def retired(self, service: str) -> dict[str, RetiredFeed]:
        found = super().retired(service)
        if not self.is_busy:
            self.is_busy = True
            Site(self).publish(timetable(version=2))
        return found


def test_a_publication_while_it_is_written_does_not_get_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shuttle.services.riders.live._RENEW_SECONDS", 1e-9)
    store = _Busy()
    store.publish(first_publication())
    built = static_site(Site(store).application)
    assert store.latest_seq("hetao") == 2
    assert _bodies(built) == _bodies(_built())


def test_feeds_that_moved_or_ended_are_told_to_web_servers() -> None:
    site = _site()
    site.publish(renamed(formerly=True))
    built = static_site(site.application)
    assert f"{OLD} {NEW} 308\n" in _bodies(built)["_redirects"].decode()
    (conf,) = (file.body.decode() for file in built.files if file.path == "nginx.conf")
    assert f"location = {OLD} {{ return 308 {NEW}$is_args$args; }}" in conf
    assert OLD.removeprefix("/") not in _bodies(built)


def test_a_feed_that_has_ended_is_gone_for_nginx() -> None:
    conf = nginx({}, {"feeds/en/a.ics": "feeds/en/b.ics"}, ["feeds/en/c.ics"])
    assert "location = /feeds/en/c.ics { return 410; }" in conf
    assert redirects({}) == ""


def test_nginx_answers_with_the_headers_of_the_service() -> None:
    (conf,) = (file.body.decode() for file in _built().files if file.path == "nginx.conf")
    feeds = conf.split("location /feeds/ {")[1].split("}")[0]
    assert 'add_header x-robots-tag "noindex";' in feeds
    assert 'add_header access-control-allow-origin "*";' in feeds
    assert "default-src 'self'" in feeds


def test_other_hosts_are_told_the_headers_of_the_service_once_for_each_path() -> None:
    bodies, site = _bodies(_built()), _site()
    rules: dict[str, dict[str, str]] = {}
    for line in bodies["_headers"].decode().splitlines():
        if line.startswith("/"):
            rules[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            rules[next(reversed(rules))][name] = value
    for path in json.loads(bodies["site.json"])["files"]:
        place = "/" if path == "index.html" else f"/{path}"
        (met,) = (rule for rule in rules if fnmatchcase(place, rule))
        request = json.loads(bodies["site.json"])["files"][path]["request"]
        answered = site.client.get(site.application.settings.listening_url + request).headers
        assert {name: answered.get(name) for name in rules[met]} == rules[met], path
        assert "content-security-policy" in rules[met]


def test_nothing_published_is_told() -> None:
    with pytest.raises(NothingPublishedError):
        static_site(Site(MemoryStore()).application)
