"""How good duties are under rules that count working time, on the collection of TU Wien.

Run with `pytest -m benchmark -s`. Best known values and bounds are the collection's own, as of
2026-10. `working-time.json` in pytest's temporary folder has the figures.
`instances` says where the instances are looked for.
"""

import json
from pathlib import Path

import pytest

from shuttle.audit.stage_duties import check_duties
from shuttle.solver.duties.stage import solve_duties
from tests.benchmarks.instances import instance
from tests.benchmarks.wien import read

pytestmark = pytest.mark.benchmark

WORKERS = 2
# Name, best known cost, and by how much of it ours may be above.
CASES = [
    ("realistic_10_1", 14_417, 0.0),
    ("realistic_10_3", 15_103, 0.0),
    ("realistic_20_6", 30_427, 0.0),
    ("realistic_20_9", 29_520, 0.0),
    ("realistic_30_14", 48_760, 0.003),
    ("realistic_50_21", 82_936, 0.01),
    ("realistic_100_46", 164_451, 0.03),
    ("realistic_250_61", 425_880, 0.10),
]


@pytest.mark.parametrize(("name", "best_known", "most_above"), CASES)
def test_duties_are_as_cheap_as_any_known_or_nearly_so(
    name: str, best_known: int, most_above: float, tmp_path: Path
) -> None:
    asked = read(instance(f"bdsp/{name}.json"))
    answer = solve_duties(asked, workers=WORKERS)
    above = answer.objective / best_known - 1
    row = {
        "instance": name,
        "legs": len(asked.stage.pieces),
        "best_known": best_known,
        "ours": answer.objective,
        "bound": answer.proof.bound,
        "above_best_known": round(above, 5),
        "cpu_seconds": answer.proof.cpu_seconds,
    }
    print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table
    (tmp_path / "working-time.json").write_text(json.dumps(row, indent=1), encoding="utf-8")

    assert check_duties(asked, answer) == ()
    assert above <= most_above
    assert (most_above > 0) or answer.proof.status == "optimal"
