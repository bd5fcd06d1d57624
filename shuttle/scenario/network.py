"""Networks that cannot be driven: a route without its legs, a port without clear hours."""

from collections.abc import Iterator

from shuttle.domain.feed import RESERVED_ROUTES
from shuttle.domain.network import Route
from shuttle.domain.time import MINUTES_PER_DAY, format_minute
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings, Place


def check_network(draft: Draft, findings: Findings) -> None:
    """Note stops, depots, routes and legs that do not make a network."""
    for name in sorted(draft.named["stops"] & draft.named["ports"]):
        findings.add(("stops", name), "is also the id of a port; give one of them another id")
    _check_hours(draft, findings)
    _check_depots(draft, findings)
    _check_routes(draft, findings)
    _check_legs(draft, findings)


def _check_hours(draft: Draft, findings: Findings) -> None:
    for name, port in draft.ports.items():
        for number, hours in enumerate(port.hours):
            if hours.end > MINUTES_PER_DAY:
                message = "lies after 24:00; end there and add the next day's hours from 00:00"
                place: Place = ("ports", name, "hours", number, "to")
                findings.add(place, f"{format_minute(hours.end)} {message}")


def _check_depots(draft: Draft, findings: Findings) -> None:
    at_stop: dict[str, str] = {}
    for name, depot in draft.depots.items():
        if depot.stop is None:
            _check_own_place(draft, name, findings)
            continue
        other = at_stop.setdefault(depot.stop, name)
        if other != name:
            message = f'"{depot.stop}" already has the depot "{other}"; a stop has one depot'
            findings.add(("depots", name, "stop"), message)


def _check_own_place(draft: Draft, name: str, findings: Findings) -> None:
    """Note a depot at a place of its own that is taken, or that no bus can leave or reach."""
    if name in draft.named["stops"] | draft.named["ports"]:
        message = "is also the id of a stop or port; give one of them another id"
        findings.add(("depots", name), message)
    ways = ("from", "to")
    missing = [way for part, way in enumerate(ways) if all(d[part] != name for d in draft.drives)]
    if missing:
        message = f"has no leg {' or '.join(missing)} it; add to [[legs]] how long empty buses take"
        findings.add(("depots", name), message)
    able = [
        kind
        for kind in draft.vehicle_types.values()
        if kind.cost_per_same_side_deadhead is not None
        and (kind.depots is None or name in kind.depots)
    ]
    if draft.vehicle_types and not able:
        message = "no bus type may leave it; give one a cost_per_same_side_deadhead"
        findings.add(("depots", name), message)


def _check_routes(draft: Draft, findings: Findings) -> None:
    seen: dict[frozenset[str], str] = {}
    for name, route in draft.routes.items():
        if name in RESERVED_ROUTES:
            message = f"is taken: it names {RESERVED_ROUTES[name]}; give the route another id"
            findings.add(("routes", name), message)
        pair = frozenset(route.stops)
        other = seen.setdefault(pair, name)
        if len(pair) == 1:
            findings.add(("routes", name, "stops"), "joins a stop with itself; name two stops")
        elif other != name:
            message = f'has the stops of the route "{other}"; list all ports in one route'
            findings.add(("routes", name, "stops"), message)
        else:
            _check_crossing(draft, route, findings)
            _check_drives(draft, route, findings)


def _check_crossing(draft: Draft, route: Route, findings: Findings) -> None:
    sides = {draft.side_of(stop) for stop in route.stops}
    place: Place = ("routes", route.id, "ports")
    if None in sides:
        return
    if len(sides) > 1 and not route.ports:
        findings.add(place, "is empty, but the stops lie on two sides; name at least one port")
    if len(sides) == 1 and route.ports:
        findings.add(place, "must be empty, for both stops lie on one side")


def _check_drives(draft: Draft, route: Route, findings: Findings) -> None:
    known = draft.named["stops"] | draft.named["ports"]
    for drive in _drives(route):
        if drive not in draft.drives and known.issuperset(drive):
            message = f'has no leg from "{drive[0]}" to "{drive[1]}"; add it to [[legs]]'
            findings.add(("routes", route.id), message)


def _drives(route: Route) -> Iterator[tuple[str, str]]:
    if not route.ports:
        yield from (route.stops, route.stops[::-1])
    for port in route.ports:
        for stop in route.stops:
            yield from ((stop, port), (port, stop))


def _check_legs(draft: Draft, findings: Findings) -> None:
    seen: dict[tuple[str, str], int] = {}
    for number, leg in draft.legs.items():
        other = seen.setdefault((leg.origin, leg.destination), number)
        if leg.origin == leg.destination:
            findings.add(("legs", number, "to"), f'"{leg.origin}" is also where the leg begins')
        elif other != number:
            findings.add(("legs", number), f"is the same as legs[{other}]; put its bands there")
        for key, place in (("from", leg.origin), ("to", leg.destination)):
            _check_end(draft, (number, key), place, findings)
        sides = {draft.side_of(place) for place in (leg.origin, leg.destination)}
        if sides == {"hk", "sz"}:
            words = "joins the two sides without a port; give a leg to a port and one from it"
            findings.add(("legs", number), words)


def _check_end(draft: Draft, where: tuple[int, str], place: str, findings: Findings) -> None:
    depot = draft.depots.get(place)
    if depot and depot.stop and place not in draft.named["stops"]:
        message = f'"{place}" lies at the stop "{depot.stop}"; name the stop'
        findings.add(("legs", *where), message)
