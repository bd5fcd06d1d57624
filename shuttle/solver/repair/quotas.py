"""Quotas of ports over a whole disrupted day: what has left counts as well."""

from collections.abc import Iterator, Sequence

import numpy as np

from shuttle.domain.network import BorderDirection
from shuttle.solver.linear import ModelBuilder
from shuttle.solver.repair.day import RepairDay
from shuttle.solver.repair.supply import Supply
from shuttle.solver.rules import port_quota
from shuttle.solver.timetable.vehicles import RunColumn

_Reaching = tuple[str, str, str, int, int | None]
"""Port, ends and minute of a run; its column, or None for what has left empty."""


def add_quotas(
    day: RepairDay, builder: ModelBuilder, runs: Sequence[RunColumn], supplies: Sequence[Supply]
) -> None:
    """Limit the runs that reach a port within a quota's band.

    Args:
        day: what is planned anew.
        builder: of the model.
        runs: columns of trips, those that have left among them, and of empty runs to come.
        supplies: columns of buses that have left.
    """
    problem = day.problem
    counted: dict[port_quota.CountKey, list[int]] = {}
    limits: dict[port_quota.CountKey, float] = {}
    for port, origin, destination, reach, column in _reaching(day, runs, supplies):
        sides = problem.scenario.side_of(origin), problem.scenario.side_of(destination)
        towards: BorderDirection = "to_sz" if sides[1] == "sz" else "to_hk"
        facts = problem.scenario.ports[port], problem.day, problem.day_type
        for key, quota in port_quota.keys(*facts, towards, reach):
            limits.setdefault(key, float(quota.trips))
            counted.setdefault(key, [])
            if column is None:
                limits[key] -= 1.0
            else:
                counted[key].append(column)
    for key in sorted(counted):
        builder.entries(builder.rows(-np.inf, max(0.0, limits[key]))[0], counted[key], 1.0)


def _reaching(
    day: RepairDay, runs: Sequence[RunColumn], supplies: Sequence[Supply]
) -> Iterator[_Reaching]:
    for item in runs:
        run, way = item.run, day.problem.directions[item.run.direction]
        if run.port is not None and run.reach is not None and way.border is not None:
            yield run.port, way.origin, way.destination, run.reach, item.column
    for bus in day.buses:
        for piece in bus.left[:-1]:
            if piece.kind == "deadhead" and piece.port is not None:
                yield piece.port, piece.origin, piece.destination, piece.legs[0].arrival, None
    for supply in supplies:
        last, onward = day.buses[supply.bus].left[-1], supply.way
        if last.kind == "deadhead" and onward.port is not None and onward.reach is not None:
            yield onward.port, last.origin, last.destination, onward.reach, supply.column
