"""Small scenarios and plans for tests: everything has a default but the point of the test.

The world: stop `a` in Hong Kong, stop `b` in Shenzhen, the port `gate` between them, open from
07:00 to 22:00. Each drive takes 10 minutes and the clearance 10, so that a trip that leaves at
08:00 reaches the port at 08:10, is cleared at 08:20 and arrives at 08:30. Coaches have 40 seats,
cost 1000 a day and 100 a trip, and need 10 minutes of layover. A minute of waiting or of being
early costs 1, a rider without a seat 100.

    place = scenario(policies=policies(layover_minutes=5))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "09:00")])

Clock times are given as in files. A plan from `plan` keeps the audit's rules as far as its trips
allow: buses are assigned greedily, each has one driver, and all figures are the audit's own. To
break one rule, choose the trips so, or change one value by `model_copy`, `with_trip`,
`with_block`, `with_duty`, and, where loads and money should follow, call `with_figures`.
"""

from datetime import date
from typing import Any

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import Calendar, DayType
from shuttle.domain.demand import DemandBin, Wish
from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Depot, Leg, Park, Route, RunningBand, Stop
from shuttle.domain.policy import Policies, Prices
from shuttle.domain.port import ClearanceBand, Dwell, OpenHours, Port, Quota
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import TimeBand, parse_minute
from tests.plans import (
    Wanted,
    deadhead,
    plan,
    trip,
    waiting,
    with_block,
    with_duty,
    with_figures,
    with_trip,
)

__all__ = [
    "FACT",
    "TUESDAY",
    "WORKDAY",
    "Wanted",
    "band",
    "clearance",
    "deadhead",
    "depot",
    "driver_rules",
    "hours",
    "leg",
    "legs_over",
    "plan",
    "policies",
    "port",
    "prices",
    "quota",
    "riders",
    "running",
    "scenario",
    "text",
    "trip",
    "vehicle_type",
    "waiting",
    "with_block",
    "with_duty",
    "with_figures",
    "with_trip",
]

TUESDAY = date(2026, 9, 1)
"""The reference date of built scenarios: an ordinary working day on both sides."""

WORKDAY = "workday"
"""The one day type of built scenarios."""

FACT: dict[str, Any] = {"source": "made up for a test", "as_of": date(2026, 1, 1)}
"""Where built numbers come from."""


def text(words: str) -> LocalText:
    """The same words in all three languages."""
    return LocalText(en=words, zh_hant=words, zh_hans=words)


def band(start: str, end: str) -> TimeBand:
    """Minutes from `start` (included) to `end` (excluded)."""
    return TimeBand(start=parse_minute(start), end=parse_minute(end))


def hours(start: str = "07:00", end: str = "22:00", **changes: Any) -> OpenHours:
    """Open hours of a port, both ways."""
    return OpenHours(start=parse_minute(start), end=parse_minute(end), **{**FACT, **changes})


def clearance(minutes: int = 10, **changes: Any) -> ClearanceBand:
    """Clearance at any time, both ways; `start`, `end`, `direction` and so on narrow it."""
    return ClearanceBand(**{**FACT, "minutes": minutes, **changes})


def quota(trips: int, **changes: Any) -> Quota:
    """At most that many buses in each clock hour, each way."""
    return Quota(**{**FACT, "trips": trips, **changes})


def port(name: str = "gate", **changes: Any) -> Port:
    """A port that is open from 07:00 to 22:00 and takes 10 minutes; its name is `Gate`."""
    default = {
        "id": name,
        "name": text(name.capitalize()),
        "dwell": (Dwell(mode="co_located", **FACT),),
        "hours": (hours(),),
        "clearance": (clearance(),),
    }
    return Port(**{**FACT, **default, **changes})


def leg(origin: str, destination: str, *bands: RunningBand, minutes: int = 10) -> Leg:
    """A drive that takes `minutes` at any time, or as its bands say."""
    every = bands or (RunningBand(minutes=_same(minutes)),)
    return Leg(origin=origin, destination=destination, bands=every, **FACT)


def running(minutes: int, start: str = "00:00", end: str = "48:00", **changes: Any) -> RunningBand:
    """Minutes of a leg that is begun within a band."""
    return RunningBand(
        minutes=_same(minutes), start=parse_minute(start), end=parse_minute(end), **changes
    )


def _same(minutes: int) -> Any:
    return {"p50": minutes, "p85": minutes, "p95": minutes}


