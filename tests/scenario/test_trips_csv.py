from pathlib import Path

import pytest

from shuttle.domain.plan import FixedTrip
from shuttle.errors import InputError
from shuttle.scenario import load_scenario, load_trips_csv
from tests.scenario.builders import TINY, brief


def trips(folder: Path, *rows: str) -> tuple[FixedTrip, ...]:
    file = folder / "published.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_trips_csv(file, load_scenario(TINY))


def test_port_and_bus_are_left_open_where_not_given(tmp_path: Path) -> None:
    [one, two] = trips(
        tmp_path,
        "from,to,departure,port,vehicle_type",
        "south,north,08:00,gate,small",
        "north,south,24:10,,",
    )
    assert (one.departure, one.port, one.vehicle_type) == (480, "gate", "small")
    assert (two.departure, two.port, two.vehicle_type) == (1450, None, None)


@pytest.mark.parametrize(
    ("row", "key", "message"),
    [
        ("south,moon,08:00,,", "row 2, to", 'no route runs from "south" to "moon"; known are'),
        ("south,north,8.00,,", "row 2, departure", '"8.00" is not a time; write it as "08:30"'),
        ("south,north,,,", "row 2, departure", "is not a time"),
        ("south,north,08:00,door,", "row 2, port", '"door" is not a port of the route; known'),
        ("south,north,08:00,,tram", "row 2, vehicle_type", 'there is no vehicle type "tram"'),
    ],
)
def test_a_wrong_row_is_named_with_its_column(
    tmp_path: Path, row: str, key: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        trips(tmp_path, "from,to,departure,port,vehicle_type", row)
    [(file, found, words)] = brief(caught.value.problems)
    assert (file, found) == ("published.csv", key)
    assert words.startswith(message)


def test_a_timetable_without_trips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no trips; add at least one row"):
        trips(tmp_path, "from,to,departure")
