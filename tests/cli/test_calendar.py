import json

import pytest

from tests.cli.command import done


def _only(day: str, *more: str) -> str:
    lines = done("calendar", "hetao-2026", day, *more).splitlines()
    assert len(lines) == 2
    return lines[1]


def test_good_friday_runs() -> None:
    row = _only("2026-04-03")
    assert "Fri  Working day" in row
    assert "Good Friday" in row


@pytest.mark.parametrize("day", ["2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"])
def test_national_holidays_do_not_run(day: str) -> None:
    assert "no service" in _only(day)
    assert "National Day" in _only(day)


def test_a_date_that_no_government_has_announced_is_provisional() -> None:
    assert "(provisional)" in _only("2027-03-10")
    assert "(provisional)" not in _only("2026-03-10")


def test_reasons_are_told_in_the_language_asked_for() -> None:
    assert "國慶日" in _only("2026-10-01", "--lang", "zh-Hant")
    assert "国庆" in _only("2026-10-01", "--lang", "zh-Hans")


def test_every_date_of_a_span_has_its_row() -> None:
    lines = done("calendar", "hetao-2026", "2026-10-05", "2026-10-11").splitlines()
    assert [line[:10] for line in lines[1:]] == [f"2026-10-{day:02d}" for day in range(5, 12)]


def test_json_has_codes_for_programs() -> None:
    (day,) = json.loads(done("calendar", "hetao-2026", "2026-10-01", "--json"))
    assert day["day_type"] is None
    assert day["reasons"][0]["code"] == "holiday"
    assert set(day["reasons"][0]["text"]) == {"en", "zh-Hant", "zh-Hans"}
