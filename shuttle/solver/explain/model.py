"""A CP-SAT model in which each business rule hangs on a literal of its own.

It keeps the structure that no planner can bend (a bus is in one place, takes its running time
and layover, each depot ends the day as it began) and lets every rule of the catalogue that has
a relaxation be switched. It has no costs: only whether the rules can hold together.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from ortools.sat.python import cp_model

from shuttle.domain.time import TimeBand
from shuttle.errors import Conflict
from shuttle.solver.explain import words
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import (
    battery,
    clock_face,
    headway,
    port_permits,
    port_quota,
    span,
)
from shuttle.solver.same_side import Drives, SideRun, move

Literal: TypeAlias = cp_model.IntVar
Event: TypeAlias = tuple[int, int, Literal]
_MANY_BUSES = 1000


class RuleModel:
    """Variables for every conceivable run, rules on literals.

    Args:
        problem: what no plan exists for.

    Attributes:
        rules: each rule instance with its literal, in a fixed order.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        self.rules: dict[Conflict, Literal] = {}
        self._runs: list[tuple[Run, int, Literal]] = []
        self._leaves: list[dict[int, Literal]] = []
        self._add_runs()
        for index in range(len(problem.directions)):
            self._add_departures(index)
            self._add_headways(index)
            self._add_ends(index)
        self._add_quotas()
        self._add_flow()

    def rule(self, rule_id: str, sentence: str) -> Literal:
        """The literal of a rule instance."""
        conflict = Conflict(rule_id, sentence)
        if conflict not in self.rules:
            self.rules[conflict] = self.cp.new_bool_var(f"rule {len(self.rules)}")
        return self.rules[conflict]

    def _add_runs(self) -> None:
        """A variable for each run and bus type, those that a rule refuses on its literal."""
        problem = self.problem
        candidates = [run for run in (*problem.trips, *problem.refused) if run.legs]
        faced = [] if problem.fixed else [r for r in problem.deadheads if self._is_faced(r)]
        for run in sorted([*candidates, *faced], key=lambda r: (r.direction, r.departure)):
            if problem.fixed and run.departure not in problem.slots[run.direction]:
                continue
            switches = list(self._switches(run))
            for k in run.types:
                variable = self.cp.new_bool_var("")
                self._runs.append((run, k, variable))
                for switch in switches:
                    self.cp.add_implication(switch, ~variable)

    def _is_faced(self, run: Run) -> bool:
        """Whether the clock face alone forbids riders on an allowed run."""
        problem, direction = self.problem, self.problem.directions[run.direction]
        policies = problem.scenario.policies
        faces = clock_face.refusals(policies, problem.day_type, direction, run.departure)
        return not run.loaded and bool(list(faces))

    def _port_switches(self, run: Run) -> Iterator[Literal]:
        for refusal in run.refusals:
            if run.port is not None:
                yield self.rule(refusal, words.port_rule(self.problem, run.port, refusal))

    def _switches(self, run: Run) -> Iterator[Literal]:
        problem, direction = self.problem, self.problem.directions[run.direction]
        yield from self._port_switches(run)
        policies = problem.scenario.policies
        for face in clock_face.refusals(policies, problem.day_type, direction, run.departure):
            yield self.rule("clock-face", words.clock_face(face))

    def _add_departures(self, index: int) -> None:
        """A literal for each minute at which something leaves: one trip at most."""
        by_minute: dict[int, list[Literal]] = {}
        for run, _, variable in self._runs:
            if run.direction == index:
                by_minute.setdefault(run.departure, []).append(variable)
        leaves = {}
        for minute, variables in sorted(by_minute.items()):
            leaves[minute] = self.cp.new_bool_var("")
            self.cp.add(_sum(variables) == leaves[minute])
            if self.problem.fixed:
                direction = self.problem.directions[index]
                sentence = words.required(self.problem, direction, minute)
                self.cp.add_implication(self.rule("departure-grid", sentence), leaves[minute])
        self._leaves.append(leaves)

    def _add_headways(self, index: int) -> None:
        problem, leaves = self.problem, self._leaves[index]
        direction = problem.directions[index]
        after = self._something_after(leaves)
        for minute, leaving in leaves.items():
            policy = headway.governing(
                problem.scenario.policies, problem.day_type, direction, minute
            )
            least, most = headway.followers(policy, minute, problem.allowed[index])
            too_close = [v for t, v in leaves.items() if minute < t < least]
            if too_close:
                switch = self.rule("min-headway", words.least_headway(problem, policy, direction))
                for other in too_close:
                    self.cp.add_bool_or(~switch, ~leaving, ~other)
            if policy.max_minutes is not None:
                switch = self.rule("max-headway", words.most_headway(problem, policy, direction))
                within = [v for t, v in leaves.items() if minute < t <= most]
                self.cp.add_bool_or(~switch, ~leaving, ~after[minute], *within)

    def _something_after(self, leaves: dict[int, Literal]) -> dict[int, Literal]:
        """For each minute a literal that is true when anything leaves later."""
        after: dict[int, Literal] = {}
        later: list[Literal] = []
        for minute in reversed(leaves):
            after[minute] = self.cp.new_bool_var("")
            self.cp.add_max_equality(after[minute], [*later, 0])
            later = [leaves[minute], after[minute]]
        return after

    def _add_ends(self, index: int) -> None:
        problem, leaves = self.problem, self._leaves[index]
        direction = problem.directions[index]
        policies, day_type = problem.scenario.policies, problem.day_type
        for band in span.windows(policies, day_type, direction, "first"):
            sentence = words.end_of_service(problem, band, direction, "first")
            before = {t for t in leaves if t < band.start}
            self._one_of(self.rule("first-departure", sentence), leaves, band, before)
        for band in span.windows(policies, day_type, direction, "last"):
            sentence = words.end_of_service(problem, band, direction, "last")
            beyond = {t for t in leaves if t >= band.end}
            self._one_of(self.rule("last-departure", sentence), leaves, band, beyond)

    def _one_of(
        self, switch: Literal, leaves: dict[int, Literal], band: TimeBand, outside: set[int]
    ) -> None:
        inside = sorted(t for t in leaves if band.holds_at(t))
        self.cp.add_bool_or(~switch, *(leaves[t] for t in inside))
        for minute in sorted(outside):
            self.cp.add_implication(switch, ~leaves[minute])

    def _add_quotas(self) -> None:
        problem = self.problem
        counted: dict[port_quota.CountKey, list[Literal]] = {}
        switches: dict[port_quota.CountKey, tuple[int, Literal]] = {}
        for run, _, variable in self._runs:
            border = problem.directions[run.direction].border
            if run.port is None or run.reach is None or border is None:
                continue
            port = problem.scenario.ports[run.port]
            keys = port_quota.keys(port, problem.day, problem.day_type, border, run.reach)
            for key, quota in keys:
                counted.setdefault(key, []).append(variable)
                switches[key] = quota.trips, self.rule("port-quota", words.quota(port, quota))
        for key, variables in sorted(counted.items()):
            most, switch = switches[key]
            self.cp.add(_sum(variables) <= most).only_enforce_if(switch)

    def _add_flow(self) -> None:
        """Buses at each stop, by type; deadheads where they are allowed."""
        events: dict[tuple[int, str], list[Event]] = {}
        along = [*self._runs, *self._deadheads()]
        local = self._same_side([run for run, _, _ in along])
        moved: list[tuple[Run | SideRun, int, Literal]] = [*along, *local]
        for run, k, variable in moved:
            way = move(self.problem, run)
            events.setdefault((k, way.origin), []).append((way.leaves, -1, variable))
            events.setdefault((k, way.destination), []).append((way.ready, 1, variable))
        stock, none = self._stock(), self.cp.new_constant(0)
        for place in sorted(events):
            self._stand(events[place], stock.get(place, none))

    def _deadheads(self) -> Iterator[tuple[Run, int, Literal]]:
        """How many empty buses make each run, which may be several at once."""
        problem = self.problem
        for run in (*problem.deadheads, *(run for run in problem.refused if run.legs)):
            for k in run.types:
                by_side = run.port is None and problem.cents.same_side[k] is not None
                if problem.cents.deadhead[k] is not None and not by_side:
                    number = self.cp.new_int_var(0, problem.types[k].count, "")
                    for switch in self._port_switches(run):
                        self.cp.add(number == 0).only_enforce_if(switch)
                    yield run, k, number

    def _same_side(self, leaving: Sequence[Run]) -> Iterator[tuple[SideRun, int, Literal]]:
        """How many empty buses make each run within a side that may serve those runs."""
        problem = self.problem
        priced = [k for k, cents in enumerate(problem.cents.same_side) if cents is not None]
        for run in Drives(problem).useful(leaving) if priced else ():
            for k in priced:
                yield run, k, self.cp.new_int_var(0, problem.types[k].count, "")

    def _stock(self) -> dict[tuple[int, str], Literal]:
        problem = self.problem
        stock = {
            (k, depot.place): self.cp.new_int_var(0, _MANY_BUSES, "")
            for k, kind in enumerate(problem.types)
            for depot in problem.scenario.depots.values()
            if battery.may_stay(kind, depot)
        }
        for k, kind in enumerate(problem.types):
            mine = [v for (type_, _), v in stock.items() if type_ == k]
            switch = self.rule("fleet-size", words.fleet(problem, k))
            self.cp.add(_sum(mine) <= kind.count).only_enforce_if(switch)
        for parts, most, port in port_permits.limits(problem.types):
            mine = [v for (type_, _), v in stock.items() if type_ in parts]
            switch = self.rule("fleet-size", words.fleet(problem, parts[0]))
            if port is not None:
                switch = self.rule("port-permits", words.permits(problem, parts[0], port))
            self.cp.add(_sum(mine) <= most).only_enforce_if(switch)
        for depot in problem.scenario.depots.values():
            if depot.capacity is not None:
                mine = [v for (_, place), v in stock.items() if place == depot.place]
                switch = self.rule("depot-capacity", words.depot(problem, depot.id))
                self.cp.add(_sum(mine) <= depot.capacity).only_enforce_if(switch)
        return stock

    def _stand(self, events: Sequence[Event], stock: Literal) -> None:
        by_minute = itemgetter(0)
        departures = sorted((e for e in events if e[1] < 0), key=by_minute)
        arrivals = deque(sorted((e for e in events if e[1] > 0), key=by_minute))
        standing = stock
        for minute, leaving in groupby(departures, key=by_minute):
            came = []
            while arrivals and arrivals[0][0] <= minute:
                came.append(arrivals.popleft()[2])
            gone = [variable for _, _, variable in leaving]
            after = self.cp.new_int_var(0, _MANY_BUSES, "")
            self.cp.add(_sum([after, *gone]) == _sum([standing, *came]))
            standing = after
        late = [variable for _, _, variable in arrivals]
        self.cp.add(_sum([standing, *late]) == stock)


def _sum(variables: Sequence[Literal]) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.sum(list(variables))
