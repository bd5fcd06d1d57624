"""A plan for the rest of a disrupted day is held against the plan before it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from shuttle.audit import check
from shuttle.domain.disruption import Disruption
from shuttle.domain.plan import Block, Duty, Easing, Plan, Trip
from shuttle.domain.time import parse_minute
from shuttle.services.deciding.repairing import repair
from tests.builders import quota
from tests.repairs import closed, day, known, place

PLACE = place()
BASE = day(PLACE)
BOTH_CLOSED = known("12:35", closed("12:36", "14:00"), closed("12:36", "14:00", "bridge"))
RULE = "repair-history"


@cache
def _repaired(disruption: Disruption = BOTH_CLOSED) -> Plan:
    return repair(PLACE, BASE, disruption).plan


def _broken(plan: Plan) -> list[str]:
    return [violation.words for violation in check(PLACE, plan) if violation.rule == RULE]


def _with(plan: Plan, **repairs: Any) -> Plan:
    assert plan.repairs is not None
    return plan.model_copy(update={"repairs": plan.repairs.model_copy(update=repairs)})


def _each_block(plan: Plan, change: Callable[[Block], Block]) -> Plan:
    return plan.model_copy(update={"blocks": tuple(map(change, plan.blocks))})


def _each_trip(plan: Plan, change: Callable[[Trip], Trip]) -> Plan:
    return plan.model_copy(update={"trips": tuple(map(change, plan.trips))})


def test_a_repaired_plan_keeps_every_rule_of_its_day() -> None:
    assert check(PLACE, _repaired()) == ()


def test_without_its_disruption_the_same_plan_breaks_rules() -> None:
    plain = _repaired().model_copy(update={"disruption": None, "repairs": None})
    assert "running-time" in {violation.rule for violation in check(PLACE, plain)}


def test_a_disruption_without_the_plan_that_it_repairs_is_refused() -> None:
    plan = _repaired().model_copy(update={"repairs": None})
    assert _broken(plan) == ["The plan needs both disruption and repairs, or neither."]


def test_what_had_left_may_not_leave_later() -> None:
    plan = _repaired()

    def later(block: Block) -> Block:
        first = block.pieces[0].model_copy(update={"departure": block.pieces[0].departure + 5})
        return block.model_copy(update={"pieces": (first, *block.pieces[1:])})

    assert any("is not the run" in words for words in _broken(_each_block(plan, later)))


def test_what_had_left_may_not_vanish() -> None:
    plan = _repaired()

    def shorter(block: Block) -> Block:
        return block.model_copy(update={"pieces": block.pieces[1:]})

    words = _broken(_each_block(plan, shorter))
    assert any("is changed before the disruption was known" in line for line in words)


def test_a_bus_that_waits_may_not_be_said_to_be_through() -> None:
    plan = _repaired()
    planned = {piece.id: piece for block in BASE.blocks for piece in block.pieces}

    def as_planned(block: Block) -> Block:
        pieces = tuple(planned.get(piece.id, piece) for piece in block.pieces)
        return block.model_copy(update={"pieces": pieces})

    words = _broken(_each_block(plan, as_planned))
    assert words == [
        "Run to-a-1230 had left; it may arrive only at 14:20 over Gate or at 14:30 over Bridge.",
        "Run to-b-1230 had left; it may arrive only at 14:20 over Gate or at 14:30 over Bridge.",
    ]


def test_a_bus_that_had_left_may_not_change_its_depot() -> None:
    plan = _each_block(_repaired(), lambda b: b.model_copy(update={"depot": "yard-b"}))
    assert "Block bus-2 had left; it must stay, with its bus and depot." in _broken(plan)


def test_a_departure_that_was_not_published_needs_its_notice() -> None:
    plan = _repaired(known("12:35", closed("13:30", "15:00"), notice_minutes=30))

    def early(trip: Trip) -> Trip:
        moved = {"id": "to-a-1300", "departure": 13 * 60}
        return trip.model_copy(update=moved) if trip.id == "to-a-1330" else trip

    words = "Trip to-a-1300 was not published; it may leave from 13:05 on."
    assert words in _broken(_each_trip(plan, early))


def test_a_driver_keeps_what_she_has_driven() -> None:
    plan = _repaired()
    one, other = plan.duties
    swapped = (_other_runs(one, other), _other_runs(other, one))
    words = _broken(plan.model_copy(update={"duties": swapped}))
    assert len(words) == 2
    assert "it must go on from what its driver has done" in words[0]


def _other_runs(duty: Duty, other: Duty) -> Duty:
    return duty.model_copy(update={"pieces": other.pieces})


def test_a_missing_bus_may_not_leave() -> None:
    plan = _repaired()
    assert plan.disruption is not None
    gone = known("12:35", *_entries(plan), {"kind": "bus-missing", "block": "bus-1"})
    words = _broken(plan.model_copy(update={"disruption": gone}))
    assert words == ["Block bus-1 leaves with to-b-1430; its bus is missing."]


def test_more_buses_than_are_there_may_not_work_on() -> None:
    plan = _repaired()
    entry = {"kind": "bus-missing", "vehicle_type": "coach", "count": 9}
    gone = known("12:35", *_entries(plan), entry)
    words = _broken(plan.model_copy(update={"disruption": gone}))
    assert words == ["2 buses of type coach work on; 1 are there."]


def test_a_missing_driver_may_not_go_on() -> None:
    plan = _repaired()
    gone = known("12:35", *_entries(plan), {"kind": "driver-missing", "duty": plan.duties[0].id})
    words = _broken(plan.model_copy(update={"disruption": gone}))
    assert words == [f"Duty {plan.duties[0].id} goes on; its driver is missing."]


def _entries(plan: Plan) -> list[dict[str, Any]]:
    assert plan.disruption is not None
    return [entry.model_dump(mode="json", by_alias=True) for entry in plan.disruption.entries]


def test_a_repaired_plan_is_for_one_date_alone() -> None:
    plan = _repaired()
    wider = plan.effective.model_copy(update={"valid_to": None})
    assert any(
        "that date alone" in w for w in _broken(plan.model_copy(update={"effective": wider}))
    )


def test_an_easing_that_nothing_needs_is_refused() -> None:
    eased = _with(_repaired(), eased=(Easing(rule="duty-length", subject="duty-bus-1"),))
    words = [violation.words for violation in check(PLACE, eased)]
    assert words == ["is said to be eased; it is kept."]


def test_a_rule_that_safety_asks_for_cannot_be_eased() -> None:
    eased = _with(_repaired(), eased=(Easing(rule="port-hours", subject="to-a-1430"),))
    assert _broken(eased) == ["Rule port-hours cannot be eased."]


@pytest.mark.parametrize("term", ["delay", "obligations", "changes"])
def test_what_a_repair_costs_besides_is_recounted(term: str) -> None:
    plan = _repaired()
    terms = {**plan.objective.terms, term: plan.objective.terms[term] + 1}
    cost = plan.objective.model_copy(update={"terms": terms})
    rules = [v.rule for v in check(PLACE, plan.model_copy(update={"objective": cost}))]
    assert rules == ["objective-value"]


def test_quotas_count_what_had_left() -> None:
    plan = _repaired(known("12:35", closed("13:30", "14:15")))
    none = quota(0, start=parse_minute("12:00"), end=parse_minute("13:00"))
    tight = PLACE.ports["gate"].model_copy(update={"quotas": (none,)})
    world = PLACE.model_copy(update={"ports": {**PLACE.ports, "gate": tight}})
    assert "port-quota" in {violation.rule for violation in check(world, plan)}
