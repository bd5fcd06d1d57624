import io
from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from shuttle.domain.base import LANGUAGES
from shuttle.domain.sentences import catalogue, say
from shuttle.errors import InputError
from shuttle.scenario import load_scenario
from shuttle.scenario.sheets.fixed_trips import block_trips, fixed_trips
from shuttle.scenario.sheets.headings import plain
from shuttle.scenario.sheets.trip_sheet import TripSheet, read_trip_sheet
from tests.scenario.builders import TINY, brief

SCENARIO = load_scenario(TINY)


def csv(folder: Path, text: str, *, arrivals: bool = False, encoding: str = "utf-8") -> TripSheet:
    file = folder / "trips.csv"
    file.write_bytes(text.encode(encoding))
    return read_trip_sheet(file, SCENARIO, workbook=False, arrivals=arrivals)


def xlsx(folder: Path, *rows: tuple[object, ...], merge: str = "") -> TripSheet:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    if merge:
        page.merge_cells(merge)
    written = io.BytesIO()
    book.save(written)
    file = folder / "trips.xlsx"
    file.write_bytes(written.getvalue())
    return read_trip_sheet(file, SCENARIO, workbook=True)


def refused(error: InputError) -> list[tuple[str, str]]:
    return [(key, message) for _, key, message in brief(error.problems)]


def departures(sheet: TripSheet) -> list[tuple[str, str, int]]:
    return [(trip.origin, trip.destination, trip.departure) for trip in sheet.trips]


EXPECTED = [("south", "north", 510), ("north", "south", 1450)]


@pytest.mark.parametrize(
    "text",
    [
        "from,to,departure\nsouth,north,0830\nnorth,south,24:10\n",
        "\ufefffrom;to;departure;;\r\nsouth;north;8:30;;\r\n;;;;\r\nnorth;south;24:10;;\r\n",
        "from\tto\tdeparture\nsouth\tnorth\t8:30\nnorth\tsouth\t24:10",
        "From , TO,Departure,注意\nsouth,north,\uff18\uff1a\uff13\uff10,x\nnorth,south,24:10,y\n",
        "起點,終點,開出\nsouth,north,上午8:30\nnorth,south,24:10\n",
        "Timetable,,\n,,\nfrom,to,departure\nnorth,south,24:10\nsouth,north,8:30\n",
    ],
)
def test_the_habits_of_spreadsheets_are_understood(tmp_path: Path, text: str) -> None:
    assert departures(csv(tmp_path, text)) == EXPECTED


def test_a_workbook_has_real_times_and_a_merged_title(tmp_path: Path) -> None:
    rows = (("Timetable", None, None), ("From", "To", "Departure"))
    body = (("south", "north", time(8, 30)), (None, None, None), ("north", "south", 1450 / 1440))
    assert departures(xlsx(tmp_path, *rows, *body, merge="A1:C1")) == EXPECTED


def test_headings_may_be_merged_over_two_rows(tmp_path: Path) -> None:
    rows = (("From", "To", "Times"), (None, None, "Departure"), ("south", "north", "8:30"))
    assert departures(xlsx(tmp_path, *rows, merge="A1:A2")) == EXPECTED[:1]


def test_places_are_known_by_name_in_any_language(tmp_path: Path) -> None:
    names = SCENARIO.stops["south"].name, SCENARIO.stops["north"].name
    text = f"from,to,departure\n{names[0].en.upper()},{names[1].zh_hant},0830\n"
    assert departures(csv(tmp_path, text)) == EXPECTED[:1]


def test_every_wrong_cell_is_told_by_row_and_column(tmp_path: Path) -> None:
    text = "id,from,to,departure,port\n1,moon,north,8.30,\n2,south,,0830,door\n"
    with pytest.raises(InputError) as caught:
        csv(tmp_path, text)
    found = refused(caught.value)
    assert [key for key, _ in found] == [
        "row 2, column D (departure)",
        "row 2, column B (from)",
        "row 3, column C (to)",
        "row 3, column E (port)",
    ]
    assert found[0][1] == '"8.30" is not a time; write it as 08:30, from 00:00 to 48:00'
    assert found[1][1] == '"moon" is not known; known are north, south'
    assert found[2][1].startswith("is empty; fill it in")


