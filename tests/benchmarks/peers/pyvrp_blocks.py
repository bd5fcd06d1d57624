"""Fewest buses by PyVRP: trips are clients with one possible start, buses are its vehicles."""

import json
import sys
import time
from typing import Any

import pyvrp
from pyvrp.stop import MaxRuntime

_BUS = 1_000_000


def solve(task: dict[str, Any]) -> list[list[int]] | None:
    """The trips of each bus, by index; None where PyVRP found no feasible answer."""
    trips, layover = task["trips"], task["layover_minutes"]
    model = pyvrp.Model()
    places = [model.add_location(0, 0) for _ in range(len(trips) + 1)]
    home, places = places[-1], places[:-1]
    depot = model.add_depot(home)
    for place, trip in zip(places, trips, strict=True):
        model.add_client(
            place,
            service_duration=trip["end"] - trip["start"],
            tw_early=trip["start"],
            tw_late=trip["start"],
        )
        model.add_edge(home, place, distance=0, duration=0)
        model.add_edge(place, home, distance=0, duration=0)
    model.add_vehicle_type(len(trips), fixed_cost=_BUS, start_depot=depot, end_depot=depot)
    for place, trip in zip(places, trips, strict=True):
        for other, after in zip(places, trips, strict=True):
            ready = trip["end"] + layover
            if trip["to"] == after["from"] and ready <= after["start"]:
                model.add_edge(place, other, distance=0, duration=layover)
    result = model.solve(MaxRuntime(task["seconds"]), seed=task["seed"], display=False)
    if not result.is_feasible():
        return None
    return [[visit.idx for visit in route if visit.is_client()] for route in result.best.routes()]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    blocks = solve(asked)
    json.dump({"blocks": blocks, "cpu_seconds": time.process_time()}, sys.stdout)
