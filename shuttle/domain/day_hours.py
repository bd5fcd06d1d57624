"""A plan's riders and seats by direction and hour."""

from collections.abc import Iterator

from pydantic import NonNegativeInt

from shuttle.domain.base import Slug, Value
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import MINUTES_PER_HOUR


class HourCount(Value):
    """One hour of one direction.

    Attributes:
        hour: from 0; hours after midnight run on past 23.
        trips: that leave within it; so are `seats` and `on_board` counted.
        wishes: riders whose wish lies within it; so is `left_behind` counted.
    """

    origin: Slug
    destination: Slug
    hour: NonNegativeInt
    trips: NonNegativeInt = 0
    seats: NonNegativeInt = 0
    on_board: NonNegativeInt = 0
    wishes: NonNegativeInt = 0
    left_behind: NonNegativeInt = 0


def hour_counts(plan: Plan, scenario: Scenario) -> tuple[HourCount, ...]:
    """The hours in which there is anything to count, direction by direction, then by hour.

    Args:
        plan: as it counts its riders itself.
        scenario: whose bus types have the seats, and whose directions give the order.
    """
    sums: dict[tuple[str, str, int], dict[str, int]] = {}
    for key, amounts in (*_trips(plan, scenario), *_wishes(plan)):
        mine = sums.setdefault(key, {})
        for name, amount in amounts.items():
            mine[name] = mine.get(name, 0) + amount
    ways = [(way.origin, way.destination) for way in scenario.directions()]
    order = {ends: place for place, ends in enumerate(ways)}
    found = sorted(sums, key=lambda key: (order.get(key[:2], len(order)), key))
    return tuple(
        HourCount(origin=key[0], destination=key[1], hour=key[2], **sums[key]) for key in found
    )


_Amounts = Iterator[tuple[tuple[str, str, int], dict[str, int]]]


def _trips(plan: Plan, scenario: Scenario) -> _Amounts:
    types = scenario.vehicle_types
    for trip in plan.trips:
        seats = types[trip.vehicle_type].seats if trip.vehicle_type in types else 0
        key = trip.origin, trip.destination, trip.departure // MINUTES_PER_HOUR
        yield key, {"trips": 1, "seats": seats, "on_board": trip.load}


def _wishes(plan: Plan) -> _Amounts:
    for entry in plan.demand.by_bin:
        key = entry.origin, entry.destination, entry.start // MINUTES_PER_HOUR
        yield key, {"wishes": entry.riders, "left_behind": entry.left_behind}
