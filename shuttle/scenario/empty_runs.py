"""`empty-runs.csv`: minutes of a bus without riders from one place to another."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from shuttle.domain.time import LAST_MINUTE
from shuttle.errors import InputError, Problem
from shuttle.scenario.places import value_text
from shuttle.scenario.tables_csv import CsvTable

EmptyRuns: TypeAlias = Mapping[tuple[str, str], int]
"""Whole minutes by origin and destination."""

_WHOLE = re.compile(r"[0-9]{1,4}")


def load_empty_runs(path: Path) -> EmptyRuns:
    """Read rows of `from,to,minutes`; each way has its own row.

    Raises:
        InputError: with everything that is wrong, by row and column.
    """
    problems: list[Problem] = []
    table = CsvTable(path, ("from", "to", "minutes"), (), problems)
    found: dict[tuple[str, str], int] = {}
    for number, row in table.rows():
        pair, minutes = (row["from"], row["to"]), row["minutes"]
        if _WHOLE.fullmatch(minutes) is None or int(minutes) > LAST_MINUTE:
            message = f"{value_text(minutes)} is not a whole number of minutes from 0 to 2880"
            table.note(number, "minutes", message)
        elif pair in found:
            table.note(number, "", f"says {pair[0]} to {pair[1]} again; each way has one row")
        else:
            found[pair] = int(minutes)
    if problems:
        raise InputError(problems)
    return found
