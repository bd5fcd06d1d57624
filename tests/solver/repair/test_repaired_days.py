"""What the model makes of a disrupted day: buses and drivers keep who they are."""

from typing import Any

from shuttle.domain.disrupted import disrupted
from shuttle.domain.disruption import Disruption
from shuttle.domain.driver_rules import Drivers
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.under_way import UnderWay
from shuttle.solver.highs import Deadline
from shuttle.solver.progress import SearchLimits
from shuttle.solver.repair.day import RepairDay, repair_day
from shuttle.solver.repair.duties import repair_duties
from shuttle.solver.repair.model import build_repair_model
from shuttle.solver.repair.readout import Today, read_today
from shuttle.solver.repair.solve import cheapest
from tests.builders import Wanted, deadhead, depot, plan, riders, trip, vehicle_type
from tests.repairs import closed, day, known, place


def _task(world: Scenario, base: Plan, disruption: Disruption) -> RepairDay:
    on = base.reference_date
    today = disrupted(world, disruption, on)
    return repair_day(UnderWay(world, today, disruption, on, base.day_type), base)


def _today(world: Scenario, base: Plan, disruption: Disruption) -> Today:
    task = _task(world, base, disruption)
    model = build_repair_model(task, eased=False)
    best = cheapest(model.timetable, SearchLimits(0.0, Deadline(600.0), 0, 1))
    assert best.values is not None
    return read_today(task, model, best.values)


def test_no_departure_is_offered_before_its_notice_but_published_ones() -> None:
    world = place()
    disruption = known("12:35", closed("14:00", "15:00"), notice_minutes=60)
    problem = _task(world, day(world), disruption).problem
    offered = sorted(
        {run.departure for run in problem.trips if 755 <= run.departure < 13 * 60 + 40}
    )
    assert offered == [13 * 60 + 30, 13 * 60 + 35]


def test_what_had_left_is_required_with_its_port_open_where_it_may_turn() -> None:
    world = place()
    task = _task(world, day(world), known("12:35", closed("12:36", "14:00")))
    assert task.problem.required[0][-1] == 12 * 60 + 30
    ways = [run.port for run in task.problem.trips if run.departure == 12 * 60 + 30]
    assert ways == ["gate", "bridge"] * 2


def test_riders_who_had_left_are_counted_by_published_arrivals() -> None:
    world = place()
    task = _task(world, day(world), known("12:35", closed("12:36", "14:00")))
    arrivals = {run.arrival for run in task.problem.trips if run.departure == 12 * 60 + 30}
    assert arrivals == {13 * 60}


def test_a_bus_goes_on_with_its_own_trips_where_it_can() -> None:
    world = place()
    base = day(world)
    now = _today(world, base, known("13:00", closed("14:00", "16:00")))
    assert [[p.id for p in block.pieces] for block in now.blocks] == [
        [p.id for p in block.pieces] for block in base.blocks
    ]


def test_a_bus_that_has_not_left_keeps_its_name() -> None:
    cheap = vehicle_type(count=4, cost_per_day=10, cost_per_trip=10)
    world = place(vehicle_types=(cheap,), demand=())
    runs: list[Wanted] = [
        trip("to-b", "08:30", block="early"),
        trip("to-a", "09:30", block="early"),
        trip("to-a", "14:30", block="late"),
        trip("to-b", "15:30", block="late"),
    ]
    base = plan(world, runs)
    now = _today(world, base, known("12:00", closed("20:00", "21:00")))
    assert {block.id for block in now.blocks} >= {"early", "late"}


def test_empty_runs_that_had_left_stay_and_count() -> None:
    bus = vehicle_type(cost_per_deadhead=30, count=1)
    world = place(vehicle_types=(bus,), demand=(riders(9, "08:00"), riders(9, "15:00")))
    base = plan(
        world,
        [
            trip("to-b", "08:30", block="one"),
            deadhead("to-a", "09:30", block="one"),
            trip("to-b", "15:30", block="one"),
            deadhead("to-a", "16:30", block="one"),
        ],
    )
    now = _today(world, base, known("12:00", closed("20:00", "21:00")))
    assert [(p.kind, p.id) for p in now.blocks[0].pieces][:2] == [
        ("trip", "to-b-0830"),
        ("deadhead", "one-0930"),
    ]


def test_a_depot_that_is_full_sends_out_no_more_buses() -> None:
    yards = (depot("yard-a", "a", capacity=1), depot("yard-b", "b", capacity=1))
    world = place(depots=yards)
    now = _today(world, day(world), known("12:35", {"kind": "bus-missing", "block": "bus-1"}))
    assert len(now.blocks) == 2


def _duties(world: Scenario, base: Plan, *entries: dict[str, Any], at: str = "12:35") -> Any:
    disruption = known(at, *entries)
    now = _today(world, base, disruption)
    on = base.reference_date
    under_way = UnderWay(world, disrupted(world, disruption, on), disruption, on, base.day_type)
    return repair_duties(under_way, base, now.blocks, Deadline(60.0))


def test_a_driver_who_can_goes_on_as_planned() -> None:
    world = place()
    base = day(world)
    found = _duties(world, base, closed("14:00", "16:00"))
    assert [duty.id for duty in found.duties] == [duty.id for duty in base.duties]
    assert [duty.pieces for duty in found.duties] == [duty.pieces for duty in base.duties]


def test_a_missing_driver_who_has_not_begun_is_not_counted_as_there() -> None:
    world = place(drivers=Drivers(rule_profile="wide", count_hk=1, count_sz=1))
    base = day(world)
    gone = {"kind": "driver-missing", "duty": "duty-bus-1"}
    found = _duties(world, base, gone)
    assert len(found.duties) == 3
    mine = next(duty for duty in found.duties if duty.id == "duty-bus-1")
    assert mine.pieces[-1].endswith("1230")


def test_duties_are_proved_on_the_terms_that_they_state() -> None:
    world = place()
    found = _duties(world, day(world), {"kind": "bus-missing", "block": "bus-1"})
    assert found.proof.objective == len(found.duties)
    assert found.proof.bound <= found.proof.objective
    assert found.proof.proves.startswith("duties for these blocks, ")
