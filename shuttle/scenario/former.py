"""Former ids of stops and routes: out of use, and each of one stop or route alone."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from shuttle.domain.network import Route, Stop
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings, Place


def check_former(draft: Draft, findings: Findings) -> None:
    """Note former ids that would leave it open whose trips and feeds those of that name are."""
    own_places = {name for name, depot in draft.depots.items() if depot.side}
    places = {"stop": draft.named["stops"], "port": draft.named["ports"], "depot": own_places}
    _check("stops", draft.stops, places, findings)
    _check("routes", draft.routes, {"route": draft.named["routes"]}, findings)


def _check(
    kind: str,
    parts: Mapping[str, Stop] | Mapping[str, Route],
    in_use: Mapping[str, AbstractSet[str]],
    findings: Findings,
) -> None:
    heirs: dict[str, str] = {}
    for name, former, place in _former(kind, parts):
        for what, names in in_use.items():
            if former in names:
                message = f'"{former}" is the id of a {what} today; name only ids out of use'
                findings.add(place, message)
        heir = heirs.setdefault(former, name)
        if heir != name:
            message = f'"{former}" is a former id of "{heir}" already; leave one of them out'
            findings.add(place, message)


def _former(
    kind: str, parts: Mapping[str, Stop] | Mapping[str, Route]
) -> Iterator[tuple[str, str, Place]]:
    """Each part with each of its former ids, and where that stands."""
    for name, part in parts.items():
        for number, former in enumerate(part.formerly):
            yield name, former, (kind, name, "formerly", number)
