"""How many trips a CPU-second simulates: run with `pytest -m benchmark -s`.

The core is what each day's delay takes: minutes of every part by the time at which it begins,
and departures that wait for bus and driver. "With draws" adds the random numbers, "whole" riders
and figures. The best of several rounds, for other programs share the processor's caches.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, load_variation, shared_root
from shuttle.services.deciding.advice import AdviceRequest, advise
from shuttle.services.deciding.compared_settings import Setting
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.simulate import Experiment, simulate
from shuttle.simulate.chance import Days, Floats, Streams
from shuttle.simulate.operation import operation
from shuttle.simulate.propagate import play
from shuttle.solver.optimise import Options

pytestmark = pytest.mark.benchmark

DAYS = 16_384
ROUNDS = 8


class Known(Days):
    """Chance that was drawn before, so that the core is measured alone."""

    drawn: dict[str, Floats]

    def scores(self, name: str) -> Floats:
        if name not in self.drawn:
            self.drawn[name] = super().scores(name)
        return self.drawn[name].copy()


def best(work: Callable[[int], object]) -> float:
    """Least CPU-seconds of one round."""
    found = []
    for number in range(ROUNDS):
        started = time.process_time()
        work(number)
        found.append(time.process_time() - started)
    return min(found)


@pytest.fixture(scope="module")
def service() -> tuple[Scenario, Plan]:
    scenario = load_scenario(shared_root() / "seeds" / "hetao-2026")
    return scenario, make_plan(scenario, PlanRequest(options=Options(300, 0.005)))


def test_trips_a_cpu_second(service: tuple[Scenario, Plan]) -> None:
    scenario, plan = service
    planned = operation(scenario, plan, load_variation())
    trips = DAYS * len(planned.trips)
    known = Known(Streams(1), 0, DAYS)
    known.drawn = {}
    streams = Streams(1)
    play(planned, known, {})
    core = best(lambda _: play(planned, known, {}))
    drawn = best(lambda number: play(planned, Days(streams, number * DAYS, DAYS), {}))
    whole = best(
        lambda seed: simulate(scenario, plan, Experiment(load_variation(), 5 * DAYS, seed))
    )
    for name, rate in (
        ("core", trips / core),
        ("core with draws", trips / drawn),
        ("whole, riders and figures included", 5 * trips / whole),
    ):
        print(f"{name} | {rate / 1e6:.1f} million trips a CPU-second")  # noqa: T201 - the table


def test_the_setting_that_brings_99_per_cent_of_departures(tmp_path: Path) -> None:
    scenario = load_scenario(shared_root() / "seeds" / "hetao-2026")
    kept: list[str] = []
    started = time.process_time()
    advice = advise(
        scenario,
        AdviceRequest(
            settings=[
                Setting(name, layover) for name in ("p50", "p85", "p95") for layover in (5, 10)
            ],
            request=PlanRequest(options=Options(300, 0.005)),
            experiment=Experiment(load_variation()),
            keep=lambda setting, _: kept.append(setting.id),
            heard=lambda _: None,
        ),
    )
    seconds = time.process_time() - started
    (tmp_path / "advice.json").write_text(advice.model_dump_json(indent=1), encoding="utf-8")
    for entry in advice.settings:
        late = (
            f"{100 * entry.departs_within_3.value:.2f} | {100 * entry.arrives_within_5.value:.2f}"
        )
        print(f"{entry.id} | {entry.cost:,.0f} | {entry.buses} | {entry.gap:.2%} | {late}")  # noqa: T201 - the table
    for sentence in advice.sentences:
        print(sentence.en)  # noqa: T201 - the answer
    print(f"{seconds:.0f} CPU-seconds")  # noqa: T201 - the price
    assert advice.recommended is not None
    assert len(kept) == len(advice.settings)
