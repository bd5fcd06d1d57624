"""Driver duties by one CP-SAT model of circuits, as OR-Tools' own bus driver example has it.

Each duty is a tour from a depot through its pieces; driving, driving since the last break and the
first departure are carried along its arcs. Only pieces without places, as in that example.
"""

import json
import sys
import time
from typing import Any

from ortools.sat.python import cp_model

_DEPOT = 0


class Circuits:
    """The model: a tour for each duty, and what is carried along it."""

    def __init__(self, pieces: list[dict[str, int]], rules: dict[str, int]) -> None:
        self.model = cp_model.CpModel()
        self._pieces, self._rules = pieces, rules
        self._driving = self._counters(rules["max_driving_minutes"])
        self._stretch = self._counters(rules["max_continuous_minutes"])
        self._first = self._counters(max(piece["start"] for piece in pieces))
        self.begins: list[Any] = []
        self.gaps: list[Any] = []
        self._arcs: list[tuple[int, int, Any]] = []
        for node in range(len(pieces)):
            self._begin(node)
            self._end(node)
            for after in range(len(pieces)):
                self._follow(node, after)
        self.model.add_multiple_circuit(self._arcs)

    def _counters(self, most: int) -> list[Any]:
        return [self.model.new_int_var(0, most, "") for _ in self._pieces]

    def _minutes(self, node: int) -> int:
        return self._pieces[node]["end"] - self._pieces[node]["start"]

    def _begin(self, node: int) -> None:
        begin = self.model.new_bool_var("")
        self._arcs.append((_DEPOT, node + 1, begin))
        self.begins.append(begin)
        for counter in (self._driving, self._stretch):
            self.model.add(counter[node] == self._minutes(node)).only_enforce_if(begin)
        start = self._pieces[node]["start"]
        self.model.add(self._first[node] == start).only_enforce_if(begin)

    def _end(self, node: int) -> None:
        end, rules = self.model.new_bool_var(""), self._rules
        self._arcs.append((node + 1, _DEPOT, end))
        around = rules["sign_on"] + rules["sign_off"]
        span = self._pieces[node]["end"] + around - self._first[node]
        self.model.add(span <= rules["max_duty_minutes"]).only_enforce_if(end)
        self.model.add(span >= rules["min_duty_minutes"]).only_enforce_if(end)

    def _follow(self, node: int, after: int) -> None:
        gap = self._pieces[after]["start"] - self._pieces[node]["end"]
        if gap < self._rules["min_gap_minutes"]:
            return
        follows, add = self.model.new_bool_var(""), self.model.add
        self._arcs.append((node + 1, after + 1, follows))
        self.gaps.append(gap * follows)
        minutes = self._minutes(after)
        add(self._driving[after] == self._driving[node] + minutes).only_enforce_if(follows)
        add(self._first[after] == self._first[node]).only_enforce_if(follows)
        carried = 0 if gap >= self._rules["break_minutes"] else self._stretch[node]
        add(self._stretch[after] == carried + minutes).only_enforce_if(follows)


def solve(task: dict[str, Any]) -> dict[str, float | None]:
    """Least duties, or least minutes between pieces with `duties` of them; with its bound."""
    circuits = Circuits(task["pieces"], task["rules"])
    model = circuits.model
    if task["duties"] is None:
        model.minimize(sum(circuits.begins))
    else:
        model.add(sum(circuits.begins) == task["duties"])
        model.minimize(sum(circuits.gaps))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = task["seconds"]
    solver.parameters.num_workers = task["workers"]
    solver.parameters.random_seed = task["seed"]
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "objective": solver.objective_value if found else None,
        "bound": solver.best_objective_bound,
    }


if __name__ == "__main__":
    answer = solve(json.load(sys.stdin))
    json.dump(answer | {"cpu_seconds": time.process_time()}, sys.stdout)
