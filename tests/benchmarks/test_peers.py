"""Other people's solvers on the same questions, in the same run.

Run with `pytest -m benchmark -s tests/benchmarks/test_peers.py`. The peers are installed into an
environment of their own on first use; Timefold needs Java 17. Each runs in a process of its own,
and the CPU-seconds are that process's. `peers.json` in pytest's temporary folder has all figures.
"""

import itertools
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shuttle.audit.stage_blocks import check_block_answer
from shuttle.domain.stages import BlockCosts, BlockDepot, BlockTask, BlockTrip, TravelMinutes
from shuttle.solver.blocks.fixed import solve_blocks
from tests.benchmarks.peers.environment import ask, peers_python
from tests.benchmarks.test_duties import DRIVER_EXAMPLE, driver_example, figures

pytestmark = pytest.mark.benchmark

LAYOVER_MINUTES = 10
PEERS = {"eflips": "eflips_blocks.py", "pyvrp": "pyvrp_blocks.py", "timefold": "timefold_blocks.py"}
SECONDS = 10
DUTY_SECONDS = 60

Row = dict[str, Any]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Row]]:
    rows: list[Row] = []
    yield rows
    path = tmp_path_factory.getbasetemp() / "peers.json"
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    for row in rows:
        print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table


def two_ends(trips: int) -> list[Row]:
    """Random trips of a day between two ends, by departure."""
    draw = random.Random(trips)  # noqa: S311 - not for secrets
    made = []
    for _ in range(trips):
        start, way = draw.randrange(360, 1320), draw.choice(("NS", "SN"))
        end = start + draw.choice((35, 40, 45, 50))
        made.append({"from": way[0], "to": way[1], "start": start, "end": end})
    return sorted(made, key=lambda trip: (trip["start"], trip["end"], trip["from"]))


def as_task(trips: list[Row]) -> BlockTask:
    """The same question for `shuttle blocks`: a yard near both ends, no empty runs between them."""
    return BlockTask(
        depots=(BlockDepot(id="yard", place="yard", capacity=len(trips)),),
        trips=tuple(
            BlockTrip(
                id=f"trip-{number}",
                origin=trip["from"],
                destination=trip["to"],
                start=trip["start"],
                end=trip["end"],
            )
            for number, trip in enumerate(trips)
        ),
        travel_minutes=TravelMinutes(
            places=("yard", "N", "S"), matrix=((0, 0, 0), (0, 0, None), (0, None, 0))
        ),
        layover_minutes=LAYOVER_MINUTES,
        costs=BlockCosts(vehicle=1),
    )


def judged(trips: list[Row], theirs: dict[str, Any]) -> int | str:
    """How many buses a peer needs, or why its answer is none."""
    blocks = theirs.get("blocks")
    if blocks is None:
        return str(theirs.get("error", "no answer"))
    if sorted(trip for block in blocks for trip in block) != list(range(len(trips))):
        return "trips left out"
    pairs = [pair for block in blocks for pair in itertools.pairwise(block)]
    clashes = sum(not _follows(trips[before], trips[after]) for before, after in pairs)
    return f"{clashes} clashes" if clashes else len(blocks)


def _follows(trip: Row, after: Row) -> bool:
    ready = trip["end"] + LAYOVER_MINUTES <= after["start"]
    return bool(ready and trip["to"] == after["from"])


@pytest.mark.parametrize("trips", [60, 120, 240, 480])
def test_no_peer_needs_fewer_buses_for_given_trips(trips: int, table: list[Row]) -> None:
    python = peers_python()
    if python is None:
        pytest.skip("the peers could not be installed: no package registry in reach")
    made = two_ends(trips)
    task = as_task(made)
    answer = solve_blocks(task)
    row: Row = {
        "question": "fewest buses",
        "trips": trips,
        "shuttle": len(answer.blocks),
        "shuttle_bound": answer.proof.bound,
        "shuttle_cpu_seconds": answer.proof.cpu_seconds,
    }
    asked = {"trips": made, "layover_minutes": LAYOVER_MINUTES, "seconds": SECONDS, "seed": 0}
    for name, script in PEERS.items():
        theirs = ask(python, script, asked)
        row[name] = judged(made, theirs)
        row[f"{name}_cpu_seconds"] = theirs.get("cpu_seconds")
    table.append(row)
    assert check_block_answer(task, answer) == ()
    assert answer.proof.status == "optimal"
    found = [row[name] for name in PEERS if isinstance(row[name], int)]
    assert found
    assert len(answer.blocks) <= min(found)


def test_the_driver_example_is_proved_where_one_model_of_it_all_is_not(
    table: list[Row], tmp_path: Path
) -> None:
    task = driver_example("small")
    ours = figures("OR-Tools small", task, tmp_path)
    rules = DRIVER_EXAMPLE
    asked = {
        "pieces": [{"start": piece.start, "end": piece.end} for piece in task.stage.pieces],
        "rules": {
            "max_driving_minutes": rules.max_driving_minutes,
            "max_continuous_minutes": rules.max_continuous_driving_minutes,
            "break_minutes": rules.break_minutes,
            "min_gap_minutes": rules.min_gap_minutes,
            "sign_on": rules.sign_on_minutes,
            "sign_off": rules.sign_off_minutes,
            "max_duty_minutes": rules.max_duty_minutes,
            "min_duty_minutes": rules.min_duty_minutes,
        },
        "seconds": DUTY_SECONDS,
        "seed": 0,
        "workers": 2,
    }
    here = Path(sys.executable)
    duties, gaps = (ask(here, "cpsat_duties.py", asked | {"duties": n}) for n in (None, 8))
    table.append(
        {
            "question": "OR-Tools' small driver example",
            "shuttle": ours.objective,
            "shuttle_bound": ours.proof.bound,
            "shuttle_cpu_seconds": ours.proof.cpu_seconds,
            "cpsat_duties": duties,
            "cpsat_gap_minutes": gaps,
        }
    )
    assert ours.proof.status == "optimal"
    assert duties["objective"] is None or len(ours.duties) <= duties["objective"]
    assert gaps["bound"] <= ours.objective - 8 * 10_000
