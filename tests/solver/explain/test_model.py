"""What the rule model knows besides everyday rules: order, empty runs, kinds, what is kept."""

from typing import Any

import pytest

from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.explain import find_core
from shuttle.solver.explain.core import Work, _Thinning
from shuttle.solver.explain.kinds import kinds_of
from shuttle.solver.problem import Problem, fix_timetable, pin
from tests.builders import band, policies, port, quota, riders, scenario, vehicle_type
from tests.solver.timetable.builders import over_two_ports, problem, solved


def core_of(found: Problem) -> tuple[Conflict, ...]:
    core = find_core(found, "normal")
    assert core.answer == "clash"
    assert core.minimal
    return core.rules


def given(*runs: tuple[str, str, int, str | None]) -> list[FixedTrip]:
    return [FixedTrip(origin=a, destination=b, departure=m, port=p) for a, b, m, p in runs]


def rules(found: Problem) -> set[str]:
    return {rule.rule for rule in core_of(found)}


@pytest.mark.parametrize(("wished", "answer"), [("08:37", "clash"), ("08:45", "hold")])
def test_a_bus_that_overtakes_clashes_with_who_plans_by_arrival(wished: str, answer: str) -> None:
    # Over the bridge 40 minutes, over the gate 30: 08:05 arrives at 08:35, 08:00 at 08:40.
    place = over_two_ports(demand=(riders(1, wished, wish="arrive_by", minutes=1),))
    trips = given(
        ("a", "b", 480, "bridge"),
        ("a", "b", 485, "gate"),
        ("b", "a", 600, "gate"),
        ("b", "a", 610, "gate"),
    )
    found = fix_timetable(problem(place), trips)

    assert find_core(found, "normal").answer == answer
    if answer == "clash":
        assert "no-overtaking" in rules(found)


def test_buses_that_come_home_empty_count_towards_the_quota() -> None:
    # Two must leave `a` within the quarter, and both must come home.
    out = SpanPolicy(first=band("08:00", "08:05"), last=band("08:10", "08:15"), origin="a")
    home = quota(1, direction="to_hk", each_hour=False)
    place = _only_at_a(
        policies=policies(span=band("08:00", "12:00"), spans=(out,)),
        ports=(port(quotas=(home,)),),
        vehicle_types=(vehicle_type(cost_per_deadhead=50),),
    )

    with pytest.raises(InfeasibleError):
        solved(place)
    assert "port-quota" in rules(problem(place))


def _only_at_a(**changes: Any) -> Scenario:
    """The small world with its depot at `a` alone."""
    return scenario(depots=tuple(scenario().depots.values())[:1], **changes)


def test_departures_that_are_kept_are_rules_of_their_own() -> None:
    apart = policies(headways=(HeadwayPolicy(min_minutes=30),))
    trips = given(("a", "b", 480, None), ("a", "b", 490, None))
    found = pin(problem(scenario(policies=apart)), trips)

    assert {rule.key for rule in core_of(found)} == {
        "departure to-b 08:00",
        "departure to-b 08:10",
        "policies.headways[0].min_minutes",
    }
    assert "The plan keeps a departure at 08:00 to b." in {rule.words.en for rule in core_of(found)}


def test_a_window_that_lies_off_the_grid_clashes_with_the_grid() -> None:
    off = SpanPolicy(first=band("08:01", "08:04"), origin="a")
    found = problem(scenario(policies=policies(spans=(off,))))

    assert {rule.key for rule in core_of(found)} == {
        "policies.spans[0].first",
        "policies.grid_minutes",
    }


def test_a_window_beyond_the_hours_of_service_clashes_with_them() -> None:
    late = SpanPolicy(last=band("22:58", "23:30"), origin="a")
    found = problem(scenario(policies=policies(spans=(late,), span=band("06:00", "23:00"))))

    assert {"policies.spans[0].last", "policies.span"} <= {rule.key for rule in core_of(found)}


def test_types_that_no_rule_tells_apart_are_one_kind() -> None:
    types = (
        vehicle_type("big"),
        vehicle_type("small", seats=9),
        vehicle_type("gated", ports=()),
        vehicle_type("driven", cost_per_deadhead=5),
    )
    found = problem(scenario(vehicle_types=types))
    kinds = kinds_of(found, [*found.trips, *found.deadheads])

    assert [kind.members for kind in kinds] == [(0, 1), (2,), (3,)]


def test_a_type_without_buses_is_part_of_the_clash() -> None:
    # One bus cannot leave both ends at 08:00, and there is none of the other type.
    both = SpanPolicy(first=band("08:00", "08:01"))
    types = (vehicle_type("big", count=1), vehicle_type("small", count=0))
    found = problem(scenario(policies=policies(spans=(both,)), vehicle_types=types))

    assert {"vehicle_types.big.count", "vehicle_types.small.count"} <= {
        rule.key for rule in core_of(found)
    }


@pytest.mark.parametrize(("most", "answer"), [(80, "hold"), (70, "clash")])
def test_a_bus_that_is_back_just_in_time_is_enough(most: int, answer: str) -> None:
    assert find_core(problem(one_bus_again_within(most)), "normal").answer == answer


def one_bus_again_within(most: int) -> Scenario:
    """One bus, which is back at `a` after 80 minutes of driving and layovers."""
    ends = SpanPolicy(first=band("08:00", "08:10"), last=band("12:00", "12:10"), origin="a")
    often = HeadwayPolicy(max_minutes=most, origin="a")
    day = policies(grid_minutes=10, span=band("08:00", "15:00"), spans=(ends,), headways=(often,))
    return scenario(policies=day, vehicle_types=(vehicle_type(count=1),))


def test_a_rule_whose_question_ran_out_is_kept_and_not_said_to_be_needed() -> None:
    hurried = Work(core=8.0, check=0.0, thinning=8.0, screen=1.0, easing=1.0)
    found = problem(one_bus_again_within(70))
    core = _Thinning(found, hurried).run()

    assert core.answer == "clash"
    assert not core.minimal
    assert set(core.rules) >= set(core_of(found))
