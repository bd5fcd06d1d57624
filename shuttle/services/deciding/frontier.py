"""What one more bus, or more weight for riders, buys: certified points, each a plan."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shuttle.domain.frontier import Frontier, FrontierPoint
from shuttle.domain.plan import Plan, ScenarioRef
from shuttle.domain.policy import SEAT_GUARANTEE
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError, InputError, NoPlanError, Problem
from shuttle.services.deciding.frontier_points import judged_points, worth_showing
from shuttle.services.deciding.frontier_words import next_buses, overview
from shuttle.services.planning.assembly import complete, require_sound
from shuttle.services.planning.day_plan import chosen_day_type
from shuttle.solver.duties.assign import assign_duties
from shuttle.solver.frontier import Point, Setting, Tracer
from shuttle.solver.optimise import METHOD, Options, proved_of, silent
from shuttle.solver.problem import Problem as SolverProblem
from shuttle.solver.problem import build_problem
from shuttle.solver.progress import Report
from shuttle.solver.proofs import Effort, proof_of
from shuttle.solver.result import Solution

_CENTS = 100
_HEAVIER = (1.2, 1.4, 1.6, 1.8, 2.0)
_LIGHTER = (0.9, 0.8, 0.7, 0.6)
_BUSES_BEYOND = 1


@dataclass(frozen=True)
class FrontierRequest:
    """Which points are wanted.

    Attributes:
        day_type: id of the day type; None for the scenario's first.
        weights: factors on what riders bear; None for some around 1.
        buses: numbers of buses; None for some around the number of the cheapest plan.
        options: the time limit is that of all points; up to `gap` a point counts as certified.
    """

    day_type: str | None = None
    weights: tuple[float, ...] | None = None
    buses: tuple[int, ...] | None = None
    options: Options = field(default_factory=lambda: Options(gap=0.005))


@dataclass(frozen=True)
class TracedFrontier:
    """The frontier, and the plan of each point that no other beats, by the point's id."""

    frontier: Frontier
    plans: Mapping[str, Plan]


def trace_frontier(
    scenario: Scenario, request: FrontierRequest, report: Report = silent
) -> TracedFrontier:
    """Points between what a day costs its operator and what it costs its riders.

    Args:
        scenario: what the planner owns.
        request: which points.
        report: told of each setting as it ends.

    Raises:
        InputError: no such day type, or riders may take a later bus than their first.
        InfeasibleError: no plan keeps every rule of the scenario itself.
        NoPlanError: the time limit came before any plan.
    """
    started, started_cpu = time.monotonic(), time.process_time()
    day_type = chosen_day_type(scenario, request.day_type)
    _require_seat_guarantee(scenario)
    problem = build_problem(scenario, day_type, scenario.reference_date)
    tracer = Tracer(problem, request.options, report)
    centre = tracer.centre()
    _require_answer(centre, request.options)
    found = worth_showing(tracer.trace(_lanes(request, centre)), request.options.gap)
    points = judged_points(scenario, found, request.options.gap)
    plans = _plans(problem, request.options, dict(zip(points, found, strict=True)), centre)
    frontier = Frontier(
        scenario=ScenarioRef(name=scenario.name, sha256=scenario.sha256),
        day_type=day_type,
        currency=scenario.policies.prices.currency,
        gap=request.options.gap,
        points=points,
        words=(*overview(points, request.options.gap), *next_buses(scenario, points)),
        wall_seconds=round(time.monotonic() - started, 3),
        cpu_seconds=round(time.process_time() - started_cpu, 3),
    )
    return TracedFrontier(frontier, plans)


def _require_seat_guarantee(scenario: Scenario) -> None:
    if scenario.policies.semantics != SEAT_GUARANTEE:
        message = f"'carry-over' has no frontier with proof; take {SEAT_GUARANTEE!r} for it"
        raise InputError([Problem(scenario.name, "policies.semantics", message)])


def _require_answer(centre: Point, options: Options) -> None:
    if centre.infeasible:
        message = "No timetable keeps every rule of the scenario."
        raise InfeasibleError(message, proved=True)
    if centre.answer is None:
        message = f"No timetable was found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message)


def _lanes(request: FrontierRequest, centre: Point) -> list[list[Setting]]:
    """Settings that lead away from the centre, those of each lane step by step."""
    weights = (*_LIGHTER, *_HEAVIER) if request.weights is None else request.weights
    own = 0 if centre.answer is None else len(centre.answer.blocks)
    beyond = range(max(1, own - _BUSES_BEYOND), own + _BUSES_BEYOND + 1)
    buses = tuple(beyond) if request.buses is None else request.buses
    up = [Setting(riders_weight=weight) for weight in sorted(set(weights)) if weight > 1]
    down = [
        Setting(riders_weight=weight) for weight in sorted(set(weights), reverse=True) if weight < 1
    ]
    more = [Setting(buses=count) for count in sorted(set(buses)) if count > own]
    fewer = [Setting(buses=count) for count in sorted(set(buses), reverse=True) if count < own]
    return [up, down, more, fewer]


def _plans(
    problem: SolverProblem,
    options: Options,
    points: Mapping[FrontierPoint, Point],
    centre: Point,
) -> dict[str, Plan]:
    """A plan for each point that no other beats, where drivers are found for it."""
    return {
        judged.id: plan
        for judged, point in points.items()
        if judged.dominated_by is None
        for plan in _plan(problem, options, point, centre)
    }


def _plan(problem: SolverProblem, options: Options, point: Point, centre: Point) -> Iterator[Plan]:
    """The point's plan, its proof by the scenario's own prices; none without drivers for it."""
    answer = point.answer
    if answer is None:
        return
    solution = Solution(
        trips=answer.trips,
        blocks=answer.blocks,
        terms=answer.terms,
        unserved=answer.unserved,
        proof=proof_of(
            proved_of(problem),
            sum(answer.terms.values()) / _CENTS,
            centre.bound / _CENTS,
            Effort(METHOD, point.nodes, options.seed, options.workers),
        ),
    )
    try:
        duties = assign_duties(problem.scenario, answer.blocks)
    except (InfeasibleError, NoPlanError):
        return
    plan = complete(problem, "optimise", (), (solution, duties))
    require_sound(problem.scenario, plan)
    yield plan
