"""Small scenarios and blocks for duties: two parks, one port, runs written by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import DayType
from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.facts import Minutes
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Depot, Leg, Park, Route, RunningBand, Stop
from shuttle.domain.plan import Block, BlockPiece, TripLeg
from shuttle.domain.policy import Policies, Prices
from shuttle.domain.scenario import Scenario

FACT: dict[str, Any] = {"source": "made up for a test", "as_of": date(2026, 1, 1), "assumed": True}
STOPS = {"north": "sz", "south": "hk"}
Run = tuple[str, str, int, int]


def text(words: str) -> LocalText:
    return LocalText(en=words, zh_hant=words, zh_hans=words)


def rules(**limits: Any) -> DriverRules:
    """A profile with limits so wide that only those given bind."""
    wide: dict[str, Any] = {
        "max_duty_minutes": 2880,
        "max_driving_minutes": 2880,
        "max_continuous_driving_minutes": 2880,
        "break_minutes": 20,
        "returns_home": False,
    }
    return DriverRules(id="profile", name=text("profile"), **FACT, **(wide | limits))


def scenario(profile: DriverRules, drivers: Drivers | None = None) -> Scenario:
    minutes = Minutes(p50=60, p85=60, p95=60)
    return Scenario(
        name="made-up",
        title=text("Made up"),
        service="made-up",
        reference_date=date(2026, 9, 1),
        parks={park: Park(id=park, name=text(park), side=STOPS[park], **FACT) for park in STOPS},
        stops={
            stop: Stop(id=stop, park=stop, name=text(stop), timezone="Asia/Hong_Kong", **FACT)
            for stop in STOPS
        },
        legs=(
            Leg(origin="north", destination="south", bands=(RunningBand(minutes=minutes),), **FACT),
        ),
        routes={"over": Route(id="over", name=text("over"), stops=("north", "south"))},
        calendars={},
        day_types=(DayType(id="workday", name=text("workday"), when="weekday"),),
        depots={"yard": Depot(id="yard", stop="south")},
        vehicle_types={
            "bus": VehicleType(
                id="bus",
                name=text("bus"),
                seats=33,
                count=9,
                cost_per_day=1,
                cost_per_trip=1,
                **FACT,
            )
        },
        driver_rules={"profile": profile},
        drivers=drivers or Drivers(rule_profile="profile"),
        policies=Policies(
            prices=Prices(
                currency="HKD",
                waiting_per_minute=1,
                early_per_minute=1,
                unserved_per_rider=1,
                **FACT,
            )
        ),
    )


def piece(run: Run, clearance_minutes: int = 0) -> BlockPiece:
    """A run from stop to stop; its clearance, if any, comes at its end."""
    origin, destination, departure, arrival = run
    cleared = arrival - clearance_minutes
    drive = TripLeg(
        kind="drive", origin=origin, destination="port", departure=departure, arrival=cleared
    )
    clearance = TripLeg(
        kind="clearance", origin="port", destination="port", departure=cleared, arrival=arrival
    )
    return BlockPiece(
        id=f"{origin}-{destination}-{departure}-{arrival}",
        kind="trip",
        origin=origin,
        destination=destination,
        departure=departure,
        arrival=arrival,
        port="port",
        legs=(drive, clearance) if clearance_minutes else (drive,),
    )


def blocks(*buses: Iterable[Run], clearance_minutes: int = 0) -> tuple[Block, ...]:
    """One block for each bus; a run that several buses make gets a number."""
    seen: set[str] = set()
    found = []
    for number, runs in enumerate(buses, start=1):
        pieces = []
        for run in runs:
            made = piece(run, clearance_minutes)
            if made.id in seen:
                made = made.model_copy(update={"id": f"{made.id}-{number}"})
            seen.add(made.id)
            pieces.append(made)
        found.append(
            Block(
                id=f"block-{number:02d}",
                vehicle_type="bus",
                depot="yard",
                end_depot="yard",
                pieces=tuple(pieces),
            )
        )
    return tuple(found)


def there_and_back(start: int, minutes: int, layover: int, count: int) -> list[Run]:
    """Runs of one bus from the south to the north and back, over and over."""
    ends = ("south", "north")
    return [
        (
            ends[i % 2],
            ends[1 - i % 2],
            start + i * (minutes + layover),
            start + i * (minutes + layover) + minutes,
        )
        for i in range(count)
    ]
