from pathlib import Path

import pytest

from shuttle.errors import NoPlanError
from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.progress import Progress

TINY: Path = shared_root() / "seeds" / "tiny"


@pytest.fixture(scope="module")
def problem() -> Problem:
    scenario = load_scenario(TINY)
    return build_problem(scenario, "working-day", scenario.reference_date)


def test_a_run_stopped_after_its_first_timetable_gives_it_with_a_bound(problem: Problem) -> None:
    seen: list[Progress] = []

    def has_any() -> bool:
        return bool(seen) and seen[-1].incumbent is not None

    solution = optimise(problem, Options(stop=has_any), seen.append)
    best = optimise(problem, Options()).proof.objective
    assert solution.trips
    assert solution.proof.bound <= best <= solution.proof.objective


def test_a_run_stopped_before_its_first_timetable_has_no_plan(problem: Problem) -> None:
    with pytest.raises(NoPlanError):
        optimise(problem, Options(stop=lambda: True))
