"""How each rule of a core may be eased: ladders of edits to the value that the planner wrote.

Working-time rules are law: in their place another profile of the scenario is offered, and what
the planner decides about drivers. Steps are single buses and permits, steps of the departure grid,
minutes of layover.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from shuttle.domain.base import LocalText
from shuttle.domain.policy import ClockFace, DirectionScope
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, listed, plain, say
from shuttle.domain.time import MINUTES_PER_HOUR, parse_minute
from shuttle.errors import Conflict
from shuttle.solver.explain.duty_ladders import duty_ladders
from shuttle.solver.explain.edit import Edit, Ladder, Path, path_of, value_at
from shuttle.solver.explain.instances import when
from shuttle.solver.explain.window_ladders import hours_ladders, span_ladders, window_ladders
from shuttle.solver.problem import Problem

_MOST_BUSES = 12
_MOST_QUOTA = 30
_LONGEST_HEADWAY = 240
_MOST_STEPS = 20  # of energy in a battery

Ladders = Callable[[Problem, Conflict], Iterator[Ladder]]


def ladders(problem: Problem, rule: Conflict) -> tuple[Ladder, ...]:
    """The ways to ease a rule; none where nothing but the world would have to change."""
    if rule.key.startswith("departure "):
        return (_without_departure(problem, rule),)
    if rule.rule in _BY_RULE:
        return tuple(_BY_RULE[rule.rule](problem, rule))
    if rule.rule.startswith("du") or rule.rule == "driver-count":
        return tuple(duty_ladders(problem.scenario, rule))
    return ()


def _counted(
    scenario: Scenario, path: Path, most: int, words: Callable[[int], LocalText]
) -> Ladder:
    """Larger whole numbers, one by one."""
    was: int = value_at(scenario, path)
    return Ladder(most, lambda n: Edit(path, was + n, words(n)))


def _fleet(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path = path_of(rule.key)
    name = problem.scenario.vehicle_types[str(path[1])].name
    yield _counted(
        problem.scenario, path, _MOST_BUSES, lambda n: say("explain.more-buses", count=n, name=name)
    )


def _permits(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path = path_of(rule.key)
    kind = problem.scenario.vehicle_types[str(path[1])]
    permit = kind.permits[int(path[3])]
    port = problem.scenario.ports[permit.port].name
    yield _counted(
        problem.scenario,
        path,
        max(0, kind.count - permit.count),
        lambda n: say("explain.more-permits", count=n, name=kind.name, port=port),
    )


def _depot(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path, scenario = path_of(rule.key), problem.scenario
    depot = scenario.depots[str(path[1])]
    place = scenario.stops[depot.stop].name if depot.stop else plain(depot.id)
    was = depot.capacity or 0
    yield _counted(
        scenario,
        path,
        _MOST_BUSES,
        lambda n: say("explain.more-room", count=was + n, was=was, place=place),
    )


def _quota(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path = path_of(rule.key)
    port = problem.scenario.ports[str(path[1])]
    quota = port.quotas[int(path[3])]
    key = "explain.larger-quota-each-hour" if quota.each_hour else "explain.larger-quota-in-all"
    yield _counted(
        problem.scenario,
        path,
        _MOST_QUOTA,
        lambda n: say(
            key, count=quota.trips + n, was=quota.trips, port=port.name, when=when(quota)
        ),
    )


def scope(scenario: Scenario, policy: DirectionScope) -> LocalText:
    """For which trips a policy is written; nothing where it is for all."""
    if policy.destination is not None:
        return say("explain.scope-to", stop=scenario.stops[policy.destination].name)
    if policy.origin is not None:
        return say("explain.scope-from", stop=scenario.stops[policy.origin].name)
    return plain("")


def _most_headway(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path, policies = path_of(rule.key), problem.scenario.policies
    policy, grid = policies.headways[int(path[2])], policies.grid_minutes
    was = policy.max_minutes or 0

    def step(n: int) -> Edit:
        words = say(
            "explain.longer-headway",
            count=was + n * grid,
            was=was,
            scope=scope(problem.scenario, policy),
            when=when(policy),
        )
        return Edit(path, was + n * grid, words)

    yield Ladder(max(0, _LONGEST_HEADWAY - was) // grid, step)


def _least_headway(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path, policies = path_of(rule.key), problem.scenario.policies
    policy, grid = policies.headways[int(path[2])], policies.grid_minutes
    was = policy.min_minutes

    def step(n: int) -> Edit:
        minutes = max(0, was - n * grid)
        words = say(
            "explain.shorter-headway",
            count=minutes,
            was=was,
            scope=scope(problem.scenario, policy),
            when=when(policy),
        )
        return Edit(path, minutes, words)

    yield Ladder(-(-was // grid), step)


def _clock_face(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path, policies = path_of(rule.key), problem.scenario.policies
    face = policies.clock_faces[int(path[2])]
    more = _far_apart(face, policies.grid_minutes)

    def step(n: int) -> Edit:
        added = listed([plain(f":{minute:02d}") for minute in sorted(more[:n])])
        words = say("explain.more-clock-faces", minutes=added, when=when(face))
        return Edit(path, tuple(sorted({*face.minutes, *more[:n]})), words)

    yield Ladder(len(more), step)


def _far_apart(face: ClockFace, grid: int) -> list[int]:
    """Minutes past the hour that a clock face lacks, always the one farthest from the others."""
    chosen, more = list(face.minutes), list[int]()
    free = [minute for minute in range(0, MINUTES_PER_HOUR, grid) if minute not in chosen]
    while free:
        best = max(free, key=lambda minute: (_distance(minute, chosen), -minute))
        free.remove(best)
        chosen.append(best)
        more.append(best)
    return more


def _distance(minute: int, others: list[int]) -> int:
    ways = [abs(minute - other) for other in others]
    return min(min(way, MINUTES_PER_HOUR - way) for way in ways)


def _approach_road(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path, scenario = path_of(rule.key), problem.scenario
    was, grid = value_at(scenario, path), scenario.policies.grid_minutes
    port = scenario.ports[str(path[1])].name

    def step(n: int) -> Edit:
        minutes = max(0, was - n * grid)
        words = say("explain.later-approach", port=port, count=minutes, was=was)
        return Edit(path, minutes, words)

    yield Ladder(-(-was // grid), step)


def _layover(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path, scenario = path_of(rule.key), problem.scenario
    was = value_at(scenario, path)
    yield Ladder(was, partial(layover_of, scenario, path, -1))


def layover_of(scenario: Scenario, path: Path, sign: int, steps: int) -> Edit:
    """A layover that is so many minutes longer or, by the sign, shorter."""
    was = value_at(scenario, path)
    minutes = was + sign * steps
    if path[1] == "layovers":
        stop = scenario.stops[value_at(scenario, (*path[:-1], "stop"))].name
        words = say("explain.layover-of-stop", count=minutes, was=was, stop=stop)
    else:
        words = say("explain.layover-of", count=minutes, was=was)
    return Edit(path, minutes, words)


def _battery(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    path = path_of(rule.key)
    kind = problem.scenario.vehicle_types[str(path[1])]
    battery = kind.battery
    if battery is None:
        return
    was, step_kwh = battery.usable_kwh, battery.step_kwh

    def step(n: int) -> Edit:
        words = say("explain.larger-battery", count=was + n * step_kwh, was=was, name=kind.name)
        return Edit(path, was + n * step_kwh, words)

    yield Ladder(max(0, _MOST_STEPS - battery.steps), step)


def _grid(problem: Problem, rule: Conflict) -> Iterator[Ladder]:
    if rule.key == "policies.span":
        yield from span_ladders(problem.scenario)
        return
    grid = problem.scenario.policies.grid_minutes
    finer = [minutes for minutes in range(grid - 1, 0, -1) if grid % minutes == 0]

    def step(n: int) -> Edit:
        words = say("explain.finer-grid", count=finer[n - 1], was=grid)
        return Edit(path_of(rule.key), finer[n - 1], words)

    yield Ladder(len(finer), step)


def _without_departure(problem: Problem, rule: Conflict) -> Ladder:
    """A departure of a given timetable is left out."""
    _, direction, time = rule.key.split(" ")
    way = next(way for way in problem.directions if way.id == direction)
    name = problem.scenario.stops[way.destination].name
    minute = parse_minute(time)
    words = say(
        "explain.without-departure", time=clock(minute), towards=say("common.towards", stop=name)
    )
    return Ladder(1, lambda _: Edit((), None, words, (direction, minute)))


_BY_RULE: Mapping[str, Ladders] = {
    "fleet-size": _fleet,
    "port-permits": _permits,
    "depot-capacity": _depot,
    "port-quota": _quota,
    "max-headway": _most_headway,
    "min-headway": _least_headway,
    "first-departure": window_ladders,
    "last-departure": window_ladders,
    "clock-face": _clock_face,
    "port-hours": hours_ladders,
    "approach-road": _approach_road,
    "layover": _layover,
    "battery": _battery,
    "departure-grid": _grid,
}
