"""What planning drivers with the timetable is worth, on services of one route.

One table: run with `pytest -m benchmark -s`. The services are generated: one pair of parks over one
port, few riders, headways of at most one or two hours, buses that cost 500 to 1,100 a day without
their drivers, drivers at 300 a duty and 120 an hour, all assumed. The sequence plans the timetable
without regard to drivers. `integrated.json` in pytest's temporary folder has the figures.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from shuttle.domain.scenario import Scenario
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.duties.assign import assign_duties
from shuttle.solver.integrated.together import with_drivers
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from tests.benchmarks.generator import DAY_TYPE, generate

pytestmark = pytest.mark.benchmark

CASES = ((15, 120, 120), (15, 240, 60), (5, 240, 60))
BUS_DAYS = {"minibus": 500.0, "midibus": 800.0, "coach": 1100.0}
SECONDS = 120.0


def service(grid_minutes: int, riders: int, headway_minutes: int, seed: int = 0) -> Scenario:
    """A base service: one pair of parks over one port, with priced drivers."""
    whole = generate("n40", seed, grid_minutes)
    everyone = np.cumsum([entry.riders for entry in whole.demand])
    counts = np.diff(np.rint(everyone * riders / everyone[-1]).astype(int), prepend=0)
    demand = tuple(
        entry.model_copy(update={"riders": count})
        for entry, count in zip(whole.demand, counts.tolist(), strict=True)
        if count
    )
    headway = whole.policies.headways[0].model_copy(update={"max_minutes": headway_minutes})
    buses = {
        name: bus.model_copy(update={"cost_per_day": BUS_DAYS[name]})
        for name, bus in whole.vehicle_types.items()
    }
    paid = {"cost_per_duty": 300.0, "cost_per_hour": 120.0}
    return whole.model_copy(
        update={
            "demand": demand,
            "policies": whole.policies.model_copy(update={"headways": (headway,)}),
            "vehicle_types": buses,
            "drivers": whole.drivers.model_copy(update=paid),
        }
    )


def in_sequence(scenario: Scenario) -> float:
    """The cost of the day planned in sequence, drivers included."""
    problem = build_problem(scenario, DAY_TYPE, scenario.reference_date)
    solution = optimise(problem, Options(time_limit_seconds=SECONDS))
    duties = assign_duties(scenario, solution.blocks)
    return with_drivers(problem, solution, duties).proof.objective


def figures(case: tuple[int, int, int]) -> dict[str, float]:
    scenario = service(*case)
    sequence = in_sequence(scenario)
    plan = make_plan(scenario, PlanRequest(options=Options(time_limit_seconds=SECONDS)))
    return {
        "grid_minutes": case[0],
        "riders": case[1],
        "max_headway_minutes": case[2],
        "sequence": sequence,
        "integrated": plan.objective.total,
        "bound": plan.proof.bound,
        "gap": plan.proof.gap,
        "saving": round(1 - plan.objective.total / sequence, 4),
        "cpu_seconds": plan.proof.cpu_seconds,
    }


def test_planning_drivers_with_the_timetable_saves_money(tmp_path: Path) -> None:
    rows = [figures(case) for case in CASES]
    (tmp_path / "integrated.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    for row in rows:
        print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table
    assert all(row["integrated"] <= row["sequence"] for row in rows)
    assert rows[0]["saving"] > 0
