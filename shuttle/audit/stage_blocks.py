"""The independent check of blocks for given trips: every trip, way, time, capacity and the cost.

Nothing here is shared with the solver.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from shuttle.domain.stages import BlockAnswer, BlockDepot, BlockTask, BlockTrip, VehicleBlock

_CENT = 0.005


@dataclass(frozen=True)
class _Stop:
    """A trip of a block at the start that the block gives it."""

    trip: BlockTrip
    start: int

    @property
    def end(self) -> int:
        return self.start + self.trip.end - self.trip.start


@dataclass(frozen=True)
class _Case:
    task: BlockTask

    @cached_property
    def trips(self) -> dict[str, BlockTrip]:
        return {trip.id: trip for trip in self.task.trips}

    @cached_property
    def depots(self) -> dict[str, BlockDepot]:
        return {depot.id: depot for depot in self.task.depots}

    @cached_property
    def rows(self) -> dict[str, int]:
        travel, costs = self.task.travel_minutes, self.task.cost_matrix
        names = travel.places if travel else costs.order if costs else ()
        return {name: number for number, name in enumerate(names)}

    def minutes(self, origin: str, destination: str) -> int | None:
        """Of an empty run between two places; None where there is no way."""
        travel = self.task.travel_minutes
        return travel.matrix[self.rows[origin]][self.rows[destination]] if travel else None

    def price(self, first: str, then: str) -> float | None:
        """Entry of the cost matrix; None where it is impossible."""
        costs = self.task.cost_matrix
        return costs.matrix[self.rows[first]][self.rows[then]] if costs else None


def check_block_answer(task: BlockTask, answer: BlockAnswer) -> tuple[str, ...]:
    """Everything that is wrong with an answer, in words; empty where it is sound."""
    case = _Case(task)
    faults = [*_trips_once(case, answer), *_capacities(case, answer)]
    total = 0.0
    for block in answer.blocks:
        named = list(_names(case, block))
        faults += named
        if not named:
            cost, wrong = _block(case, block)
            total += cost
            faults += wrong
    if not faults and abs(total - answer.objective) > _CENT:
        faults.append(f"The blocks cost {total:.2f}, not {answer.objective:.2f} as stated.")
    faults += _proof(answer)
    return tuple(faults)


def _trips_once(case: _Case, answer: BlockAnswer) -> Iterator[str]:
    times = Counter(piece.trip for block in answer.blocks for piece in block.pieces)
    for trip in case.trips:
        if times[trip] != 1:
            yield f"Trip {trip} is driven {times[trip]} times, not once."
    repeated = Counter(block.id for block in answer.blocks)
    yield from (f"Block {name} is there {n} times." for name, n in repeated.items() if n > 1)


def _capacities(case: _Case, answer: BlockAnswer) -> Iterator[str]:
    used = Counter(block.depot for block in answer.blocks)
    for depot in case.task.depots:
        if used[depot.id] > depot.capacity:
            yield f"Depot {depot.id} sends {used[depot.id]} buses; it has {depot.capacity}."


def _names(case: _Case, block: VehicleBlock) -> Iterator[str]:
    """What keeps a block from being followed at all."""
    if block.depot not in case.depots:
        yield f"Block {block.id} begins in depot {block.depot}, which does not exist."
    for piece in block.pieces:
        if piece.trip not in case.trips:
            yield f"Block {block.id} has trip {piece.trip}, which does not exist."


def _block(case: _Case, block: VehicleBlock) -> tuple[float, list[str]]:
    """Cost of a block, and what is wrong in it."""
    depot = case.depots[block.depot]
    stops = [_Stop(case.trips[piece.trip], piece.start) for piece in block.pieces]
    faults = list(_type(block, depot))
    total = case.task.costs.vehicle
    for stop in stops:
        faults += _stop(block, depot, stop)
    for words, cost in _ways(case, depot, stops):
        if cost is None:
            faults.append(f"Block {block.id} cannot go {words}.")
        else:
            total += cost
    return total, faults


def _type(block: VehicleBlock, depot: BlockDepot) -> Iterator[str]:
    if block.vehicle_type != depot.vehicle_type:
        yield (
            f"Block {block.id} has the vehicle type {block.vehicle_type}; its depot's buses are "
            f"{depot.vehicle_type}."
        )


def _stop(block: VehicleBlock, depot: BlockDepot, stop: _Stop) -> Iterator[str]:
    trip = stop.trip
    if abs(stop.start - trip.start) > trip.shift_minutes:
        yield (
            f"Block {block.id} drives trip {trip.id} at minute {stop.start}; it may leave within "
            f"{trip.shift_minutes} minutes of {trip.start}."
        )
    if trip.vehicle_types is not None and depot.vehicle_type not in trip.vehicle_types:
        yield f"Block {block.id} drives trip {trip.id}, which its vehicle type may not."


def _ways(case: _Case, depot: BlockDepot, stops: list[_Stop]) -> Iterator[tuple[str, float | None]]:
    """Every way of a block without riders, in words, and its cost; None where impossible."""
    first, last = stops[0].trip, stops[-1].trip
    if case.task.cost_matrix:
        yield f"from its depot to trip {first.id}", case.price(depot.id, first.id)
        yield f"from trip {last.id} to its depot", case.price(last.id, depot.id)
    else:
        out = case.minutes(depot.place, first.origin)
        home = case.minutes(last.destination, depot.place)
        yield f"from its depot to trip {first.id}", _empty(case, out)
        yield f"from trip {last.id} to its depot", _empty(case, home)
    for one, other in pairwise(stops):
        words = f"from trip {one.trip.id} on to trip {other.trip.id}"
        yield words, _between(case, one, other)


def _empty(case: _Case, minutes: int | None) -> float | None:
    return None if minutes is None else minutes * case.task.costs.deadhead_minute


def _between(case: _Case, one: _Stop, other: _Stop) -> float | None:
    if case.task.cost_matrix:
        return case.price(one.trip.id, other.trip.id)
    run = case.minutes(one.trip.destination, other.trip.origin)
    if run is None:
        return None
    standing = other.start - one.end - run
    if standing < case.task.layover_minutes:
        return None
    costs = case.task.costs
    return run * costs.deadhead_minute + standing * costs.waiting_minute


def _proof(answer: BlockAnswer) -> Iterator[str]:
    proof = answer.proof
    if abs(proof.objective - answer.objective) > _CENT:
        yield f"The proof speaks of {proof.objective:.2f}, the answer of {answer.objective:.2f}."
    if proof.bound > proof.objective + _CENT:
        yield f"The bound {proof.bound:.2f} lies above the cost {proof.objective:.2f}."
    if proof.status == "optimal" and proof.bound < proof.objective - _CENT:
        yield f"Called optimal with the bound {proof.bound:.2f} below {proof.objective:.2f}."
