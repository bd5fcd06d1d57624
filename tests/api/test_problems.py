import json
from typing import Any

import pytest

from shuttle.api.problems import KINDS
from tests.api.site import FailingStore, Site
from tests.services.published import timetable

ASK = "/v1/departures?from=hksp&to=hkstp-sz"


def problem(answer: Any, name: str) -> Any:
    kind = KINDS[name]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    document = answer.json()
    assert answer.status_code == document["status"] == kind.status
    assert document["type"] == f"urn:shuttle:problem:{name}"
    assert document["title"] == kind.title
    assert document["detail"]
    return document


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/departures?from=nowhere&to=hkstp-sz", "unknown-stop"),
        ("/v1/departures?from=hksp&to=nowhere", "unknown-stop"),
        ("/v1/departures?from=hksp&to=hksp", "unknown-connection"),
        ("/v1/stops/nowhere/departures", "unknown-stop"),
        ("/v1/timetable?from=nowhere", "unknown-stop"),
        ("/v1/trips/nothing/2026-10-12", "unknown-trip"),
        ("/v1/trips/to-hksp-0740/2026-10-01", "unknown-trip"),
        ("/feeds/en/nothing.ics", "unknown-feed"),
        ("/feeds/en/hetao/nothing.ics", "unknown-feed"),
        ("/v1/eta/hksp/nothing", "unknown-route"),
        ("/nothing", "not-found"),
        ("/v1", "not-found"),
        ("/v1/stops/", "not-found"),
        ("/xx/", "not-found"),
        ("/feeds/en/hetao", "not-found"),
    ],
)
def test_what_does_not_exist_is_said_by_kind(site: Site, path: str, name: str) -> None:
    problem(site.client.get(path), name)


def test_an_unknown_stop_lists_the_known_ones(site: Site) -> None:
    document = problem(site.client.get("/v1/departures?from=x&to=hksp"), "unknown-stop")
    assert document["known"] == ["hksp", "hkstp-sz"]


@pytest.mark.parametrize(
    ("path", "pointers"),
    [
        ("/v1/departures", ["/query/from", "/query/to"]),
        (f"{ASK}&limit=0", ["/query/limit"]),
        (f"{ASK}&limit=51&lang=fr", ["/query/lang", "/query/limit"]),
        (f"{ASK}&limit=1e999", ["/query/limit"]),
        (f"{ASK}&limit={'9' * 5000}", ["/query/limit"]),
        (f"{ASK}&at=0", ["/query/at"]),
        (f"{ASK}&at=1790000000", ["/query/at"]),
        (f"{ASK}&at=2026-10-12", ["/query/at"]),
        (f"{ASK}&at=2026-10-12T08:00:00", ["/query/at"]),
        (f"{ASK}&at=2026-13-12T08:00:00Z", ["/query/at"]),
        (f"{ASK}&at=0001-01-01T00:00:00%2B14:00", ["/query/at"]),
        (f"{ASK}&at=9999-12-31T23:59:59-12:00", ["/query/at"]),
        (f"{ASK}&until=soon", ["/query/until"]),
        ("/v1/timetable?date=20261012", ["/query/date"]),
        ("/v1/timetable?date=1", ["/query/date"]),
        ("/v1/trips/to-hksp-0740/tomorrow", ["/path/service_date"]),
        ("/v1/calendar?from=2026-10-12&to=2026-10-11", ["/query/to"]),
        ("/v1/calendar?from=2026-01-01&to=2028-01-01", ["/query/to"]),
        ("/v1/calendar?from=2199-12-31", []),
        ("/feeds/fr/hetao.ics", ["/path/lang"]),
    ],
)
def test_every_wrong_value_is_pointed_at(site: Site, path: str, pointers: list[str]) -> None:
    answer = site.client.get(path)
    if not pointers:
        assert answer.status_code == 200
        return
    document = problem(answer, "invalid-request")
    assert sorted(error["pointer"] for error in document["errors"]) == pointers
    assert all(error["detail"] for error in document["errors"])


@pytest.mark.parametrize(
    "path",
    [
        f"{ASK}&at=ECHO",
        f"{ASK}&limit=ECHO",
        f"{ASK}&lang=ECHO",
        "/v1/departures?from=ECHO&to=hksp",
        "/v1/timetable?date=ECHO",
        "/en/timetable?date=ECHO",
        "/en/?route=ECHO",
    ],
)
def test_nothing_that_was_sent_is_repeated(site: Site, path: str) -> None:
    answer = site.client.get(path.replace("ECHO", "<b>8f3a"))
    assert "8f3a" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/v1/departures", "/feeds/en/hetao.ics", "/en/", "/healthz"])
def test_this_service_is_only_read(site: Site, method: str, path: str) -> None:
    answer = site.client.request(method, path)
    problem(answer, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_large_body_is_refused(site: Site, *, is_chunked: bool) -> None:
    body = b"x" * 100_000
    content = iter([body]) if is_chunked else body
    answer = site.client.post("/v1/stops", content=content)
    assert answer.status_code in {405, 413}
    problem(answer, "too-large" if answer.status_code == 413 else "method-not-allowed")


def test_a_failure_of_ours_tells_nothing_of_the_inside(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        msg = "secret of the inside"
        raise RuntimeError(msg)

    monkeypatch.setattr(site.application.live, "snapshot", fail)
    answer = site.client.get("/v1/stops")
    problem(answer, "internal")
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", [ASK, "/v1/stops", "/v1/status", "/feeds/en/hetao.ics"])
def test_before_the_first_publication_it_says_when_to_come_back(path: str) -> None:
    answer = Site().client.get(path)
    document = problem(answer, "nothing-published")
    assert answer.headers["retry-after"] == "30"
    assert "publish" in document["detail"]


def test_several_services_need_a_choice() -> None:
    site = Site()
    first = timetable(version=1)
    site.publish(first)
    site.publish(first.model_copy(update={"service": "other"}))
    document = problem(site.client.get("/v1/stops"), "nothing-published")
    assert "SHUTTLE_SERVICE" in document["detail"]


def test_a_broken_store_says_to_try_again_without_its_inside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    store.is_broken = True
    answer = site.client.get(ASK)
    problem(answer, "store-unavailable")
    assert "secret" not in answer.text
    caplog.clear()
    document = problem(site.client.get("/readyz"), "store-unavailable")
    assert "log" in document["detail"]
    assert ["secret" in record.message for record in caplog.records] == [True]
    assert site.client.get("/healthz").json() == {"status": "ok"}


def test_problem_documents_are_plain_json(site: Site) -> None:
    assert json.loads(site.client.get("/nothing").content)["instance"] == "/nothing"
