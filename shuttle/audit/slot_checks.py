"""The slot rules for every trip and empty run of a plan."""

from collections.abc import Callable, Iterator

from shuttle.audit.case import Case, Finding, Run
from shuttle.audit.slot_faults import (
    approach_road,
    clock_face,
    departure_grid,
    port_hours,
    port_permitted,
)
from shuttle.audit.slots import Slot, within_side
from shuttle.domain.plan import Trip, TripLeg
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute


def _each_run(case: Case, fault: Callable[[Scenario, Slot], str | None]) -> Iterator[Finding]:
    for run in case.planned_runs:
        words = fault(case.scenario, run.slot)
        if words:
            yield run.piece.id, f"{run.name} {words}."


def check_departure_grid(case: Case) -> Iterator[Finding]:
    """Rule `departure-grid`, for trips and empty runs but those within a side."""
    for run in case.planned_runs:
        bus = case.scenario.vehicle_types.get(run.vehicle_type)
        words = departure_grid(case.scenario, run.slot)
        if words and not within_side(case.scenario, bus, run.piece):
            yield run.piece.id, f"{run.name} {words}."


def check_clock_face(case: Case) -> Iterator[Finding]:
    """Rule `clock-face`, for trips alone: riders do not read the times of empty runs."""
    for run in case.planned_runs:
        words = clock_face(case.scenario, run.slot)
        if words and isinstance(run.piece, Trip):
            yield run.piece.id, f"{run.name} {words}."


def check_port_hours(case: Case) -> Iterator[Finding]:
    """Rule `port-hours`."""
    yield from _each_run(case, port_hours)


def check_approach_road(case: Case) -> Iterator[Finding]:
    """Rule `approach-road`."""
    yield from _each_run(case, approach_road)


def check_port_permitted(case: Case) -> Iterator[Finding]:
    """Rule `port-permitted`."""
    for run in case.planned_runs:
        bus = case.scenario.vehicle_types.get(run.vehicle_type)
        words = port_permitted(case.scenario, run.slot, bus, run.routes)
        if words:
            yield run.piece.id, f"{run.name} {words}."


def check_running_time(case: Case) -> Iterator[Finding]:
    """Rule `running-time`: the parts are the recomputed ones, on a direction that exists."""
    for run in case.planned_runs:
        for words in (_mislabelled(case, run), run.slot.trouble, _other_parts(run)):
            if words:
                yield run.piece.id, f"{run.name} {words}."
                break


def _mislabelled(case: Case, run: Run) -> str:
    """Where a trip names a route and direction that do not join its stops."""
    trip = run.piece
    if not isinstance(trip, Trip):
        return ""
    wanted = (trip.route, trip.direction, trip.origin, trip.destination)
    known = {(way.route, way.id, way.origin, way.destination) for way in case.scenario.directions()}
    if wanted in known:
        return ""
    name = repr(trip.direction[:60])
    ends = f"from {trip.origin} to {trip.destination}"
    return f"runs {ends}, which is not direction {name} of route {trip.route}"


def _other_parts(run: Run) -> str:
    """Where the plan's parts are not the recomputed ones; empty where they are."""
    piece, legs = run.piece, run.slot.legs
    if len(piece.legs) != len(legs):
        return f"has {len(piece.legs)} parts; it should have {len(legs)}"
    for stated, computed in zip(piece.legs, legs, strict=True):
        if stated != computed:
            return f"has the part {_in_words(stated)}; it should be {_in_words(computed)}"
    if piece.arrival != legs[-1].arrival:
        said, ends = format_minute(piece.arrival), format_minute(legs[-1].arrival)
        return f"is said to arrive at {said}; its last part ends at {ends}"
    return ""


def _in_words(leg: TripLeg) -> str:
    way = leg.origin if leg.origin == leg.destination else f"{leg.origin} to {leg.destination}"
    times = f"{format_minute(leg.departure)}-{format_minute(leg.arrival)}"
    return f"{leg.kind} {way} {times}"
