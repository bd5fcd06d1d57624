"""The parts of a scenario that could be read, so that the rest can be checked all the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shuttle.domain.calendar import Calendar, DayOverride, DayType
from shuttle.domain.demand import DemandBin
from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Depot, Leg, Park, Route, Side, Stop
from shuttle.domain.policy import Policies
from shuttle.domain.port import Port
from shuttle.domain.variation import Variation
from shuttle.scenario.file_format import DemandFile, Head, ScenarioFile
from shuttle.scenario.messages import note
from shuttle.scenario.places import Findings, Place
from shuttle.scenario.references import names_by_kind

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Draft:
    """Sound parts by their id, or by their number in the file's list.

    Attributes:
        named: ids that the files give, of sound and unsound parts alike.
        drives: where each leg begins and ends, sound or not.
        demand: bins by row of the file (the header is row 1).
    """

    head: Head | None
    parks: Mapping[str, Park]
    stops: Mapping[str, Stop]
    ports: Mapping[str, Port]
    calendars: Mapping[str, Calendar]
    driver_rules: Mapping[str, DriverRules]
    routes: Mapping[str, Route]
    depots: Mapping[str, Depot]
    vehicle_types: Mapping[str, VehicleType]
    legs: Mapping[int, Leg]
    day_types: Mapping[int, DayType]
    overrides: Mapping[int, DayOverride]
    drivers: Drivers | None
    policies: Policies | None
    demand_file: DemandFile | None
    variation: Variation | None
    named: Mapping[str, frozenset[str]]
    drives: frozenset[tuple[str, str]]
    demand: dict[int, DemandBin] = field(default_factory=dict)

    @property
    def pairs(self) -> list[set[str]]:
        """The two stops of each sound route."""
        return [set(route.stops) for route in self.routes.values()]

    @property
    def routes_are_known(self) -> bool:
        """Whether every route is sound and joins stops that exist."""
        sound = len(self.routes) == len(self.named["routes"])
        return sound and all(self.named["stops"].issuperset(pair) for pair in self.pairs)

    def side_of(self, place: str) -> Side | None:
        """The side on which a stop or a depot lies, where it is sound and so is its park."""
        depot = self.depots.get(place)
        if place not in self.named["stops"] and depot is not None:
            return depot.side
        found = self.stops.get(place)
        park = self.parks.get(found.park) if found else None
        return park.side if park else None


@dataclass(frozen=True, slots=True)
class Tables:
    """Merged tables, read part by part."""

    tables: Mapping[str, Any]
    findings: Findings

    def one(self, model: type[Model], value: Any, place: Place) -> Model | None:
        """The value as a model, or None with its problems noted."""
        text = json.dumps(value)
        try:
            return model.model_validate_json(text, strict=True, by_alias=True, by_name=False)
        except ValidationError as error:
            note(error, "scenario", place, self.findings)
            return None

    def keyed(self, kind: str, model: type[Model]) -> dict[str, Model]:
        """The sound members of a table of tables; each takes its id from its key."""
        found = {}
        for name, value in self._members(kind, dict).items():
            if isinstance(value, dict) and value.get("id", name) != name:
                self.findings.add((kind, name, "id"), "leave it out; the id is the table's key")
            whole = {**value, "id": name} if isinstance(value, dict) else value
            member = self.one(model, whole, (kind, name))
            if member is not None:
                found[name] = member
        return found

    def listed(self, kind: str, model: type[Model]) -> dict[int, Model]:
        """The sound members of a list of tables, by number."""
        members = (
            (number, self.one(model, value, (kind, number)))
            for number, value in enumerate(self._members(kind, list))
        )
        return {number: member for number, member in members if member is not None}

    def _members(self, kind: str, shape: type[Any]) -> Any:
        value = self.tables.get(kind, shape())
        needs_one = ScenarioFile.model_fields[kind].is_required()
        if not isinstance(value, shape):
            form = f"[{kind}.ID]" if shape is dict else f"[[{kind}]]"
            self.findings.add((kind,), f"is not a list of tables; write {form}")
            return shape()
        if needs_one and not value:
            form = f"[{kind}.ID]" if shape is dict else f"[[{kind}]]"
            self.findings.add((kind,), f"is missing; add at least one {form}")
        return value

    def table(self, kind: str, model: type[Model]) -> Model | None:
        """A table that stands once."""
        if kind not in self.tables:
            self.findings.add((kind,), f"is missing; add [{kind}]")
            return None
        return self.one(model, self.tables[kind], (kind,))

    def head(self) -> Head | None:
        """What the scenario says of itself; unknown keys of the file are noted here."""
        parts = ScenarioFile.model_fields.keys() - Head.model_fields.keys()
        own = {key: value for key, value in self.tables.items() if key not in parts}
        return self.one(Head, own, ())


def read_draft(merged: Mapping[str, Any], findings: Findings) -> Draft:
    """Read every part of the merged tables; problems are noted, sound parts are kept."""
    tables = Tables(merged, findings)
    return Draft(
        head=tables.head(),
        parks=tables.keyed("parks", Park),
        stops=tables.keyed("stops", Stop),
        ports=tables.keyed("ports", Port),
        calendars=tables.keyed("calendars", Calendar),
        driver_rules=tables.keyed("driver_rules", DriverRules),
        routes=tables.keyed("routes", Route),
        depots=tables.keyed("depots", Depot),
        vehicle_types=tables.keyed("vehicle_types", VehicleType),
        legs=tables.listed("legs", Leg),
        day_types=tables.listed("day_types", DayType),
        overrides=tables.listed("overrides", DayOverride),
        drivers=tables.table("drivers", Drivers),
        policies=tables.table("policies", Policies),
        demand_file=tables.table("demand", DemandFile) if "demand" in merged else None,
        variation=tables.table("variation", Variation) if "variation" in merged else None,
        named=names_by_kind(merged),
        drives=frozenset(_drives(merged.get("legs"))),
    )


def _drives(legs: Any) -> Iterator[tuple[str, str]]:
    for leg in legs if isinstance(legs, list) else ():
        ends = (leg.get("from"), leg.get("to")) if isinstance(leg, dict) else (None, None)
        if isinstance(ends[0], str) and isinstance(ends[1], str):
            yield ends[0], ends[1]
