"""The sweep: every timetable that a planner would try by one method, made to keep the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from shuttle.domain.plan import FixedTrip
from shuttle.solver.baselines import even_headway, even_load
from shuttle.solver.baselines.bus_sizes import smallest_buses
from shuttle.solver.baselines.line import Line, line_of
from shuttle.solver.baselines.quota_room import QuotaRoom
from shuttle.solver.baselines.repair import nearest_legal
from shuttle.solver.problem import Problem

BaselineMethod = Literal["even-headway", "even-load"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A timetable of the sweep.

    Attributes:
        label: the choices that led to it, in words.
        departures: by direction, then minute, each with port and bus type.
    """

    label: str
    departures: tuple[FixedTrip, ...]


def candidates(problem: Problem, method: BaselineMethod) -> tuple[Candidate, ...]:
    """Timetables by that method, for each of its parameters and each choice of buses.

    Each is run by one bus type throughout, or trip by trip by the smallest that fits the load.
    All keep the slot and timetable rules; whether the fleet can run them is not looked at. Those
    that no shift, and no departure more or less, makes legal are left out, as are repetitions.
    """
    found: dict[tuple[FixedTrip, ...], str] = {}
    types = [k for k, type_ in enumerate(problem.types) if type_.count > 0]
    for buses in [*([k] for k in types), types]:
        lines = [line_of(problem, index, buses) for index in range(len(problem.directions))]
        for label, wishes in _sweep(problem, lines, method, buses):
            departures = _timetable(problem, lines, wishes, buses)
            if departures is not None:
                found.setdefault(departures, label)
    return tuple(Candidate(label, departures) for departures, label in found.items())


def _sweep(
    problem: Problem, lines: Sequence[Line], method: BaselineMethod, buses: Sequence[int]
) -> Iterator[tuple[str, tuple[list[int], ...]]]:
    """Wished departures of every direction, for each parameter of the method, with its label."""
    name = problem.types[buses[0]].id if len(buses) == 1 else "smallest that fits"
    seats = sorted({problem.types[k].seats for k in buses})
    sweeps = [
        list(even_headway.wished(line))
        if method == "even-headway"
        else list(chain.from_iterable(even_load.wished(line, size) for size in seats))
        for line in lines
    ]
    for choices in zip(*sweeps, strict=True):
        labels, wishes = zip(*choices, strict=True)
        yield f"{labels[0]}, {name}", wishes


def _timetable(
    problem: Problem, lines: Sequence[Line], wishes: Sequence[list[int]], buses: Sequence[int]
) -> tuple[FixedTrip, ...] | None:
    """The legal timetable nearest to the wishes, or None where there is none."""
    room = QuotaRoom(problem)
    departures: list[FixedTrip] = []
    for index, (line, wished) in enumerate(zip(lines, wishes, strict=True)):
        runs = nearest_legal(line, wished, room)
        if runs is None:
            return None
        types = list(buses) * len(runs) if len(buses) == 1 else smallest_buses(problem, index, runs)
        direction = problem.directions[index]
        departures += [
            FixedTrip(
                origin=direction.origin,
                destination=direction.destination,
                departure=run.departure,
                port=run.port,
                vehicle_type=problem.types[type_].id,
            )
            for run, type_ in zip(runs, types, strict=True)
        ]
    return tuple(departures)
