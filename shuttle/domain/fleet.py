"""Buses: types, seats, how many, where they sleep, which ports they may use, what they cost."""

from typing import Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from shuttle.domain.base import LocalText, Money, Slug, Sourced, Value, not_given

_MOST_STEPS = 20


class Permit(Value):
    """How many buses of a type hold a permit for a port.

    Attributes:
        count: most buses of the type that use the port on a day.
    """

    port: Slug
    count: PositiveInt


class Charger(Value):
    """Where electric buses can charge: any number of them at once.

    Attributes:
        place: a stop, or a depot at a place of its own.
        kw: power that reaches the battery, in kilowatts.
    """

    place: Slug
    kw: PositiveInt


class Battery(Sourced):
    """The energy of an electric bus, counted in whole steps as the rule `battery` states.

    Every bus begins the day full, and is charged again overnight at a depot with a charger.

    Attributes:
        usable_kwh: energy from full to the reserve that must stay, in kilowatt-hours.
        step_kwh: the step; the battery holds the whole steps in `usable_kwh`.
        drive_wh_per_minute: energy for each minute of driving, in watt-hours.
        clearance_wh_per_minute: the same for each minute at a port.
    """

    usable_kwh: PositiveInt
    step_kwh: PositiveInt
    drive_wh_per_minute: PositiveInt
    clearance_wh_per_minute: NonNegativeInt = 0
    chargers: tuple[Charger, ...] = Field(min_length=1)

    @property
    def steps(self) -> int:
        """Steps of a full battery."""
        return self.usable_kwh // self.step_kwh

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if not 1 <= self.steps <= _MOST_STEPS:
            msg = (
                f"a step of {self.step_kwh} kWh divides {self.usable_kwh} kWh into {self.steps} "
                f"steps; choose a step that makes 1 to {_MOST_STEPS} of them"
            )
            raise ValueError(msg)
        places = [charger.place for charger in self.chargers]
        if len(set(places)) < len(places):
            msg = "has two chargers at one place; give the place once, with its power for one bus"
            raise ValueError(msg)
        return self


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
        battery: energy of electric buses; None for buses that carry enough for every day.
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
    battery: Battery | None = Field(default=None, exclude_if=not_given)

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
