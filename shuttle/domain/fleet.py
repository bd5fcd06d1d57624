"""Buses: types, seats, how many, where they sleep, which ports they may use, what they cost."""

from pydantic import Field, NonNegativeInt, PositiveInt

from shuttle.domain.base import LocalText, Money, Slug, Sourced, not_given


class VehicleType(Sourced):
    """Interchangeable buses.

    Attributes:
        seats: seats for riders.
        count: how many there are.
        ports: ports that they may use; None for all.
        depots: depots where they may stay overnight; None for all.
        cost_per_day: money for each bus used on a day, driver's standing cost included.
        cost_per_trip: money for each trip with riders.
        cost_per_deadhead: money for each empty run along a route, across the border above all;
            None where forbidden.
        cost_per_same_side_deadhead: money for each empty run between two places of one side, stops
            or depots, that a leg joins; None where forbidden. Where given, it holds for empty
            runs along a route that crosses no border too.
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
    cost_per_same_side_deadhead: Money | None = Field(default=None, exclude_if=not_given)
