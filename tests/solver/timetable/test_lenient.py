"""Networks whose obligations may be left: long gaps cost what they cost, and are counted right."""

from dataclasses import replace

import numpy as np
import pytest

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.timetable.lenient import lenient_network
from shuttle.solver.timetable.loads import Counter
from shuttle.solver.timetable.network import SINK, SOURCE, Network
from tests.builders import TUESDAY, WORKDAY, band, policies, riders, scenario


def problem(required: tuple[int, ...] = ()) -> Problem:
    """Departures every 10 minutes from 08:00 to 14:00, 20 minutes apart at most."""
    place = scenario(
        policies=policies(
            grid_minutes=10,
            span=band("08:00", "14:00"),
            max_wait_minutes=30,
            max_early_minutes=30,
            headways=(HeadwayPolicy(max_minutes=20),),
            spans=(SpanPolicy(first=band("08:00", "08:30"), last=band("13:00", "14:00")),),
        ),
        demand=(
            riders(40, "08:00", minutes=240),
            riders(30, "09:00", wish="arrive_by", minutes=240),
        ),
    )
    built = build_problem(place, WORKDAY, TUESDAY)
    return replace(built, partial=True, required=(required, ()) if required else ())


def way(network: Network, departures: tuple[int, int]) -> list[int]:
    """The arcs between two departures, over waiting places where no arc joins them."""
    nodes = {n.departure: k for k, n in enumerate(network.nodes) if n.trips}
    here, goal = (nodes[minute] for minute in departures)
    found = []
    while here != goal:
        leaving = np.flatnonzero(network.tail == here)
        on = [a for a in leaving if network.head[a] == goal] or [
            a for a in leaving if network.head[a] >= 0 and not network.nodes[network.head[a]].trips
        ]
        found.append(int(on[0]))
        here = int(network.head[on[0]])
    return found


@pytest.mark.parametrize("later", [500, 510, 520, 540, 600, 700, 780])
def test_a_gap_costs_the_same_over_waiting_places_as_by_one_arc(later: int) -> None:
    here = problem()
    network = lenient_network(here, 0)
    arcs = way(network, (490, later))
    policy = here.scenario.policies
    counter = Counter(here.wishes[0], policy.max_wait_minutes, policy.max_early_minutes)
    ends = (np.array([490]), np.array([later])), (np.array([520]), np.array([later + 30]))
    expected = counter.loads(*ends)

    for field in ("boarding", "making", "waiting", "early", "beyond"):
        total = sum(int(getattr(network.loads, field)[arc]) for arc in arcs)
        assert total == int(getattr(expected, field)[0]), field
    assert sum(int(network.points[arc]) for arc in arcs) == max(0, later - 490 - 20)


def test_only_long_gaps_lead_over_waiting_places() -> None:
    network = lenient_network(problem(), 0)

    assert len(way(network, (490, 520))) == 1
    assert len(way(network, (490, 530))) == 2
    assert len(way(network, (490, 540))) == 3


def test_the_network_grows_with_the_slots_and_not_with_their_pairs() -> None:
    network = lenient_network(problem(), 0)
    slots = len(problem().slots[0])

    assert len(network.tail) < 8 * slots < slots * slots / 2


@pytest.mark.parametrize(("later", "points"), [(520, 70), (610, 220), (600, 150)])
def test_required_departures_that_are_leapt_over_count_as_hours(later: int, points: int) -> None:
    # Required are 08:20 (500) and 10:00 (600); a gap of 30 minutes is 10 too many.
    network = lenient_network(problem(required=(500, 600)), 0)

    assert sum(int(network.points[arc]) for arc in way(network, (490, later))) == points


@pytest.mark.parametrize(
    ("departure", "first", "last"), [(480, 0, 300), (500, 0, 280), (540, 40, 240), (780, 280, 0)]
)
def test_first_and_last_departures_count_from_their_windows(
    departure: int, first: int, last: int
) -> None:
    network = lenient_network(problem(), 0)
    node = next(k for k, n in enumerate(network.nodes) if n.trips and n.departure == departure)
    (begin,) = np.flatnonzero((network.tail == SOURCE) & (network.head == node))
    (end,) = np.flatnonzero((network.tail == node) & (network.head == SINK))

    assert (int(network.points[begin]), int(network.points[end])) == (first, last)


def test_an_empty_direction_leaves_the_whole_span_for_each_window() -> None:
    network = lenient_network(problem(), 0)
    (empty,) = np.flatnonzero((network.tail == SOURCE) & (network.head == SINK))

    assert int(network.points[empty]) == 2 * 360
