"""A CP-SAT model in which each business rule hangs on a literal of its own.

It keeps the structure that no planner can bend (a bus is in one place and takes its running time
and layover, each depot ends the day as it began) and lets every rule be switched that the planner
wrote. It has no costs: only whether the rules can hold together. Batteries are left out.

A rule that is switched off is not asked for; the others stand as they are in the scenario, with
the departures that the scenario allows. So whatever clashes here clashes in the scenario.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from ortools.sat.python import cp_model

from shuttle.errors import Conflict
from shuttle.solver.explain import instances
from shuttle.solver.explain.kinds import Kind, kinds_of
from shuttle.solver.problem import Problem, Run, build_problem
from shuttle.solver.rules import clock_face

Literal: TypeAlias = cp_model.IntVar
KindsOf: TypeAlias = Callable[[Problem, Sequence[Run]], tuple[Kind, ...]]


class RuleModel:
    """Variables for every conceivable run with riders, and a literal for each rule.

    Args:
        problem: what no plan exists for.
        kinds: how bus types are taken together.

    Attributes:
        rules: each rule instance with its literal, in a fixed order.
        groups: for each rule a mark that it shares with those which seldom clash without it.
        alike: marks of groups of which to drop one rule is to drop all.
        kinds: the kinds of bus; runs are by index of these.
        runs: every run with riders, kind of bus, and whether it is made.
        leaves: for each direction, whether something leaves, by minute.
    """

    def __init__(self, problem: Problem, kinds: KindsOf = kinds_of) -> None:
        self.problem = _with_every_type(problem)
        self.cp = cp_model.CpModel()
        self.rules: dict[Conflict, Literal] = {}
        self.groups: dict[Conflict, object] = {}
        self.alike: set[object] = set()
        self._literals: dict[object, Literal] = {}
        candidates = sorted(self._candidates(), key=lambda run: (run.direction, run.departure))
        self.kinds = kinds(self.problem, [*candidates, *self.problem.deadheads])
        self.runs = [made for run in candidates for made in self._made(run)]
        self.leaves = [self._departures(index) for index in range(len(problem.directions))]

    def rule(self, mark: object, conflict: Callable[[], Conflict], group: object = None) -> Literal:
        """The literal of a rule instance.

        Args:
            mark: tells instances apart; the instance is worded at its first use only.
            conflict: words it.
            group: a mark that it shares with others; that of its rule where not given.
        """
        if mark not in self._literals:
            found = conflict()
            if found not in self.rules:
                self.rules[found] = self.cp.new_bool_var(f"rule {len(self.rules)}")
                self.groups[found] = found.rule if group is None else group
            self._literals[mark] = self.rules[found]
        return self._literals[mark]

    def port_switches(self, run: Run) -> Iterator[Literal]:
        """The rules of its port that refuse a run."""
        words = {"port-hours": instances.port_hours, "approach-road": instances.approach_road}
        port = run.port
        for refusal in run.refusals if port is not None else ():
            if refusal in words:
                worded = words[refusal]
                yield self.rule((refusal, port), lambda: worded(self.problem, str(port)))  # noqa: B023 - called at once

    def _candidates(self) -> Iterator[Run]:
        """Runs that some bus may make with riders, were it not for rules that can be switched."""
        problem = self.problem
        faced = () if problem.fixed else (r for r in problem.deadheads if self._is_faced(r))
        for run in (*problem.trips, *problem.refused, *faced):
            if run.legs and (not problem.fixed or run.departure in problem.slots[run.direction]):
                yield run

    def _is_faced(self, run: Run) -> bool:
        """Whether the clock face alone forbids riders on an allowed run."""
        return not run.loaded and bool(self._faces(run))

    def _faces(self, run: Run) -> Sequence[int]:
        """Which clock faces forbid riders on a run, by number."""
        problem, direction = self.problem, self.problem.directions[run.direction]
        policies = problem.scenario.policies
        refusing = clock_face.refusals(policies, problem.day_type, direction, run.departure)
        return [number for number, face in enumerate(policies.clock_faces) if face in refusing]

    def _made(self, run: Run) -> Iterator[tuple[Run, int, Literal]]:
        """A variable for each kind of bus, those that a rule refuses on its literal."""
        switches = [*self.port_switches(run), *map(self._face_switch, self._faces(run))]
        for number, kind in enumerate(self.kinds):
            if any(k in run.types for k in kind.members):
                variable = self.cp.new_bool_var("")
                for switch in switches:
                    self.cp.add_implication(switch, ~variable)
                yield run, number, variable

    def _face_switch(self, number: int) -> Literal:
        face = self.problem.scenario.policies.clock_faces[number]
        return self.rule(("clock-face", number), lambda: instances.clock_face(number, face))

    def _departures(self, index: int) -> dict[int, Literal]:
        """A literal for each minute at which something leaves: one trip at most."""
        by_minute: dict[int, list[Literal]] = {}
        for run, _, variable in self.runs:
            if run.direction == index:
                by_minute.setdefault(run.departure, []).append(variable)
        leaves = {}
        for minute, variables in sorted(by_minute.items()):
            leaves[minute] = self.cp.new_bool_var("")
            self.cp.add(total(variables) == leaves[minute])
        return leaves


def total(variables: Sequence[Literal]) -> cp_model.LinearExpr:
    """The sum of variables."""
    return cp_model.LinearExpr.sum(list(variables))


def _with_every_type(problem: Problem) -> Problem:
    """The problem with the runs of types of which there are no buses, for there might be some."""
    none = [name for name, kind in problem.scenario.vehicle_types.items() if kind.count == 0]
    if not none or problem.required:
        return problem
    kinds = {
        name: kind.model_copy(update={"count": max(1, kind.count)})
        for name, kind in problem.scenario.vehicle_types.items()
    }
    scenario = problem.scenario.model_copy(update={"vehicle_types": kinds})
    able = build_problem(scenario, problem.day_type, problem.day)
    return replace(able, scenario=problem.scenario, types=problem.types, allowed=problem.allowed)
