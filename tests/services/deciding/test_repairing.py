"""A disrupted day repaired: every kind of disruption in the small."""

from typing import Any

import pytest

from shuttle import audit
from shuttle.domain.plan import Plan
from shuttle.domain.time import format_minute
from shuttle.errors import CheckError, InfeasibleError, InputError
from shuttle.services.deciding.repairing import Repaired, repair
from shuttle.store.records import PLAN, Artefact
from tests.builders import band, driver_rules, policies, quota, vehicle_type
from tests.repairs import BOTH, closed, day, known, place

PLACE = place()
BASE = day(PLACE)
KINDS: dict[str, list[dict[str, Any]]] = {
    "port": [closed("14:00", "16:00")],
    "both ports": [closed("14:00", "16:00", name) for name in BOTH],
    "port at once": [closed("12:35", "14:00")],
    "road": [{"kind": "approach-road-closed", "port": "gate", "from": "12:35", "to": "14:00"}],
    "signal": [{"kind": "no-service", "from": "14:00", "to": "16:00", "bring_forward_minutes": 60}],
    "bus": [{"kind": "bus-missing", "block": "bus-1"}],
    "some bus": [{"kind": "bus-missing", "vehicle_type": "coach", "count": 9}],
    "driver": [{"kind": "driver-missing", "duty": "duty-bus-1"}],
    "slow": [{"kind": "slower", "factor": 1.5, "from": "12:35", "to": "16:00"}],
    "surge": [{"kind": "surge", "factor": 3, "from": "14:00", "to": "15:00"}],
}


def _words(made: Repaired) -> list[str]:
    return [words.en for words in made.words]


def _left(made: Plan) -> list[str]:
    return [f"{trip.direction} {format_minute(trip.departure)} {trip.port}" for trip in made.trips]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_disruption_is_repaired_with_proof(kind: str) -> None:
    made = repair(PLACE, BASE, known("12:35", *KINDS[kind])).plan
    assert audit.check(PLACE, made) == ()
    assert made.proof.status == "optimal"


@pytest.mark.parametrize("kind", KINDS)
def test_what_had_left_stays(kind: str) -> None:
    made = repair(PLACE, BASE, known("12:35", *KINDS[kind])).plan
    before = [(t.id, t.block) for t in BASE.trips if t.departure < 755]
    assert [(t.id, t.block) for t in made.trips][: len(before)] == before


def test_all_kinds_at_once_are_repaired() -> None:
    every = [entry for kind in ("port", "signal", "bus", "slow", "surge") for entry in KINDS[kind]]
    assert audit.check(PLACE, repair(PLACE, BASE, known("12:35", *every)).plan) == ()


def test_nothing_changes_where_nothing_is_in_the_way() -> None:
    made = repair(PLACE, BASE, known("12:35", closed("21:00", "22:00")))
    assert _left(made.plan) == _left(BASE)
    assert [block.pieces for block in made.plan.blocks] == [block.pieces for block in BASE.blocks]
    assert made.plan.duties == BASE.duties
    assert _words(made) == ["The day goes on as planned."]


def test_trips_go_over_the_other_port_and_it_is_said() -> None:
    made = repair(PLACE, BASE, known("13:00", closed("14:00", "16:00")))
    assert _words(made)[:2] == [
        "2 trips to a go over Bridge instead of Gate: 14:30 and 15:30.",
        "2 trips to b go over Bridge instead of Gate: 14:30 and 15:30.",
    ]
    assert made.plan.objective.terms["changes"] == 240


def test_the_same_is_said_in_chinese() -> None:
    said = repair(PLACE, BASE, known("13:00", closed("14:00", "16:00"))).words[0]
    assert said.zh_hant.startswith("2班往a的班次改經Bridge")
    assert said.zh_hans.startswith("2班往a的班次改走Bridge")
    assert said.zh_hans.endswith("14:30和15:30。")


def test_a_bus_on_the_road_turns_to_the_other_port() -> None:
    made = repair(PLACE, BASE, known("12:35", closed("12:36", "14:00")))
    assert (
        "On the road: the 12:30 to b goes over Bridge and arrives at 13:25, 25 minutes late."
        in (_words(made))
    )
    assert made.plan.objective.terms["delay"] == 16 * 25


def test_a_bus_that_has_reached_its_port_waits_there() -> None:
    made = repair(PLACE, BASE, known("12:45", closed("12:46", "14:00")))
    words = (
        "On the road: bus bus-1, the 12:30 to a, is cleared at Gate at 14:10, 80 minutes later "
        "than planned, and arrives at 14:20."
    )
    assert words in _words(made)


def test_a_cancelled_trip_is_told_with_its_riders() -> None:
    both = [closed("14:00", "15:00", name) for name in BOTH]
    world = place(policies=policies(layover_minutes=5, max_wait_minutes=120))
    made = repair(world, day(world), known("13:00", *both))
    said = [words for words in _words(made) if "cancelled" in words or "instead" in words]
    assert said
    assert audit.check(world, made.plan) == ()


