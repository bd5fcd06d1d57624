"""Every timetable of the sweeps over the shipped scenarios keeps the rules."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.scenario.reader import load_scenario
from shuttle.solver.baselines.candidates import BaselineMethod, Candidate, candidates
from shuttle.solver.problem import Problem, build_problem, fix_timetable
from shuttle.solver.timetable.network import SINK, SOURCE, build_network

SEEDS = Path(__file__).parents[3] / "seeds"
METHODS: tuple[BaselineMethod, ...] = ("even-headway", "even-load")


def seed(name: str) -> Problem:
    scenario = load_scenario(SEEDS / name)
    return build_problem(scenario, scenario.day_types[0].id, scenario.reference_date)


def is_path(problem: Problem, index: int) -> bool:
    """Whether the solver's own network joins all departures of a fixed timetable."""
    network = build_network(problem, index)
    minutes = {number: node.departure for number, node in enumerate(network.nodes)}
    minutes |= {SOURCE: -1, SINK: -2}
    arcs = zip(network.tail.tolist(), network.head.tolist(), strict=True)
    joined = {(minutes[tail], minutes[head]) for tail, head in arcs}
    return set(pairwise((-1, *problem.slots[index], -2))) <= joined


def hourly(problem: Problem, candidate: Candidate) -> Counter[tuple[str | None, int, int]]:
    """Trips by port, direction and clock hour of reaching the port."""
    runs = {
        (problem.directions[run.direction].origin, run.departure, run.port): run
        for run in problem.trips
    }
    used = [runs[trip.origin, trip.departure, trip.port] for trip in candidate.departures]
    return Counter((run.port, run.direction, (run.reach or 0) // MINUTES_PER_HOUR) for run in used)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["hetao-2026", "pilot-2023", "tiny", "hospital-shuttle"])
def test_every_candidate_keeps_slot_and_timetable_rules(name: str, method: BaselineMethod) -> None:
    problem = seed(name)
    found = candidates(problem, method)
    assert found
    for candidate in found:
        fixed = fix_timetable(problem, candidate.departures)
        assert all(is_path(fixed, index) for index in range(len(problem.directions)))


@pytest.mark.parametrize("method", METHODS)
def test_a_busy_port_gives_trips_away_to_the_other(method: BaselineMethod) -> None:
    problem = seed("hetao-2026")
    quotas = {port.id: port.quotas[0].trips for port in problem.scenario.ports.values()}
    busiest = Counter[str | None]()
    for candidate in candidates(problem, method):
        for (port, _, _), trips in hourly(problem, candidate).items():
            busiest[port] = max(busiest[port], trips)
    assert set(busiest) == {"huanggang", "heung-yuen-wai"}
    assert all(busiest[port] <= quotas[port] for port in quotas)
    assert busiest["huanggang"] == quotas["huanggang"]


@pytest.mark.parametrize("method", METHODS)
def test_candidates_are_distinct_and_the_same_every_time(method: BaselineMethod) -> None:
    problem = seed("hetao-2026")
    found = candidates(problem, method)
    assert found == candidates(seed("hetao-2026"), method)
    assert len({candidate.departures for candidate in found}) == len(found)


def test_even_headways_of_twenty_minutes_leave_every_twenty_minutes_in_quiet_hours() -> None:
    [candidate] = [
        candidate
        for candidate in candidates(seed("hetao-2026"), "even-headway")
        if candidate.label == "every 20 min, long day"
    ]
    departures = [trip.departure for trip in candidate.departures if trip.origin == "hksp"]
    quiet = [minute for minute in departures if 11 * 60 <= minute <= 15 * 60]
    assert {b - a for a, b in pairwise(quiet)} == {20}
