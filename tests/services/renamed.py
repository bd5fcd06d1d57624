"""The small world after stop b was renamed to c, and its route a-b to a-c."""

from typing import Any

from shuttle.domain.base import Effective
from shuttle.domain.network import Route
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute, parse_minute
from tests.builders import depot, leg, text
from tests.plans import plan, trip
from tests.services.builders import SATURDAY, SIXTH_DAY, WORKDAY, world

BASE = world()


def renamed(*, formerly: bool = True, **changes: Any) -> Scenario:
    """The world with c for b; without `formerly`, c is another stop at the same place."""
    past = {"formerly": ("b",)} if formerly else {}
    stop = BASE.stops["b"].model_copy(update={"id": "c", "name": text("Sea gate"), **past})
    route = Route(
        id="a-c",
        name=text("A to the sea gate"),
        stops=("a", "c"),
        ports=("gate",),
        formerly=("a-b",) if formerly else (),
    )
    drives = (("a", "gate"), ("gate", "c"), ("c", "gate"), ("gate", "a"))
    parts = {
        "stops": (BASE.stops["a"], stop),
        "legs": tuple(leg(*ends) for ends in drives),
        "routes": (route,),
        "depots": (depot("yard-a", "a"), depot("yard-b", "c")),
    }
    return world(**{**parts, **changes})


def timed_to_c(place: Scenario, *departures: str, day_type: str = WORKDAY) -> Plan:
    """As `timed` of the builders, with c for b."""
    wanted = [trip("to-c", departure) for departure in departures]
    wanted += [trip("to-a", format_minute(parse_minute(last) + 60)) for last in departures]
    reference = SATURDAY if day_type == SIXTH_DAY else place.reference_date
    dated = place.model_copy(update={"reference_date": reference})
    return plan(dated, wanted, day_type, effective=Effective())
