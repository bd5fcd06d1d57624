import gzip

import pytest

from shuttle.api.conditional import accepts_gzip
from tests.api.site import Site

FEED = "/feeds/en/hetao.ics"
JSON = "/v1/stops"
PATHS = [FEED, JSON, "/en/", "/docs", "/feeds/zh-Hans/hetao/to-hksp.ics"]
PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "form", ["{tag}", '"other", {tag}', '"a",{tag} , "b"', "*", " * ", "W/{strong}"]
)
def test_a_copy_that_the_client_holds_is_not_sent_again(site: Site, path: str, form: str) -> None:
    tag = site.client.get(path).headers["etag"]
    wanted = form.format(tag=tag, strong=tag.removeprefix("W/"))
    answer = site.client.get(path, headers={"If-None-Match": wanted})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag
    assert "cache-control" in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("wanted", ['"other"', "", '"', "W/", ",,,"])
def test_another_copy_is_replaced(site: Site, path: str, wanted: str) -> None:
    assert site.client.get(path, headers={"If-None-Match": wanted}).status_code == 200


@pytest.mark.parametrize("path", [FEED, JSON])
@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 14 Sep 2026 04:00:00 GMT", 304),
        ("Tue, 15 Sep 2026 04:00:00 GMT", 304),
        ("Mon, 14 Sep 2026 03:59:59 GMT", 200),
        ("yesterday", 200),
        ("Mon, 14 Sep 99999 04:00:00 GMT", 200),
        ("Mon, 14 Sep 2026 04:00:00 +99999999", 200),
        ("", 200),
    ],
)
def test_a_date_tells_whether_the_copy_is_still_good(
    site: Site, path: str, since: str, status: int
) -> None:
    answer = site.client.get(path, headers={"If-Modified-Since": since})
    assert answer.status_code == status


@pytest.mark.parametrize("path", [FEED, JSON])
def test_the_etag_wins_over_the_date(site: Site, path: str) -> None:
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Tue, 15 Sep 2026 04:00:00 GMT"}
    assert site.client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/", "/healthz"])
def test_head_has_the_headers_of_get_and_no_body(site: Site, path: str) -> None:
    got, headed = site.client.get(path), site.client.head(path)
    assert headed.content == b""
    assert (headed.status_code, headed.headers) == (got.status_code, got.headers)


def test_head_knows_conditions_too(site: Site) -> None:
    tag = site.client.get(FEED).headers["etag"]
    assert site.client.head(FEED, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "is_taken"),
    [
        ("gzip", True),
        ("GZip, br", True),
        ("x-gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("*", True),
        ("gzip;q=0.001", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0, *", False),
        ("*;q=0", False),
        ("br", False),
        ("gzip;q=much", False),
        ("gzip;q=nan", False),
    ],
)
def test_compression_is_sent_to_those_who_take_it(
    site: Site, accepted: str, *, is_taken: bool
) -> None:
    assert accepts_gzip(accepted) == is_taken
    answer = site.client.get(FEED, headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") == is_taken


def test_each_encoding_of_a_feed_has_a_strong_etag_of_its_own(site: Site) -> None:
    plain = site.client.get(FEED, headers=PLAIN)
    packed = site.client.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert plain.headers["etag"] != packed.headers["etag"]
    assert not plain.headers["etag"].startswith("W/")
    assert plain.content == packed.content
    assert int(packed.headers["content-length"]) < len(gzip.compress(plain.content, 1)) * 2


def test_either_etag_is_known_whatever_encoding_is_asked_for(site: Site) -> None:
    plain = site.client.get(FEED, headers=PLAIN).headers["etag"]
    answer = site.client.get(FEED, headers={"If-None-Match": plain, "Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["etag"]) == (304, plain)
