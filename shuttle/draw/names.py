"""Names in pictures, in the language of the picture; ids where a scenario does not know them."""

from collections.abc import Sequence

from shuttle.domain.base import Language
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say
from shuttle.domain.time import format_minute


def port_words(scenario: Scenario, ports: Sequence[str], language: Language) -> str:
    """What stands beside the border: the port, or that there are several."""
    if len(ports) == 1:
        return port_name(scenario, ports[0], language)
    return say("pictures.ports").in_language(language)


def port_name(scenario: Scenario, port: str | None, language: Language) -> str:
    """A port's name, or its id."""
    found = scenario.ports.get(port) if port else None
    return found.name.in_language(language) if found else port or ""


def stop_name(scenario: Scenario, stop: str, language: Language) -> str:
    """A stop's name, or its id."""
    found = scenario.stops.get(stop)
    return found.name.in_language(language) if found else stop


def type_name(scenario: Scenario, vehicle_type: str, language: Language) -> str:
    """A bus type's name, or its id."""
    found = scenario.vehicle_types.get(vehicle_type)
    return found.name.in_language(language) if found else vehicle_type


def plan_words(scenario: Scenario, plan: Plan, language: Language) -> str:
    """What a plan is of: scenario, day type, and by the facts of which date."""
    types = {entry.id: entry.name.in_language(language) for entry in scenario.day_types}
    day_type = types.get(plan.day_type, plan.day_type)
    title = scenario.title.in_language(language)
    return f"{title} · {day_type} · {plan.reference_date}"


def trip_words(scenario: Scenario, trip: Trip, language: Language) -> str:
    """A trip in a line: when, where to, over which port."""
    stop = scenario.stops.get(trip.destination)
    end = stop.name if stop else plain(trip.destination)
    to = say("common.towards", stop=end).in_language(language)
    times = f"{format_minute(trip.departure)}-{format_minute(trip.arrival)}"
    port = port_name(scenario, trip.port, language)
    return " · ".join(part for part in (f"{times} {to}", port) if part)
