"""The rules of ports and buses in a rule model: quotas, the flow of buses, fleet, depots."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from shuttle.solver.explain import instances
from shuttle.solver.explain.foreseen import add_what_follows
from shuttle.solver.explain.model import Literal, RuleModel, total
from shuttle.solver.moves import Move
from shuttle.solver.problem import Run
from shuttle.solver.rules import port_permits, port_quota
from shuttle.solver.same_side import Drives, SideRun, move

Event: TypeAlias = tuple[int, int, Literal]
_MANY_BUSES = 1000
_BY_MINUTE = itemgetter(0)


def add_buses(model: RuleModel) -> None:
    """Add quotas, and a flow of buses for each kind."""
    along = [*model.runs, *_deadheads(model)]
    _add_quotas(model, along)
    local = _same_side(model, [run for run, _, _ in along])
    events: dict[tuple[int, str], list[Event]] = {}
    made: dict[int, list[tuple[Move, Literal]]] = {}
    moved: list[tuple[Run | SideRun, int, Literal]] = [*along, *local]
    for run, kind, variable in moved:
        way = move(model.problem, run)
        events.setdefault((kind, way.origin), []).append((way.leaves, -1, variable))
        events.setdefault((kind, way.destination), []).append((way.ready, 1, variable))
        made.setdefault(kind, []).append((way, variable))
    stock, none = _stock(model), model.cp.new_constant(0)
    for place in sorted(events):
        _stand(model, events[place], stock.get(place, none))
    for kind, moves in made.items():
        add_what_follows(model, moves, [buses for (k, _), buses in stock.items() if k == kind])


def _add_quotas(model: RuleModel, along: Sequence[tuple[Run, int, Literal]]) -> None:
    problem = model.problem
    counted: dict[port_quota.CountKey, list[Literal]] = {}
    most: dict[port_quota.CountKey, int] = {}
    for run, _, variable in along:
        border = problem.directions[run.direction].border
        if run.port is None or run.reach is None or border is None:
            continue
        port = problem.scenario.ports[run.port]
        keys = port_quota.keys(port, problem.day, problem.day_type, border, run.reach)
        for key, quota in keys:
            counted.setdefault(key, []).append(variable)
            most[key] = quota.trips
    for key, variables in sorted(counted.items()):
        switch = _quota_switch(model, key[0], key[1])
        model.cp.add(total(variables) <= most[key]).only_enforce_if(switch)


def _quota_switch(model: RuleModel, port: str, number: int) -> Literal:
    problem = model.problem
    limit = problem.scenario.ports[port].quotas[number]
    return model.rule(
        ("port-quota", port, number), lambda: instances.quota(problem, port, number, limit)
    )


def _deadheads(model: RuleModel) -> Iterator[tuple[Run, int, Literal]]:
    """How many empty buses make each run, which may be several at once."""
    problem = model.problem
    for run in (*problem.deadheads, *(run for run in problem.refused if run.legs)):
        for number, kind in enumerate(model.kinds):
            by_side = run.port is None and kind.same_side
            able = any(k in run.types for k in kind.members)
            if able and kind.deadheads and not by_side:
                buses = model.cp.new_int_var(0, _MANY_BUSES, "")
                for switch in model.port_switches(run):
                    model.cp.add(buses == 0).only_enforce_if(switch)
                yield run, number, buses


def _same_side(model: RuleModel, leaving: Sequence[Run]) -> Iterator[tuple[SideRun, int, Literal]]:
    """How many empty buses make each run within a side that may serve those runs."""
    able = [number for number, kind in enumerate(model.kinds) if kind.same_side]
    for run in Drives(model.problem).useful(leaving) if able else ():
        for number in able:
            yield run, number, model.cp.new_int_var(0, _MANY_BUSES, "")


def _stock(model: RuleModel) -> dict[tuple[int, str], Literal]:
    """Buses that start the day, by kind and place."""
    stock = {
        (number, place): model.cp.new_int_var(0, _MANY_BUSES, "")
        for number, kind in enumerate(model.kinds)
        for place in kind.depots
    }
    for number in range(len(model.kinds)):
        _limit_fleet(model, number, [v for (kind, _), v in stock.items() if kind == number])
    _limit_permits(model, stock)
    _limit_depots(model, stock)
    return stock


def _limit_fleet(model: RuleModel, number: int, buses: Sequence[Literal]) -> None:
    """No more buses of a kind than there are of its types."""
    problem, members = model.problem, model.kinds[number].members
    by_type = [model.cp.new_int_var(0, _MANY_BUSES, "") for _ in members]
    model.cp.add(total(buses) <= total(by_type))
    # Of one kind, any number of one type is any number of all.
    model.alike.add(("kind", number))
    for k, mine in zip(members, by_type, strict=True):
        switch = _fleet_switch(model, k, number)
        model.cp.add(mine <= problem.types[k].count).only_enforce_if(switch)


def _fleet_switch(model: RuleModel, vehicle_type: int, kind: int) -> Literal:
    problem = model.problem
    mark = "fleet-size", problem.types[vehicle_type].id
    return model.rule(mark, lambda: instances.fleet(problem, vehicle_type), ("kind", kind))


def _limit_permits(model: RuleModel, stock: dict[tuple[int, str], Literal]) -> None:
    """Of the parts of a type no more buses than there are, nor than hold permits."""
    problem = model.problem
    kind_of = {k: number for number, kind in enumerate(model.kinds) for k in kind.members}
    for parts, most, port in port_permits.limits(problem.types):
        kinds = {kind_of[k] for k in parts}
        mine = [v for (kind, _), v in stock.items() if kind in kinds]
        switch = _fleet_switch(model, parts[0], kind_of[parts[0]])
        if port is not None:
            switch = _permit_switch(model, parts[0], port)
        model.cp.add(total(mine) <= most).only_enforce_if(switch)


def _permit_switch(model: RuleModel, kind: int, port: str) -> Literal:
    problem = model.problem
    mark = "port-permits", problem.types[kind].id, port
    return model.rule(mark, lambda: instances.permits(problem, kind, port))


def _limit_depots(model: RuleModel, stock: dict[tuple[int, str], Literal]) -> None:
    for depot in model.problem.scenario.depots.values():
        if depot.capacity is not None:
            mine = [v for (_, place), v in stock.items() if place == depot.place]
            switch = _depot_switch(model, depot.id)
            model.cp.add(total(mine) <= depot.capacity).only_enforce_if(switch)


def _depot_switch(model: RuleModel, depot: str) -> Literal:
    problem = model.problem
    return model.rule(("depot", depot), lambda: instances.depot(problem, depot))


def _stand(model: RuleModel, events: Sequence[Event], stock: Literal) -> None:
    """Buses that stand at one place between departures; as many at the end as at the start."""
    departures = sorted((e for e in events if e[1] < 0), key=_BY_MINUTE)
    arrivals = deque(sorted((e for e in events if e[1] > 0), key=_BY_MINUTE))
    standing = stock
    for minute, leaving in groupby(departures, key=_BY_MINUTE):
        came = []
        while arrivals and arrivals[0][0] <= minute:
            came.append(arrivals.popleft()[2])
        gone = [variable for _, _, variable in leaving]
        after = model.cp.new_int_var(0, _MANY_BUSES, "")
        model.cp.add(total([after, *gone]) == total([standing, *came]))
        standing = after
    late = [variable for _, _, variable in arrivals]
    model.cp.add(total([standing, *late]) == stock)
