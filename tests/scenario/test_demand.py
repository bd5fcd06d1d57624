from pathlib import Path

import pytest

from shuttle.scenario import load_scenario
from tests.scenario.builders import TINY, brief, change, copy_tiny, problems_of

OUTSIDE = (
    "lies outside the hours of service; policies.span is 07:00 to 13:00; "
    "move the riders or widen the span"
)
ROW = "working-day,south,north,depart_after,08:30,6,hk"


def test_a_row_is_a_bin_of_riders() -> None:
    second = load_scenario(TINY).demand[1]
    assert (second.origin, second.destination, second.home) == ("south", "north", "hk")
    assert (second.start, second.minutes, second.riders) == (510, 30, 6)


@pytest.mark.parametrize(
    ("row", "key", "message"),
    [
        (
            "working-day,south,north,depart_after,08:30,-6,hk",
            "row 3, riders",
            '"-6" is not a number of riders; write a whole number from 0 to 99999',
        ),
        (
            "working-day,south,north,depart_after,08:30,NaN,hk",
            "row 3, riders",
            '"NaN" is not a number of riders; write a whole number from 0 to 99999',
        ),
        (
            "working-day,south,north,depart_after,8:30,6,hk",
            "row 3, start",
            '"8:30" is not a time; write it as "08:30", from "00:00" to "48:00"',
        ),
        (
            "working-day,south,north,arive_by,08:30,6,hk",
            "row 3, wish",
            '"arive_by" is not accepted; write "depart_after" or "arrive_by"',
        ),
        (
            "working-day,south,north,depart_after,08:30,6,uk",
            "row 3, home",
            '"uk" is not accepted; write "hk" or "sz"',
        ),
        (
            "working-day,south,moon,depart_after,08:30,6,hk",
            "row 3, to",
            'there is no stop "moon"',
        ),
        (
            "working-day,south,south,depart_after,08:30,6,hk",
            "row 3, to",
            'no route joins "south" and "south"',
        ),
        (
            "sunday,south,north,depart_after,08:30,6,hk",
            "row 3, day_type",
            'there is no day type "sunday"',
        ),
        (
            "working-day,south,north,depart_after,13:00,6,hk",
            "row 3, start",
            f"13:00 {OUTSIDE}",
        ),
        (
            "working-day,south,north,depart_after,48:00,6,hk",
            "row 3, start",
            f"48:00 {OUTSIDE}",
        ),
        (
            "working-day,south,north,depart_after,08:00,6,hk",
            "row 3",
            "says the same bin as row 2; add their riders up",
        ),
        ("working-day,south", "row 3", "has 2 values for 7 columns"),
    ],
)
def test_a_wrong_row_is_named_with_its_column(
    tmp_path: Path, row: str, key: str, message: str
) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "demand.csv", ROW, row)
    assert brief(problems_of(tiny)) == [("demand.csv", key, message)]


@pytest.mark.parametrize("start", ["06:31", "12:59"])
def test_a_bin_that_reaches_into_the_hours_of_service_is_accepted(
    tmp_path: Path, start: str
) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "demand.csv", ROW, ROW.replace("08:30", start))
    assert len(load_scenario(tiny).demand) == 12


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("day_type,from,to,wish,start", "has no column riders"),
        ("day_type,from,to,wish,start,riders,hom", 'has an unknown column "hom"'),
        ("day_type,from,to,wish,start,riders,riders", "has a column twice"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, header: str, message: str) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "demand.csv", "day_type,from,to,wish,start,riders,home", header)
    [(file, key, words)] = brief(problems_of(tiny))
    assert (file, key) == ("demand.csv", "row 1")
    assert words == f"{message}; columns are day_type, from, to, wish, start, riders, home"


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    (tiny / "demand.csv").unlink()
    assert brief(problems_of(tiny)) == [("demand.csv", "", "there is no such file; check the path")]


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    (tiny / "demand.csv").write_text("", encoding="utf-8")
    [(_, key, message)] = brief(problems_of(tiny))
    assert key == ""
    assert message.startswith("is empty; its first row is day_type,from")


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "demand.csv", ROW, f'"{ROW}')
    [(_, key, message)] = brief(problems_of(tiny))
    assert key == "row 3"
    assert message.startswith("is not CSV: ")


def test_demand_for_a_day_type_that_never_comes_is_refused(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    change(
        tiny / "scenario.toml",
        'when = "(weekday or (cn.makeup and policy.makeup_days_run)) and not cn.holiday"',
        'when = "mon and tue"',
    )
    [(file, key, message)] = brief(problems_of(tiny))
    assert (file, key) == ("scenario.toml", "day_types[0].when")
    assert message == (
        'holds on no date from 2026-11-23 to 2027-11-24, yet "working-day" has riders'
    )
