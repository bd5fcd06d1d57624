"""No name and no notice, however strange, adds a line to a feed or makes it unreadable."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shuttle.domain.base import safe_text
from shuttle.errors import CheckError
from shuttle.formats.ical.render import CalendarRenderer
from shuttle.services.publishing import disruption, publications
from shuttle.store.memory import MemoryStore
from tests.formats.builders import BASE_URL
from tests.formats.ical.hostile import (
    FEWEST_TEXTS,
    RAW_TEXTS,
    SAFE_TEXTS,
    TEXTS_PER_FEED,
    Judgement,
    run,
    safe,
    unchecked,
)
from tests.services.builders import SEPTEMBER, SIXTH_DAY, TUESDAY, desk, timed, world

_ROOT = Path(__file__).parents[3]
_PLAIN = ["plain"] * FEWEST_TEXTS
RENDERER = CalendarRenderer(BASE_URL)
PLACE = world()
EIGHT, WEEKEND = timed(PLACE, "08:00"), timed(PLACE, "10:00", day_type=SIXTH_DAY)


def test_two_thousand_texts_stay_in_their_properties() -> None:
    seen = run(SAFE_TEXTS, feeds_to_make=18)
    assert seen.texts == 18 * TEXTS_PER_FEED > 2000
    assert (seen.extra_lines, seen.unreadable, seen.altered) == (0, 0, 0)


def test_so_they_do_where_assertions_are_switched_off() -> None:
    done = subprocess.run(
        [sys.executable, "-O", "-m", "tests.formats.ical.hostile", "4"],
        cwd=_ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    seen = Judgement(**json.loads(done.stdout))
    assert seen == run(SAFE_TEXTS, feeds_to_make=4)


@settings(max_examples=300, deadline=None)
@given(raw=RAW_TEXTS)
def test_the_edge_lets_in_what_has_no_line_breaks_and_nothing_else(raw: str) -> None:
    try:
        inside = safe(raw, raw, raw)
    except ValidationError:
        with pytest.raises(ValueError, match=r"has the character U\+"):
            safe_text(raw)
    else:
        assert len(inside.en.splitlines()) <= 1
        assert inside.en.encode().decode() == safe_text(raw)


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(raw=RAW_TEXTS, place=st.integers(0, FEWEST_TEXTS - 1))
def test_a_text_past_the_edge_is_refused_or_does_no_harm(raw: str, place: int) -> None:
    seen, refused = Judgement(), ""
    try:
        seen.add([*_PLAIN[:place], raw, *_PLAIN[place + 1 :]], unchecked)
    except CheckError as error:
        refused = str(error)
    assert "has a bare line end or control character" in refused or seen.feeds
    assert (seen.extra_lines, seen.unreadable) == (0, 0)


def test_what_is_refused_is_not_published() -> None:
    store = MemoryStore()
    publications.publish(desk(store, renderer=RENDERER), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    bell = unchecked("a\x07b", "a\x07b", "a\x07b")
    with pytest.raises(CheckError, match="control character"):
        disruption.cancel(desk(store, 1, RENDERER), "small", "to-b-0800", TUESDAY, bell)
    assert store.latest_seq("small") == 1
