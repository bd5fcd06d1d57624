"""Every reader shows a rider exactly the timetable, wherever she is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.timetable import Timetable
from tests.formats.builders import BRANCH, ROUTE
from tests.formats.ical.node_readers import node_reader
from tests.formats.ical.readers import Reader, with_ical, with_icalendar, with_khal, with_vobject
from tests.formats.ical.seen import truth
from tests.formats.ical.strategies import timetables
from tests.formats.sample import feeds

_ZONES = ("America/New_York", "Asia/Kolkata")
_LANGUAGES = st.sampled_from(LANGUAGES)


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """The machine's clock in another part of the world."""
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            yield
    finally:
        time.tzset()


def assert_shows_the_timetable(reader: Reader, timetable: Timetable, language: Language) -> None:
    rendered = feeds(timetable)
    whole = rendered[f"feeds/{language}/{ROUTE}.ics"]
    north = rendered[f"feeds/{language}/{ROUTE}/to-{BRANCH}.ics"]
    assert reader(whole) == truth(timetable, language)
    assert reader(north) == truth(timetable, language, f"to-{BRANCH}")


@pytest.mark.parametrize("zone", _ZONES)
@pytest.mark.parametrize("reader", [with_icalendar, with_ical, with_vobject])
@settings(max_examples=20, deadline=None)
@given(timetable=timetables(), language=_LANGUAGES)
def test_a_reader_shows_exactly_the_timetable(
    reader: Reader, zone: str, timetable: Timetable, language: Language
) -> None:
    with in_zone(zone):
        assert_shows_the_timetable(reader, timetable, language)


@pytest.mark.parametrize("zone", _ZONES)
@settings(max_examples=5, deadline=None)
@given(timetable=timetables(), language=_LANGUAGES)
def test_khal_shows_exactly_the_timetable(
    zone: str, timetable: Timetable, language: Language
) -> None:
    with in_zone(zone):
        assert_shows_the_timetable(with_khal, timetable, language)


@pytest.fixture(scope="module", params=["ical.js", "node-ical"])
def javascript_reader(request: pytest.FixtureRequest) -> Reader:
    return node_reader(request.param)


@pytest.mark.parametrize("zone", _ZONES)
@settings(max_examples=5, deadline=None)
@given(timetable=timetables(), language=_LANGUAGES)
def test_a_javascript_reader_shows_exactly_the_timetable(
    javascript_reader: Reader, zone: str, timetable: Timetable, language: Language
) -> None:
    with in_zone(zone):
        assert_shows_the_timetable(javascript_reader, timetable, language)
