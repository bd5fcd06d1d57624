"""How plans of generated networks fare from 40 trips a day to 1,500: gap, cost, work, memory.

One table: run with `pytest -m benchmark -s tests/benchmarks/test_growth.py`, or one size of it with
`-k n250`. Gaps are what a run has proved after 60, 120 and 300 s of the wall clock, as a planner
sees them; the CPU-seconds beside them say how much work that was. The baselines have optimal buses,
and are left out where their sweep does not end in time. `growth.json` in pytest's temporary folder
has all figures.
"""

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.benchmarks.generator import all_sizes
from tests.benchmarks.growth_run import Row, measure

pytestmark = pytest.mark.benchmark

SECONDS = {"n40": 60, "n100": 60, "n250": 120, "n600": 120, "n1500": 300}
BASELINE_SECONDS = {"n40": 60, "n100": 60, "n250": 120, "n600": 0, "n1500": 0}
MOST_GAP = {"n40": 0.002, "n100": 0.01, "n250": 0.015, "n600": 0.015, "n1500": 0.03}
LEAST_SAVING = {"n40": 0.15, "n100": 0.1, "n250": 0.1, "n600": 0.1, "n1500": 0.1}
MOST_MIB = 2048


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Row]]:
    rows: list[Row] = []
    yield rows
    path = tmp_path_factory.getbasetemp() / "growth.json"
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print(*_lines(rows), f"all figures: {path}", sep="\n")  # noqa: T201 - the table


def _lines(rows: list[Row]) -> Iterator[str]:
    yield ""
    for number, row in enumerate(rows):
        if number == 0:
            yield " | ".join(row)
        yield " | ".join(_cell(key, value) for key, value in row.items())


def _cell(key: str, value: str | float | None) -> str:
    if value is None:
        return "-"
    if key.startswith(("gap@", "below_")):
        return f"{float(value):.2%}"
    if isinstance(value, float):
        return f"{value:.1f}" if key.endswith("seconds") else f"{value:.0f}"
    return str(value)


@pytest.mark.parametrize(("name", "seed"), all_sizes())
def test_a_growing_network_is_planned_close_to_its_bound(
    name: str, seed: int, table: list[Row]
) -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        run = alone.submit(measure, name, seed, SECONDS[name], BASELINE_SECONDS[name])
        row = run.result()
    table.append(row)
    gap = row[f"gap@{SECONDS[name]}"]
    assert isinstance(gap, float)
    assert gap <= MOST_GAP[name]
    savings = (row["below_even-headway"], row["below_even-load"])
    assert all(saving >= LEAST_SAVING[name] for saving in savings if isinstance(saving, float))
    assert float(str(row["peak_mib"])) <= MOST_MIB
