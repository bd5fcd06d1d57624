"""Networks to measure growth on: parks on both sides, several ports, commuting peaks, quotas.

Everything is made up, from a size and a seed; the same two give the same scenario. The shape is a
border region's: the ports lie on a line, parks lie south (hk) and north (sz) of it, each pair of
parks is a route over the ports that cost it least driving. Commuters live on both sides: in the
morning they wish to arrive by a time, in the evening to depart after one; visitors travel between.
Quotas are a little above what the busiest hour asks of each port in coaches of 33, so that they
bind at peaks; there are enough buses, but not enough of any one size.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from shuttle.scenario import fingerprint, load_scenario, shared_root
from tests.benchmarks.region_map import FACT, Pair, Region, make_region, text
from tests.benchmarks.sides import with_sides


@dataclass(frozen=True)
class Size:
    """How big a network is; `crossings` counts pairs of a route and a port that it may use."""

    hk_parks: int
    sz_parks: int
    ports: int
    crossings: int
    riders: int
    min_headway_minutes: int
    max_peak_headway_minutes: int


SIZES = {
    "n40": Size(1, 1, 1, 1, 800, 10, 60),
    "n100": Size(1, 2, 2, 3, 2_000, 10, 60),
    "n250": Size(2, 3, 3, 8, 5_000, 10, 60),
    "n600": Size(2, 3, 4, 12, 12_000, 5, 30),
    "n1500": Size(3, 4, 4, 20, 30_000, 5, 30),
}
DAY_TYPE = "working-day"
BIN_MINUTES = 15

Wave = tuple[str, int, int, int]
"""A wish, and the first, busiest and last minute of a triangle of riders over time."""

_OUT: tuple[tuple[float, Wave], ...] = (
    (0.7, ("arrive_by", 450, 540, 630)),
    (0.3, ("depart_after", 570, 660, 900)),
)
_BACK: tuple[tuple[float, Wave], ...] = (
    (0.7, ("depart_after", 990, 1095, 1230)),
    (0.3, ("depart_after", 720, 930, 1290)),
)
_FLEET = (("minibus", 19, 1500, 150), ("midibus", 33, 1850, 210), ("coach", 49, 2200, 260))
_CYCLE_HOURS = 2.2
_RIDERS_A_TRIP = 28
_SPARE = 1.1


def generate(
    name: str, seed: int = 0, grid_minutes: int = 5, *, same_side: bool = False
) -> Scenario:
    """The scenario of a size of `SIZES` and a seed; `same_side` as the module `sides` has it."""
    size, rng = SIZES[name], np.random.default_rng(seed)
    region = make_region((size.hk_parks, size.sz_parks, size.ports), size.crossings, rng)
    demand = list(_demand(size, region, rng))
    values = {
        **_shared(),
        "name": f"{name}-seed-{seed}",
        "title": text(f"Generated region {name}, seed {seed}"),
        "service": name,
        **region.values(_quotas(region, demand)),
        "demand": demand,
        **_fleet(region, demand),
        "policies": _policies(size, grid_minutes),
    }
    if same_side:
        values = with_sides(values, region)
    found = Scenario.model_validate_json(json.dumps(values))
    return found.model_copy(update={"sha256": fingerprint(found)})


def _shared() -> dict[str, Any]:
    """Calendars, day types and drivers' rules of a seed that has them."""
    seed = load_scenario(shared_root() / "seeds" / "hetao-2026")
    fields = {"reference_date", "calendars", "day_types", "driver_rules", "drivers"}
    return seed.model_dump(mode="json", by_alias=True, include=fields)


