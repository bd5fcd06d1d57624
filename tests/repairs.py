"""A small disrupted day for tests: two ports, three buses, trips both ways from 08:00 to 18:00."""

from typing import Any

from shuttle.domain.disruption import Disruption
from shuttle.domain.network import Route
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from tests.builders import legs_over, plan, policies, port, riders, scenario, text, trip

BOTH = ("gate", "bridge")


def place(**changes: Any) -> Scenario:
    """The small world with a second port, `bridge`, which takes 20 minutes longer."""
    default: dict[str, Any] = {
        "ports": (port("gate"), port("bridge")),
        "legs": (*legs_over("gate"), *legs_over("bridge", minutes=20)),
        "routes": (Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=BOTH),),
        "demand": tuple(
            riders(8, f"{hour:02d}:00", ends, minutes=30)
            for hour in range(8, 18)
            for ends in ("a-b", "b-a")
        ),
        "policies": policies(layover_minutes=5),
    }
    return scenario(**{**default, **changes})


def day(world: Scenario) -> Plan:
    """A bus each way every hour from 08:30, by three buses; its riders and money are counted."""
    hours = range(8, 18)
    return plan(world, [trip(way, f"{hour:02d}:30") for hour in hours for way in ("to-b", "to-a")])


def known(at: str, *entries: dict[str, Any], **changes: Any) -> Disruption:
    """A disruption known at a minute."""
    return Disruption.model_validate({"known_at": at, "entries": entries, **changes})


def closed(start: str, end: str, name: str = "gate", **changes: Any) -> dict[str, Any]:
    """A port closed for some time."""
    return {"kind": "port-closed", "port": name, "from": start, "to": end, **changes}
