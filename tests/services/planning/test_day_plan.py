import json
import subprocess
import sys
from typing import Any

import pytest

from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.errors import CheckError, InfeasibleError, InputError
from shuttle.scenario import shared_root
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options
from shuttle.solver.progress import Progress
from tests.builders import TUESDAY, band, hours, policies, port, riders, scenario, vehicle_type

OUT = FixedTrip(origin="a", destination="b", departure=480)
BACK = FixedTrip(origin="b", destination="a", departure=540)
ONE_MORNING = policies(span=band("08:00", "10:00"))


def asked(*trips: FixedTrip) -> PlanRequest:
    return PlanRequest(method="timetable", timetable=trips)


def test_the_first_day_type_and_the_reference_date_are_taken_unless_asked_otherwise() -> None:
    plan = make_plan(scenario(policies=ONE_MORNING), PlanRequest())
    assert (plan.day_type, plan.reference_date) == ("workday", TUESDAY)
    assert plan.trips == ()


def test_an_unknown_day_type_is_refused_with_those_that_exist() -> None:
    with pytest.raises(InputError, match="'sunday' is not a day type of the scenario; it has work"):
        make_plan(scenario(), PlanRequest(day_type="sunday"))


def test_a_plan_carries_figures_riders_and_both_proofs() -> None:
    # Forty of forty-one ride at 08:00 on the dot, one of whom has no seat; the bus comes back.
    place = scenario(policies=ONE_MORNING, demand=(riders(41, "08:00", minutes=1),))
    plan = make_plan(place, PlanRequest())
    assert (plan.kpis.trips, plan.kpis.buses, plan.kpis.duties, plan.kpis.riders) == (2, 1, 1, 41)
    assert (plan.demand.served, plan.demand.left_behind) == (40, 1)
    assert plan.objective.total == plan.proof.objective == 1000 + 200 + 100
    assert (plan.proof.status, plan.proof.gap, plan.duty_proof.status) == ("optimal", 0, "optimal")


def test_a_timetable_is_taken_as_it_is() -> None:
    plan = make_plan(scenario(), asked(BACK, OUT))
    assert [(trip.id, trip.block) for trip in plan.trips] == [
        ("to-b-0800", "block-01"),
        ("to-a-0900", "block-01"),
    ]
    assert plan.proof.proves == "bus types and blocks for this timetable, seat guarantee"


def test_a_timetable_off_the_grid_is_the_planners_to_mend_not_ours() -> None:
    odd = OUT.model_copy(update={"departure": 482})
    with pytest.raises(CheckError, match="The timetable breaks rules of the scenario") as caught:
        make_plan(scenario(), asked(odd, BACK))
    assert len(caught.value.violations) == 1
    assert caught.value.violations[0].startswith("departure-grid: Trip to-b-0802")


def test_an_infeasible_day_names_the_rules_that_clash() -> None:
    first = SpanPolicy(first=band("08:00", "08:05"))
    place = scenario(
        policies=policies(span=band("08:00", "10:00"), spans=(first,)),
        vehicle_types=(vehicle_type(count=1),),
    )
    with pytest.raises(InfeasibleError) as caught:
        make_plan(place, PlanRequest())
    assert caught.value.proved
    assert "fleet-size" in {conflict.rule for conflict in caught.value.conflicts}


def test_a_baseline_is_made_by_the_same_door() -> None:
    place = scenario(
        policies=policies(span=band("08:00", "10:00"), headways=(HeadwayPolicy(max_minutes=60),)),
        demand=(riders(30, "08:00"), riders(30, "09:00", "b-a")),
    )
    plan = make_plan(place, PlanRequest(method="even-headway"))
    best = make_plan(place, PlanRequest())
    assert plan.method == "even-headway"
    assert plan.objective.total >= best.objective.total == best.proof.objective


def test_progress_is_told_and_its_bounds_never_pass_the_best_plan() -> None:
    told: list[Progress] = []
    place = scenario(policies=ONE_MORNING, demand=(riders(90, "08:00", minutes=90),))
    plan = make_plan(place, PlanRequest(options=Options()), told.append)
    assert told
    assert all(progress.bound <= plan.proof.objective * 100 for progress in told)


def test_no_trip_is_cleared_after_the_port_closes() -> None:
    # Cleared at 08:00 sharp at the latest, so the last bus leaves at 07:40; riders would be there.
    place = scenario(
        ports=(port(hours=(hours("07:00", "08:00"),)),),
        policies=policies(span=band("07:00", "10:00")),
        demand=(riders(40, "07:35", minutes=1), riders(40, "07:45", minutes=1)),
    )
    plan = make_plan(place, PlanRequest())
    assert max(trip.legs[1].arrival for trip in plan.trips) == 480
    assert plan.demand.left_behind == 40


def test_a_required_departure_when_the_port_is_closed_is_refused_by_that_rule() -> None:
    first = SpanPolicy(first=band("22:00", "23:00"), origin="a")
    place = scenario(policies=policies(span=band("22:00", "23:00"), spans=(first,)))
    with pytest.raises(InfeasibleError) as caught:
        make_plan(place, PlanRequest())
    assert "port-hours" in {conflict.rule for conflict in caught.value.conflicts}


_PLAN_TO_STDOUT = """
import json, sys
from pathlib import Path
from shuttle.scenario import load_scenario
from shuttle.services.planning.day_plan import PlanRequest, make_plan
plan = make_plan(load_scenario(Path(sys.argv[1])), PlanRequest())
json.dump(plan.model_dump(mode="json"), sys.stdout)
"""


def _planned_elsewhere(hash_seed: str) -> dict[str, Any]:
    seed = str(shared_root() / "seeds" / "tiny")
    made = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _PLAN_TO_STDOUT, seed],
        check=True,
        capture_output=True,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(sys.path)},
    )
    found: dict[str, Any] = json.loads(made.stdout)
    for proof in ("proof", "duty_proof"):
        assert found[proof].pop("wall_seconds") >= 0
        assert found[proof].pop("cpu_seconds") >= 0
    return found


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    one, other = (json.dumps(_planned_elsewhere(seed)) for seed in ("1", "2"))
    assert one == other
