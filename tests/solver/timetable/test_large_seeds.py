"""The large seeds and generated networks become models; the benchmarks solve them."""

import numpy as np
import pytest

from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.blocks.decompose import piece_id, trip_ids
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.timetable.model import build_model
from shuttle.solver.timetable.network import SINK, SOURCE, Network
from tests.benchmarks.generator import DAY_TYPE, SIZES, generate

SEEDS = ("loop-2030", "region")


def seed(name: str) -> Scenario:
    return load_scenario(shared_root() / "seeds" / name)


def problem_of(scenario: Scenario) -> Problem:
    return build_problem(scenario, DAY_TYPE, scenario.reference_date)


def every_path_ends(network: Network) -> bool:
    """Whether the day can be crossed from SOURCE to SINK."""
    reached = {SOURCE}
    for tail, head in sorted(zip(network.tail.tolist(), network.head.tolist(), strict=True)):
        if tail in reached:
            reached.add(head)
    return SINK in reached


@pytest.mark.parametrize("name", SEEDS)
def test_every_direction_of_a_large_seed_has_a_timetable(name: str) -> None:
    model = build_model(problem_of(seed(name)))
    assert all(every_path_ends(network) for network in model.networks)


@pytest.mark.parametrize("name", SEEDS)
def test_every_port_of_a_large_seed_is_used_by_some_trip(name: str) -> None:
    scenario = seed(name)
    problem = problem_of(scenario)
    assert {run.port for run in problem.trips} - {None} == set(scenario.ports)


def test_the_region_has_a_quota_at_every_port() -> None:
    assert all(port.quotas for port in seed("region").ports.values())


def test_routes_that_share_a_stop_share_its_buses_and_keep_their_trip_ids_apart() -> None:
    model = build_model(problem_of(seed("region")))
    places = {stop for _, stop in model.fleet.stock}
    assert places == set(model.problem.scenario.stops)
    assert len(model.fleet.stock) == len(places) * len(model.problem.types)
    ids = [piece_id(prefix, 480) for prefix in trip_ids(model.problem)]
    assert len(set(ids)) == len(ids) == 2 * len(model.problem.scenario.routes)


@pytest.mark.parametrize("name", SIZES)
def test_a_generated_network_is_the_same_for_the_same_seed_alone(name: str) -> None:
    assert generate(name, 3).sha256 == generate(name, 3).sha256
    assert generate(name, 3).sha256 != generate(name, 4).sha256


@pytest.mark.parametrize("name", ["n40", "n100", "n250"])
def test_every_direction_of_a_generated_network_has_a_timetable(name: str) -> None:
    model = build_model(problem_of(generate(name)))
    assert all(every_path_ends(network) for network in model.networks)


@pytest.mark.parametrize("name", SIZES)
def test_a_generated_network_asks_for_its_riders_and_uses_all_its_ports(name: str) -> None:
    scenario, size = generate(name), SIZES[name]
    riders = sum(found.riders for found in scenario.demand)
    assert abs(riders - size.riders) <= 0.005 * size.riders
    crossings = [port for route in scenario.routes.values() for port in route.ports]
    assert len(crossings) == size.crossings
    assert len(set(crossings)) == len(scenario.ports) == size.ports


def test_a_bus_that_stands_is_counted_once_between_departures() -> None:
    model = build_model(problem_of(generate("n40")))
    linear = model.linear
    standing = np.flatnonzero((linear.cost == 0) & ~linear.integer & (linear.upper > 1))
    uses = np.bincount(linear.column, minlength=len(linear.cost))[standing]
    sums = np.bincount(linear.column, weights=linear.value, minlength=len(linear.cost))[standing]
    assert len(standing) > 0
    assert set(uses.tolist()) == {2}
    assert not sums.any()


def test_a_trip_of_any_type_is_tied_to_arcs_that_lead_to_it() -> None:
    model = build_model(problem_of(generate("n100")))
    linear = model.linear
    arc = ~linear.integer & (linear.upper == 1)
    led_to = np.unique(linear.row[arc[linear.column] & (linear.value == -1)])
    tied = np.isin(linear.row, led_to) & (linear.value == 1)
    assert {trip.column for trip in model.trips} <= set(linear.column[tied].tolist())
