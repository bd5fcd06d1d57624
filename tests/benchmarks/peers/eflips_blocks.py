"""Fewest buses by eFLIPS's scheduler: trips joined into chains over a graph of connections."""

import json
import sys
import time
from typing import Any

import eflips_schedule_rust

_SECONDS = 60


def solve(task: dict[str, Any]) -> list[list[int]]:
    """The trips of each bus, by index, out of the connections that it makes."""
    trips, layover = task["trips"], task["layover_minutes"]
    nodes = [
        {"id": number, "weight": [None, (trip["end"] - trip["start"]) * _SECONDS]}
        for number, trip in enumerate(trips)
    ]
    edges = [
        {"source": before, "target": after, "weight": (later["start"] - trip["end"]) * _SECONDS}
        for before, trip in enumerate(trips)
        for after, later in enumerate(trips)
        if trip["to"] == later["from"] and trip["end"] + layover <= later["start"]
    ]
    graph = json.dumps([{"nodes": nodes, "edges": edges}])
    joined = eflips_schedule_rust.solve(graph, None, None)
    following: dict[int, int] = dict(joined)
    firsts = sorted(set(range(len(trips))) - set(following.values()))
    return [_chain(first, following) for first in firsts]


def _chain(trip: int, following: dict[int, int]) -> list[int]:
    return [trip, *_chain(following[trip], following)] if trip in following else [trip]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    blocks = solve(asked)
    json.dump({"blocks": blocks, "cpu_seconds": time.process_time()}, sys.stdout)
