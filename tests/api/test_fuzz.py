"""Odd requests never make the service fail."""

from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuttle.formats.ical.lint import lint
from tests.api.site import Site
from tests.services.published import timetable

SITE = Site()
SITE.publish(timetable(version=1))

PATHS = st.sampled_from(
    [
        "/v1/departures",
        "/v1/stops/hksp/departures",
        "/v1/stops",
        "/v1/routes",
        "/v1/timetable",
        "/v1/calendar",
        "/v1/status",
        "/en/",
        "/tc/timetable",
        "/docs",
        "/feeds/en/hetao.ics",
        "/",
    ]
)
NAMES = st.sampled_from(["from", "to", "at", "until", "after", "limit", "lang", "date", "route"])
VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.datetimes().map(lambda found: f"{found.isoformat()}Z"),
    st.datetimes().map(lambda found: f"{found:%Y-%m-%dT%H:%M:%S}+14:00"),
    st.sampled_from(["hksp", "hkstp-sz", "en", "zh-Hant", "2026-10-12", "\x00", "A" * 9000]),
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Host",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "If-None-Match",
            "If-Modified-Since",
            "Content-Length",
            "Range",
        ]
    ),
    st.one_of(
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
        st.sampled_from(["[", "a:b:c", "gzip;q=;;", 'W/"', "*", "zh;q=x,,", "é"]),
    ).map(lambda text: text.strip().encode("latin-1")),
    max_size=3,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=PATHS, query=st.lists(st.tuples(NAMES, VALUES), max_size=5), headers=HEADERS)
def test_no_query_or_header_makes_a_server_error(
    path: str, query: list[tuple[str, str]], headers: dict[str, bytes]
) -> None:
    kept = {name.encode(): value for name, value in headers.items()}
    clean = [(name, value.encode("utf-8", "replace").decode()) for name, value in query]
    answer = SITE.client.get(path, params=urlencode(clean), headers=kept)
    assert answer.status_code < 500, (path, clean, headers, answer.text)


@settings(max_examples=200, deadline=None)
@given(path=st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["v1", "en", "..", "feeds"]))))
def test_no_path_makes_a_server_error(path: list[str]) -> None:
    raw = "/".join(path).encode("utf-8", "replace")
    quoted = "".join(f"%{byte:02X}" for byte in raw)
    assert SITE.client.get(f"/{quoted}").status_code < 500


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "trips": st.lists(
            st.sampled_from(
                ["0830", "24:20", "18:15", "to-hksp-0740", "x", "4800", "9999", "٠٨٣٠"]
            ),
            max_size=4,
        ).map(",".join),
        "after": st.sampled_from(["07:00", "0000", "48:00", "24:00", "7", "²3:00"]),
        "before": st.sampled_from(["07:00", "0000", "48:00", "25:30", "-1"]),
        "alarm": st.integers(-1, 1441).map(str) | st.sampled_from(["", "1e2", "15.0"]),
        "cancelled": st.sampled_from(["mark", "hide", ""]),
        "expand": st.sampled_from(["true", "1", "false", "2"]),
        "weeks": st.integers(0, 27).map(str),
    },
)
FEEDS = st.sampled_from(["hetao", "hetao/to-hksp", "stops/hksp"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(feed=FEEDS, options=OPTIONS)
def test_any_options_give_a_sound_calendar_or_say_what_is_wrong(
    feed: str, options: dict[str, str]
) -> None:
    answer = SITE.client.get(f"/feeds/zh-Hant/{feed}.ics?{urlencode(options)}")
    if answer.status_code == 200:
        assert lint(answer.content) == ()
    else:
        assert answer.status_code == 422
        named = {error["pointer"] for error in answer.json()["errors"]}
        assert named <= {f"/query/{name}" for name in options}
