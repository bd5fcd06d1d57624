"""Buses: types, seats, how many, where they sleep, which ports they may use, what they cost."""

from typing import Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from shuttle.domain.base import LocalText, Money, Slug, Sourced, Value, not_given


class Permit(Value):
    """How many buses of a type hold a permit for a port.

    Attributes:
        count: most buses of the type that use the port on a day.
    """

    port: Slug
    count: PositiveInt


class VehicleType(Sourced):
    """Interchangeable buses.

    Attributes:
        seats: seats for riders.
        count: how many there are.
        ports: ports that they may use; None for all.
        permits: ports that only some of them may use; any of them where a port is not listed.
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
    permits: tuple[Permit, ...] = Field(default=(), exclude_if=not_given)
    depots: tuple[Slug, ...] | None = None
    cost_per_day: Money
    cost_per_trip: Money
    cost_per_deadhead: Money | None = None
    cost_per_same_side_deadhead: Money | None = Field(default=None, exclude_if=not_given)

    @model_validator(mode="after")
    def _permits_fit_ports(self) -> Self:
        listed = [permit.port for permit in self.permits]
        for port in listed:
            if listed.count(port) > 1:
                msg = f'permits for "{port}" are given twice; join them'
                raise ValueError(msg)
            if self.ports is not None and port not in self.ports:
                msg = f'has permits for "{port}", which is not among its ports; add it there'
                raise ValueError(msg)
        return self
