"""How good the plans of the base services are, and what they cost to make.

One table: run with `pytest -m benchmark -s`. Ratios, gaps and CPU-seconds; elapsed time is shown
beside them but decides nothing. `base-service.json` in pytest's temporary folder has the figures.
"""

import json
import time
from pathlib import Path

import pytest

from shuttle.domain.plan import Method
from shuttle.scenario import load_scenario, shared_root
from shuttle.solver.baselines.sweep import best_baseline
from shuttle.solver.optimise import Options, optimise, silent
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.progress import Progress

pytestmark = pytest.mark.benchmark

SEEDS = ("pilot-2023", "hospital-shuttle", "cuhk-shuttle", "hetao-2026")
MOST_GAP = 0.005
LEAST_SAVING = 0.15


def problem_of(seed: str) -> Problem:
    scenario = load_scenario(shared_root() / "seeds" / seed)
    return build_problem(scenario, scenario.day_types[0].id, scenario.reference_date)


def figures(seed: str) -> dict[str, object]:
    """The optimiser on one seed: how long to half a per cent, how long to the proof."""
    problem, started = problem_of(seed), time.process_time()
    close: list[float] = []

    def report(progress: Progress) -> None:
        if progress.gap is not None and progress.gap <= MOST_GAP and not close:
            close.append(round(time.process_time() - started, 1))

    solution = optimise(problem, Options(time_limit_seconds=600), report)
    proof = solution.proof
    return {
        "seed": seed,
        "trips": len(solution.trips),
        "buses": len(solution.blocks),
        "cost": proof.objective,
        "bound": proof.bound,
        "gap": proof.gap,
        "cpu_seconds_to_half_a_per_cent": close[0] if close else None,
        "cpu_seconds": proof.cpu_seconds,
        "wall_seconds": proof.wall_seconds,
    }


def test_the_base_services_are_solved_to_proof(tmp_path: Path) -> None:
    rows = [figures(seed) for seed in SEEDS]
    (tmp_path / "base-service.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    for row in rows:
        print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table
    assert all(float(str(row["gap"])) <= MOST_GAP for row in rows)


@pytest.mark.parametrize("method", ["even-headway", "even-load"])
def test_the_optimiser_beats_what_planners_do_today(method: Method) -> None:
    """Both judged by the same passenger count, the baseline's buses being optimal too."""
    assert method in ("even-headway", "even-load")
    problem = problem_of("hetao-2026")
    baseline = best_baseline(problem, method, Options(), silent).proof.objective
    ours = optimise(problem, Options(time_limit_seconds=60, gap=MOST_GAP)).proof.objective
    saving = 1 - ours / baseline
    print(f"{method}: {baseline:.0f} | optimised: {ours:.0f} | {saving:.1%} below")  # noqa: T201
    assert saving >= LEAST_SAVING
