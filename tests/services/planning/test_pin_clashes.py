"""Pins that leave no timetable, by themselves or only together."""

import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.policy import SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.planning.keeping import Keeping, Wanted, keeping
from shuttle.services.planning.kept import held
from shuttle.services.planning.pin_clashes import pin_clashes
from shuttle.solver.highs import Deadline
from shuttle.solver.problem import Problem, build_problem
from tests.builders import TUESDAY, WORKDAY, band, policies, riders, scenario, vehicle_type

DEMAND = tuple(
    riders(40, clock, ends, minutes=1)
    for clock, ends in (("09:00", "a-b"), ("09:20", "a-b"), ("10:00", "b-a"), ("10:20", "b-a"))
)
UNKNOWN = InfeasibleError("No timetable.", proved=True)


def place(buses: int = 10, **changes: object) -> Scenario:
    given = policies(span=band("08:00", "12:00"), **changes)
    return scenario(demand=DEMAND, policies=given, vehicle_types=(vehicle_type(count=buses),))


def free(here: Scenario) -> Problem:
    return build_problem(here, WORKDAY, TUESDAY)


def base() -> Plan:
    return make_plan(place(), PlanRequest())


def clashes(here: Scenario, kept: Keeping) -> list[str]:
    error = pin_clashes(free(here), kept, UNKNOWN, Deadline(60.0))
    return [conflict.key for conflict in error.conflicts]


def test_only_the_pins_that_clash_are_named() -> None:
    # One bus cannot leave at 09:00 and at 09:20; the trips home do not matter.
    one_bus = place(1)
    kept = keeping(one_bus, base(), Wanted(trips=[trip.id for trip in base().trips]))
    named = clashes(one_bus, kept)
    assert len(named) == 2
    assert set(named) <= {trip.id for trip in base().trips}


def test_pinned_buses_that_are_too_many_are_named() -> None:
    kept = keeping(place(1), base(), Wanted(blocks=[block.id for block in base().blocks]))
    assert clashes(place(1), kept) == [block.id for block in base().blocks]


def test_pins_that_clash_with_nothing_are_not_blamed() -> None:
    impossible = place(0, spans=(SpanPolicy(first=band("08:00", "08:10")),))
    kept = keeping(impossible, base(), Wanted())
    assert pin_clashes(free(impossible), kept, UNKNOWN, Deadline(60.0)) is UNKNOWN


def test_a_plan_whose_pins_clash_is_refused_with_them() -> None:
    kept = keeping(place(1), base(), Wanted(blocks=[block.id for block in base().blocks]))
    with pytest.raises(InfeasibleError) as caught:
        make_plan(place(1), PlanRequest(kept=kept))
    assert caught.value.proved
    assert caught.value.conflicts
    assert held(free(place()), kept).pinned