def test_a_quota_counts_buses_that_had_left() -> None:
    """Over the bridge two buses an hour may go; both that are on the road take these places."""
    tight = PLACE.ports["bridge"].model_copy(update={"quotas": (quota(1),)})
    world = place(ports=(PLACE.ports["gate"], tight))
    made = repair(world, day(world), known("12:35", closed("12:36", "14:00"))).plan
    assert audit.check(world, made) == ()
    over = [t for t in made.trips if t.port == "bridge" and t.direction == "to-b"]
    reached = [t.legs[0].arrival // 60 for t in over]
    assert len(reached) == len(set(reached))


def test_buses_start_from_where_they_are() -> None:
    """One bus: it is on its way until 14:20, so nothing else can leave before."""
    world = place(vehicle_types=(vehicle_type(count=2),))
    both = [closed("12:36", "14:00", name) for name in BOTH]
    made = repair(world, day(world), known("12:35", *both)).plan
    later = [trip.departure for trip in made.trips if trip.departure >= 755]
    assert min(later) >= 14 * 60 + 25


def test_a_missing_bus_is_replaced_by_one_from_its_depot() -> None:
    made = repair(PLACE, BASE, known("12:35", *KINDS["bus"])).plan
    gone = next(block for block in made.blocks if block.id == "bus-1")
    assert gone.pieces[-1].departure < 755
    assert len(made.blocks) == 3
    assert {trip.id for trip in BASE.trips} <= {trip.id for trip in made.trips}


def test_without_another_bus_trips_are_cancelled_and_the_depots_do_without() -> None:
    world = place(vehicle_types=(vehicle_type(count=2),))
    made = repair(world, day(world), known("12:35", *KINDS["bus"])).plan
    assert audit.check(world, made) == ()
    assert len(made.trips) < len(BASE.trips)


def test_a_missing_driver_is_relieved_after_her_last_run() -> None:
    made = repair(PLACE, BASE, known("12:35", *KINDS["driver"])).plan
    mine = next(duty for duty in made.duties if duty.id == "duty-bus-1")
    assert mine.pieces[-1] == "to-a-1230"
    assert len(made.duties) == 3


def test_overtime_is_taken_only_where_it_must_be_and_said() -> None:
    rules = driver_rules(max_duty_minutes=600)
    world = place(driver_rules=(rules,), vehicle_types=(vehicle_type(count=2),))
    slow = {"kind": "slower", "factor": 4, "from": "17:00", "to": "22:00"}
    base = day(world)
    made = repair(world, base, known("17:35", slow))
    assert made.plan.repairs is not None
    assert {easing.rule for easing in made.plan.repairs.eased} == {"duty-length"}
    assert any("Not kept, for nothing else is possible" in words for words in _words(made))


def test_a_headway_is_broken_only_where_nothing_else_is_possible_and_said() -> None:
    wanted = policies(
        layover_minutes=5,
        headways=({"max_minutes": 60},),
        spans=({"last": band("17:00", "18:00")},),
    )
    world = place(policies=wanted)
    both = [closed("17:00", "22:00", name) for name in BOTH]
    made = repair(world, day(world), known("13:00", *both)).plan
    assert made.repairs is not None
    assert {easing.rule for easing in made.repairs.eased} == {"last-departure"}
    assert made.proof.proves.endswith("obligations eased at a price")
    assert audit.check(world, made) == ()


def test_a_bus_that_can_be_cleared_nowhere_is_named() -> None:
    both = [closed("12:36", "48:00", name) for name in BOTH]
    with pytest.raises(InfeasibleError) as caught:
        repair(PLACE, BASE, known("12:35", *both))
    assert [conflict.rule for conflict in caught.value.conflicts] == ["port-hours"] * 2
    assert "bus-1" in caught.value.conflicts[0].words.en


def test_a_plan_that_breaks_rules_is_not_repaired() -> None:
    broken = BASE.model_copy(update={"trips": BASE.trips[1:]})
    with pytest.raises(CheckError, match="mend it before"):
        repair(PLACE, broken, known("12:35", *KINDS["port"]))


def test_a_repaired_plan_is_not_repaired_again() -> None:
    made = repair(PLACE, BASE, known("12:35", *KINDS["port"])).plan
    with pytest.raises(InputError, match="one file that tells all"):
        repair(PLACE, made, known("13:35", *KINDS["port"]))


def test_a_plan_of_another_scenario_is_not_repaired() -> None:
    other = place(sha256="1" * 64)
    with pytest.raises(InputError, match="plan anew"):
        repair(other, BASE, known("12:35", *KINDS["port"]))


def test_the_repaired_plan_names_the_plan_that_it_repairs() -> None:
    made = repair(PLACE, BASE, known("12:35", *KINDS["port"])).plan
    assert made.repairs is not None
    assert made.repairs.sha256 == Artefact.of_value(PLAN, BASE).sha256


def test_the_same_disruption_gives_the_same_repair() -> None:
    one, other = (repair(PLACE, BASE, known("12:35", *KINDS["port at once"])).plan for _ in "ab")
    assert (one.trips, one.blocks, one.duties) == (other.trips, other.blocks, other.duties)


def test_only_the_driver_whose_work_so_far_is_too_long_breaks_her_limits() -> None:
    rules = driver_rules(max_continuous_driving_minutes=100, break_minutes=20)
    world = place(driver_rules=(rules,))
    base = day(world)
    slow = {"kind": "slower", "factor": 9, "from": "12:35", "to": "13:00"}
    made = repair(world, base, known("12:35", slow)).plan
    assert made.repairs is not None
    eased = {(easing.rule, easing.subject) for easing in made.repairs.eased}
    assert audit.check(world, made) == ()
    assert {rule for rule, _ in eased} <= {"duty-continuous-driving"}
