"""From a plan made in sequence to one made at once, where drivers are priced and it is in reach."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from math import floor

import numpy as np

from shuttle.domain.policy import SEAT_GUARANTEE
from shuttle.solver.duties.assign import DutyPlan, assign_duties, named, number_proof
from shuttle.solver.duties.pieces import pieces_of
from shuttle.solver.highs import Deadline
from shuttle.solver.integrated.candidates import candidates_of, duties_of, piece_queues
from shuttle.solver.integrated.coarse import coarse_prior
from shuttle.solver.integrated.master import Wages
from shuttle.solver.integrated.restricted import Best
from shuttle.solver.integrated.search import Case, Search, Told
from shuttle.solver.optimise import Options, silent
from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress, Report, SearchLimits, relative_gap
from shuttle.solver.result import Solution
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.network import build_network
from shuttle.solver.timetable.readout import read

_CENTS = 100
_MOST_COLUMNS = 60_000
_MOST_RUNS = 1_000
_AND_DUTIES = "timetable, blocks and duties, seat guarantee"
_METHOD = "HiGHS in OR-Tools, headway arcs by bus type, duty columns by label setting"
_ROUNDING = 1e-6


Found = Callable[[Solution, DutyPlan], None]


def forgotten(_: Solution, __: DutyPlan) -> None:
    """A plan that nobody keeps."""


def in_reach(problem: Problem) -> bool:
    """Whether timetable and duties are worth planning at once, and few enough to do so.

    That is a service of one route under the seat guarantee, whose drivers have a price, with runs
    by the hundred. Empty runs within a side leave whenever they like, and are left to the sequence,
    as electric buses are, drivers who may not change buses everywhere, and what is to keep to an
    earlier plan.
    """
    scenario = problem.scenario
    batteries = any(kind.battery is not None for kind in problem.types)
    within_sides = any(cents is not None for cents in problem.cents.same_side)
    tied = scenario.drivers.hand_over_places is not None
    pinned = bool(problem.required or problem.pinned) and not problem.fixed
    kept = problem.change is not None or pinned
    if scenario.policies.semantics != SEAT_GUARANTEE or batteries or within_sides or tied or kept:
        return False
    runs = {(run.direction, run.departure, run.arrival) for run in problem.deadheads}
    runs |= {(run.direction, run.departure, run.arrival) for run in problem.trips}
    priced = Wages.of(scenario.drivers) is not None
    return priced and len(scenario.routes) == 1 and 0 < len(runs) <= _MOST_RUNS


def driver_cents(wages: Wages, plan: DutyPlan) -> int:
    """What the drivers of a plan cost; half a cent counts up."""
    minutes = sum(duty.sign_off - duty.sign_on for duty in plan.duties)
    exact = (
        Decimal(repr(wages.duty)) * len(plan.duties)
        + Decimal(repr(wages.minute * 60)) * minutes / 60
    )
    return int(exact.to_integral_value(ROUND_HALF_UP))


def with_drivers(problem: Problem, solution: Solution, duties: DutyPlan) -> Solution:
    """The solution with its drivers' cost, where they have a price, and its own bound."""
    wages = Wages.of(problem.scenario.drivers)
    if wages is None:
        return solution
    return _priced(solution, driver_cents(wages, duties), solution.proof.bound * _CENTS)


def plan_together(
    problem: Problem,
    solution: Solution,
    duties: DutyPlan,
    options: Options,
    report: Report = silent,
    found: Found = forgotten,
) -> tuple[Solution, DutyPlan]:
    """The better of a plan made in sequence and the best that is found at once, by all costs.

    The proof then speaks of drivers' costs too, and of the bound on both together.

    Args:
        problem: what is planned.
        solution: timetable and blocks that were planned without regard to drivers.
        duties: the duties for them.
        options: of the whole run; the time that the sequence took is taken off.
        report: told of every step.
        found: given every better plan.
    """
    wages = Wages.of(problem.scenario.drivers)
    model = _model(problem) if wages is not None and in_reach(problem) else None
    if wages is None or model is None:
        return with_drivers(problem, solution, duties), duties
    started, cpu = time.monotonic(), time.process_time()
    candidates = candidates_of(model)
    begun = duties_of(candidates, solution.blocks, duties.duties)
    cost = sum(solution.terms.values()) + float(wages.cents(candidates.pieces, begun).sum())
    spent = solution.proof.wall_seconds + duties.proof.wall_seconds
    deadline = Deadline(max(0.0, options.time_limit_seconds - spent), options.stop)
    limits = SearchLimits(options.gap, deadline, options.seed, options.workers)
    prior = coarse_prior(problem, candidates, wages, limits)
    case, finds = Case(model, candidates, wages), _Finds(solution, cost, report, found)
    outcome = Search(case, Best(None, cost, begun), limits, finds.of(case), prior).run()
    bound = max(outcome.bound, solution.proof.bound * _CENTS)
    if outcome.best.values is not None:
        solution, duties = _read(case, outcome.best, solution)
    solution = _proving(_priced(solution, driver_cents(wages, duties), bound))
    proof = solution.proof.model_copy(
        update={
            "deterministic_time": round(solution.proof.deterministic_time + outcome.work, 3),
            "wall_seconds": round(solution.proof.wall_seconds + time.monotonic() - started, 3),
            "cpu_seconds": round(solution.proof.cpu_seconds + time.process_time() - cpu, 3),
        }
    )
    return replace(solution, proof=proof), duties


