import asyncio
from typing import Any

import pytest

from tests.api.site import Site


@pytest.mark.parametrize("path", ["/v1/stops", "/en/", "/nothing", "/docs", "/feeds/en/hetao.ics"])
def test_every_answer_carries_the_security_headers(site: Site, path: str) -> None:
    headers = site.client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_a_copy_that_is_still_good_is_confirmed_in_few_words(site: Site) -> None:
    held = site.client.get("/feeds/en/hetao.ics").headers["etag"]
    headers = site.client.get("/feeds/en/hetao.ics", headers={"If-None-Match": held}).headers
    assert "content-security-policy" not in headers
    assert headers["access-control-allow-origin"] == "*"
    for name in ("etag", "vary", "cache-control", "last-modified"):
        assert name in headers


@pytest.mark.parametrize("path", ["/v1/stops", "/v1/departures", "/feeds/en/hetao.ics"])
def test_any_page_may_read_the_public_addresses(site: Site, path: str) -> None:
    headers = site.client.get(path, headers={"Origin": "https://app.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["access-control-expose-headers"] == "ETag, Link, Retry-After"


def test_a_browser_may_ask_before_it_reads(site: Site) -> None:
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    answer = site.client.options("/v1/departures", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


def test_pages_are_not_for_other_origins(site: Site) -> None:
    assert "access-control-allow-origin" not in site.client.get("/en/").headers


def test_an_answer_to_head_has_no_body_on_the_wire(site: Site) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "HEAD",
        "scheme": "http",
        "path": "/v1/stops",
        "raw_path": b"/v1/stops",
        "query_string": b"",
        "root_path": "",
        "headers": [],
    }

    async def ask() -> None:
        await site.client.app(scope, receive, send)

    asyncio.run(ask())
    assert sent[0]["status"] == 200
    assert b"".join(message.get("body", b"") for message in sent) == b""
