"""Planning drivers with the timetable: when it is done, and what comes of it."""

from itertools import pairwise

import pytest

from shuttle import audit
from shuttle.domain.driver_rules import Drivers
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.time import parse_minute
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.duties.assign import DutyPlan
from shuttle.solver.integrated import coarse
from shuttle.solver.integrated import together as module
from shuttle.solver.integrated.master import Wages
from shuttle.solver.integrated.together import driver_cents, in_reach, least_columns, plan_together
from shuttle.solver.optimise import Options, silent
from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress
from shuttle.solver.result import Solution
from shuttle.solver.timetable.model import TimetableModel, build_model
from tests.builders import TUESDAY, WORKDAY
from tests.solver.integrated.builders import in_sequence, morning, problem_of


def test_where_drivers_have_no_price_the_plan_stays_as_it_was() -> None:
    place = morning(drivers=Drivers(rule_profile="wide"))
    solution, duties = in_sequence(place)
    assert plan_together(problem_of(place), solution, duties, Options()) == (solution, duties)


def test_drivers_without_a_price_are_no_term_of_the_cost() -> None:
    place = morning(drivers=Drivers(rule_profile="wide"))
    plan = make_plan(place, PlanRequest(WORKDAY, TUESDAY))
    assert "drivers" not in plan.objective.terms
    assert plan.proof.proves == "timetable and blocks, seat guarantee"


def test_planned_at_once_a_day_costs_less_than_in_sequence() -> None:
    place = morning()
    solution, duties = in_sequence(place)
    before = sum(solution.terms.values()) + driver_cents(Wages(30000.0, 200.0), duties)
    together, _ = plan_together(problem_of(place), solution, duties, Options())
    assert together.proof.status == "optimal"
    assert sum(together.terms.values()) < before


def test_the_plan_says_what_drivers_cost_and_passes_the_audit() -> None:
    place = morning()
    plan = make_plan(place, PlanRequest(WORKDAY, TUESDAY))
    hours = sum(duty.sign_off - duty.sign_on for duty in plan.duties) / 60
    assert plan.objective.terms["drivers"] == 300 * len(plan.duties) + 120 * hours
    assert plan.proof.proves == "timetable, blocks and duties, seat guarantee"
    assert audit.check(place, plan) == ()


def test_the_same_input_gives_the_same_plan_twice() -> None:
    def made() -> str:
        plan = make_plan(morning(), PlanRequest(WORKDAY, TUESDAY))
        proof = plan.proof.model_copy(update={"wall_seconds": 0, "cpu_seconds": 0})
        duty_proof = plan.duty_proof.model_copy(update={"wall_seconds": 0, "cpu_seconds": 0})
        return plan.model_copy(update={"proof": proof, "duty_proof": duty_proof}).model_dump_json()

    assert made() == made()


def test_without_time_left_the_sequence_stays_with_its_own_bound() -> None:
    place = morning()
    solution, duties = in_sequence(place)
    together, same = plan_together(
        problem_of(place), solution, duties, Options(time_limit_seconds=0.0)
    )
    assert together.trips == solution.trips
    assert same == duties
    assert together.proof.bound >= solution.proof.bound
    assert (
        together.proof.objective
        == (sum(solution.terms.values()) + driver_cents(Wages(30000.0, 200.0), duties)) / 100
    )


def test_a_model_too_large_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, built = problem_of(morning()), list[Problem]()
    solution, duties = in_sequence(morning())
    columns = len(build_model(problem).linear.cost)
    assert 0.5 * columns < least_columns(problem) <= columns

    def noted(asked: Problem) -> TimetableModel:
        built.append(asked)
        return build_model(asked)

    monkeypatch.setattr(module, "build_model", noted)
    for most, times in ((least_columns(problem) - 1, 0), (columns - 1, 1)):
        monkeypatch.setattr(module, "_MOST_COLUMNS", most)
        same, _ = plan_together(problem, solution, duties, Options())
        assert (same.trips, len(built)) == (solution.trips, times)


def test_more_drivers_than_there_are_on_a_side_are_not_used() -> None:
    drivers = Drivers(
        rule_profile="wide", cost_per_duty=300, cost_per_hour=120, count_hk=None, count_sz=0
    )
    plan = make_plan(morning(drivers=drivers), PlanRequest(WORKDAY, TUESDAY))
    assert {duty.home for duty in plan.duties} == {"hk"}


