"""Clashes seeded into the base service: their cores, what would mend them, and the work.

Run with `pytest -m benchmark -s`.
"""

import time

import pytest

from shuttle.domain.explanation import Explanation
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.explanation import explain
from shuttle.services.planning.day_plan import PlanRequest
from shuttle.solver.explain import find_core
from shuttle.solver.optimise import Options
from shuttle.solver.problem import build_problem
from tests.benchmarks.clashes import clashes

pytestmark = pytest.mark.benchmark

MOST_RULES = 12
MOST_WORK = 3.0  # CP-SAT's deterministic time; about 5 CPU-seconds
CASES = dict(clashes())


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest) -> tuple[str, Scenario]:
    return request.param, CASES[request.param]


def test_the_core_is_small_minimal_and_found_at_once(case: tuple[str, Scenario]) -> None:
    name, place = case
    started = time.process_time()
    problem = build_problem(place, "working-day", place.reference_date)
    core = find_core(problem, "normal")
    seconds = time.process_time() - started
    print(f"{name}: {len(core.rules)} rules, work {core.work:.2f}, {seconds:.1f} CPU-seconds")  # noqa: T201 - the table
    assert core.answer == "clash"
    assert core.minimal
    assert len(core.rules) <= MOST_RULES
    assert core.work <= MOST_WORK


def test_what_would_mend_it_is_planned(case: tuple[str, Scenario]) -> None:
    name, place = case
    started = time.process_time()
    request = PlanRequest(options=Options(time_limit_seconds=300.0, gap=0.15))
    found = explain(place, request, "normal", lambda _: None)
    print(f"{name}: {time.process_time() - started:.0f} CPU-seconds")  # noqa: T201 - the table
    _show(found)
    assert any(relaxation.kind == "change" for relaxation in found.relaxations)


def _show(found: Explanation) -> None:
    for entry in found.relaxations:
        lines = " & ".join(edit.line for edit in entry.edits) or entry.words.en
        print(f"  {entry.price.money}, gap {entry.price.gap:.1%}: {lines}")  # noqa: T201 - the table
