"""Small block tasks: places A, B and C in a row, ten minutes apart."""

from collections.abc import Sequence

from shuttle.domain.stages import (
    BlockAnswer,
    BlockCosts,
    BlockDepot,
    BlockTask,
    BlockTrip,
    CostMatrix,
    TravelMinutes,
)

PLACES = ("A", "B", "C")
ROW = TravelMinutes(places=PLACES, matrix=((0, 10, 20), (10, 0, 10), (20, 10, 0)))
COSTS = BlockCosts(vehicle=100, deadhead_minute=1, waiting_minute=0.5)


def trip(
    name: str,
    way: str,
    start: int,
    end: int,
    types: tuple[str, ...] | None = None,
    shift: int = 0,
) -> BlockTrip:
    """A trip along a way such as "AB"."""
    return BlockTrip(
        id=name,
        origin=way[0],
        destination=way[1],
        start=start,
        end=end,
        vehicle_types=types,
        shift_minutes=shift,
    )


def depot(name: str, place: str, capacity: int = 9, kind: str | None = None) -> BlockDepot:
    return BlockDepot(id=name, place=place, capacity=capacity, vehicle_type=kind)


def task(
    trips: Sequence[BlockTrip],
    depots: Sequence[BlockDepot] = (depot("home", "A"),),
    layover: int = 0,
    costs: BlockCosts = COSTS,
    travel: TravelMinutes = ROW,
) -> BlockTask:
    return BlockTask(
        depots=tuple(depots),
        trips=tuple(trips),
        travel_minutes=travel,
        layover_minutes=layover,
        costs=costs,
    )


def matrix_task(
    trips: Sequence[BlockTrip],
    depots: Sequence[BlockDepot],
    rows: Sequence[Sequence[float | None]],
    vehicle: float = 0,
) -> BlockTask:
    """A task by cost matrix, its order depots first."""
    order = (*(one.id for one in depots), *(one.id for one in trips))
    return BlockTask(
        depots=tuple(depots),
        trips=tuple(trips),
        cost_matrix=CostMatrix(order=order, matrix=tuple(tuple(row) for row in rows)),
        costs=BlockCosts(vehicle=vehicle),
    )


def driven(answer: BlockAnswer) -> list[tuple[str, ...]]:
    """Trips of each block."""
    return [tuple(piece.trip for piece in block.pieces) for block in answer.blocks]
