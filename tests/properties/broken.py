"""Tiny scenarios made too tight in one or two ways, and scenarios stripped of most rules."""

from collections.abc import Callable, Collection
from typing import Any

from hypothesis import strategies as st

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.port import Port
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import TimeBand
from shuttle.errors import Conflict
from tests.builders import hours, quota
from tests.properties.strategies import FIRST, tiny_scenarios

_PLENTY = 12
_WAYS = (("a", "b"), ("b", "a"))


@st.composite
def broken_scenarios(draw: st.DrawFn) -> Scenario:
    """Tiny scenarios, many of which cannot be planned."""
    place = _more_buses(_bound_to_run(draw(tiny_scenarios())))
    for _ in range(draw(st.sampled_from((1, 2, 0)))):
        place = draw(st.sampled_from((_few_buses, _small_quotas, _short_headways, _late_ports)))(
            place, draw(st.integers(0, 1))
        )
    return place


def _bound_to_run(place: Scenario) -> Scenario:
    """Something must leave both ways in either half of the day."""
    span, grid = place.policies.span, place.policies.grid_minutes
    half = max(FIRST + grid, (FIRST + span.end) // 2)
    window = SpanPolicy(
        first=TimeBand(start=FIRST, end=half), last=TimeBand(start=FIRST, end=span.end)
    )
    return _with_policies(place, spans=(window,))


def _more_buses(place: Scenario) -> Scenario:
    """One bus more of each type, and room for all of them."""
    depots = {
        name: yard.model_copy(update={"capacity": None}) for name, yard in place.depots.items()
    }
    return _with_counts(place.model_copy(update={"depots": depots}), lambda count: count + 1)


def _few_buses(place: Scenario, most: int) -> Scenario:
    return _with_counts(place, lambda count: min(count, most))


def _with_counts(place: Scenario, change: Callable[[int], int]) -> Scenario:
    kinds = {
        name: kind.model_copy(update={"count": change(kind.count)})
        for name, kind in place.vehicle_types.items()
    }
    return place.model_copy(update={"vehicle_types": kinds})


def _small_quotas(place: Scenario, most: int) -> Scenario:
    return _with_ports(place, lambda _: {"quotas": (quota(most + 1),)})


def _short_headways(place: Scenario, more: int) -> Scenario:
    most = place.policies.grid_minutes * (1 + more)
    return _with_policies(place, headways=(HeadwayPolicy(max_minutes=most),))


def _late_ports(place: Scenario, hour: int) -> Scenario:
    return _with_ports(place, lambda _: {"hours": (hours(f"07:{15 * hour + 15}", "20:00"),)})


def _with_policies(place: Scenario, **changes: object) -> Scenario:
    policies = place.policies.model_copy(update=changes)
    return place.model_copy(update={"policies": policies})


def _with_ports(place: Scenario, change: Any) -> Scenario:
    ports = {name: port.model_copy(update=change(port)) for name, port in place.ports.items()}
    return place.model_copy(update={"ports": ports})


def stripped(place: Scenario, kept: Collection[Conflict]) -> Scenario:
    """The scenario without every rule but those, as far as a planner wrote it."""
    keys = {rule.key for rule in kept}
    place = _with_ports(place, lambda port: _stripped_port(port, keys))
    kinds = {
        name: kind
        if f"vehicle_types.{name}.count" in keys
        else kind.model_copy(update={"count": _PLENTY})
        for name, kind in place.vehicle_types.items()
    }
    depots = {
        name: yard
        if f"depots.{name}.capacity" in keys
        else yard.model_copy(update={"capacity": None})
        for name, yard in place.depots.items()
    }
    policies = place.policies
    faces = tuple(
        face
        for number, face in enumerate(policies.clock_faces)
        if f"policies.clock_faces[{number}].minutes" in keys
    )
    ordered = any(rule.rule == "no-overtaking" for rule in kept)
    layover = policies.layover_minutes if "policies.layover_minutes" in keys else 0
    place = _with_policies(
        place,
        headways=_stripped_headways(place, kept),
        spans=_stripped_spans(place, kept),
        clock_faces=faces,
        layover_minutes=layover,
    )
    demand = tuple(bin_ for bin_ in place.demand if ordered or bin_.wish == "depart_after")
    return place.model_copy(update={"vehicle_types": kinds, "depots": depots, "demand": demand})


def _stripped_port(port: Port, keys: set[str]) -> dict[str, object]:
    quotas = tuple(
        limit
        for number, limit in enumerate(port.quotas)
        if f"ports.{port.id}.quotas[{number}].trips" in keys
    )
    roads = any(key.startswith(f"ports.{port.id}.hours[") for key in keys)
    if f"ports.{port.id}.hours" in keys:
        open_ = port.hours
        if not roads:
            open_ = tuple(h.model_copy(update={"approach_closes_minutes": 0}) for h in open_)
        return {"quotas": quotas, "hours": open_}
    return {"quotas": quotas, "hours": port.hours if roads else (hours("00:00", "24:00"),)}


def _kept(kept: Collection[Conflict], key: str, destination: str) -> bool:
    return any(rule.key == key and f"to {destination}" in rule.words.en for rule in kept)


def _stripped_headways(place: Scenario, kept: Collection[Conflict]) -> tuple[HeadwayPolicy, ...]:
    """Each policy way by way, without its least or most minutes where they are not kept."""
    found = []
    for number, policy in enumerate(place.policies.headways):
        for origin, destination in _WAYS:
            if policy.holds_between(origin, destination):
                key = f"policies.headways[{number}]"
                most = policy.max_minutes
                update = {
                    "origin": origin,
                    "destination": destination,
                    "min_minutes": policy.min_minutes
                    if _kept(kept, f"{key}.min_minutes", destination)
                    else 0,
                    "max_minutes": most if _kept(kept, f"{key}.max_minutes", destination) else None,
                }
                found.append(policy.model_copy(update=update))
    return tuple(found)


def _stripped_spans(place: Scenario, kept: Collection[Conflict]) -> tuple[SpanPolicy, ...]:
    found = []
    for number, policy in enumerate(place.policies.spans):
        for origin, destination in _WAYS:
            if policy.holds_between(origin, destination):
                key = f"policies.spans[{number}]"
                update = {
                    "origin": origin,
                    "destination": destination,
                    "first": policy.first if _kept(kept, f"{key}.first", destination) else None,
                    "last": policy.last if _kept(kept, f"{key}.last", destination) else None,
                }
                found.append(policy.model_copy(update=update))
    return tuple(found)
