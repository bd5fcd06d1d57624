"""A scenario: everything that a planner owns, in human units, each number with its source."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from shuttle.domain.base import LocalText, SafeText, Slug, Value, unstated
from shuttle.domain.booking import Booking
from shuttle.domain.calendar import Calendar, DayOverride, DayType
from shuttle.domain.demand import DemandBin
from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import (
    BorderDirection,
    Depot,
    Direction,
    Leg,
    Park,
    Route,
    Side,
    Stop,
    direction_id,
)
from shuttle.domain.policy import Policies
from shuttle.domain.port import Port
from shuttle.domain.variation import Variation


class Contact(Value):
    """Whom riders and apps ask."""

    name: SafeText
    url: SafeText | None = None
    email: SafeText | None = None


class Scenario(Value):
    """One planning question, complete: shared facts merged in, tables read.

    References between parts (a leg's port, a route's stop) are checked by the reader.

    Attributes:
        service: id of the published service that its plans become.
        reference_date: the date whose facts a plan uses unless another is asked for.
        booking: how riders book a seat; None where they need not.
        variation: what simulated days assume; None for the shared assumptions.
        sha256: of the canonical JSON of everything else; two equal scenarios share it.
    """

    name: Slug
    title: LocalText
    service: Slug
    reference_date: date
    contact: Contact | None = None
    booking: Booking | None = Field(default=None, exclude_if=unstated)
    parks: Mapping[Slug, Park]
    stops: Mapping[Slug, Stop]
    ports: Mapping[Slug, Port] = Field(default_factory=dict)
    legs: tuple[Leg, ...]
    routes: Mapping[Slug, Route] = Field(min_length=1)
    calendars: Mapping[Side, Calendar]
    day_types: tuple[DayType, ...] = Field(min_length=1)
    overrides: tuple[DayOverride, ...] = ()
    demand: tuple[DemandBin, ...] = ()
    depots: Mapping[Slug, Depot] = Field(min_length=1)
    vehicle_types: Mapping[Slug, VehicleType] = Field(min_length=1)
    driver_rules: Mapping[Slug, DriverRules]
    drivers: Drivers
    policies: Policies
    variation: Variation | None = Field(default=None, exclude_if=unstated)
    sha256: str = ""

    def side_of(self, place: str) -> Side:
        """The side of the border on which a stop, or a depot at a place of its own, lies."""
        own = self.depots[place].side if place not in self.stops else None
        return own or self.parks[self.stops[place].park].side

    def places(self) -> tuple[str, ...]:
        """Where buses may stand: stops, then depots at places of their own."""
        return (*self.stops, *(depot.id for depot in self.depots.values() if depot.side))

    def hands_over_at(self, place: str) -> bool:
        """Whether a driver may take over or leave a bus there between two of its runs."""
        named = self.drivers.hand_over_places
        if named is None or place in named:
            return True
        return any(self.depots[name].place == place for name in named if name in self.depots)

    def directions(self) -> tuple[Direction, ...]:
        """Both directions of every route, in the routes' order."""
        found = []
        for route in self.routes.values():
            for origin, destination in (route.stops, route.stops[::-1]):
                found.append(
                    Direction(
                        id=direction_id(destination),
                        route=route.id,
                        origin=origin,
                        destination=destination,
                        border=self._border(origin, destination),
                    )
                )
        return tuple(found)

    def _border(self, origin: str, destination: str) -> BorderDirection | None:
        sides = self.side_of(origin), self.side_of(destination)
        if sides[0] == sides[1]:
            return None
        return "to_sz" if sides[1] == "sz" else "to_hk"

    def leg(self, origin: str, destination: str) -> Leg | None:
        """The leg from one place (stop or port) to another, or None."""
        pairs = (leg for leg in self.legs if leg.origin == origin)
        return next((leg for leg in pairs if leg.destination == destination), None)

    def rules(self) -> DriverRules:
        """The rule profile under which the drivers work."""
        return self.driver_rules[self.drivers.rule_profile]
