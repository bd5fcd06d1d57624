"""`scenario.toml` as a planner writes it; its JSON Schema comes from here."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shuttle.domain.base import LocalText, SafeText, Slug, Sourced, Value
from shuttle.domain.booking import Booking
from shuttle.domain.calendar import Calendar, DayOverride, DayType
from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Depot, Leg, Park, Route, Side, Stop
from shuttle.domain.policy import Policies
from shuttle.domain.port import Port
from shuttle.domain.scenario import Contact
from shuttle.domain.variation import Variation

FileName = Annotated[SafeText, Field(pattern=r"^[^/\\]+\.csv$")]


PlanningDate = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]


class Use(Value):
    """Ids of the shared facts (`config/*.toml`) that a scenario takes over."""

    parks: tuple[Slug, ...] = ()
    stops: tuple[Slug, ...] = ()
    ports: tuple[Slug, ...] = ()
    calendars: tuple[Side, ...] = ()
    driver_rules: tuple[Slug, ...] = ()


class DemandFile(Sourced):
    """Where the riders stand: a CSV beside the scenario.

    Its columns are day_type, from, to, wish, start, riders and, where known, home.

    Attributes:
        bin_minutes: length of each bin that begins at `start`.
    """

    file: FileName
    bin_minutes: Annotated[int, Field(ge=1, le=60)] = 15


class Head(Value):
    """What a scenario says of itself."""

    format: Literal[1]
    name: Slug
    title: LocalText
    service: Slug
    reference_date: PlanningDate
    contact: Contact | None = None
    booking: Booking | None = None
    use: Use = Use()


class ScenarioFile(Head):
    """The whole file. Tables with an id take it from their key, as `[stops.hksp]`."""

    parks: Mapping[Slug, Park] = Field(default_factory=dict)
    stops: Mapping[Slug, Stop] = Field(default_factory=dict)
    ports: Mapping[Slug, Port] = Field(default_factory=dict)
    calendars: Mapping[Side, Calendar] = Field(default_factory=dict)
    driver_rules: Mapping[Slug, DriverRules] = Field(default_factory=dict)
    routes: Mapping[Slug, Route] = Field(min_length=1)
    depots: Mapping[Slug, Depot] = Field(min_length=1)
    vehicle_types: Mapping[Slug, VehicleType] = Field(min_length=1)
    legs: tuple[Leg, ...]
    day_types: tuple[DayType, ...] = Field(min_length=1)
    overrides: tuple[DayOverride, ...] = ()
    demand: DemandFile | None = None
    drivers: Drivers
    policies: Policies
    variation: Variation | None = None
