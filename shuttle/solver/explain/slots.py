"""Why no bus may leave at a minute: the slot rules that refuse it, as the planner wrote them."""

from collections.abc import Iterator

from shuttle.errors import Conflict
from shuttle.solver.explain import instances
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import clock_face


def refusals(problem: Problem, index: int, minute: int) -> tuple[Conflict, ...]:
    """Rules that forbid direction number `index` to leave at that minute; nothing where it may."""
    if minute in problem.allowed[index]:
        return ()
    return tuple(dict.fromkeys(_refusals(problem, index, minute)))


def _refusals(problem: Problem, index: int, minute: int) -> Iterator[Conflict]:
    policies, direction = problem.scenario.policies, problem.directions[index]
    if minute % policies.grid_minutes:
        yield instances.grid(problem)
    if not policies.span.holds_at(minute):
        yield instances.span_of_service(problem)
    faces = clock_face.refusals(policies, problem.day_type, direction, minute)
    for number, face in enumerate(policies.clock_faces):
        if face in faces:
            yield instances.clock_face(number, face)
    for run in problem.refused:
        if (run.direction, run.departure) == (index, minute):
            for rule in run.refusals:
                yield _refusal(problem, run, rule)


def _refusal(problem: Problem, run: Run, rule: str) -> Conflict:
    if rule == "port-hours" and run.port is not None:
        return instances.port_hours(problem, run.port)
    if rule == "approach-road" and run.port is not None:
        return instances.approach_road(problem, run.port)
    return instances.no_way(problem, problem.directions[run.direction], rule)
