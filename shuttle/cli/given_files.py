"""What an import writes: a given timetable as CSV, or a stage file."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import typer

from shuttle.cli.outputs import require_folder_of, write_whole
from shuttle.cli.terminal import say
from shuttle.domain.base import Value
from shuttle.domain.plan import FixedTrip
from shuttle.domain.time import format_minute

_COLUMNS = ("from", "to", "departure", "port", "vehicle_type")
_STDOUT = Path("-")


def require_place_for(*files: Path | None) -> None:
    """Return when files can be put there; raises InputError for a folder that does not exist."""
    for file in files:
        if file is not None and file != _STDOUT:
            require_folder_of(file)


def write_timetable(out: Path, trips: Iterable[FixedTrip]) -> None:
    """Write trips for `shuttle plan --timetable`; `-` is stdout."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for trip in trips:
        ends = (trip.origin, trip.destination, format_minute(trip.departure))
        writer.writerow((*ends, trip.port or "", trip.vehicle_type or ""))
    _write(out, text.getvalue())


def write_stage(out: Path, stage: Value) -> None:
    """Write a stage file; `-` is stdout."""
    document = stage.model_dump(mode="json", by_alias=True, exclude_none=False)
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    _write(out, text + "\n")


def _write(out: Path, text: str) -> None:
    if out == _STDOUT:
        typer.echo(text, nl=False)
        return
    write_whole(out, text.encode())
    say(f"written to {out}")