def legs_over(name: str = "gate", minutes: int = 10) -> tuple[Leg, ...]:
    """The four drives between `a`, `b` and a port."""
    ends = ("a", name), (name, "b"), ("b", name), (name, "a")
    return tuple(leg(*pair, minutes=minutes) for pair in ends)


def vehicle_type(name: str = "coach", **changes: Any) -> VehicleType:
    """Ten coaches of 40 seats that may use every port and depot, but may not run empty."""
    default = {
        "id": name,
        "name": text(name),
        "seats": 40,
        "count": 10,
        "cost_per_day": 1000,
        "cost_per_trip": 100,
    }
    return VehicleType(**{**FACT, **default, **changes})


def depot(name: str, stop: str, capacity: int | None = None) -> Depot:
    """A depot at a stop."""
    return Depot(id=name, stop=stop, capacity=capacity)


def riders(
    number: int,
    start: str,
    ends: str = "a-b",
    *,
    wish: Wish = "depart_after",
    minutes: int = 15,
    **changes: Any,
) -> DemandBin:
    """A demand bin: `riders(5, "08:00")` want to leave `a` for `b` from 08:00 on.

    The riders are spread evenly over the bin: five over 15 minutes wish for minutes 1, 4, 7, 10
    and 13 of it, one for minute 7; a bin of one minute has all wishes in its first minute.
    """
    origin, destination = ends.split("-")
    default = {
        "day_type": WORKDAY,
        "origin": origin,
        "destination": destination,
        "wish": wish,
        "start": start,
        "minutes": minutes,
        "riders": number,
    }
    return DemandBin(**{**default, **changes})


def prices(**changes: Any) -> Prices:
    """Minutes cost 1, riders without a seat 100."""
    default = {
        "currency": "HKD",
        "waiting_per_minute": 1,
        "early_per_minute": 1,
        "unserved_per_rider": 100,
    }
    return Prices(**{**FACT, **default, **changes})


def policies(**changes: Any) -> Policies:
    """A 5-minute grid from 06:00 to 23:00 and 10 minutes of layover; no headways, no spans."""
    default = {"span": band("06:00", "23:00"), "prices": prices()}
    return Policies(**{**default, **changes})


def driver_rules(**changes: Any) -> DriverRules:
    """Limits so wide that no short day meets them; drivers need not end where they began."""
    default = {
        "id": "wide",
        "name": text("Wide limits"),
        "max_duty_minutes": 1000,
        "max_driving_minutes": 900,
        "max_continuous_driving_minutes": 900,
        "break_minutes": 10,
        "returns_home": False,
    }
    return DriverRules(**{**FACT, **default, **changes})


def scenario(**changes: Any) -> Scenario:
    """The small world that this module describes; `changes` are fields of `Scenario`.

    `ports`, `routes`, `depots`, `vehicle_types` and `driver_rules` may be given as sequences.
    """
    default: dict[str, Any] = {
        "name": "small",
        "title": text("A small service"),
        "service": "small",
        "reference_date": TUESDAY,
        "parks": (_park("hk-park", "hk"), _park("sz-park", "sz")),
        "stops": (_stop("a", "hk-park", "Asia/Hong_Kong"), _stop("b", "sz-park", "Asia/Shanghai")),
        "ports": (port(),),
        "legs": legs_over(),
        "routes": (Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=("gate",)),),
        "calendars": (_calendar("hk"), _calendar("sz")),
        "day_types": (DayType(id=WORKDAY, name=text("Working day"), when="weekday"),),
        "depots": (depot("yard-a", "a"), depot("yard-b", "b")),
        "vehicle_types": (vehicle_type(),),
        "driver_rules": (driver_rules(),),
        "drivers": Drivers(rule_profile="wide"),
        "policies": policies(),
        "sha256": "0" * 64,
    }
    return Scenario(**{key: _by_id(key, value) for key, value in {**default, **changes}.items()})


_KEYED = (
    "parks",
    "stops",
    "ports",
    "routes",
    "calendars",
    "depots",
    "vehicle_types",
    "driver_rules",
)


def _by_id(field: str, value: Any) -> Any:
    return {entry.id: entry for entry in value} if field in _KEYED else value


def _park(name: str, side: Any) -> Park:
    return Park(id=name, name=text(name), side=side, **FACT)


def _stop(name: str, park: str, timezone: Any) -> Stop:
    return Stop(id=name, park=park, name=text(name), timezone=timezone, **FACT)


def _calendar(side: Any) -> Calendar:
    announced = date(2026, 12, 31)
    return Calendar(id=side, name=text(side), announced_through=announced, holidays=(), **FACT)
