"""The day of a problem without its riders, and with bus types that may do the same as one.

Whatever runs on the day itself runs on this one too, at the same minutes: what cannot be done
here cannot be done at all. It is a fraction of the size.
"""

from dataclasses import replace

import numpy as np

from shuttle.domain.fleet import VehicleType
from shuttle.domain.policy import Policies
from shuttle.solver.problem import Cents, Problem, Run, Wishes

_Signature = tuple[object, ...]


def without_riders(problem: Problem) -> Problem:
    """The problem in which nobody travels and nothing costs money."""
    groups = list(_groups(problem).values())
    place = {k: number for number, group in enumerate(groups) for k in group}
    scenario, cents = problem.scenario, free_of_charge(problem.cents)
    return replace(
        problem,
        change=None,
        scenario=scenario.model_copy(update={"policies": _impatient(scenario.policies)}),
        types=tuple(_one(problem.types, group) for group in groups),
        trips=tuple(_run_by(run, place) for run in problem.trips),
        deadheads=tuple(_run_by(run, place) for run in problem.deadheads),
        wishes=tuple(Wishes(*(np.zeros_like(w.depart_after),) * 2) for w in problem.wishes),
        cents=replace(
            cents,
            bus_day=(0,) * len(groups),
            trip=(0,) * len(groups),
            deadhead=tuple(cents.deadhead[group[0]] for group in groups),
            same_side=tuple(cents.same_side[group[0]] for group in groups),
        ),
    )


def free_of_charge(cents: Cents) -> Cents:
    """Prices where nothing costs money; empty runs are possible where they were."""
    free = (0,) * len(cents.bus_day)
    empty, local = (
        tuple(None if price is None else 0 for price in prices)
        for prices in (cents.deadhead, cents.same_side)
    )
    return Cents(0, 0, 0, free, free, empty, local)


def _groups(problem: Problem) -> dict[_Signature, list[int]]:
    """Places of bus types that differ in seats and prices alone."""
    groups: dict[_Signature, list[int]] = {}
    for k in range(len(problem.types)):
        groups.setdefault(_signature(problem, k), []).append(k)
    return groups


def _signature(problem: Problem, kind: int) -> _Signature:
    """What a bus type may do; those with batteries or permits are like no other."""
    bus, cents = problem.types[kind], problem.cents
    alone = kind if bus.battery is not None or bus.permits else None
    runs = [n for n, r in enumerate((*problem.trips, *problem.deadheads)) if kind in r.types]
    empty = cents.deadhead[kind] is None, cents.same_side[kind] is None
    return tuple(runs), bus.depots, empty, alone


def _one(types: tuple[VehicleType, ...], group: list[int]) -> VehicleType:
    """One type for a whole group, with all its buses."""
    if len(group) == 1:
        return types[group[0]]
    return types[group[0]].model_copy(update={"count": sum(types[k].count for k in group)})


def _run_by(run: Run, place: dict[int, int]) -> Run:
    return replace(run, types=tuple(sorted({place[k] for k in run.types})))


def _impatient(policies: Policies) -> Policies:
    """Policies without what riders want; nobody waits, so no long gap matters to anyone."""
    changes = {"max_wait_minutes": 1, "max_early_minutes": 1, "stays": (), "crowding": None}
    return policies.model_copy(update=changes)
