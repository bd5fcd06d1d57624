"""`demand.csv`: one row for each bin of riders."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from shuttle.domain.demand import DemandBin
from shuttle.errors import Problem
from shuttle.scenario.places import value_text
from shuttle.scenario.tables_csv import CsvTable, by_field

COLUMNS = ("day_type", "from", "to", "wish", "start", "riders")
_WHOLE = re.compile(r"[0-9]{1,5}")


def read_demand(path: Path, bin_minutes: int, problems: list[Problem]) -> dict[int, DemandBin]:
    """Sound bins by row number; what is wrong with the others is added to `problems`.

    Raises:
        InputError: the file cannot be read, or its header is wrong.
    """
    table = CsvTable(path, COLUMNS, ("home",), problems)
    bins: dict[int, DemandBin] = {}
    first_row: dict[tuple[object, ...], int] = {}
    for number, row in table.rows():
        found = _bin(table, number, row, bin_minutes)
        if found is None:
            continue
        earlier = first_row.setdefault(_identity(found), number)
        if earlier != number:
            table.note(number, "", f"says the same bin as row {earlier}; add their riders up")
            continue
        bins[number] = found
    return bins


def _identity(found: DemandBin) -> tuple[object, ...]:
    pair = found.origin, found.destination
    return (found.day_type, *pair, found.wish, found.start, found.home)


def _bin(
    table: CsvTable, number: int, row: Mapping[str, str], bin_minutes: int
) -> DemandBin | None:
    whole = _WHOLE.fullmatch(row["riders"]) is not None
    if not whole:
        message = "is not a number of riders; write a whole number from 0 to 99999"
        table.note(number, "riders", f"{value_text(row['riders'])} {message}")
    riders = int(row["riders"]) if whole else 0
    values = {**by_field(row), "riders": riders, "minutes": bin_minutes}
    try:
        found = DemandBin.model_validate(values)
    except ValidationError as error:
        table.note_all(number, error)
        return None
    return found if whole else None
