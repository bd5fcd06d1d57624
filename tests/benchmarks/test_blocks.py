"""Vehicle blocks for given trips, compared with the best known values of public instances.

Run with `pytest -m benchmark -s`; `instances` says where the instances are looked for.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from shuttle.audit.stage_blocks import check_block_answer
from shuttle.domain.stages import (
    BlockAnswer,
    BlockCosts,
    BlockDepot,
    BlockTask,
    BlockTrip,
    TravelMinutes,
)
from shuttle.solver.blocks.fixed import solve_blocks
from shuttle.solver.optimise import Options
from tests.benchmarks.block_files import read_inp, read_shifting
from tests.benchmarks.gtfs_day import read_day
from tests.benchmarks.instances import instance

pytestmark = pytest.mark.benchmark

PROVED = (  # file, minutes of shifting, best known
    ("mdvsp/n50m2s0.zip", 0, 214_727),
    ("mdvsp/n50m3s0.zip", 0, 164_525),
    ("mdvsp/n100m4s0.zip", 0, 285_672),
    ("mdvsp/n150m2s3.zip", 0, 431_987),
    ("mdvsp-shifting/GD-4-100-0.txt", 0, 34_243),
    ("mdvsp-shifting/GD-4-100-0.txt", 1, 34_237),
    ("mdvsp-shifting/GD-4-100-0.txt", 3, 34_216),
    ("mdvsp-shifting/GD-4-250-0.txt", 0, 72_424),
    ("mdvsp-shifting/GD-4-250-0.txt", 1, 71_446),
    ("mdvsp-shifting/GD-4-250-1.txt", 0, 71_518),
)
LARGE = (
    ("mdvsp/m4n500s0.inp", 1_289_114),
    ("mdvsp/m4n500s1.inp", 1_241_618),
)
MOST_ABOVE_LARGE = 0.0002


def show(name: str, answer: BlockAnswer, folder: Path) -> None:
    proof = answer.proof
    row = {
        "instance": name,
        "blocks": len(answer.blocks),
        "cost": answer.objective,
        "bound": proof.bound,
        "gap": proof.gap,
        "cpu_seconds": proof.cpu_seconds,
        "wall_seconds": proof.wall_seconds,
    }
    (folder / "blocks.json").write_text(json.dumps(row, indent=1), encoding="utf-8")
    print(" | ".join(f"{key} {value}" for key, value in row.items()))  # noqa: T201 - the table


@pytest.mark.parametrize(("name", "shift", "best"), PROVED)
def test_blocks_of_several_depots_are_proved_at_the_best_known_cost(
    name: str, shift: int, best: int, tmp_path: Path
) -> None:
    path = instance(name)
    task = read_inp(path) if name.startswith("mdvsp/") else read_shifting(path, shift)
    answer = solve_blocks(task, Options(time_limit_seconds=300))
    show(f"{name} shift {shift}", answer, tmp_path)
    assert check_block_answer(task, answer) == ()
    assert (answer.objective, answer.proof.status) == (best, "optimal")


@pytest.mark.parametrize(("name", "best"), LARGE)
def test_large_cost_matrices_come_close_to_the_best_known_cost(
    name: str, best: int, tmp_path: Path
) -> None:
    task = read_inp(instance(name))
    answer = solve_blocks(task, Options(time_limit_seconds=180))
    show(name, answer, tmp_path)
    assert check_block_answer(task, answer) == ()
    assert answer.proof.bound <= best
    assert answer.objective <= best * (1 + MOST_ABOVE_LARGE)


@pytest.mark.parametrize(
    ("kmh", "layover_minutes", "buses"), [(None, 0, 464), (None, 5, 469), (30, 5, 49)]
)
def test_a_city_s_weekday_needs_the_fewest_buses_known(
    kmh: float | None, layover_minutes: int, buses: int, tmp_path: Path
) -> None:
    feed = instance("gtfs/cairns_gtfs.zip")
    task = read_day(feed, "CNS2014-CNS_MUL-Weekday-00", kmh, layover_minutes)
    answer = solve_blocks(task)
    show(f"Cairns, empty runs at {kmh} km/h, layover {layover_minutes}", answer, tmp_path)
    assert check_block_answer(task, answer) == ()
    assert (len(answer.blocks), answer.proof.status) == (buses, "optimal")


@pytest.mark.parametrize(("trips", "most_cpu_seconds"), [(500, 0.5), (1500, 5.0)])
def test_one_depot_is_solved_to_the_optimum_in_seconds(
    trips: int, most_cpu_seconds: float, tmp_path: Path
) -> None:
    answer = solve_blocks(one_depot(trips))
    show(f"one depot, {trips} trips", answer, tmp_path)
    assert answer.proof.status == "optimal"
    assert answer.proof.cpu_seconds <= most_cpu_seconds


def one_depot(trips: int) -> BlockTask:
    """Random trips of a day between 30 places of a square of an hour."""
    random = np.random.default_rng(trips)
    at = random.random((30, 2)) * 45
    minutes = np.rint(np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))).astype(int).tolist()
    places = tuple(f"place-{number}" for number in range(30))
    starts = random.integers(300, 1320, trips).tolist()
    lengths = random.integers(20, 90, trips).tolist()
    ways = random.integers(0, 30, (trips, 2)).tolist()
    return BlockTask(
        depots=(BlockDepot(id="depot", place=places[0], capacity=trips),),
        trips=tuple(
            BlockTrip(
                id=f"trip-{number}",
                origin=places[way[0]],
                destination=places[way[1]],
                start=start,
                end=start + length,
            )
            for number, (way, start, length) in enumerate(zip(ways, starts, lengths, strict=True))
        ),
        travel_minutes=TravelMinutes(places=places, matrix=tuple(tuple(row) for row in minutes)),
        layover_minutes=5,
        costs=BlockCosts(vehicle=1000, deadhead_minute=2, waiting_minute=0.5),
    )
