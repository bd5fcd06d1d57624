import pytest

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.solver.timetable.network import build_network
from tests.builders import band, policies, port, quota, riders
from tests.solver.timetable.builders import money, over_two_ports, problem, solved


def one_departure_for(wish: str, max_early_minutes: int = 60) -> Scenario:
    """To `b` only the 08:00 bus, arriving at 08:30 over the gate or 08:40 over the bridge.

    Its most headway is 10 minutes, so that a next bus, were there one, would arrive by 08:50.
    """
    only = band("08:00", "08:01")
    return over_two_ports(
        policies=policies(
            grid_minutes=10,
            span=band("08:00", "08:40"),
            max_early_minutes=max_early_minutes,
            headways=(HeadwayPolicy(min_minutes=10, max_minutes=10),),
            spans=(SpanPolicy(first=only, last=only, origin="a"),),
        ),
        ports=(port("gate", quotas=(quota(0, direction="to_sz"),)), port("bridge")),
        demand=(riders(3, wish, wish="arrive_by", minutes=1),),
    )


def test_who_rides_the_last_bus_arrives_when_it_does_over_its_own_port() -> None:
    # Over the bridge at 08:40: 45 minutes early for 09:25; the other way a bus has no riders.
    solution = solved(one_departure_for("09:25"))
    assert money(solution) == {"buses": 2000, "trips": 200, "early": 3 * 45}
    assert solution.proof.status == "optimal"


@pytest.mark.parametrize(
    ("wish", "nodes"), [("09:40", 2), ("09:41", 1), ("08:30", 2), ("08:29", 1)]
)
def test_ports_are_one_node_where_no_patient_rider_sees_a_difference(wish: str, nodes: int) -> None:
    network = build_network(problem(one_departure_for(wish)), 0)
    assert [node.departure for node in network.nodes].count(480) == nodes
