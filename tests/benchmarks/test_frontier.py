"""How many points of the frontier are certified on the base service, and what they cost to find.

One table: run with `pytest -m benchmark -s`. `frontier.json` in pytest's temporary folder has the
figures; elapsed time is shown beside CPU-seconds but decides nothing.
"""

import json
from pathlib import Path

import pytest

from shuttle.scenario import load_scenario, shared_root
from shuttle.services.deciding.frontier import FrontierRequest, trace_frontier
from shuttle.solver.optimise import Options

pytestmark = pytest.mark.benchmark

MOST_GAP = 0.005
FEWEST_POINTS = 8


def test_the_base_service_has_its_certified_points(tmp_path: Path) -> None:
    scenario = load_scenario(shared_root() / "seeds" / "hetao-2026")
    request = FrontierRequest(options=Options(90.0, MOST_GAP, workers=2))
    found = trace_frontier(scenario, request).frontier
    for point in found.points:
        gap = "" if point.gap is None else f"{100 * point.gap:5.2f} %"
        print(  # noqa: T201 - the table is what it is run for
            f"{point.id} riders x{point.riders_weight:<5g} buses {point.buses}"
            f" operator {point.operator_cost} riders {point.riders_cost}"
            f" {gap} {point.status} {point.dominated_by or ''}"
        )
    print(f"{found.wall_seconds} s, {found.cpu_seconds} CPU-s")  # noqa: T201 - as above
    (tmp_path / "frontier.json").write_text(json.dumps(found.model_dump(mode="json")))
    assert len(found.certified) >= FEWEST_POINTS
