"""Days with one seeded clash: the rules that are named must clash, and contain the seeded one."""

from dataclasses import dataclass
from typing import Any

import pytest

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.solver.explain import clash_alone, conflicts, find_core
from shuttle.solver.explain.core import rule_model
from tests.builders import band, hours, policies, port, quota, scenario, vehicle_type
from tests.solver.timetable.builders import problem, solved

FIRST_AT_EIGHT = SpanPolicy(first=band("08:00", "08:01"))
EVERY_HALF_HOUR = HeadwayPolicy(max_minutes=30)
MORNING = band("08:00", "10:00")


@dataclass(frozen=True)
class Seeded:
    """A scenario that cannot be planned, what its clash must name, and a mended one."""

    rule: str
    words: str
    given: dict[str, Any]
    mended: dict[str, Any]

    @property
    def place(self) -> Scenario:
        return scenario(**self.given)

    @property
    def mended_place(self) -> Scenario:
        return scenario(**{**self.given, **self.mended})


def wanted(*spans: SpanPolicy, **changes: Any) -> dict[str, Any]:
    """Policies with a 10-minute grid and these windows."""
    default: dict[str, Any] = {"grid_minutes": 10, "span": MORNING, "spans": spans}
    return {"policies": policies(**{**default, **changes})}


CLASHES = {
    "a fleet that is too small": Seeded(
        "fleet-size",
        "There is 1 bus of type coach. | vehicle_types.coach.count",
        {**wanted(FIRST_AT_EIGHT), "vehicle_types": (vehicle_type(count=1),)},
        {"vehicle_types": (vehicle_type(count=2),)},
    ),
    "a quota of none": Seeded(
        "port-quota",
        "At most 0 buses in each hour each way at Gate. | ports.gate.quotas[0].trips",
        {**wanted(FIRST_AT_EIGHT), "ports": (port(quotas=(quota(0),)),)},
        {"ports": (port(quotas=(quota(1),)),)},
    ),
    "a quota of one": Seeded(
        "port-quota",
        "At most 1 bus in all each way at Gate from 08:00 to 09:00. | ports.gate.quotas[0].trips",
        {
            **wanted(
                SpanPolicy(first=band("08:00", "08:01"), last=band("08:40", "08:41"), origin="a")
            ),
            "ports": (port(quotas=(quota(1, each_hour=False, start=480, end=540),)),),
        },
        {"ports": (port(quotas=(quota(2, each_hour=False, start=480, end=540),)),)},
    ),
    "a port that is closed": Seeded(
        "port-hours",
        "Gate is open for coaches from 08:11 to 22:00. | ports.gate.hours",
        {**wanted(FIRST_AT_EIGHT), "ports": (port(hours=(hours("08:11"),)),)},
        {"ports": (port(hours=(hours("08:10"),)),)},
    ),
    "an approach road that is closed": Seeded(
        "approach-road",
        "The approach road to Gate closes 111 minutes before the port does. | "
        "ports.gate.hours[0].approach_closes_minutes",
        {
            **wanted(FIRST_AT_EIGHT),
            "ports": (port(hours=(hours("07:00", "10:00", approach_closes_minutes=111),)),),
        },
        {"ports": (port(hours=(hours("07:00", "10:00", approach_closes_minutes=110),)),)},
    ),
    "a headway that needs more buses": Seeded(
        "max-headway",
        "At most 30 minutes to the next departure to b. | policies.headways[0].max_minutes",
        {
            **wanted(
                SpanPolicy(first=band("08:00", "08:10"), last=band("09:30", "09:40"), origin="a"),
                headways=(EVERY_HALF_HOUR,),
                span=band("08:00", "11:00"),
            ),
            "vehicle_types": (vehicle_type(count=1),),
        },
        {"vehicle_types": (vehicle_type(count=3),)},
    ),
}


@pytest.fixture(params=list(CLASHES.values()), ids=list(CLASHES))
def clash(request: pytest.FixtureRequest) -> Seeded:
    found: Seeded = request.param
    return found


def test_the_seeded_rule_is_named_with_its_numbers_and_its_place(clash: Seeded) -> None:
    found = conflicts(problem(clash.place))
    named = [(rule.rule, f"{rule.words.en} | {rule.key}") for rule in found]
    assert (clash.rule, clash.words) in named


def test_the_named_rules_clash_by_themselves_and_not_without_any_of_them(clash: Seeded) -> None:
    found = problem(clash.place)
    core = find_core(found, "normal")
    assert core.minimal
    assert clash_alone(found, core.rules, "normal") == "clash"
    for rule in core.rules:
        others = [other for other in core.rules if other != rule]
        assert clash_alone(found, others, "normal") == "hold"


def test_the_solver_agrees_and_finds_a_plan_once_the_rule_is_mended(clash: Seeded) -> None:
    with pytest.raises(InfeasibleError):
        solved(clash.place)
    assert solved(clash.mended_place).trips
    assert conflicts(problem(clash.mended_place)) == ()


def test_the_same_rules_are_named_every_time(clash: Seeded) -> None:
    assert conflicts(problem(clash.place)) == conflicts(problem(clash.place))


def test_a_rule_model_lists_each_rule_instance_once() -> None:
    place = scenario(**wanted(FIRST_AT_EIGHT, headways=(EVERY_HALF_HOUR,)))
    rules = [conflict.rule for conflict in rule_model(problem(place)).rules]
    assert rules.count("max-headway") == 2
    assert rules.count("first-departure") == 2
    assert rules.count("fleet-size") == 1


def test_several_empty_buses_may_run_together() -> None:
    # Only at 07:00 may anything go to `b`, where buses must leave at 08:00, 08:10 and 08:20 and
    # none sleeps: one trip and two empty runs at a time.
    place = scenario(
        **wanted(
            SpanPolicy(first=band("08:00", "08:01"), last=band("08:20", "08:21"), origin="b"),
            span=band("07:00", "08:30"),
            headways=(HeadwayPolicy(max_minutes=10, origin="b"),),
        ),
        ports=(
            port(
                hours=(
                    hours("07:10", "07:25", direction="to_sz"),
                    hours("07:00", "22:00", direction="to_hk"),
                )
            ),
        ),
        depots=tuple(scenario().depots.values())[:1],
        vehicle_types=(vehicle_type(cost_per_deadhead=50),),
    )
    assert sum(len(block.pieces) for block in solved(place).blocks) == 6
    assert conflicts(problem(place)) == ()


def swapping(count: int) -> Scenario:
    """Two types that may do the same; one trip each way, too early for any bus to come back."""
    first = SpanPolicy(first=band("08:00", "08:10"))
    return scenario(
        vehicle_types=tuple(
            vehicle_type(name, count=count, cost_per_deadhead=None) for name in ("coach", "van")
        ),
        policies=policies(span=band("08:00", "08:10"), spans=(first,)),
    )


def test_types_that_may_do_the_same_still_have_to_end_the_day_where_they_began() -> None:
    single, double = (problem(swapping(count)) for count in (1, 2))
    assert find_core(single, "normal").answer == "clash"
    assert find_core(double, "normal").answer == "hold"