def test_a_wrong_cell_of_a_workbook_is_told_with_its_sheet(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        xlsx(tmp_path, ("From", "To", "Departure"), ("south", "north", 8.5))
    assert refused(caught.value)[0][0] == "sheet Sheet, row 2, column C (departure)"


def test_the_sheet_of_trips_is_chosen_among_others(tmp_path: Path) -> None:
    book = Workbook()
    for name, row in (("Blocks", ("south", "north", "9:00")), ("班次", ("south", "north", "8:30"))):
        page = book.create_sheet(name)
        page.append(("from", "to", "departure"))
        page.append(row)
    book.save(tmp_path / "two.xlsx")
    found = read_trip_sheet(tmp_path / "two.xlsx", SCENARIO, workbook=True)
    assert departures(found) == EXPECTED[:1]


def test_a_table_without_the_headings_says_what_its_first_row_has(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no row has the headings from, to, departure; its first"):
        csv(tmp_path, "start,end\nsouth,north\n")


def test_a_heading_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    text = "from,to,departure,Departure,port,port\nsouth,north,0830,0930,,\n"
    with pytest.raises(InputError, match="row 1: has two columns for departure and for port"):
        csv(tmp_path, text)


def test_no_two_columns_are_called_alike() -> None:
    for language in LANGUAGES:
        texts = [say(key).in_language(language) for key in catalogue() if key.startswith("tables.")]
        assert len({plain(text) for text in texts}) == len(texts)


def test_a_table_without_trips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no trips"):
        csv(tmp_path, "from,to,departure\n,,\n")


def test_dates_beside_times_count_from_the_first_one(tmp_path: Path) -> None:
    text = "from,to,departure\nsouth,north,2026-11-23 08:30\nnorth,south,2026-11-24 00:10\n"
    assert departures(csv(tmp_path, text)) == EXPECTED


def test_columns_and_rows_that_say_nothing_are_named(tmp_path: Path) -> None:
    found = csv(tmp_path, "from,to,departure,driver,load\nsouth,north,0830,Ann,3\n,,,total,\n")
    assert found.unused == ("driver",)
    assert found.skipped == ("row 3",)


def test_arrivals_are_looked_at_only_where_they_are_wanted(tmp_path: Path) -> None:
    text = "from,to,departure,arrival\nsouth,north,0830,0815\n"
    assert departures(csv(tmp_path, text)) == EXPECTED[:1]
    with pytest.raises(InputError, match=r"column D .arrival.: is not after the departure"):
        csv(tmp_path, text, arrivals=True)
    with pytest.raises(InputError, match="row 2, arrival: is empty"):
        csv(tmp_path, "from,to,departure\nsouth,north,0830\n", arrivals=True)


def test_a_trip_must_be_one_of_the_scenarios_routes(tmp_path: Path) -> None:
    sheet = csv(tmp_path, "from,to,departure\nsouth,south,0830\n")
    with pytest.raises(InputError) as caught:
        fixed_trips(sheet, SCENARIO)
    assert refused(caught.value)[0][0] == "row 2, to"


def test_without_a_scenario_ids_are_taken_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "trips.csv"
    file.write_text("from,to,departure\nP1,P 2,0830\n", encoding="utf-8")
    sheet = read_trip_sheet(file, None, workbook=False)
    assert departures(sheet) == [("P1", "P 2", 510)]
    with pytest.raises(InputError) as caught:
        fixed_trips(sheet, None)
    assert [key for key, _ in refused(caught.value)] == ["row 2, from", "row 2, to"]


def test_rows_without_id_get_one_and_doubled_ids_are_told(tmp_path: Path) -> None:
    head = "id,from,to,departure,arrival\n"
    rows = ",south,north,0830,0900\n,south,north,0830,0900\n"
    trips = block_trips(csv(tmp_path, head + rows, arrivals=True))
    assert [trip.id for trip in trips] == ["south-north-0830", "south-north-0830-2"]
    doubled = csv(tmp_path, head + rows.replace(",south", "x,south"), arrivals=True)
    with pytest.raises(InputError, match='row 3, id: "x" is there twice'):
        block_trips(doubled)


def test_what_an_export_marked_as_no_formula_is_read_without_the_mark(tmp_path: Path) -> None:
    found = csv(tmp_path, "id,from,to,departure\n'=x,south,north,0830\n")
    assert found.trips[0].id == "=x"


def test_a_date_alone_is_no_time(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a time"):
        xlsx(tmp_path, ("From", "To", "Departure"), ("south", "north", date(2026, 11, 23)))
