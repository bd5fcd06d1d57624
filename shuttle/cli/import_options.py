"""Options that say what an imported timetable does not: depots, empty runs, layover."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.services.given_trips import DepotWish

_PARTS = 3


def parse_depot(text: str) -> DepotWish:
    """A depot as `PLACE`, `PLACE=CAPACITY` or `PLACE=CAPACITY=TYPE`."""
    place, *rest = text.split("=")
    capacity = rest[0] if rest else ""
    sound = place.strip() and len(rest) < _PARTS and (not capacity or capacity.isdecimal())
    if not sound:
        message = f"{text[:100]!r} is not a depot; write PLACE, PLACE=CAPACITY or PLACE=12=TYPE"
        raise typer.BadParameter(message)
    return DepotWish(
        place=place.strip(),
        capacity=int(capacity) if capacity else None,
        vehicle_type=rest[1] if len(rest) > 1 and rest[1] else None,
    )


Depots = Annotated[
    list[DepotWish] | None,
    typer.Option(
        "--depot",
        metavar="PLACE[=CAPACITY[=TYPE]]",
        parser=parse_depot,
        help="Where buses stand overnight; once for each depot and type. For trips.json.",
    ),
]
EmptyRunsFile = Annotated[
    Path | None,
    typer.Option(
        "--empty-runs",
        metavar="FILE",
        help="CSV of from,to,minutes: which empty runs there are. For trips.json.",
    ),
]
Layover = Annotated[
    int,
    typer.Option(
        "--layover",
        metavar="MINUTES",
        min=0,
        max=600,
        help="Least standing time after a trip. For trips.json.",
    ),
]