def test_several_routes_are_planned_in_sequence() -> None:
    place = morning()
    both = {**place.routes, "more": place.routes["a-b"].model_copy(update={"id": "more"})}
    assert in_reach(problem_of(place))
    assert not in_reach(problem_of(place.model_copy(update={"routes": both})))


def test_drivers_who_may_not_change_buses_everywhere_are_planned_in_sequence() -> None:
    place = morning()
    tied = place.drivers.model_copy(update={"hand_over_places": ("a",)})
    place = place.model_copy(update={"drivers": tied})
    assert not in_reach(problem_of(place))
    plan = make_plan(place, PlanRequest(WORKDAY, TUESDAY))
    driver = {piece: duty.id for duty in plan.duties for piece in duty.pieces}
    for block in plan.blocks:
        for earlier, later in pairwise(block.pieces):
            assert earlier.destination == "a" or driver[earlier.id] == driver[later.id]


def test_a_given_timetable_keeps_its_departures() -> None:
    at = {"to-b": ("07:15", "08:15", "09:15"), "to-a": ("08:00", "09:00", "10:00")}
    ends = {"to-b": ("a", "b"), "to-a": ("b", "a")}
    given = tuple(
        FixedTrip.model_validate(
            {"from": ends[way][0], "to": ends[way][1], "departure": parse_minute(clock)}
        )
        for way, clocks in at.items()
        for clock in clocks
    )
    request = PlanRequest(WORKDAY, TUESDAY, method="timetable", timetable=given)
    plan = make_plan(morning(), request)
    assert sorted(trip.departure for trip in plan.trips) == sorted(f.departure for f in given)
    assert plan.proof.status == "optimal"


def test_a_baseline_stays_a_baseline_and_its_drivers_are_paid() -> None:
    plan = make_plan(morning(), PlanRequest(WORKDAY, TUESDAY, method="even-headway"))
    assert plan.objective.terms["drivers"] > 0
    assert "drivers to cost nothing" in plan.proof.proves


def test_every_better_plan_is_told_of_and_the_last_is_the_answer() -> None:
    place = morning()
    solution, duties = in_sequence(place)
    told: list[tuple[Solution, DutyPlan]] = []

    def keep(better: Solution, its_duties: DutyPlan) -> None:
        told.append((better, its_duties))

    together, chosen = plan_together(problem_of(place), solution, duties, Options(), silent, keep)
    costs = [better.proof.objective for better, _ in told]
    assert costs == sorted(costs, reverse=True)
    assert told[-1][0].trips == together.trips
    assert told[-1][1].duties == chosen.duties
    assert all(better.proof.bound <= together.proof.objective for better, _ in told)


def test_drafts_of_a_plan_made_at_once_have_its_drivers_and_pass_the_audit() -> None:
    place = morning()
    drafts: list[Plan] = []
    plan = make_plan(place, PlanRequest(WORKDAY, TUESDAY), keep=drafts.append)
    assert drafts[-1].draft
    assert drafts[-1].duties == plan.duties
    assert drafts[-1].objective == plan.objective
    assert drafts[-1].proof.proves == "timetable, blocks and duties, seat guarantee"
    assert audit.check(place, drafts[-1]) == ()


def test_prices_of_a_coarse_grid_change_neither_cost_nor_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fine = morning(policies=morning().policies.model_copy(update={"grid_minutes": 10}))
    solution, duties = in_sequence(fine)
    alone, _ = plan_together(problem_of(fine), solution, duties, Options())
    monkeypatch.setattr(coarse, "_MANY_RUNS", 0)
    told: list[Progress] = []
    after, _ = plan_together(problem_of(fine), solution, duties, Options(), told.append)
    assert alone.proof.status == after.proof.status == "optimal"
    assert alone.proof.objective == after.proof.objective
    assert all(progress.bound <= after.proof.objective * 100 for progress in told)


def test_workers_change_nothing() -> None:
    place = morning()
    solution, duties = in_sequence(place)
    one, two = (
        plan_together(problem_of(place), solution, duties, Options(workers=workers))
        for workers in (1, 2)
    )
    assert one[0].trips == two[0].trips
    assert one[1].duties == two[1].duties
    assert one[0].proof.bound == two[0].proof.bound
