"""Bus types that could not work as stated: electric ones without a place for the night."""

from shuttle.domain.fleet import VehicleType
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings, Place


def check_fleet(draft: Draft, findings: Findings) -> None:
    """Note electric types that charge at no depot, or name a depot that lies at a stop."""
    for name, kind in draft.vehicle_types.items():
        if kind.battery is None:
            continue
        for number, charger in enumerate(kind.battery.chargers):
            depot = draft.depots.get(charger.place)
            if depot and depot.stop and charger.place not in draft.named["stops"]:
                place: Place = ("vehicle_types", name, "battery", "chargers", number, "place")
                words = f'"{charger.place}" lies at the stop "{depot.stop}"; name the stop'
                findings.add(place, words)
        if draft.depots and not _sleeps_somewhere(draft, kind):
            message = "no depot where it may stay overnight has one of its chargers; add one there"
            findings.add(("vehicle_types", name, "battery", "chargers"), message)


def _sleeps_somewhere(draft: Draft, kind: VehicleType) -> bool:
    chargers = {charger.place for charger in kind.battery.chargers} if kind.battery else set()
    return any(
        depot.place in chargers and (kind.depots is None or depot.id in kind.depots)
        for depot in draft.depots.values()
    )
