"""Buses: types, seats, how many, where they sleep, which ports they may use, what they cost."""

from pydantic import NonNegativeInt, PositiveInt

from shuttle.domain.base import LocalText, Money, Slug, Sourced


class VehicleType(Sourced):
    """Interchangeable buses.

    Attributes:
        seats: seats for riders.
        count: how many there are.
        ports: ports that they may use; None for all.
        depots: depots where they may stay overnight; None for all.
        cost_per_day: money for each bus used on a day, driver's standing cost included.
        cost_per_trip: money for each trip with riders.
        cost_per_deadhead: money for each empty run across the border; None where forbidden.
    """

    id: Slug
    name: LocalText
    seats: PositiveInt
    count: NonNegativeInt
    ports: tuple[Slug, ...] | None = None
    depots: tuple[Slug, ...] | None = None
    cost_per_day: Money
    cost_per_trip: Money
    cost_per_deadhead: Money | None = None
