"""Names that parts of a scenario use of each other: each must exist and make sense there."""

from collections.abc import Iterable, Iterator

from shuttle.domain.network import Route
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings, Place, printable


def check_references(draft: Draft, findings: Findings) -> None:
    """Note names that nothing bears, and networks that cannot be driven."""
    for place, kinds, name in _references(draft):
        known = sorted({known for kind in kinds for known in draft.named[kind]})
        if name not in known:
            what = " or ".join(_WORD[kind] for kind in kinds)
            listed = ", ".join(map(printable, known)) or "none"
            findings.add(place, f'there is no {what} "{printable(name)}"; known are {listed}')
    for check in (_check_places, _check_depots, _check_routes, _check_legs):
        check(draft, findings)


_WORD = {
    "parks": "park",
    "stops": "stop",
    "ports": "port",
    "routes": "route",
    "depots": "depot",
    "day_types": "day type",
    "driver_rules": "driver rule profile",
}

Reference = tuple[Place, tuple[str, ...], str]


def _references(draft: Draft) -> Iterator[Reference]:
    yield from _network(draft)
    yield from _fleet(draft)
    yield from _days(draft)
    yield from _policies(draft)


def _network(draft: Draft) -> Iterator[Reference]:
    for name, stop in draft.stops.items():
        yield ("stops", name, "park"), ("parks",), stop.park
    for name, route in draft.routes.items():
        yield from _each(("routes", name, "stops"), "stops", route.stops)
        yield from _each(("routes", name, "ports"), "ports", route.ports)
    for number, leg in draft.legs.items():
        yield ("legs", number, "from"), ("stops", "ports"), leg.origin
        yield ("legs", number, "to"), ("stops", "ports"), leg.destination


def _fleet(draft: Draft) -> Iterator[Reference]:
    for name, depot in draft.depots.items():
        yield ("depots", name, "stop"), ("stops",), depot.stop
    for name, bus in draft.vehicle_types.items():
        yield from _each(("vehicle_types", name, "ports"), "ports", bus.ports or ())
        yield from _each(("vehicle_types", name, "depots"), "depots", bus.depots or ())
    if draft.drivers:
        yield ("drivers", "rule_profile"), ("driver_rules",), draft.drivers.rule_profile


def _days(draft: Draft) -> Iterator[Reference]:
    for number, leg in draft.legs.items():
        yield from _scopes(("legs", number, "bands"), leg.bands)
    for name, port in draft.ports.items():
        for key in ("hours", "clearance", "quotas"):
            yield from _scopes(("ports", name, key), getattr(port, key))
    for number, override in draft.overrides.items():
        if override.day_type is not None:
            yield ("overrides", number, "day_type"), ("day_types",), override.day_type


def _policies(draft: Draft) -> Iterator[Reference]:
    if draft.policies is None:
        return
    for number, layover in enumerate(draft.policies.layovers):
        yield ("policies", "layovers", number, "stop"), ("stops",), layover.stop
    for key in ("headways", "spans", "clock_faces"):
        scoped = getattr(draft.policies, key)
        yield from _scopes(("policies", key), scoped)
        for number, policy in enumerate(scoped):
            ends = (("from_stop", policy.origin), ("to_stop", policy.destination))
            for end, stop in ends:
                if stop is not None:
                    yield ("policies", key, number, end), ("stops",), stop


def _each(place: Place, kind: str, names: Iterable[str]) -> Iterator[Reference]:
    for number, name in enumerate(names):
        yield (*place, number), (kind,), name


def _scopes(place: Place, facts: Iterable[object]) -> Iterator[Reference]:
    for number, fact in enumerate(facts):
        names: tuple[str, ...] = getattr(fact, "day_types", ())
        yield from _each((*place, number, "day_types"), "day_types", names)


def _check_places(draft: Draft, findings: Findings) -> None:
    for name in sorted(draft.named["stops"] & draft.named["ports"]):
        findings.add(("stops", name), "is also the id of a port; give one of them another id")


def _check_depots(draft: Draft, findings: Findings) -> None:
    at_stop: dict[str, str] = {}
    for name, depot in draft.depots.items():
        other = at_stop.setdefault(depot.stop, name)
        if other != name:
            message = f'"{depot.stop}" already has the depot "{other}"; a stop has one depot'
            findings.add(("depots", name, "stop"), message)


def _check_routes(draft: Draft, findings: Findings) -> None:
    seen: dict[frozenset[str], str] = {}
    for name, route in draft.routes.items():
        pair = frozenset(route.stops)
        other = seen.setdefault(pair, name)
        if len(pair) == 1:
            findings.add(("routes", name, "stops"), "joins a stop with itself; name two stops")
        elif other != name:
            message = f'has the stops of the route "{other}"; list all ports in one route'
            findings.add(("routes", name, "stops"), message)
        else:
            _check_way(draft, route, findings)


def _check_way(draft: Draft, route: Route, findings: Findings) -> None:
    sides = [draft.side_of(stop) for stop in route.stops]
    if None in sides:
        return
    crosses = sides[0] != sides[1]
    place: Place = ("routes", route.id, "ports")
    if crosses and not route.ports:
        findings.add(place, "is empty, but the stops lie on two sides; name at least one port")
    if not crosses and route.ports:
        findings.add(place, "must be empty, for both stops lie on one side")
    for origin, destination in _drives(route):
        _check_drive(draft, route, (origin, destination), findings)


def _drives(route: Route) -> Iterator[tuple[str, str]]:
    if not route.ports:
        yield from (route.stops, route.stops[::-1])
    for port in route.ports:
        for stop in route.stops:
            yield from ((stop, port), (port, stop))


def _check_drive(
    draft: Draft, route: Route, drive: tuple[str, str], findings: Findings
) -> None:
    known = draft.named["stops"] | draft.named["ports"]
    found = any((leg.origin, leg.destination) == drive for leg in draft.legs.values())
    if not found and known.issuperset(drive):
        message = f'needs a leg from "{drive[0]}" to "{drive[1]}"; add it to [[legs]]'
        findings.add(("routes", route.id), message)


def _check_legs(draft: Draft, findings: Findings) -> None:
    seen: dict[tuple[str, str], int] = {}
    for number, leg in draft.legs.items():
        other = seen.setdefault((leg.origin, leg.destination), number)
        if leg.origin == leg.destination:
            findings.add(("legs", number, "to"), f'"{leg.origin}" is also where the leg begins')
        elif other != number:
            findings.add(("legs", number), f"is the same as legs[{other}]; put its bands there")


