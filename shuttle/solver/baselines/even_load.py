"""Even loads after Ceder: a bus leaves whenever so many riders have come together.

A. Ceder, Public Transit Planning and Operation, on timetables with even average loads.
"""

from collections.abc import Iterator

from shuttle.solver.baselines.line import Line

LOAD_FACTORS = (0.6, 0.7, 0.8, 0.9, 1.0)


def wished(line: Line, seats: int) -> Iterator[tuple[str, list[int]]]:
    """Wished departures of one direction for each load factor, with the choice in words."""
    riders = line.wished_departures()
    for factor in LOAD_FACTORS:
        yield f"{factor:.0%} of {seats} seats", _every(riders, max(1, int(factor * seats)))


def _every(riders: list[int], load: int) -> list[int]:
    """The first rider's minute, that of each rider who fills a load, and the last one's.

    The first is there for those who must leave by a minute: they take the bus before it.
    """
    return sorted({*riders[:1], *riders[load - 1 :: load], *riders[-1:]})