def _demand(size: Size, region: Region, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Bins of every pair of parks: half of a pair's riders live on each side, more or less."""
    weights = np.outer(
        rng.uniform(0.6, 1.4, size.hk_parks), rng.uniform(0.6, 1.4, size.sz_parks)
    ).ravel()
    share = rng.uniform(0.4, 0.6, len(weights))
    late = rng.integers(-1, 2, len(weights)) * BIN_MINUTES
    pairs = zip(region.pairs, weights / weights.sum(), share, late, strict=True)
    for (hk, sz), weight, living_in_hk, shift in pairs:
        for home, origin, destination, part in (
            ("hk", hk, sz, living_in_hk),
            ("sz", sz, hk, 1 - living_in_hk),
        ):
            one_way = size.riders * weight * part / 2
            for ends, waves in (((origin, destination), _OUT), ((destination, origin), _BACK)):
                for fraction, wave in waves:
                    yield from _wave(ends, home, round(one_way * fraction), _later(wave, shift))


def _later(wave: Wave, shift: int) -> Wave:
    wish, first, peak, last = wave
    return wish, first + int(shift), peak + int(shift), last + int(shift)


def _wave(ends: Pair, home: str, riders: int, wave: Wave) -> Iterator[dict[str, Any]]:
    """Riders over the bins of a triangle, whole and with the right sum."""
    wish, first, peak, last = wave
    starts = np.arange(first, last, BIN_MINUTES)
    middle = starts + BIN_MINUTES / 2
    height = np.where(
        middle < peak, (middle - first) / (peak - first), (last - middle) / (last - peak)
    )
    sums = np.rint(np.cumsum(height) / height.sum() * riders).astype(int)
    for start, count in zip(starts.tolist(), np.diff(sums, prepend=0).tolist(), strict=True):
        if count:
            yield {
                "day_type": DAY_TYPE,
                "origin": ends[0],
                "destination": ends[1],
                "wish": wish,
                "start": format_minute(start),
                "minutes": BIN_MINUTES,
                "riders": count,
                "home": home,
            }


def _busiest_hour(demand: list[dict[str, Any]], ends: set[Pair]) -> int:
    """Most riders of those directions who wish for the same clock hour."""
    by_hour = [0] * 48
    for row in demand:
        if (row["origin"], row["destination"]) in ends:
            by_hour[int(row["start"][:2])] += row["riders"]
    return max(by_hour)


def _towards(pair: Pair, direction: str) -> Pair:
    """Origin and destination of a route's trips to one side."""
    hk, sz = pair
    return (hk, sz) if direction == "to_sz" else (sz, hk)


def _quotas(region: Region, demand: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """An hourly quota each way at each port; riders are split evenly over their route's ports."""
    quotas: dict[str, list[dict[str, Any]]] = {port: [] for port in region.ports}
    for port in region.ports:
        users = [pair for pair, ports in region.crossings.items() if port in ports]
        for direction in ("to_sz", "to_hk"):
            buses = sum(
                _busiest_hour(demand, {_towards(pair, direction)})
                / len(region.crossings[pair])
                / 33
                for pair in users
            )
            trips = max(len(users) + 1, math.ceil(buses * _SPARE))
            quotas[port].append({"direction": direction, "trips": trips, **FACT})
    return quotas


def _fleet(region: Region, demand: list[dict[str, Any]]) -> dict[str, Any]:
    """Buses of three sizes, of each about 0.6 of all that the busiest hour keeps on the road."""
    busiest = max(
        _busiest_hour(demand, {_towards(pair, direction) for pair in region.pairs})
        for direction in ("to_sz", "to_hk")
    )
    needed = busiest * _CYCLE_HOURS / _RIDERS_A_TRIP
    capacity = math.ceil(1.6 * needed / len(region.stops)) + 3
    return {
        "depots": {stop: {"id": stop, "stop": stop, "capacity": capacity} for stop in region.stops},
        "vehicle_types": {
            name: {
                "id": name,
                "name": text(name.capitalize()),
                "seats": seats,
                "count": math.ceil(0.6 * needed) + 1,
                "cost_per_day": a_day,
                "cost_per_trip": a_trip,
                "cost_per_deadhead": round(0.8 * a_trip),
                **FACT,
            }
            for name, seats, a_day, a_trip in _FLEET
        },
    }


def _policies(size: Size, grid_minutes: int) -> dict[str, Any]:
    least = size.min_headway_minutes
    peak = {"min_minutes": least, "max_minutes": size.max_peak_headway_minutes}
    return {
        "grid_minutes": grid_minutes,
        "span": {"from": "06:00", "to": "23:00"},
        "headways": [
            {"min_minutes": least, "max_minutes": 60},
            {**peak, "from": "07:00", "to": "10:00"},
            {**peak, "from": "17:00", "to": "20:00"},
        ],
        "spans": [
            {
                "first": {"from": "06:00", "to": "08:00"},
                "last": {"from": "20:30", "to": "23:00"},
            }
        ],
        "prices": {
            "currency": "HKD",
            "waiting_per_minute": 1,
            "early_per_minute": 1,
            "unserved_per_rider": 150,
            **FACT,
        },
    }


def all_sizes() -> tuple[tuple[str, int], ...]:
    """Every size with the seeds that the tables show: more of the small ones, which vary more."""
    seeds = {"n40": 4, "n100": 3, "n250": 2, "n600": 2, "n1500": 1}
    return tuple((name, seed) for name, number in seeds.items() for seed in range(number))
