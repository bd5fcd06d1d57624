"""The same input, seed and number of workers give the same plan, however busy the machine."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from shuttle.solver.progress import Progress
from shuttle.solver.result import Solution
from shuttle.solver.timetable import search

BUSY = "while True: pass"


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Two processes that do nothing, all the time."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]  # noqa: S603 - ours
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


def planned() -> tuple[Solution, list[Progress]]:
    scenario = load_scenario(shared_root() / "seeds" / "tiny")
    problem = build_problem(scenario, scenario.day_types[0].id, scenario.reference_date)
    told: list[Progress] = []
    return optimise(problem, Options(workers=2, seed=3), told.append), told


@pytest.mark.usefixtures("busy_machine")
def test_two_runs_on_two_processes_take_the_same_steps_to_the_same_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "_LARGE", 0)
    monkeypatch.setattr(search, "_IDLE", 4)
    (first, steps), (second, same_steps) = planned(), planned()
    assert any(step.stage == "neighbourhoods" for step in steps)
    assert steps == same_steps
    assert (first.trips, first.blocks, first.terms) == (second.trips, second.blocks, second.terms)
    assert (first.proof.bound, first.proof.deterministic_time) == (
        second.proof.bound,
        second.proof.deterministic_time,
    )
