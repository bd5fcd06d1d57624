"""Clashes seeded into the base service, each in a way that planners meet."""

from collections.abc import Iterator
from typing import Any

from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.scenario import load_scenario
from tests.cli.command import SEEDS


def clashes() -> Iterator[tuple[str, Scenario]]:
    """Name and scenario of each."""
    base = load_scenario(SEEDS / "hetao-2026")
    yield "fleet of one coach", _fleet(base, coach=1)
    yield "fleet of one minibus and one coach", _fleet(base, minibus=1, coach=1)
    yield "quota of one an hour at each port, headway 20", _headway(_quotas(base, 1), 20)
    yield "port closed 08:00 to 10:00, headway 15", _headway(_closed(base, "heung-yuen-wai"), 15)
    yield "headway 15 with three coaches", _headway(_fleet(base, coach=3), 15)


def _fleet(place: Scenario, **counts: int) -> Scenario:
    kinds = {
        name: kind.model_copy(update={"count": counts.get(name, 0)})
        for name, kind in place.vehicle_types.items()
    }
    return place.model_copy(update={"vehicle_types": kinds})


def _headway(place: Scenario, most: int) -> Scenario:
    headways = tuple(
        policy.model_copy(update={"max_minutes": most}) for policy in place.policies.headways
    )
    policies = place.policies.model_copy(update={"headways": headways})
    return place.model_copy(update={"policies": policies})


def _quotas(place: Scenario, trips: int) -> Scenario:
    return _with_ports(
        place,
        {
            name: {"quotas": tuple(q.model_copy(update={"trips": trips}) for q in port.quotas)}
            for name, port in place.ports.items()
        },
    )


def _closed(place: Scenario, name: str) -> Scenario:
    start, end = parse_minute("08:00"), parse_minute("10:00")
    hours = tuple(
        part
        for band in place.ports[name].hours
        for part in (
            band.model_copy(update={"end": start}),
            band.model_copy(update={"start": end}),
        )
    )
    return _with_ports(place, {name: {"hours": hours}})


def _with_ports(place: Scenario, changes: dict[str, dict[str, Any]]) -> Scenario:
    ports = {
        name: port.model_copy(update=changes.get(name, {})) for name, port in place.ports.items()
    }
    return place.model_copy(update={"ports": ports})
