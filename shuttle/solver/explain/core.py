"""A core of clashing rules by CP-SAT assumptions: thinned out, then verified by solving again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal as OneOf

from ortools.sat.python import cp_model

from shuttle.errors import Conflict
from shuttle.solver.explain import instances
from shuttle.solver.explain.buses import add_buses
from shuttle.solver.explain.kinds import each_alone, kinds_of, may_be_told_apart
from shuttle.solver.explain.model import KindsOf, Literal, RuleModel, total
from shuttle.solver.explain.timetable import add_timetable
from shuttle.solver.problem import Problem, Run

Answer = OneOf["clash", "hold", "unknown"]
Effort = OneOf["quick", "normal", "thorough"]


@dataclass(frozen=True, slots=True)
class Work:
    """Limits in CP-SAT's deterministic time, so that the same input names the same rules.

    Attributes:
        core: of finding a core, and of verifying it.
        check: of asking whether a core can do without a rule.
        thinning: of all these questions together.
        screen: of asking whether a change mends a clash.
        easing: of all these questions together.
    """

    core: float
    check: float
    thinning: float
    screen: float
    easing: float


WORK: Mapping[Effort, Work] = {
    "quick": Work(core=4.0, check=0.5, thinning=4.0, screen=0.3, easing=3.0),
    "normal": Work(core=8.0, check=1.5, thinning=12.0, screen=0.6, easing=10.0),
    "thorough": Work(core=60.0, check=10.0, thinning=200.0, screen=4.0, easing=60.0),
}


@dataclass(frozen=True, slots=True)
class Core:
    """Whether rules can hold together; which cannot.

    Attributes:
        rules: where they clash: rules that do so without any other, which was solved again.
        minimal: each of them is needed: the others were proved to hold together without it.
        work: deterministic work done.
    """

    answer: Answer
    rules: tuple[Conflict, ...] = ()
    minimal: bool = False
    work: float = 0.0


def conflicts(problem: Problem) -> tuple[Conflict, ...]:
    """Rules of an infeasible problem that cannot hold together; empty where none are found."""
    core = find_core(problem, "quick")
    if core.answer == "hold":
        # The model knows no batteries: where all else can hold together, they do not last.
        return tuple(instances.batteries(problem))
    return core.rules


def find_core(problem: Problem, effort: Effort) -> Core:
    """Rules that cannot hold together, and as few of them as the effort allows.

    A core of assumptions can be wrong (google/or-tools#5141), so it is solved again in a model in
    which every other rule is dropped; where that does not clash, nothing is known.
    """
    return _Thinning(problem, WORK[effort]).run()


def can_hold(problem: Problem, effort: Effort) -> tuple[Answer, float]:
    """Whether all rules but batteries can hold together; and the work of asking."""
    judge = _Judge(rule_model(problem), _Meter())
    return judge.certain(tuple(judge.model.rules), WORK[effort].screen), judge.meter.work


def clash_alone(problem: Problem, rules: Collection[Conflict], effort: Effort) -> Answer:
    """Whether these rules can hold together where every other is dropped."""
    judge = _Judge(rule_model(_without_other_layovers(problem, rules)), _Meter())
    return judge.certain(rules, WORK[effort].core)


def _without_other_layovers(problem: Problem, rules: Collection[Conflict]) -> Problem:
    for rule, without in instances.layovers(problem):
        problem = problem if rule in rules else without(problem)
    return problem


def rule_model(problem: Problem, kinds: KindsOf = kinds_of) -> RuleModel:
    """The whole rule model of a problem."""
    model = RuleModel(problem, kinds)
    add_timetable(model)
    add_buses(model)
    return model


@dataclass(slots=True)
class _Meter:
    """Deterministic work done so far."""

    work: float = 0.0


@dataclass(frozen=True)
class _Judge:
    """Asks a model whether rules clash, and counts the work."""

    model: RuleModel
    meter: _Meter

    @cached_property
    def alone(self) -> RuleModel:
        """The model with each bus type alone."""
        return rule_model(self.model.problem, each_alone)

    def supposed(
        self, rules: Collection[Conflict], limit: float
    ) -> tuple[Answer, tuple[Conflict, ...]]:
        """The answer under assumptions; where they clash, which of them: all, if unknown."""
        literals = self.model.rules
        mine = {literals[rule].index: rule for rule in literals if rule in rules}
        self.model.cp.clear_assumptions()
        self.model.cp.add_assumptions([literals[rule] for rule in mine.values()])
        solver = light_solver(limit)
        # Most of the presolve would be done again and again for little.
        solver.parameters.max_presolve_iterations = 1
        answer = self._answer(solver, self.model.cp)
        if answer == "hold":
            answer = self._apart(solver, rules, limit)
            return answer, tuple(mine.values()) if answer == "clash" else ()
        named = solver.sufficient_assumptions_for_infeasibility() if answer == "clash" else ()
        return answer, tuple(mine[index] for index in sorted(named) if index in mine)

    def certain(self, rules: Collection[Conflict], limit: float) -> Answer:
        """The answer where these rules stand and every other is dropped."""
        solver = light_solver(limit)
        answer = self._answer(solver, _standing(self.model, rules))
        return self._apart(solver, rules, limit) if answer == "hold" else answer

    def _apart(
        self, solver: cp_model.CpSolver, rules: Collection[Conflict], limit: float
    ) -> Answer:
        """The answer with each bus type alone, first for the departures that hold together."""
        if all(may_be_told_apart(self.model.problem, kind) for kind in self.model.kinds):
            return "hold"
        same, made = _standing(self.alone, rules), _made(self.model)
        for run, variables in _made(self.alone).items():
            mine = [same.get_bool_var_from_proto_index(v.index) for v in variables]
            same.add(total(mine) == sum(solver.value(v) for v in made[run]))
        if self._answer(light_solver(limit), same) == "hold":
            return "hold"
        return self._answer(light_solver(limit), _standing(self.alone, rules))

    def _answer(self, solver: cp_model.CpSolver, cp: cp_model.CpModel) -> Answer:
        status = solver.solve(cp)
        self.meter.work += solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return "clash"
        return "hold" if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else "unknown"


def _standing(model: RuleModel, rules: Collection[Conflict]) -> cp_model.CpModel:
    """The model in which these rules stand and every other is dropped."""
    model.cp.clear_assumptions()
    alone = model.cp.clone()
    for rule, literal in model.rules.items():
        same = alone.get_bool_var_from_proto_index(literal.index)
        alone.add(same == (1 if rule in rules else 0))
    return alone


def _made(model: RuleModel) -> dict[Run, list[Literal]]:
    """Whether each run is made, by kind of bus."""
    made: dict[Run, list[Literal]] = {}
    for run, _, variable in model.runs:
        made.setdefault(run, []).append(variable)
    return made


class _Thinning:
    """Finds a core and leaves out what it does not need."""

    def __init__(self, problem: Problem, limits: Work) -> None:
        self._problem, self._limits, self._meter = problem, limits, _Meter()
        self._layovers: list[Conflict] = []
        self._needed: set[Conflict] = set()

    def run(self) -> Core:
        """Find, thin out, verify."""
        whole = _Judge(rule_model(self._problem), self._meter)
        answer, first = whole.supposed(tuple(whole.model.rules), self._limits.core)
        if answer != "clash":
            return Core(answer, work=self._meter.work)
        judge = self._without_layovers(whole, first)
        rules = (*self._thinned(judge, first), *self._layovers)
        alone = _without_other_layovers(self._problem, rules)
        again = _Judge(rule_model(alone), self._meter)
        if again.certain(rules, self._limits.core) != "clash":
            return Core("unknown", work=self._meter.work)
        return Core("clash", rules, self._needed.issuperset(rules), self._meter.work)

    def _without_layovers(self, judge: _Judge, core: tuple[Conflict, ...]) -> _Judge:
        """A judge of the problem without the layovers that the core does not need."""
        problem = self._problem
        for rule, without in instances.layovers(problem):
            less = without(problem)
            other = _Judge(rule_model(less), self._meter)
            answer, _ = other.supposed(core, self._limits.check)
            if answer == "clash":
                problem, judge = less, other
            else:
                self._keep([rule], answer)
                self._layovers.append(rule)
        return judge

    def _keep(self, rules: Collection[Conflict], answer: Answer) -> None:
        """Note rules that the core may not do without: proved, unless their question ran out."""
        if answer == "hold":
            self._needed.update(rules)

    def _thinned(self, judge: _Judge, core: tuple[Conflict, ...]) -> tuple[Conflict, ...]:
        """The core without groups of rules, then without single ones, as far as it can do."""
        groups: dict[object, list[Conflict]] = {}
        for rule in core:
            groups.setdefault(judge.model.groups[rule], []).append(rule)
        several = [(mark, rules) for mark, rules in groups.items() if len(rules) > 1]
        for mark, rules in [*several, *((None, [rule]) for rule in core)]:
            mine = [rule for rule in rules if rule in core and rule not in self._needed]
            if not mine or self._meter.work > self._limits.thinning:
                continue
            fewer = [rule for rule in core if rule not in mine]
            answer, smaller = judge.supposed(fewer, self._limits.check)
            if answer == "clash":
                core = smaller
            elif len(mine) == 1 or mark in judge.model.alike:
                self._keep(mine, answer)
        return core


def light_solver(work: float) -> cp_model.CpSolver:
    """One worker, limited in deterministic work, that presolves little."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = work
    # Without linear relaxations the propagation of flows and headways clashes much sooner.
    solver.parameters.linearization_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    return solver
