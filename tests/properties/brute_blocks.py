"""The cheapest buses for the trips of a tiny scenario: every way to hand them out is tried.

Without empty runs: a bus runs on from where its last trip ended, after its layover.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from shuttle.audit.figures import cents
from shuttle.domain.fleet import VehicleType
from shuttle.domain.scenario import Scenario

Starts = tuple[tuple[str, int], ...]
"""How many buses of one type begin at each depot."""
Idle = tuple[tuple[str, int], ...]
"""Where buses stand, and from when on they may leave."""
Job = tuple[int, int, str, str]
"""A trip as its bus sees it: departure, when the bus is ready again, from where, to where."""
Jobs = tuple[tuple[Job, ...], ...]
"""Trips by bus type, in the fleet's order."""


class Bus(NamedTuple):
    """A bus that has begun its day: where it stands and from when on, and whence it came."""

    stop: str
    ready: int
    depot: str
    name: str


class Fleet:
    """The buses of a scenario, and what they cost for given trips."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._types = tuple(scenario.vehicle_types.values())
        self._states = cache(self._ways_to_run)
        self._starts = cache(self._ways_to_start)

    def least_cents(self, jobs: Jobs) -> int:
        """What buses for these trips and any others cost at least: who is out needs a bus."""
        return sum(
            cents(bus.cost_per_day)
            * max((sum(job[0] <= now < job[1] for job in mine) for now, *_ in mine), default=0)
            for bus, mine in zip(self._types, jobs, strict=True)
        )

    def cheapest(self, jobs: Jobs) -> tuple[int, tuple[Starts, ...]] | None:
        """The fewest cents for buses that run all trips, and where they begin; None if too few."""
        ways = [sorted(self._starts(number, mine)) for number, mine in enumerate(jobs)]
        able = [chosen for chosen in product(*ways) if self._depots_have_room(chosen)]
        return min(((self._cents(chosen), chosen) for chosen in able), default=None)

    def _cents(self, chosen: Sequence[Starts]) -> int:
        pairs = zip(self._types, chosen, strict=True)
        return sum(cents(bus.cost_per_day) * _number(starts) for bus, starts in pairs)

    def blocks(self, jobs: Jobs, chosen: Sequence[Starts]) -> dict[tuple[str, Job], str]:
        """The bus of each trip, by type and trip, where buses begin as chosen."""
        found = {}
        for bus, mine, starts in zip(self._types, jobs, chosen, strict=True):
            names = next(self._handed_out(bus, sorted(mine), (), starts))
            found.update(
                {(bus.id, job): name for job, name in zip(sorted(mine), names, strict=True)}
            )
        return found

    def _handed_out(
        self, bus: VehicleType, jobs: Sequence[Job], standing: tuple[Bus, ...], left: Starts
    ) -> Iterator[tuple[str, ...]]:
        """Every way to name a bus for each trip, in order of time, from buses left to begin."""
        if not jobs:
            if not _number(left) and self._end_as_begun(standing):
                yield ()
            return
        for chosen, others, rest in self._able(bus, jobs[0], standing, left):
            _, ready, _, destination = jobs[0]
            after = (*others, chosen._replace(stop=destination, ready=ready))
            for names in self._handed_out(bus, jobs[1:], after, rest):
                yield (chosen.name, *names)

    def _able(
        self, bus: VehicleType, job: Job, standing: tuple[Bus, ...], left: Starts
    ) -> Iterator[tuple[Bus, tuple[Bus, ...], Starts]]:
        """A bus that may run a trip, the others, and how many are still left to begin."""
        departure, _, origin, _ = job
        for entry in standing:
            if entry.stop == origin and entry.ready <= departure:
                yield entry, tuple(other for other in standing if other != entry), left
        for depot, number in left:
            if number and self._scenario.depots[depot].place == origin:
                fewer = tuple((key, rest - (key == depot)) for key, rest in left)
                yield Bus(origin, departure, depot, f"{bus.id}-{depot}-{number}"), standing, fewer

    def _end_as_begun(self, standing: Sequence[Bus]) -> bool:
        """Whether each stop has as many buses at the end as its depots had at the start."""
        begun = Counter(self._scenario.depots[bus.depot].place for bus in standing)
        return Counter(bus.stop for bus in standing) == begun

    def _depots_have_room(self, chosen: Sequence[Starts]) -> bool:
        begun: Counter[str] = Counter()
        for starts in chosen:
            begun.update(dict(starts))
        return all(
            depot.capacity is None or begun[depot.id] <= depot.capacity
            for depot in self._scenario.depots.values()
        )

    def _ways_to_start(self, number: int, jobs: tuple[Job, ...]) -> frozenset[Starts]:
        """How many buses of a type may begin where, so that all trips run and depots balance."""
        return frozenset(
            starts for idle, starts in self._states(number, jobs) if self._balanced(idle, starts)
        )

    def _ways_to_run(self, number: int, jobs: tuple[Job, ...]) -> frozenset[tuple[Idle, Starts]]:
        """Where buses of a type may stand after all trips, and where they may have begun."""
        bus = self._types[number]
        states: set[tuple[Idle, Starts]] = {((), ())}
        for job in sorted(jobs):
            following = (after for state in states for after in self._next(bus, job, *state))
            states = {(idle, starts) for idle, starts in following if _number(starts) <= bus.count}
        return frozenset(states)

    def _next(
        self, bus: VehicleType, job: Job, idle: Idle, starts: Starts
    ) -> Iterator[tuple[Idle, Starts]]:
        """Run a trip with each bus that stands ready, or with a new one from each depot there."""
        departure, ready, origin, destination = job
        for place in set(idle):
            if place[0] == origin and place[1] <= departure:
                left = list(idle)
                left.remove(place)
                yield tuple(sorted([*left, (destination, ready)])), starts
        for depot in self._scenario.depots.values():
            permitted = bus.depots is None or depot.id in bus.depots
            if depot.place == origin and permitted:
                begun = Counter(dict(starts))
                begun[depot.id] += 1
                yield (
                    tuple(sorted([*idle, (destination, ready)])),
                    tuple(sorted(begun.items())),
                )

    def _balanced(self, idle: Idle, starts: Starts) -> bool:
        """Whether as many buses end at each stop as began at the depots there."""
        ended = Counter(stop for stop, _ in idle)
        begun: Counter[str] = Counter()
        for depot, number in starts:
            begun[self._scenario.depots[depot].place] += number
        return ended == begun


def _number(starts: Starts) -> int:
    return sum(number for _, number in starts)
