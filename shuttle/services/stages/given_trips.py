"""Trips of a timetable that somebody else made, with the means to run them, as a stage file."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuttle.domain.stages import BlockCosts, BlockDepot, BlockTask, BlockTrip, TravelMinutes
from shuttle.errors import InputError, Problem

_EARTH_KM = 6371.0
_MINUTES_PER_HOUR = 60
_COSTS = BlockCosts(vehicle=1000, deadhead_minute=1)
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class DepotWish:
    """A depot as it was asked for.

    Attributes:
        capacity: None for as many buses as there are trips.
    """

    place: str
    capacity: int | None = None
    vehicle_type: str | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What a timetable does not say.

    Attributes:
        minutes: of empty runs, by origin and destination; where none is given there is no way,
            but from a place to itself.
        layover_minutes: least standing time after a trip.
    """

    depots: Sequence[DepotWish]
    minutes: Mapping[tuple[str, str], int]
    layover_minutes: int = 0


def block_task(trips: Sequence[BlockTrip], means: Means) -> BlockTask:
    """A stage file for `shuttle blocks`, in which a bus costs as much as 1,000 empty minutes.

    Raises:
        InputError: no depot is given, or it lies where no bus could leave.
    """
    _require_depots(trips, means)
    wished = [wish.place for wish in means.depots]
    ends = [place for trip in trips for place in (trip.origin, trip.destination)]
    places = tuple(dict.fromkeys((*wished, *sorted(set(ends)))))
    matrix = tuple(tuple(_minutes(means, here, there) for there in places) for here in places)
    return BlockTask(
        depots=tuple(_depots(means.depots, len(trips))),
        trips=tuple(trips),
        travel_minutes=TravelMinutes(places=places, matrix=matrix),
        layover_minutes=means.layover_minutes,
        costs=_COSTS,
    )


def straight_minutes(
    positions: Mapping[str, tuple[float, float]], kmh: float
) -> dict[tuple[str, str], int]:
    """Minutes between places at a speed along the straight line, rounded up, at least 1.

    Args:
        positions: latitude and longitude by place.
        kmh: over the straight line; roads are longer, so it is less than a bus's own speed.
    """
    return {
        (here, there): max(1, math.ceil(_km(start, end) / kmh * _MINUTES_PER_HOUR))
        for here, start in positions.items()
        for there, end in positions.items()
        if here != there
    }


def _km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula."""
    (lat, lon), (lat2, lon2) = (map(math.radians, point) for point in (start, end))
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _minutes(means: Means, here: str, there: str) -> int | None:
    return means.minutes.get((here, there), 0 if here == there else None)


def _depots(wishes: Iterable[DepotWish], trips: int) -> Iterable[BlockDepot]:
    for wish in wishes:
        yield BlockDepot(
            id=f"{wish.place} {wish.vehicle_type}" if wish.vehicle_type else wish.place,
            place=wish.place,
            capacity=trips if wish.capacity is None else wish.capacity,
            vehicle_type=wish.vehicle_type,
        )


def _require_depots(trips: Sequence[BlockTrip], means: Means) -> None:
    starts = sorted({trip.origin for trip in trips})
    known = ", ".join(starts[:_MOST_NAMED]) + (" …" if len(starts) > _MOST_NAMED else "")
    problems = []
    if not means.depots:
        message = f"is missing: a timetable does not say where buses stand; trips start at {known}"
        problems.append(Problem("", "--depot", message))
    for wish in means.depots:
        out = {there for here, there in means.minutes if here == wish.place}
        if wish.place not in starts and not out.intersection(starts):
            message = (
                f'"{wish.place}" is no place where a trip starts, and no empty run leads from it '
                f"to one; trips start at {known}"
            )
            problems.append(Problem("", "--depot", message))
    problems += _types_without_depot(trips, means)
    if problems:
        raise InputError(problems)


def _types_without_depot(trips: Sequence[BlockTrip], means: Means) -> list[Problem]:
    housed = {wish.vehicle_type for wish in means.depots}
    asked = {name for trip in trips for name in trip.vehicle_types or ()}
    if not means.depots:
        return []
    message = "has no depot, but trips ask for it; add --depot PLACE=CAPACITY="
    return [
        Problem("", "--depot", f'vehicle type "{name}" {message}{name}')
        for name in sorted(asked - housed)
    ]
