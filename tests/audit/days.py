"""Days that several tests of the audit share."""

from typing import Any

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from tests.audit.verdict import broken
from tests.builders import band, driver_rules, hours, plan, policies, port, scenario, trip


def rules_of_a_trip(place: Scenario, departure: str, port: str | None = None) -> list[str]:
    """The broken rules of a lone trip, apart from its bus not coming home."""
    answer = plan(place, [trip("to-b", departure, port=port)])
    return [rule for rule in broken(place, answer) if rule != "depot-balance"]


def ruled(**limits: Any) -> Scenario:
    """A scenario without layovers, whose drivers have those limits and whose port never closes."""
    return scenario(
        driver_rules=(driver_rules(**limits),),
        policies=policies(grid_minutes=1, layover_minutes=0, span=band("00:00", "36:00")),
        ports=(port(hours=(hours("00:00", "24:00"),)),),
    )


def day(place: Scenario, *departures: str) -> Plan:
    """One bus and one driver, to and fro."""
    return plan(
        place,
        [trip(("to-b", "to-a")[n % 2], clock, block="bus-1") for n, clock in enumerate(departures)],
    )
