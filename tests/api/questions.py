"""Questions of all kinds for the served application: usual ones, odd ones, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.services.published import instant

Headers = list[tuple[str, str]]

# Departures of the versions, changes of date, the end of the horizon.
TURNS = (
    "2026-10-12 07:30", "2026-10-12 07:40", "2026-10-12 08:30", "2026-10-12 08:35",
    "2026-10-12 13:45", "2026-10-12 13:52", "2026-10-13 00:00", "2026-10-13 00:20",
    "2026-10-10 00:00", "2026-10-11 12:00", "2026-10-30 23:59", "2026-10-31 00:20",
    "2026-11-01 00:00",
)  # fmt: skip
OFFSETS_SECONDS = (-61, -31, -30.5, -30, -29.999999, -5, -1, -0.5, -0.000001, 0, 0.000001, 0.5, 1)
STOP_PATHS = ("/v1/stops/hksp/departures", "/v1/stops/hkstp-sz/departures")
FEED_PATHS = (
    "/feeds/en/hetao.ics",
    "/feeds/zh-Hant/hetao/to-hksp.ics",
    "/feeds/zh-Hans/hetao/to-hkstp-sz.ics",
    "/feeds/en/stops/hksp.ics",
)
FEED_QUERIES = ("", "", "v=1", "cancelled=mark", "expand=true&weeks=2", "alarm=15&after=07:00")
BAD_PATHS = (
    "/V1/departures", "/v1/departures/", "/v1//departures", "/v1/departures\x00",
    "/v1/stops/é/departures", "/v1/stops/nowhere/departures", "/feeds/en/hetao.ics/",
    "/feeds/en/hetao.ICS", "/feeds/de/hetao.ics", "/feeds/en/nowhere.ics",
    "/v1/status", "/v1/timetable", "/en/", "/healthz", "",
)  # fmt: skip
PARAMETERS = (
    "from=hksp", "to=hkstp-sz", "from=hkstp-sz", "to=hksp", "limit=1", "limit=3", "limit=0",
    "lang=zh-Hant", "lang=en", "lang=xx", "unknown=1", "to=", "to", "%66rom=hksp", "from=hk%73p",
    "at=2026-10-12T08:30:00%2B08:00", "until=2026-10-12T13:45:00%2B08:00",
    "after=to-hkstp-sz-0830", "from=%ff", "=",
)  # fmt: skip
QUERIES = ("from=hksp&to=hkstp-sz", "from=hkstp-sz&to=hksp&limit=2&lang=zh-Hans")
ENCODINGS = (
    "gzip", "gzip, deflate, br", "identity", "", "gzip;q=0", "gzip;q=0.0, *", "*", "*;q=0",
    "GZIP", "x-gzip", "gzip;q=0.5;level=1", "deflate", "gzip;q=bad",
    "br;q=1.0, gzip;q=0.8, *;q=0.1",
)  # fmt: skip
TAG_FORMS = (
    "{0}", "W/{0}", "{0}, {1}", '"other", {0}', "*", "* ", '"other"', "{0}x", "garbage,,", "",
)  # fmt: skip
TIMES = ("Mon, 12 Oct 2026 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "never", "")
OTHERS = (
    ("host", "elsewhere.example"), ("origin", "https://app.example"), ("cookie", "a="),
    ("accept-language", "zh-Hant"), ("range", "bytes=0-9"), ("content-length", "0"),
    ("content-length", "70000"), ("transfer-encoding", "chunked"), ("accept", "image/*"),
    ("cache-control", "no-cache"), ("if-match", "*"), ("x-forwarded-host", "bad.example"),
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """A request; the forms of its conditions are filled with what was answered before."""

    method: str
    path: str
    query: str
    encoding: Sequence[str]
    tags: Sequence[str]
    since: Sequence[str]
    others: Headers


def _sometimes(choice: st.SearchStrategy[Any], most: int = 1) -> st.SearchStrategy[list[Any]]:
    return st.one_of(st.just([]), st.lists(choice, min_size=1, max_size=most))


addresses = st.one_of(
    st.tuples(st.just("/v1/departures"), st.sampled_from(QUERIES)),
    st.tuples(st.sampled_from(STOP_PATHS), st.sampled_from(("", "limit=1", "to=hksp"))),
    st.tuples(st.sampled_from(FEED_PATHS), st.sampled_from(FEED_QUERIES)),
)


def _usual(address: tuple[str, str]) -> st.SearchStrategy[Ask]:
    """What calendar programs and apps ask."""
    return st.builds(
        Ask,
        method=st.sampled_from(("GET", "GET", "GET", "HEAD")),
        path=st.just(address[0]),
        query=st.just(address[1]),
        encoding=_sometimes(st.sampled_from(ENCODINGS)),
        tags=_sometimes(st.sampled_from(TAG_FORMS)),
        since=_sometimes(st.sampled_from((*TIMES, "last", "last"))),
        others=st.just([]),
    )


def _odd(plain: Ask) -> st.SearchStrategy[Ask]:
    """The same with one thing about it unusual."""
    more = st.lists(st.sampled_from(PARAMETERS), min_size=1, max_size=3).map("&".join)
    return st.one_of(
        st.sampled_from(("HEAD", "OPTIONS", "POST", "get")).map(lambda x: replace(plain, method=x)),
        st.sampled_from(BAD_PATHS).map(lambda x: replace(plain, path=x)),
        more.map(lambda x: replace(plain, query=x)),
        more.map(lambda x: replace(plain, query=f"{plain.query}&{x}")),
        _two(ENCODINGS).map(lambda x: replace(plain, encoding=x)),
        _two(TAG_FORMS).map(lambda x: replace(plain, tags=x)),
        _two((*TIMES, "last")).map(lambda x: replace(plain, since=x)),
        st.lists(st.sampled_from(OTHERS), min_size=1, max_size=2).map(
            lambda x: replace(plain, others=x)
        ),
    )


def _two(forms: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(forms), min_size=2, max_size=2)


moments = st.builds(
    lambda turn, offset: instant(turn) + timedelta(seconds=offset),
    st.sampled_from(TURNS),
    st.sampled_from(OFFSETS_SECONDS),
)
later = st.sampled_from((0.000001, 0.4, 1, 3, 29, 30, 60))


def _steps(address: tuple[str, str]) -> st.SearchStrategy[Any]:
    """Requests, instants and spans of time; a kind first, so that none crowds out the others."""
    plain = Ask("GET", *address, [], [], [], [])
    kinds = {
        "usual": _usual(address),
        "odd": _odd(plain),
        "moment": moments,
        "later": later,
        "publish": st.just("publish"),
    }
    weighted = ("usual", "usual", "odd", "moment", "later", "later", "publish")
    return st.sampled_from(weighted).flatmap(kinds.__getitem__)


scripts = addresses.flatmap(lambda address: st.lists(_steps(address), min_size=8, max_size=24))

asks = addresses.flatmap(
    lambda address: st.one_of(_usual(address), _odd(Ask("GET", *address, [], [], [], [])))
)