def _model(problem: Problem) -> TimetableModel | None:
    """The problem's model; None where it has too many columns, mostly told without building it."""
    if least_columns(problem) > _MOST_COLUMNS:
        return None
    model = build_model(problem)
    return model if len(model.linear.cost) <= _MOST_COLUMNS else None


def least_columns(problem: Problem) -> int:
    """No fewer columns has the model: by bus type one for each run, and for each arc to it."""
    least = sum(len(run.types) for run in problem.trips)
    for index in range(len(problem.directions)):
        network = build_network(problem, index)
        runs = ([problem.trips[trip] for trip in node.trips] for node in network.nodes)
        types = np.array([len({k for run in node for k in run.types}) for node in runs])
        least += int(types[network.head[network.head >= 0]].sum())
    return least


class _Finds:
    """Tells of the better plans of searches, each with what is known of the bound.

    Args:
        before: the plan made in sequence, `cost` its cents with drivers.
        report: told of every step.
        found: given every better plan.
    """

    def __init__(self, before: Solution, cost: float, report: Report, found: Found) -> None:
        self._before, self._cost, self._report, self._found = before, cost, report, found

    def of(self, case: Case) -> Told:
        """For the search of the problem itself."""
        return lambda progress, best: self._hear(case, progress, best)

    def _hear(self, case: Case, progress: Progress, best: Best) -> None:
        bound = max(progress.bound, self._before.proof.bound * _CENTS)
        self._report(replace(progress, bound=min(bound, best.cost)))
        if best.values is None or best.cost >= self._cost:
            return
        self._cost = best.cost
        solution, duties = _read(case, best, self._before)
        drivers = driver_cents(case.wages, duties)
        self._found(_proving(_priced(solution, drivers, bound)), duties)


def _proving(solution: Solution) -> Solution:
    """The solution whose proof says that it speaks of duties too."""
    update = {"proves": _AND_DUTIES, "solver": _METHOD}
    return replace(solution, proof=solution.proof.model_copy(update=update))


def _read(case: Case, best: Best, before: Solution) -> tuple[Solution, DutyPlan]:
    """Trips, blocks and duties of a search's best solution."""
    values = best.values
    answer = read(case.model, values) if values is not None else None
    if answer is None:
        msg = "the search's best solution is the one it began with"
        raise ValueError(msg)
    scenario = case.model.problem.scenario
    queues = piece_queues(case.candidates, answer.blocks)
    pieces = pieces_of(scenario, answer.blocks)
    place = {name: number for number, name in enumerate(pieces.ids)}
    duties = [tuple(place[queues[run].pop(0)] for run in duty) for duty in best.duties]
    fewest = assign_duties(scenario, answer.blocks)
    plan = tuple(named(pieces, duties, scenario.rules().id))
    proof = number_proof(fewest.proof, len(plan))
    solution = replace(
        before,
        trips=answer.trips,
        blocks=answer.blocks,
        terms=answer.terms,
        unserved=answer.unserved,
    )
    return solution, DutyPlan(plan, proof)


def _priced(solution: Solution, drivers: int, bound: float) -> Solution:
    """The solution with its drivers' cost, and its proof about the sum.

    Args:
        solution: timetable and blocks.
        drivers: cents of its drivers.
        bound: no plan costs less, in cents, drivers included.
    """
    terms = {**solution.terms, "drivers": drivers}
    cost = sum(terms.values())
    lower = min(cost, floor(bound + 0.5 + _ROUNDING))
    proof = solution.proof.model_copy(
        update={
            "proves": f"{solution.proof.proves}; the bound takes drivers to cost nothing",
            "objective": cost / _CENTS,
            "bound": lower / _CENTS,
            "gap": round(relative_gap(cost, lower), 9),
            "status": "optimal" if lower >= cost else "feasible",
        }
    )
    return replace(solution, terms=terms, proof=proof)
