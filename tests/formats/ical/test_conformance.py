"""Every reader shows a rider exactly what `/v1/timetable` answers, wherever she is."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.timetable import Timetable
from tests.formats.ical.child_readers import NotInstalledError, node
from tests.formats.ical.panel import KHAL, QUICK, Panel
from tests.formats.ical.strategies import timetables

_LANGUAGES = st.sampled_from(LANGUAGES)
_JAVASCRIPT = ("ical.js", "node-ical")
# Shrinking through many readers takes minutes; a failing example is printed as it is.
_ONCE = settings(deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def quick() -> Iterator[Panel]:
    made = Panel(QUICK, {})
    yield made
    made.close()


@pytest.fixture(scope="module")
def slow() -> Iterator[Panel]:
    made = Panel(KHAL, {})
    yield made
    made.close()


@pytest.fixture(scope="module")
def javascript() -> Iterator[Panel]:
    try:
        made = Panel({}, {name: node(name) for name in _JAVASCRIPT})
    except NotInstalledError as missing:
        pytest.skip(str(missing))
    yield made
    made.close()


def assert_all_agree(panel: Panel, timetable: Timetable, language: Language) -> None:
    assert [vote for vote in panel.votes(timetable, language) if vote.wrong] == []


@settings(_ONCE, max_examples=20)
@given(timetable=timetables(), language=_LANGUAGES)
def test_three_readers_show_what_the_timetable_answers(
    quick: Panel, timetable: Timetable, language: Language
) -> None:
    assert_all_agree(quick, timetable, language)


@settings(_ONCE, max_examples=4)
@given(timetable=timetables(), language=_LANGUAGES)
def test_khal_shows_what_the_timetable_answers(
    slow: Panel, timetable: Timetable, language: Language
) -> None:
    assert_all_agree(slow, timetable, language)


@settings(_ONCE, max_examples=20)
@given(timetable=timetables(), language=_LANGUAGES)
def test_javascript_readers_show_what_the_timetable_answers(
    javascript: Panel, timetable: Timetable, language: Language
) -> None:
    assert_all_agree(javascript, timetable, language)
