"""Readers of public instances of vehicle scheduling."""

import io
import zipfile
from pathlib import Path

import numpy as np

from shuttle.domain.stages import (
    BlockCosts,
    BlockDepot,
    BlockTask,
    BlockTrip,
    CostMatrix,
    TravelMinutes,
)


def read_inp(path: Path) -> BlockTask:
    """`m n capacities`, then a cost matrix of depots and trips, -1 where impossible; or zipped.

    The format has no times; each trip gets as start its place in the longest chain before it.
    """
    numbers = np.loadtxt(io.StringIO(_text(path).replace("\n", " ")), dtype=np.int64)
    m, n = int(numbers[0]), int(numbers[1])
    matrix = numbers[2 + m :].reshape(m + n, m + n)
    ids = (*(f"depot-{d}" for d in range(m)), *(f"trip-{t}" for t in range(n)))
    levels = _levels(matrix[m:, m:] >= 0)
    return BlockTask(
        depots=tuple(
            BlockDepot(id=ids[d], place="-", capacity=int(numbers[2 + d])) for d in range(m)
        ),
        trips=tuple(
            BlockTrip(id=ids[m + t], origin="-", destination="-", start=level, end=level + 1)
            for t, level in enumerate(levels)
        ),
        cost_matrix=CostMatrix(
            order=ids,
            matrix=tuple(tuple(c if c >= 0 else None for c in row) for row in matrix.tolist()),
        ),
    )


def _text(path: Path) -> str:
    if path.suffix != ".zip":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0]).decode()


def _levels(follows: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[int]:
    levels = np.zeros(len(follows), dtype=np.int64)
    for _ in range(len(follows)):
        longer = np.where(follows, levels[:, None] + 1, 0).max(axis=0)
        if (longer <= levels).all():
            return [int(level) for level in levels]
        levels = np.maximum(levels, longer)
    message = "the trips follow each other in a circle"
    raise ValueError(message)


def read_shifting(path: Path, shift_minutes: int = 0) -> BlockTask:
    """`K N L`, K capacities, N lines `place minute place minute`, L by L minutes.

    The first K places are the depots. Costs as published: 1,000 a vehicle, 1 a deadhead minute.
    """
    numbers = [int(word) for word in path.read_text(encoding="utf-8").split()]
    k, n, size = numbers[:3]
    rows = np.array(numbers[3 + k : 3 + k + 4 * n]).reshape(n, 4).tolist()
    minutes = np.array(numbers[3 + k + 4 * n :]).reshape(size, size)
    places = tuple(f"place-{p}" for p in range(size))
    return BlockTask(
        depots=tuple(
            BlockDepot(id=f"depot-{d}", place=places[d], capacity=numbers[3 + d]) for d in range(k)
        ),
        trips=tuple(
            BlockTrip(
                id=f"trip-{t}",
                origin=places[a],
                destination=places[b],
                start=start,
                end=end,
                shift_minutes=shift_minutes,
            )
            for t, (a, start, b, end) in enumerate(rows)
        ),
        travel_minutes=TravelMinutes(
            places=places, matrix=tuple(tuple(row) for row in minutes.tolist())
        ),
        costs=BlockCosts(vehicle=1000, deadhead_minute=1),
    )
