"""A core of clashing rules by CP-SAT assumptions: verified by solving again, then thinned out."""

from collections.abc import Collection

from ortools.sat.python import cp_model

from shuttle.errors import Conflict
from shuttle.solver.explain import words
from shuttle.solver.explain.model import RuleModel
from shuttle.solver.problem import Problem

# In CP-SAT's deterministic time, so that the same input names the same rules.
_CORE_WORK = 8.0
_CHECK_WORK = 0.25


def conflicts(problem: Problem) -> tuple[Conflict, ...]:
    """Rules that cannot hold together; empty where this model finds no clash.

    Each set was solved again with every other rule dropped before it is shown, for a core of
    assumptions can be wrong (google/or-tools#5141). Rules that the set does not need are dropped
    as far as the limit of work allows, so the set need not be the smallest.
    """
    model = RuleModel(problem)
    model.cp.add_assumptions(list(model.rules.values()))
    solver = _solver(_CORE_WORK)
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # The model knows no batteries: where all else can hold together, they do not last.
        return tuple(words.batteries(problem))
    if status != cp_model.INFEASIBLE:
        return ()
    named = {literal.index: rule for rule, literal in model.rules.items()}
    indices = solver.sufficient_assumptions_for_infeasibility()
    core = [named[index] for index in indices if index in named]
    if not _clash(problem, core, _CORE_WORK):
        return ()
    for rule in tuple(core):
        fewer = [other for other in core if other != rule]
        if _clash(problem, fewer, _CHECK_WORK):
            core = fewer
    return tuple(core)


def _clash(problem: Problem, rules: Collection[Conflict], work: float) -> bool:
    """Whether those rules alone are proved impossible within the limit of work."""
    model = RuleModel(problem)
    for rule, literal in model.rules.items():
        model.cp.add(literal == (1 if rule in rules else 0))
    return _solver(work).solve(model.cp) == cp_model.INFEASIBLE


def _solver(work: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = work
    # Without linear relaxations the propagation of flows and headways clashes much sooner.
    solver.parameters.linearization_level = 0
    return solver
