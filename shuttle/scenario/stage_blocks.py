"""`shuttle blocks`' file of trips and depots to a BlockTask, or every reason why not."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from shuttle.domain.stages import BlockTask, BlockTrip, CostMatrix
from shuttle.domain.time import LAST_MINUTE
from shuttle.errors import InputError
from shuttle.scenario.files import read_text
from shuttle.scenario.messages import note, printable_list
from shuttle.scenario.places import Findings

_MOST_BYTES = 100_000_000
_CENTS = 100
_TOLERANCE = 1e-6
_MOST_SHOWN = 20


def load_block_task(path: Path) -> BlockTask:
    """Read a stage file of at most 100 MB: 1,500 trips with a cost matrix have about 15.

    Raises:
        InputError: with everything that is wrong, each by key, value and mend.
    """
    findings = Findings(lambda _: str(path))
    text = read_text(path, _MOST_BYTES)
    try:
        task = BlockTask.model_validate_json(text, by_name=False, by_alias=True)
    except ValidationError as error:
        note(error, "blocks", (), findings)
        raise InputError(findings.problems) from None
    check_block_task(task, findings)
    findings.stop_if_any()
    return task


def check_block_task(task: BlockTask, findings: Findings) -> None:
    """Note whatever does not fit together."""
    _check_ids(task, findings)
    for number, trip in enumerate(task.trips):
        _check_trip(task, number, trip, findings)
    if task.travel_minutes is not None:
        _check_places(task, findings)
        size = len(task.travel_minutes.places)
        _check_square("travel_minutes", size, task.travel_minutes.matrix, findings)
    if task.cost_matrix is not None:
        _check_costs(task, task.cost_matrix, findings)


def _check_ids(task: BlockTask, findings: Findings) -> None:
    depots, trips = [depot.id for depot in task.depots], [trip.id for trip in task.trips]
    for key, ids in (("depots", depots), ("trips", trips)):
        seen: set[str] = set()
        for number, name in enumerate(ids):
            if name in seen:
                findings.add((key, number, "id"), f'"{name}" is there twice; ids are unique')
            seen.add(name)


def _check_trip(task: BlockTask, number: int, trip: BlockTrip, findings: Findings) -> None:
    place = ("trips", number)
    if trip.end <= trip.start:
        findings.add((*place, "end"), f"{trip.end} is not after the start, {trip.start}")
    if trip.shift_minutes and task.cost_matrix is not None:
        message = "shifting needs travel_minutes: a cost matrix speaks of the given times alone"
        findings.add((*place, "shift_minutes"), message)
    if trip.start < trip.shift_minutes or trip.end + trip.shift_minutes > LAST_MINUTE:
        message = f"{trip.shift_minutes} would move the trip out of 00:00 to 48:00"
        findings.add((*place, "shift_minutes"), message)
    types = [depot.vehicle_type for depot in task.depots if depot.vehicle_type is not None]
    for index, name in enumerate(trip.vehicle_types or ()):
        if name not in types:
            known = printable_list(sorted(set(types)))
            message = f'no depot has the vehicle type "{name}"; known are {known}'
            findings.add((*place, "vehicle_types", index), message)


def _check_places(task: BlockTask, findings: Findings) -> None:
    if task.travel_minutes is None:
        return
    places = task.travel_minutes.places
    known = set(places)
    for number, count in enumerate(Counter(places).values()):
        if count > 1:
            findings.add(("travel_minutes", "places", number), "is there twice; each place once")
    named = [(("depots", n, "place"), depot.place) for n, depot in enumerate(task.depots)]
    for n, trip in enumerate(task.trips):
        named += [(("trips", n, "from"), trip.origin), (("trips", n, "to"), trip.destination)]
    for where, place in named:
        if place not in known:
            findings.add(where, f'"{place}" is not a place of travel_minutes.places')


def _check_square(
    key: str, size: int, matrix: Sequence[Sequence[float | None]], findings: Findings
) -> None:
    if len(matrix) != size:
        findings.add((key, "matrix"), f"has {len(matrix)} rows; {size} are needed")
    for number, row in enumerate(matrix):
        if len(row) != size:
            message = f"has {len(row)} entries; {size} are needed"
            findings.add((key, "matrix", number), message)


def _check_costs(task: BlockTask, costs: CostMatrix, findings: Findings) -> None:
    ids = [*(depot.id for depot in task.depots), *(trip.id for trip in task.trips)]
    if sorted(ids) != sorted(costs.order):
        message = "must name every depot and trip once, and nothing else"
        findings.add(("cost_matrix", "order"), message)
    _check_square("cost_matrix", len(costs.order), costs.matrix, findings)
    for key in ("deadhead_minute", "waiting_minute"):
        if getattr(task.costs, key):
            message = "has no meaning beside a cost matrix; leave it out"
            findings.add(("costs", key), message)
    if task.layover_minutes:
        message = "has no meaning beside a cost matrix; leave it out"
        findings.add(("layover_minutes",), message)
    _check_entries(task, costs, findings)


def _check_entries(task: BlockTask, costs: CostMatrix, findings: Findings) -> None:
    trips = {trip.id: trip for trip in task.trips}
    order = [trips.get(name) for name in costs.order]
    wrong = 0
    for i, row in enumerate(costs.matrix):
        for j, cost in enumerate(row[: len(order)]):
            message = None if cost is None else _entry_fault(order, i, j, cost)
            if message is not None and wrong < _MOST_SHOWN:
                findings.add(("cost_matrix", "matrix", i, j), message)
            wrong += message is not None
    if wrong > _MOST_SHOWN:
        message = f"{wrong - _MOST_SHOWN} more entries are wrong in the same ways"
        findings.add(("cost_matrix", "matrix"), message)


def _entry_fault(order: Sequence[BlockTrip | None], i: int, j: int, cost: float) -> str | None:
    if abs(cost * _CENTS - round(cost * _CENTS)) > _TOLERANCE:
        return f"{cost} is finer than a hundredth"
    first, then = (order[i] if i < len(order) else None), order[j]
    if first is not None and then is not None and first.end > then.start:
        words = f'trip "{first.id}" ends at {first.end}, after "{then.id}" starts at {then.start}'
        return f"{words}; write null"
    return None
