"""Every reader shows a rider exactly what `/v1/timetable` answers, wherever she is."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.timetable import Timetable
from tests.formats.ical.child_readers import NotInstalledError, node
from tests.formats.ical.panel import KHAL, QUICK, ZONES, Panel
from tests.formats.ical.strategies import timetables

_LANGUAGES = st.sampled_from(LANGUAGES)
# Shrinking through eight readers takes minutes; a failing example is printed as it is.
_STEADY = settings(
    deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module", params=ZONES)
def panel(request: pytest.FixtureRequest) -> Iterator[Panel]:
    made = Panel(request.param, QUICK, {})
    yield made
    made.close()


@pytest.fixture(scope="module", params=ZONES)
def khal(request: pytest.FixtureRequest) -> Iterator[Panel]:
    made = Panel(request.param, KHAL, {})
    yield made
    made.close()


@pytest.fixture(scope="module", params=ZONES)
def javascript(request: pytest.FixtureRequest) -> Iterator[Panel]:
    try:
        made = Panel(request.param, {}, {name: lambda name=name: node(name) for name in ("ical.js", "node-ical")})
    except NotInstalledError as missing:
        pytest.skip(str(missing))
    yield made
    made.close()


@settings(_STEADY, max_examples=20)
@given(timetable=timetables(), language=_LANGUAGES)
def test_three_readers_show_what_the_timetable_answers(
    panel: Panel, timetable: Timetable, language: Language
) -> None:
    assert list(panel.disagreements(timetable, language)) == []


@settings(_STEADY, max_examples=5)
@given(timetable=timetables(), language=_LANGUAGES)
def test_khal_shows_what_the_timetable_answers(
    khal: Panel, timetable: Timetable, language: Language
) -> None:
    assert list(khal.disagreements(timetable, language)) == []


@settings(_STEADY, max_examples=20)
@given(timetable=timetables(), language=_LANGUAGES)
def test_javascript_readers_show_what_the_timetable_answers(
    javascript: Panel, timetable: Timetable, language: Language
) -> None:
    assert list(javascript.disagreements(timetable, language)) == []
