"""The money and the key figures of a plan, from its trips, blocks, duties and riders."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from shuttle.audit.changes import change_cents
from shuttle.audit.passengers import RiderCount
from shuttle.audit.slots import within_side
from shuttle.domain.change import Changes
from shuttle.domain.network import Route
from shuttle.domain.plan import Block, Duty, Kpis, Objective, Trip, UsableStay
from shuttle.domain.policy import StayWish
from shuttle.domain.scenario import Scenario

_KPI_DECIMALS = 3


def cents(amount: float) -> int:
    """Money in whole cents; half a cent counts up."""
    return int((Decimal(repr(amount)) * 100).to_integral_value(ROUND_HALF_UP))


def objective(
    scenario: Scenario,
    blocks: Sequence[Block],
    trips: Sequence[Trip],
    count: RiderCount,
    duties: Sequence[Duty] = (),
    changes: Changes | None = None,
) -> Objective:
    """The cost of a day by term, in the scenario's currency; the total is the sum of the terms.

    Drivers are a term only where the scenario prices them, changes where a plan states them.
    """
    types, prices = scenario.vehicle_types, scenario.policies.prices
    crowding, stays = scenario.policies.crowding, scenario.policies.stays_on(count.day_type)
    used = [types[block.vehicle_type] for block in blocks if block.vehicle_type in types]
    running = [types[trip.vehicle_type] for trip in trips if trip.vehicle_type in types]
    terms = {
        "buses": sum(cents(bus.cost_per_day) for bus in used),
        "trips": sum(cents(bus.cost_per_trip) for bus in running),
        "deadheads": sum(_deadhead_cents(scenario, block) for block in blocks),
        "waiting": cents(prices.waiting_per_minute) * count.waiting_minutes,
        "early": cents(prices.early_per_minute) * count.early_minutes,
        "unserved": cents(prices.unserved_per_rider) * count.unserved,
    }
    if crowding:
        terms["crowding"] = cents(crowding.price_per_rider) * count.crowded
    if stays:
        terms["stay"] = sum(
            cents(wish.price_per_missing_minute) * missing_minutes(wish, trips) for wish in stays
        )
    if scenario.drivers.cost_per_duty or scenario.drivers.cost_per_hour:
        terms["drivers"] = _driver_cents(scenario, duties)
    if changes:
        terms["changes"] = change_cents(changes, trips)
    return Objective(
        currency=prices.currency,
        total=sum(terms.values()) / 100,
        terms={name: amount / 100 for name, amount in terms.items()},
    )


def with_terms(found: Objective, extra: Mapping[str, int]) -> Objective:
    """The cost with further terms, in cents."""
    terms = {**found.terms, **{name: amount / 100 for name, amount in extra.items()}}
    total = sum(round(amount * 100) for amount in terms.values()) / 100
    return found.model_copy(update={"terms": terms, "total": total})


def _driver_cents(scenario: Scenario, duties: Sequence[Duty]) -> int:
    """Cents for duties by number and by time from sign-on to sign-off; half a cent counts up."""
    drivers = scenario.drivers
    minutes = sum(duty.sign_off - duty.sign_on for duty in duties)
    by_time = Decimal(cents(drivers.cost_per_hour) * minutes) / 60
    whole = int(by_time.to_integral_value(ROUND_HALF_UP))
    return cents(drivers.cost_per_duty) * len(duties) + whole


def missing_minutes(wish: StayWish, trips: Iterable[Trip]) -> int:
    """Minutes that the timetable lacks of a wanted stay; all where it allows none."""
    ways = [((trip.origin, trip.destination), trip) for trip in trips]
    out = [trip.arrival for ends, trip in ways if ends == (wish.home, wish.visited)]
    back = [trip.departure for ends, trip in ways if ends == (wish.visited, wish.home)]
    stay = max(back) - min(out) if out and back else 0
    return max(0, wish.wanted_minutes - max(0, stay))


def _deadhead_cents(scenario: Scenario, block: Block) -> int:
    """Cents for the empty runs of a block; a type without a price has none to add up."""
    bus = scenario.vehicle_types.get(block.vehicle_type)
    if bus is None:
        return 0
    empty = [piece for piece in block.pieces if piece.kind == "deadhead"]
    local = sum(within_side(scenario, bus, piece) for piece in empty)
    along = cents(bus.cost_per_deadhead or 0.0) * (len(empty) - local)
    return cents(bus.cost_per_same_side_deadhead or 0.0) * local + along


def _deadheads(block: Block) -> list[str]:
    return [piece.id for piece in block.pieces if piece.kind == "deadhead"]


def kpis(
    scenario: Scenario,
    trips: Sequence[Trip],
    blocks: Sequence[Block],
    duties: Sequence[Duty],
    count: RiderCount,
) -> Kpis:
    """The key figures of a day; means are None where there is nobody to take the mean of."""
    types = Counter(block.vehicle_type for block in blocks)
    order = [*scenario.vehicle_types, *sorted(types.keys() - scenario.vehicle_types.keys())]
    return Kpis(
        trips=len(trips),
        buses=len(blocks),
        buses_by_type={name: types[name] for name in order if types[name]},
        duties=len(duties),
        deadheads=sum(len(_deadheads(block)) for block in blocks),
        riders=count.riders,
        mean_wait_minutes=_mean(count.waiting_minutes, count.waited),
        mean_early_minutes=_mean(count.early_minutes, count.early),
        mean_load_factor=_mean(sum(count.loads.values()), _seats(scenario, trips)),
        usable_stay=tuple(
            stay for route in scenario.routes.values() for stay in _stays(scenario, route, trips)
        ),
        crowded_riders=count.crowded if scenario.policies.crowding else None,
        left_at_port=count.left_at_port,
    )


def _mean(total: int, number: int) -> float | None:
    return round(total / number, _KPI_DECIMALS) if number else None


def _seats(scenario: Scenario, trips: Sequence[Trip]) -> int:
    types = scenario.vehicle_types
    return sum(types[trip.vehicle_type].seats for trip in trips if trip.vehicle_type in types)


def _stays(scenario: Scenario, route: Route, trips: Sequence[Trip]) -> Iterator[UsableStay]:
    """For riders of either end: from the first arrival at the far end to the last bus home."""
    if scenario.side_of(route.stops[0]) == scenario.side_of(route.stops[1]):
        return
    for near, far in (route.stops, route.stops[::-1]):
        mine = [trip for trip in trips if trip.route == route.id]
        out = [trip.arrival for trip in mine if (trip.origin, trip.destination) == (near, far)]
        back = [trip.departure for trip in mine if (trip.origin, trip.destination) == (far, near)]
        minutes = max(back) - min(out) if out and back else None
        yield UsableStay(
            route=route.id,
            home=scenario.side_of(near),
            minutes=minutes if minutes is not None and minutes >= 0 else None,
        )
