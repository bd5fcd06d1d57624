"""How good duties for other people's blocks are, and what they cost to make.

Run with `pytest -m benchmark -s`. Gaps and CPU-seconds; `duties.json` in pytest's temporary
folder has the figures. `instances` says where OR-Tools' bus driver example is looked for.
"""

import csv
import json
import random
import resource
from pathlib import Path
from typing import Any

import pytest

from shuttle.audit.stage_duties import check_duties
from shuttle.domain.driver_rules import RestAfterDriving, WorkingRules
from shuttle.domain.duty_stage import DutyAnswer, DutyStage, DutyTask
from shuttle.solver.duties.stage import solve_duties
from tests.benchmarks.instances import instance

pytestmark = pytest.mark.benchmark

# OR-Tools' rules as data: its example has no places, and counts ten minutes of set-up and fifteen
# of clean-up. First fewest drivers, then least minutes between their pieces.
DRIVER_EXAMPLE = WorkingRules(
    max_duty_minutes=720,
    min_duty_minutes=390,
    max_driving_minutes=540,
    max_continuous_driving_minutes=240,
    break_minutes=30,
    min_gap_minutes=2,
    sign_on_minutes=10,
    sign_off_minutes=15,
    returns_home=False,
)
EVEN = WorkingRules(
    max_duty_minutes=660,
    max_driving_minutes=480,
    max_continuous_driving_minutes=240,
    break_minutes=20,
    rest_after_driving=RestAfterDriving(driving_minutes=360, rest_minutes=40),
    sign_on_minutes=15,
    sign_off_minutes=10,
    returns_home=True,
)


def driver_example(name: str) -> DutyTask:
    with instance(f"ortools-driver/{name}.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    pieces = [
        {
            "id": f"p{number}",
            "from": "anywhere",
            "to": "anywhere",
            "start": int(row["start_minute"]),
            "end": int(row["end_minute"]),
        }
        for number, row in enumerate(rows)
    ]
    costs = {"duty": 10_000, "duty_minute": 0, "gap_minute": 1}
    return as_task(pieces, DRIVER_EXAMPLE, costs)


def even_blocks(buses: int, runs: int, seed: int) -> DutyTask:
    """Buses to and fro between two ends, with layovers of 10 to 30 minutes."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    ends, pieces = ("north", "south"), []
    for bus in range(buses):
        minute, end = 300 + draw.randrange(0, 180), draw.randrange(2)
        for run in range(end, end + runs):
            arrival = minute + draw.choice((45, 50, 55, 60, 70))
            pieces.append(
                {
                    "id": f"{bus}-{run}",
                    "vehicle": f"bus-{bus}",
                    "from": ends[run % 2],
                    "to": ends[1 - run % 2],
                    "start": minute,
                    "end": arrival,
                }
            )
            minute = arrival + draw.choice((10, 15, 20, 30))
    return as_task(pieces, EVEN, {"duty": 1000, "duty_minute": 1, "vehicle_change": 5})


def as_task(pieces: list[dict[str, Any]], rules: WorkingRules, costs: dict[str, int]) -> DutyTask:
    stage = {"format": 1, "pieces": pieces, "rule_profile": rules, "costs": costs}
    return DutyTask(stage=DutyStage.model_validate(stage), rules=rules)


def figures(name: str, asked: DutyTask, folder: Path) -> DutyAnswer:
    """Solve, audit, print one line and write it beside."""
    answer = solve_duties(asked)
    assert check_duties(asked, answer) == ()
    proof = answer.proof
    row = {
        "name": name,
        "pieces": len(asked.stage.pieces),
        "duties": len(answer.duties),
        "cost": answer.objective,
        "bound": proof.bound,
        "gap": round(proof.gap, 6),
        "cpu_seconds": proof.cpu_seconds,
    }
    print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table
    (folder / "duties.json").write_text(json.dumps(row, indent=1), encoding="utf-8")
    return answer


def test_the_small_driver_example_is_proved_in_both_its_aims(tmp_path: Path) -> None:
    answer = figures("OR-Tools small", driver_example("small"), tmp_path)
    assert answer.objective == answer.proof.bound == 8 * 10_000 + 1902


@pytest.mark.parametrize(("buses", "seed"), [(6, 1), (6, 2), (18, 1)])
def test_even_days_are_proved(buses: int, seed: int, tmp_path: Path) -> None:
    answer = figures(f"even {buses} buses", even_blocks(buses, 14, seed), tmp_path)
    assert answer.proof.status == "optimal"


@pytest.mark.parametrize("buses", [43, 107])
def test_large_even_days_have_duties_with_a_bound(buses: int, tmp_path: Path) -> None:
    answer = figures(f"even {buses} buses", even_blocks(buses, 14, 1), tmp_path)
    assert 0 < answer.proof.bound <= answer.objective
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 1024 * 1024  # KiB


def test_the_medium_driver_example_has_duties_with_a_bound(tmp_path: Path) -> None:
    answer = figures("OR-Tools medium", driver_example("medium"), tmp_path)
    assert 29 * 10_000 <= answer.proof.bound <= answer.objective
