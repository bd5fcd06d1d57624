"""Whether a plan of a large network repeats to the byte on a machine that is busy.

Run with `pytest -m benchmark -s`. The run ends by its gap, as no clock may say when; it uses
neighbourhoods on two processes. Beside the second run two processes keep the machine busy.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shuttle.domain.plan import Plan
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options
from shuttle.solver.progress import Progress
from tests.benchmarks.generator import DAY_TYPE, generate

pytestmark = pytest.mark.benchmark

GAPS = {"n40": 0.01, "n100": 0.016}


@contextmanager
def busy_machine() -> Iterator[None]:
    """Two processes that do nothing, all the time."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def planned(name: str) -> tuple[str, list[Progress]]:
    """The plan's bytes without the timings of its proofs, and what the run told on its way."""
    scenario, told = generate(name), list[Progress]()
    options = Options(time_limit_seconds=3600, gap=GAPS[name], seed=3, workers=2)
    request = PlanRequest(DAY_TYPE, scenario.reference_date, options=options)
    return untimed(make_plan(scenario, request, told.append)), told


def untimed(plan: Plan) -> str:
    still = {"wall_seconds": 0, "cpu_seconds": 0}
    proofs = {
        "proof": plan.proof.model_copy(update=still),
        "duty_proof": plan.duty_proof.model_copy(update=still),
    }
    return plan.model_copy(update=proofs).model_dump_json()


@pytest.mark.parametrize("name", GAPS)
def test_the_same_input_seed_and_workers_give_the_same_bytes(name: str) -> None:
    started = time.monotonic()
    first, steps = planned(name)
    alone = time.monotonic() - started
    with busy_machine():
        second, same_steps = planned(name)
    beside = time.monotonic() - started - alone
    print(f"{name}: {len(steps)} steps, {alone:.0f} s alone, {beside:.0f} s beside two others")  # noqa: T201 - the table
    assert first == second
    assert steps == same_steps
