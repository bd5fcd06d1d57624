"""Days planned on a one-minute grid, end to end, against the linear relaxation of every minute.

One table: run with `pytest -m benchmark -s`. The networks are generated: one pair of parks, about
55 trips. The plan has a minute on two cores, as a planner would see it; the relaxation that its
cost is compared with is solved afterwards, for as long as it takes. `one_minute.json` in pytest's
temporary folder has the figures.
"""

import json
import time
from pathlib import Path

import pytest

from shuttle.solver.highs import solve_lp
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.model import build_model
from tests.benchmarks.generator import DAY_TYPE, generate

pytestmark = pytest.mark.benchmark

SEEDS = (0, 1)
SECONDS = 60.0
CENTS = 100


def figures(seed: int) -> dict[str, float]:
    scenario = generate("n40", seed, 1)
    problem = build_problem(scenario, DAY_TYPE, scenario.reference_date)
    started = time.monotonic()
    proof = optimise(problem, Options(time_limit_seconds=SECONDS, workers=2)).proof
    wall = time.monotonic() - started
    linear = build_model(problem).linear
    begun = time.process_time()
    duals = solve_lp(linear, 3600.0, corner=False).duals
    assert duals is not None
    relaxed = linear.dual_bound(duals) / CENTS
    return {
        "seed": seed,
        "columns": len(linear.cost),
        "cost": proof.objective,
        "proved": proof.bound,
        "proved_gap": round(proof.gap, 4),
        "relaxation": round(relaxed, 2),
        "above_relaxation": round(1 - relaxed / proof.objective, 4),
        "cpu_seconds": round(proof.cpu_seconds, 1),
        "wall_seconds": round(wall, 1),
        "relaxation_cpu_seconds": round(time.process_time() - begun, 1),
    }


def test_a_day_by_the_minute_is_planned_close_to_its_relaxation(tmp_path: Path) -> None:
    rows = [figures(seed) for seed in SEEDS]
    (tmp_path / "one_minute.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    for row in rows:
        print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table
    assert all(row["above_relaxation"] <= 0.02 for row in rows)
    assert all(row["proved"] <= row["cost"] for row in rows)
