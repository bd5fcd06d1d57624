"""Every reader at hand over hundreds of timetables: `pytest -m benchmark -s` prints the counts.

Debian's gir1.2-ical-3.0 with python3-gi, and php-cli with php-sabre-vobject, add the readers of
Evolution and Nextcloud.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.timetable import Timetable
from tests.formats.ical.child_readers import NotInstalledError, libical, node, sabre
from tests.formats.ical.hostile import SAFE_TEXTS, TEXTS_PER_FEED, run
from tests.formats.ical.panel import KHAL, QUICK, ZONES, Panel
from tests.formats.ical.strategies import timetables
from tests.properties import test_feed_histories

_TIMETABLES = 200
_HISTORIES = 500
_TEXTS = 200_000
# Debian's sabre/vobject is version 2.1.7; Nextcloud has version 4. Of a trip that leaves before
# 08:00 the old one does not see that the first date of the series was changed: counted, not held
# against the feed.
_OUTDATED = {"sabre/vobject"}
_COMMANDS: dict[str, Callable[[], list[str]]] = {
    "ical.js": lambda: node("ical.js"),
    "node-ical": lambda: node("node-ical"),
    "libical": libical,
    "sabre/vobject": sabre,
}


def at_hand() -> dict[str, list[str]]:
    """Commands of the readers that are installed; says which are not."""
    found = {}
    for name, command in _COMMANDS.items():
        try:
            found[name] = command()
        except NotInstalledError as missing:
            print(f"{name} is left out: {missing}")  # noqa: T201 - the table
    return found


@pytest.mark.benchmark
def test_all_readers_agree_with_the_timetable_over_two_hundred_timetables() -> None:
    panel = Panel({**QUICK, **KHAL}, at_hand())
    agreed: Counter[tuple[str, str]] = Counter()
    wrong = []

    @settings(
        max_examples=_TIMETABLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(timetable=timetables(), language=st.sampled_from(LANGUAGES))
    def vote(timetable: Timetable, language: Language) -> None:
        for each in panel.votes(timetable, language):
            agreed[each.reader, each.zone] += not each.wrong
            if each.wrong:
                wrong.append(each)

    vote()
    panel.close()
    print(f"\n{_TIMETABLES} timetables; feeds in series and expanded that are shown as answered:")  # noqa: T201 - the table
    for name in dict.fromkeys(reader for reader, _ in agreed):
        counts = (f"{zone} {agreed[name, zone]}" for zone in ZONES)
        print(f"  {name:14} {', '.join(counts)}")  # noqa: T201 - the table
    assert [each for each in wrong if each.reader not in _OUTDATED] == []


@pytest.mark.benchmark
def test_calendar_programs_end_with_the_newest_feed_in_five_hundred_histories() -> None:
    test_feed_histories.run(histories=_HISTORIES, steps=10)
    print(f"\n{_HISTORIES} histories of 10 steps: nobody stale")  # noqa: T201 - the table


@pytest.mark.benchmark
def test_two_hundred_thousand_texts_stay_in_their_properties() -> None:
    seen = run(SAFE_TEXTS, _TEXTS // TEXTS_PER_FEED + 1)
    print(f"\n{seen}")  # noqa: T201 - the table
    assert seen.texts >= _TEXTS
    assert (seen.extra_lines, seen.unreadable, seen.altered) == (0, 0, 0)
