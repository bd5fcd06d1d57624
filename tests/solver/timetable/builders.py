"""Small worlds for the timetable's solver, on top of `tests.builders`."""

from typing import Any

from shuttle.domain.network import Route
from shuttle.domain.scenario import Scenario
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.result import Solution
from tests.builders import TUESDAY, WORKDAY, legs_over, port, scenario, text


def over_two_ports(*, slower: int = 15, **changes: Any) -> Scenario:
    """The small world with a second port, `bridge`, whose two drives take `slower` minutes."""
    route = Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=("gate", "bridge"))
    default: dict[str, Any] = {
        "ports": (port("gate"), port("bridge")),
        "routes": (route,),
        "legs": (*legs_over("gate"), *legs_over("bridge", minutes=slower)),
    }
    return scenario(**{**default, **changes})


def problem(place: Scenario) -> Problem:
    return build_problem(place, WORKDAY, TUESDAY)


def solved(place: Scenario) -> Solution:
    return optimise(problem(place), Options())


def money(solution: Solution) -> dict[str, float]:
    """Terms that are not zero, in whole money."""
    return {name: cents / 100 for name, cents in solution.terms.items() if cents}


def departures(solution: Solution) -> list[str]:
    return [trip.id for trip in solution.trips]
