"""The headway-arc model: timetable, ports, bus types and vehicle flow in one linear model.

Columns: for each arc between consecutive departures one by the bus type of the *later* departure
(its waiting riders and those above its seats priced); where `arrive_by` riders may overfill the
*earlier* one, a second set by its bus type; trips and deadheads by run and bus type; buses that
start the day, and buses that stand between departures; what wanted stays lack; what becomes of
published departures. The arcs of a direction form a path.
Only trips, deadheads and stocks need be whole: they make all else whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from shuttle.solver.linear import Floats, Ints, LinearModel, ModelBuilder
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import port_quota
from shuttle.solver.timetable.changes import NO_CHANGES, ChangeColumns, add_changes
from shuttle.solver.timetable.energy import NO_ENERGY, EnergyColumns, add_energy
from shuttle.solver.timetable.lenient import lenient_network
from shuttle.solver.timetable.network import Network, build_network
from shuttle.solver.timetable.path import Path
from shuttle.solver.timetable.stay import add_stays
from shuttle.solver.timetable.vehicles import (
    FleetColumns,
    PinnedColumn,
    RunColumn,
    SideColumn,
    add_flow,
    deadhead_columns,
    pinned_columns,
    same_side_columns,
)


@dataclass(frozen=True)
class Spans:
    """To which part of the day each column belongs.

    Attributes:
        direction: index of the direction; -1 for columns of buses, stays and changes.
        start, end: minutes: the two departures of an arc, the one of a trip.
    """

    direction: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True)
class TimetableModel:
    """The linear model, and what its columns mean.

    Attributes:
        trips: columns of trips.
        deadheads: columns of empty runs, along routes and within sides.
        fleet: columns of buses that start the day.
        networks: one for each direction.
        spans: where in the day each column lies.
        path_rows: how many rows, the first ones, speak of paths; the others of buses, quotas,
            stays and changes.
        energy: columns of electric buses by level of the battery.
        points: what each column leaves of the service's obligations.
        budget_row: the row that limits their sum; None where nothing may be left.
        point_cents: what a point counts beside money, where a direction is looked at alone.
        changes: columns of what becomes of published departures.
    """

    problem: Problem
    linear: LinearModel
    trips: tuple[RunColumn, ...]
    deadheads: tuple[RunColumn | SideColumn, ...]
    fleet: FleetColumns
    networks: tuple[Network, ...]
    spans: Spans
    path_rows: int
    energy: EnergyColumns = NO_ENERGY
    points: Floats = field(default_factory=lambda: np.zeros(0))
    budget_row: int | None = None
    point_cents: float = 0.0
    changes: ChangeColumns = NO_CHANGES


def build_model(problem: Problem, kind: type[Path] = Path) -> TimetableModel:
    """The model of a problem, its riders as that kind of path has them."""
    builder = ModelBuilder()
    network_of = lenient_network if problem.partial else build_network
    networks = tuple(network_of(problem, i) for i in range(len(problem.directions)))
    trips: list[RunColumn] = []
    spans: list[Ints] = []
    left: list[tuple[Ints, Ints]] = []
    for index, network in enumerate(networks):
        first = builder.column_count
        path = kind(problem, builder, network)
        path.add()
        trips.extend(path.trips)
        left.extend(path.points)
        mine = np.zeros((builder.column_count - first, 3), dtype=np.int64)
        mine[:, 0] = index
        mine[:, 1:] = path.spans()
        spans.append(mine)
    path_rows = builder.row_count
    deadheads = deadhead_columns(problem, builder)
    local = same_side_columns(problem, builder, [*trips, *deadheads])
    pinned = pinned_columns(problem, builder)
    runs: list[RunColumn | SideColumn] = [*_free(problem, trips), *deadheads, *local]
    fleet = add_flow(problem, builder, runs, pinned)
    energy = add_energy(problem, builder, runs, fleet.stock, pinned)
    _quotas(problem, builder, [*trips, *deadheads, *_empty(problem, pinned)])
    add_stays(problem, builder, trips)
    changes = add_changes(problem, builder, trips)
    buses = np.full((builder.column_count - sum(map(len, spans)), 3), -1, dtype=np.int64)
    return TimetableModel(
        problem,
        builder.build(),
        tuple(trips),
        (*deadheads, *local),
        fleet,
        networks,
        Spans(*np.concatenate([*spans, buses]).T),
        path_rows,
        energy,
        changes=changes,
        points=_points(builder.column_count, left),
    )


def _points(size: int, left: list[tuple[Ints, Ints]]) -> Floats:
    points = np.zeros(size)
    for columns, mine in left:
        points[columns] = mine
    return points


def _free(problem: Problem, trips: list[RunColumn]) -> Iterator[RunColumn]:
    """Trips for which buses are to be found."""
    held = problem.held
    return (item for item in trips if (item.run.direction, item.run.departure) not in held)


def _empty(problem: Problem, pinned: tuple[PinnedColumn, ...]) -> Iterator[RunColumn]:
    """Empty runs of pinned buses along routes, each with the bus's own column."""
    runs = {(r.direction, r.departure, r.port): r for r in problem.deadheads}
    ways = {(way.origin, way.destination): index for index, way in enumerate(problem.directions)}
    for bus, item in zip(problem.pinned, pinned, strict=True):
        for piece in bus.block.pieces:
            way = ways.get((piece.origin, piece.destination), -1)
            run = runs.get((way, piece.departure, piece.port))
            if piece.kind == "deadhead" and run is not None:
                yield RunColumn(run, item.vehicle_type, item.column)


def _quotas(problem: Problem, builder: ModelBuilder, runs: list[RunColumn]) -> None:
    counted: dict[port_quota.CountKey, list[int]] = {}
    limits: dict[port_quota.CountKey, int] = {}
    for run, columns in _columns_of_runs(runs):
        border = problem.directions[run.direction].border
        if run.port is None or run.reach is None or border is None:
            continue
        port = problem.scenario.ports[run.port]
        for key, quota in port_quota.keys(port, problem.day, problem.day_type, border, run.reach):
            counted.setdefault(key, []).extend(columns)
            limits[key] = quota.trips
    for key in sorted(counted):
        builder.entries(builder.rows(-np.inf, limits[key])[0], counted[key], 1.0)


def _columns_of_runs(runs: list[RunColumn]) -> Iterator[tuple[Run, list[int]]]:
    """Each run with its columns, which follow one another."""
    for _, items in groupby(runs, key=lambda item: id(item.run)):
        mine = list(items)
        yield mine[0].run, [item.column for item in mine]
