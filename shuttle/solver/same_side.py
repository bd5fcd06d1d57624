"""Empty runs within one side: which of them can matter, and when they leave.

A bus that drives empty from one place to another of the same side may leave at any minute. In a
flow of interchangeable buses it is enough that each such run leaves as late as its purpose
allows: purposes are the departures from its destination (less the layover there), and the end of
the day at a depot. A bus that left earlier would only stand at the destination instead of the
origin, which costs nothing at either; whoever could take the bus from the earlier run can take it
from the later one. Where one drive does not lead there, or not as late, several in a row do: from
each purpose the latest departures are found backwards, a longer chain only where it leaves later.
So there are about as many runs between two places as departures from the second, not one for
each minute of the day. When blocks are read out, runs are moved to where drivers expect them:
out of the depot as late as they may, all others as soon as the bus is there (`retimed`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from shuttle.domain.network import Leg
from shuttle.domain.plan import TripLeg
from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.moves import Move
from shuttle.solver.problem import Problem, Run


@dataclass(frozen=True, slots=True)
class SideRun:
    """An empty run between two places of one side; it needs no layover before it leaves."""

    origin: str
    destination: str
    departure: int
    arrival: int

    @property
    def legs(self) -> tuple[TripLeg, ...]:
        """Its one drive."""
        return (
            TripLeg(
                kind="drive",
                origin=self.origin,
                destination=self.destination,
                departure=self.departure,
                arrival=self.arrival,
            ),
        )


@dataclass(frozen=True, slots=True)
class Drive:
    """A leg within one side on the problem's day.

    Attributes:
        bands: first minute, first minute after and minutes of each band that holds, in order.
    """

    origin: str
    destination: str
    bands: tuple[tuple[int, int, int], ...]

    def latest(self, deadline: int) -> SideRun | None:
        """The last run that arrives by a deadline."""
        able = [
            (min(end - 1, deadline - minutes), minutes)
            for start, end, minutes in self.bands
            if deadline - minutes >= start
        ]
        return self._run(*max(able)) if able else None

    def soonest(self, ready: int) -> SideRun | None:
        """The run that arrives first of those that leave at a minute or later."""
        able = [
            (max(start, ready) + minutes, max(start, ready), minutes)
            for start, end, minutes in self.bands
            if end > ready and max(start, ready) + minutes <= LAST_MINUTE
        ]
        return self._run(*min(able)[1:]) if able else None

    def at(self, minute: int) -> SideRun | None:
        """The run that leaves at a minute."""
        found = (minutes for start, end, minutes in self.bands if start <= minute < end)
        minutes = next(found, None)
        if minutes is None or minute + minutes > LAST_MINUTE:
            return None
        return self._run(minute, minutes)

    def _run(self, departure: int, minutes: int) -> SideRun:
        return SideRun(self.origin, self.destination, departure, departure + minutes)


class Drives:
    """The drives within the sides of a problem."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    @cached_property
    def between(self) -> dict[tuple[str, str], Drive]:
        """Drives by their ends, in the scenario's order of legs."""
        scenario = self._problem.scenario
        places = frozenset(scenario.places())
        return {
            (leg.origin, leg.destination): self._drive(leg)
            for leg in scenario.legs
            if places.issuperset((leg.origin, leg.destination))
            and scenario.side_of(leg.origin) == scenario.side_of(leg.destination)
        }

    def _drive(self, leg: Leg) -> Drive:
        problem, percentile = self._problem, self._problem.scenario.policies.percentile
        bands = sorted(
            (band.start, band.end, band.minutes.at(percentile))
            for band in leg.bands
            if band.holds_on(problem.day) and band.holds_for(problem.day_type)
        )
        return Drive(leg.origin, leg.destination, tuple(bands))

    def useful(self, leaving: Iterable[Run]) -> tuple[SideRun, ...]:
        """Runs, as late as possible, to whatever leaves and to depots at the end of the day."""
        runs = {
            (run.origin, run.destination, run.departure): run
            for place, minutes in self._deadlines(leaving).items()
            for minute in minutes
            for run in self._towards(place, minute)
        }
        return tuple(runs[key] for key in sorted(runs))

    def any_time(self, useful: Iterable[SideRun], spare: int) -> tuple[SideRun, ...]:
        """The useful runs, and those at any minute of the hours in which trips run.

        Args:
            useful: runs as late as possible; those for the end of the day apart, they say when
                trips run.
            spare: minutes for which a bus may want to stand before the first and after the last.
        """
        runs = {(run.origin, run.destination, run.departure): run for run in useful}
        minutes = [run.departure for run in runs.values() if run.departure < LAST_MINUTE // 2]
        first, last = min(minutes, default=0), max(minutes, default=0)
        for drive in self.between.values():
            for minute in range(max(0, first - spare), min(last + spare, LAST_MINUTE)):
                run = drive.at(minute)
                if run:
                    runs[run.origin, run.destination, minute] = run
        return tuple(runs[key] for key in sorted(runs))

    def _deadlines(self, leaving: Iterable[Run]) -> dict[str, set[int]]:
        """By place, the minutes by which a bus must be there to be of use."""
        scenario = self._problem.scenario
        found = {depot.place: {LAST_MINUTE} for depot in scenario.depots.values()}
        for run in leaving:
            origin = self._problem.directions[run.direction].origin
            before = run.departure - scenario.policies.layover_at(origin)
            found.setdefault(origin, set()).add(before)
        return found

    def _towards(self, place: str, deadline: int) -> Iterator[SideRun]:
        """First runs of the ways to a place: longer ways only where they may leave later."""
        latest = {place: deadline}
        ends = [(place, deadline)]
        while ends:
            found: dict[str, SideRun] = {}
            for end, minute in ends:
                for drive in self._into.get(end, ()):
                    run = drive.latest(minute)
                    known = found.get(drive.origin)
                    least = known.departure if known else latest.get(drive.origin, -1)
                    if run and run.departure > least:
                        found[drive.origin] = run
            yield from found.values()
            latest.update({origin: run.departure for origin, run in found.items()})
            ends = [(origin, run.departure) for origin, run in found.items()]

    @cached_property
    def _into(self) -> dict[str, list[Drive]]:
        found: dict[str, list[Drive]] = {}
        for drive in self.between.values():
            found.setdefault(drive.destination, []).append(drive)
        return found


def move(problem: Problem, run: Run | SideRun) -> Move:
    """Where and when a run takes a bus away, and where and when it gives it back."""
    layover_at = problem.scenario.policies.layover_at
    if isinstance(run, SideRun):
        leaves = run.departure + layover_at(run.origin)
        ready = run.arrival + layover_at(run.destination)
        return Move(run.origin, run.destination, leaves, ready)
    way = problem.directions[run.direction]
    ready = run.arrival + layover_at(way.destination)
    return Move(way.origin, way.destination, run.departure, ready)


def retimed(problem: Problem, runs: list[Run | SideRun]) -> list[Run | SideRun]:
    """A bus's runs with the empty ones within a side where drivers expect them.

    Those before its first other run leave as late as they may, the rest as soon as it is there.
    """
    drives = Drives(problem).between if any(isinstance(run, SideRun) for run in runs) else {}
    found = list(runs)
    first = next((i for i, run in enumerate(runs) if isinstance(run, Run)), len(runs))
    for index in range(first - 1, -1, -1):
        run = found[index]
        until = LAST_MINUTE if index + 1 == len(runs) else _needed(problem, found[index + 1])
        if isinstance(run, SideRun):
            found[index] = drives[run.origin, run.destination].latest(until) or run
    for index in range(first + 1, len(runs)):
        run, ready = found[index], found[index - 1].arrival
        if isinstance(run, SideRun):
            found[index] = drives[run.origin, run.destination].soonest(ready) or run
    return found


def _needed(problem: Problem, run: Run | SideRun) -> int:
    """The minute by which a bus must have come to make a run."""
    if isinstance(run, SideRun):
        return run.departure
    origin = problem.directions[run.direction].origin
    return run.departure - problem.scenario.policies.layover_at(origin)
