from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuttle.domain.time import LAST_MINUTE, format_minute
from shuttle.scenario.sheets.clock_cells import CellValue, cell_minute, dated


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "0830",
            "830",
            "8:30",
            "08:30",
            "08:30:00",
            " 8:30 ",
            "\uff18\uff1a\uff13\uff10",
            "\uff18\uff1a\uff13\uff10\uff1a\uff10\uff10",
        ),
        *("8:30 AM", "8:30am", "上午8:30", "8時30分", "8时30分", "8点30分", "0.354166666666667"),
        *(830, 0.354166666666667, time(8, 30), timedelta(hours=8, minutes=30)),
        datetime(1899, 12, 31, 8, 30),  # noqa: DTZ001 - as openpyxl gives it
    ],
    ids=repr,
)
def test_half_past_eight_is_understood(cell: CellValue) -> None:
    assert cell_minute(cell, None) == 510


@pytest.mark.parametrize(
    "cell",
    [
        *("24:30", "2430", 2430, 1.0208333333333333, timedelta(hours=24, minutes=30)),
        datetime(1900, 1, 1, 0, 30),  # noqa: DTZ001 - as openpyxl gives it
    ],
    ids=repr,
)
def test_half_past_midnight_belongs_to_the_service_day(cell: CellValue) -> None:
    assert cell_minute(cell, None) == 1470


@pytest.mark.parametrize(
    ("cell", "minute"),
    [("0:00", 0), (0, 0), ("0000", 0), ("0030", 30), ("12:15 AM", 15), ("12:15 PM", 735)],
)
def test_midnight_and_noon_are_told_apart(cell: CellValue, minute: int) -> None:
    assert cell_minute(cell, None) == minute


@pytest.mark.parametrize(
    "cell",
    [
        *(None, "", "8.30", 8.5, 8.3, "8", 8, 30, 1, 870, "870", "8:75", "48:01", 4801, "soon"),
        *(True, "08:30:20", timedelta(seconds=20), timedelta(minutes=-1), 2.5, "-8:30", "#REF!"),
        *(date(2026, 11, 23), "2026-13-40 08:30", "9999-12-31 48:00", "١٢٣٤٥", 10**30),
    ],
    ids=repr,
)
def test_what_could_mean_two_times_or_none_is_refused(cell: CellValue) -> None:
    with pytest.raises(ValueError, match=r"write it as 08:30, from 00:00 to 48:00$"):
        cell_minute(cell, None)


def test_dates_beside_times_count_from_the_service_date() -> None:
    first = date(2026, 11, 23)
    assert dated("2026/11/24 0:10") == date(2026, 11, 24)
    assert cell_minute("2026/11/24 0:10", first) == 1450
    assert cell_minute(datetime(2026, 11, 23, 8, 30), first) == 510  # noqa: DTZ001 - a cell


@given(st.integers(min_value=0, max_value=LAST_MINUTE))
def test_every_minute_is_read_back_from_text_fraction_and_duration(minute: int) -> None:
    assert cell_minute(format_minute(minute), None) == minute
    assert cell_minute(timedelta(minutes=minute), None) == minute
    if 0 < minute < LAST_MINUTE and minute != 1440:
        assert cell_minute(minute / 1440, None) == minute


@given(st.text(max_size=12) | st.floats() | st.integers())
def test_no_cell_does_worse_than_be_refused(cell: CellValue) -> None:
    try:
        assert 0 <= cell_minute(cell, None) <= LAST_MINUTE
    except ValueError as error:
        assert "write it as" in str(error)  # noqa: PT017 - a minute is as good
