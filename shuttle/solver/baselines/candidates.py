"""The sweep: every timetable that a planner would try by one method, made to keep the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from shuttle.domain.plan import FixedTrip
from shuttle.solver.baselines import even_headway, even_load
from shuttle.solver.baselines.line import Line, line_of
from shuttle.solver.baselines.quota_room import QuotaRoom
from shuttle.solver.baselines.repair import nearest_legal
from shuttle.solver.problem import Problem

BaselineMethod = Literal["even-headway", "even-load"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A timetable of the sweep.

    Attributes:
        label: the parameters that led to it, in words.
        departures: by direction, then minute, each with its port. Bus types are left open, so
            that whoever judges it gives it the best ones: no rule of thumb could do better.
    """

    label: str
    departures: tuple[FixedTrip, ...]


def candidates(problem: Problem, method: BaselineMethod) -> tuple[Candidate, ...]:
    """Timetables by that method, for each of its parameters.

    All keep the slot and timetable rules; whether the fleet can run them is not looked at. Those
    that no shift, and no departure more or less, makes legal are left out, as are repetitions.
    """
    lines = [line_of(problem, index) for index in range(len(problem.directions))]
    found: dict[tuple[FixedTrip, ...], str] = {}
    for label, wishes in _sweep(problem, lines, method):
        departures = _timetable(problem, lines, wishes)
        if departures is not None:
            found.setdefault(departures, label)
    return tuple(Candidate(label, departures) for departures, label in found.items())


def _sweep(
    problem: Problem, lines: Sequence[Line], method: BaselineMethod
) -> Iterator[tuple[str, tuple[list[int], ...]]]:
    """Wished departures of every direction, for each parameter of the method, with its label."""
    seats = sorted({type_.seats for type_ in problem.types if type_.count > 0})
    sweeps = [
        list(even_headway.wished(line))
        if method == "even-headway"
        else list(chain.from_iterable(even_load.wished(line, size) for size in seats))
        for line in lines
    ]
    for choices in zip(*sweeps, strict=True):
        labels, wishes = zip(*choices, strict=True)
        yield labels[0], wishes


def _timetable(
    problem: Problem, lines: Sequence[Line], wishes: Sequence[list[int]]
) -> tuple[FixedTrip, ...] | None:
    """The legal timetable nearest to the wishes, or None where there is none."""
    room = QuotaRoom(problem)
    departures: list[FixedTrip] = []
    for direction, line, wished in zip(problem.directions, lines, wishes, strict=True):
        runs = nearest_legal(line, wished, room)
        if runs is None:
            return None
        departures += [
            FixedTrip(
                origin=direction.origin,
                destination=direction.destination,
                departure=run.departure,
                port=run.port,
            )
            for run in runs
        ]
    return tuple(departures)
