"""How soon a closed port is repaired, with proof, on a base service and on generated networks.

Run with `pytest -m benchmark -s tests/benchmarks/test_repair.py`. The plan in force is made first,
with a loose gap, for a repair does not need the best one; its time is not counted. CPU-seconds are
those of one core: solving, drivers, and audit.
"""

import time

import pytest

from shuttle.domain.disruption import Disruption
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, shared_root
from shuttle.services.deciding.repairing import repair
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options
from tests.benchmarks.generator import generate

pytestmark = pytest.mark.benchmark

MOST_CPU_SECONDS = {"hetao-2026": 3.0, "n100": 3.0, "n600": 15.0}
LOOSE = 0.03


def _scenario(name: str) -> Scenario:
    if name.startswith("n"):
        return generate(name)
    return load_scenario(shared_root() / "seeds" / name)


@pytest.mark.parametrize("name", MOST_CPU_SECONDS)
def test_a_port_closed_for_two_hours_is_repaired_with_proof(name: str) -> None:
    place = _scenario(name)
    base = make_plan(place, PlanRequest(options=Options(600.0, LOOSE)))
    port = next(iter(place.ports))
    closed = {"kind": "port-closed", "port": port, "from": "14:00", "to": "16:00"}
    known = Disruption.model_validate({"known_at": "13:00", "entries": [closed]})
    started = time.process_time()
    made = repair(place, base, known, Options(120.0))
    seconds = time.process_time() - started
    proof = made.plan.proof
    print(f"{name}: {len(base.trips)} trips, {proof.status}, {seconds:.1f} CPU-s")  # noqa: T201
    assert proof.status == "optimal"
    assert seconds <= MOST_CPU_SECONDS[name]
