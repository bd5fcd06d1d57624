"""The map of a generated region: where parks and ports lie, and what driving between them takes."""

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

Pair = tuple[str, str]
Point = tuple[float, float]

FACT = {"source": "made up for a benchmark", "as_of": "2026-11-22", "assumed": True}
_HOURS: dict[str, list[dict[str, Any]]] = {
    "huanggang": [{"from": "00:00", "to": "24:00"}],
    "heung-yuen-wai": [{"from": "07:00", "to": "22:00"}],
    "shenzhen-bay": [
        {"direction": "to_sz", "from": "06:30", "to": "24:00", "approach_closes_minutes": 30},
        {"direction": "to_hk", "from": "06:30", "to": "24:00"},
    ],
    "man-kam-to": [{"from": "07:00", "to": "22:00"}],
}
_EAST_KM = {"huanggang": 12.0, "heung-yuen-wai": 24.0, "shenzhen-bay": 0.0, "man-kam-to": 18.0}
_CLEARANCE = {"huanggang": 6, "heung-yuen-wai": 8, "shenzhen-bay": 10, "man-kam-to": 9}
_BANDS = (("00:00", "07:00"), ("07:00", "10:00"), ("10:00", "17:00"), ("17:00", "20:00"))
_LAST_BAND = ("20:00", "48:00")
_DRIVE_BY_BAND = (0.9, 1.2, 1.0, 1.2, 0.9)
_CLEARANCE_BY_BAND = {"to_sz": (1.0, 1.4, 1.1, 1.5, 1.0), "to_hk": (1.0, 1.3, 1.1, 1.7, 1.1)}
_WINDING = 1.3
_KM_A_MINUTE = {"hk": 0.75, "sz": 0.6}


@dataclass(frozen=True)
class Region:
    """Stops and ports with their places, and the ports of each route.

    Attributes:
        stops: kilometres east and north of the south-western corner of the border, by stop.
        crossings: ports by pair of stops, Hong Kong's first.
    """

    stops: dict[str, Point]
    ports: tuple[str, ...]
    crossings: dict[Pair, tuple[str, ...]]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The two ends of every route."""
        return tuple(self.crossings)

    def values(self, quotas: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        """Parks, stops, ports, legs and routes as a scenario's JSON has them."""
        return {
            "parks": {s: _place(s, side=s[:2]) for s in self.stops},
            "stops": {s: _place(s, park=s, timezone=_zone(s)) for s in self.stops},
            "ports": {port: _port(port, quotas[port]) for port in self.ports},
            "legs": [
                leg for stop in self.stops for port in self.ports for leg in self._legs(stop, port)
            ],
            "routes": {
                f"{hk}-{sz}": {
                    "id": f"{hk}-{sz}",
                    "name": text(f"{hk} - {sz}"),
                    "stops": [hk, sz],
                    "ports": list(ports),
                }
                for (hk, sz), ports in self.crossings.items()
            },
        }

    def _legs(self, stop: str, port: str) -> list[dict[str, Any]]:
        minutes = _drive_minutes(stop, self.stops[stop], port)
        bands = _banded(minutes, _DRIVE_BY_BAND)
        return [
            {"from": origin, "to": destination, "bands": bands, **FACT}
            for origin, destination in ((stop, port), (port, stop))
        ]


def make_region(
    parks_and_ports: tuple[int, int, int], crossings: int, rng: np.random.Generator
) -> Region:
    """A region of so many parks south, parks north and ports.

    Every route has the port with the least driving, and every port the route that it suits best;
    the crossings left go where one more port costs the least more.
    """
    south, north, count = parks_and_ports
    stops = {
        **{f"hk-{n}": _point(rng, -20, -2) for n in range(1, south + 1)},
        **{f"sz-{n}": _point(rng, 1, 15) for n in range(1, north + 1)},
    }
    ports = tuple(itertools.islice(_HOURS, count))
    pairs = [(a, b) for a in stops if a[:2] == "hk" for b in stops if b[:2] == "sz"]
    drive = {
        (pair, port): sum(_drive_minutes(stop, stops[stop], port) for stop in pair)
        for pair in pairs
        for port in ports
    }
    best = {pair: min(drive[pair, port] for port in ports) for pair in pairs}
    ranked = sorted(drive, key=lambda way: (drive[way] - best[way[0]], way))
    first = {next(way for way in ranked if way[0] == pair) for pair in pairs}
    first |= {next(way for way in ranked if way[1] == port) for port in ports}
    chosen = {*first, *[way for way in ranked if way not in first][: crossings - len(first)]}
    return Region(
        stops, ports, {p: tuple(port for port in ports if (p, port) in chosen) for p in pairs}
    )


def _point(rng: np.random.Generator, south: float, north: float) -> Point:
    return float(rng.uniform(0, 28)), float(rng.uniform(south, north))


def _drive_minutes(stop: str, place: Point, port: str) -> int:
    return _minutes_between(stop[:2], place, (_EAST_KM[port], 0.0))


def _minutes_between(side: str, one: Point, other: Point) -> int:
    km = _WINDING * math.hypot(one[0] - other[0], one[1] - other[1])
    return max(4, round(km / _KM_A_MINUTE[side]))


def drive_bands(side: str, one: Point, other: Point) -> list[dict[str, Any]]:
    """Minutes by time of day of a drive between two places of one side."""
    return _banded(_minutes_between(side, one, other), _DRIVE_BY_BAND)


def _banded(minutes: float, factors: tuple[float, ...]) -> list[dict[str, Any]]:
    bands = zip((*_BANDS, _LAST_BAND), factors, strict=True)
    return [
        {"from": start, "to": end, "minutes": _spread(minutes * factor)}
        for (start, end), factor in bands
    ]


def _spread(median: float) -> dict[str, int]:
    return {"p50": round(median), "p85": round(1.2 * median), "p95": round(1.5 * median)}


def _port(name: str, quotas: list[dict[str, Any]]) -> dict[str, Any]:
    return _place(
        name,
        dwell=[{"mode": "two_stop", **FACT}],
        hours=[{**hours, **FACT} for hours in _HOURS[name]],
        clearance=[
            {"direction": direction, **band, **FACT}
            for direction, factors in _CLEARANCE_BY_BAND.items()
            for band in _banded(_CLEARANCE[name], factors)
        ],
        quotas=quotas,
    )


def _place(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": text(name), **more, **FACT}


def _zone(stop: str) -> str:
    return "Asia/Hong_Kong" if stop[:2] == "hk" else "Asia/Shanghai"


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh-Hant": words, "zh-Hans": words}
