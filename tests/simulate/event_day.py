"""One day of a plan, one event at a time: plain Python that shares no step with the simulation.

It is given the same drawn numbers, and looks up nothing but the scenario's facts, the fitted laws
and the plan's blocks and duties.
"""

import heapq
import math
from collections.abc import Callable
from functools import cache
from itertools import count, pairwise

from shuttle.domain.facts import Minutes, governing
from shuttle.domain.plan import BlockPiece, Plan, TripLeg
from shuttle.domain.scenario import Scenario
from shuttle.domain.variation import SharedSpread, Variation
from shuttle.simulate.chance import Days, Floats, Streams
from shuttle.simulate.laws import fit

Drawn = Callable[[str], Floats]


def numbers(seed: int, days: int) -> Drawn:
    """The drawn numbers of a seed by name."""
    return cache(Days(Streams(seed), 0, days).scores)


class EventDay:
    def __init__(
        self, scenario: Scenario, plan: Plan, variation: Variation, drawn: Drawn, day: int
    ) -> None:
        self.scenario, self.plan, self.variation = scenario, plan, variation
        self.drawn, self.day = drawn, day
        self.breaks_after: tuple[str, ...] = ()
        self.departed: dict[str, float] = {}
        self.arrived: dict[str, float] = {}

    def run(self) -> None:
        pieces = {piece.id: piece for block in self.plan.blocks for piece in block.pieces}
        waits = dict.fromkeys(pieces, 1)  # for the clock
        followers: dict[str, list[tuple[str, float]]] = {name: [] for name in pieces}
        for before, after, least in self._handed_on():
            followers[before].append((after, least))
            waits[after] += 1
        order = count()
        events = [(float(p.departure), next(order), "ready", name) for name, p in pieces.items()]
        heapq.heapify(events)
        while events:
            now, _, kind, name = heapq.heappop(events)
            if kind == "arrives":
                self.arrived[name] = now
                for after, least in followers[name]:
                    heapq.heappush(events, (now + least, next(order), "ready", after))
                continue
            waits[name] -= 1
            if waits[name] == 0:
                self.departed[name] = now
                heapq.heappush(events, (self._end(pieces[name], now), next(order), "arrives", name))

    def _handed_on(self) -> list[tuple[str, str, float]]:
        found = []
        for block in self.plan.blocks:
            for one, other in pairwise(block.pieces):
                slack = other.departure - one.arrival
                found.append((one.id, other.id, min(self.variation.turn_round_minutes, slack)))
        pause = self.scenario.rules().break_minutes
        for duty in self.plan.duties:
            for before, after in pairwise(duty.pieces):
                found.append((before, after, pause if before in self.breaks_after else 0))
        return [(one, other, float(least)) for one, other, least in found]

    def _end(self, piece: BlockPiece, now: float) -> float:
        for number, leg in enumerate(piece.legs):
            if leg.kind == "clearance":
                now = self._let_in(leg.origin, now)
            now += self._takes(piece, leg, f"{piece.id} {number}", now)
        return now

    def _let_in(self, port: str, now: float) -> float:
        """When a port with the same hours on every day lets a bus in."""
        hours = self.scenario.ports[port].hours[0]
        day, minute = divmod(now, 1440)
        if minute < hours.start:
            return day * 1440 + hours.start
        return now if minute <= hours.end else (day + 1) * 1440 + hours.start

    def _takes(self, piece: BlockPiece, leg: TripLeg, name: str, now: float) -> float:
        stated = self._stated(piece, leg, int(now))
        if leg.kind == "drive":
            place, shared = f"{leg.origin} {leg.destination}", self.variation.running
        else:
            place, shared = leg.origin, self.variation.clearance
        return fit(stated).minutes(self._score(name, place, shared, now))

    def _stated(self, piece: BlockPiece, leg: TripLeg, minute: int) -> Minutes:
        day, kind = self.plan.reference_date, self.plan.day_type
        if leg.kind == "drive":
            road = self.scenario.leg(leg.origin, leg.destination)
            assert road is not None
            band = governing(road.bands, minute, day, kind)
            assert band is not None
            return band.minutes
        way = "to_sz" if self.scenario.side_of(piece.destination) == "sz" else "to_hk"
        port = self.scenario.ports[leg.origin]
        both = (b for b in port.clearance if b.direction in (None, way))
        clears = governing(both, minute, day, kind)
        assert clears is not None
        return clears.minutes

    def _score(self, name: str, place: str, shared: SharedSpread, now: float) -> float:
        own = self._number(name)
        daily = self._number(f"day {place}")
        hourly = self._number(f"hour {place} {int(now // 60)}")
        rest = 1 - shared.day_share - shared.hour_share
        return (
            math.sqrt(rest) * own
            + math.sqrt(shared.day_share) * daily
            + math.sqrt(shared.hour_share) * hourly
        )

    def _number(self, name: str) -> float:
        return float(self.drawn(name)[self.day])
