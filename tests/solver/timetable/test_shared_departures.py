from shuttle.domain.network import Route
from shuttle.domain.policy import HeadwayPolicy
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.network import Network, build_network
from tests.builders import (
    TUESDAY,
    WORKDAY,
    clearance,
    legs_over,
    policies,
    port,
    riders,
    scenario,
    text,
)


def network(wish_at: str) -> Network:
    """Two ports, one five minutes slower; one rider from `a` who wishes to arrive at a minute."""
    place = scenario(
        ports=(port("gate"), port("slow", clearance=(clearance(15),))),
        legs=(*legs_over("gate"), *legs_over("slow")),
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=("gate", "slow")),),
        demand=(riders(1, wish_at, wish="arrive_by", minutes=1),),
        policies=policies(headways=(HeadwayPolicy(min_minutes=10, max_minutes=30),)),
    )
    return build_network(build_problem(place, WORKDAY, TUESDAY), 0)


def arrivals_of_the_eight_o_clock(found: Network) -> list[int]:
    return [node.arrival for node in found.nodes if node.departure == 480]


def test_ports_are_told_apart_where_a_rider_wishes_to_arrive_between_them() -> None:
    assert arrivals_of_the_eight_o_clock(network("08:32")) == [510, 515]


def test_ports_are_told_apart_where_a_rider_arrives_before_the_next_bus_would() -> None:
    assert arrivals_of_the_eight_o_clock(network("08:50")) == [510, 515]


def test_ports_share_a_departure_that_no_rider_by_arrival_would_take() -> None:
    assert arrivals_of_the_eight_o_clock(network("12:00")) == [510]


def test_ports_share_a_departure_that_comes_after_every_rider_by_arrival() -> None:
    assert arrivals_of_the_eight_o_clock(network("08:20")) == [510]
