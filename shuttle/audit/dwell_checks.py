"""Rule `port-dwell`: every trip waits at its port for as many riders as it carries."""

from collections.abc import Iterator

from shuttle.audit.case import Case, Finding, Run
from shuttle.audit.dwell import needless, rooms, stated_extra
from shuttle.audit.slots import slot
from shuttle.domain.plan import Trip


def check_port_dwell(case: Case) -> Iterator[Finding]:
    """Rule `port-dwell`; trips that cannot run at all are left to the slot rules."""
    for run in case.planned_runs:
        if isinstance(run.piece, Trip) and not run.slot.trouble:
            words = _fault(case, run, run.piece)
            if words:
                yield run.piece.id, f"{run.name} {words}."


def _fault(case: Case, run: Run, trip: Trip) -> str:
    found = rooms(case.scenario, run.slot)
    if not found:
        return ""
    port = case.scenario.ports[trip.port or ""].name.en
    ends = trip.origin, trip.destination
    base = slot(case.scenario, case.day, *ends, trip.port, trip.departure)
    stated, own = stated_extra(trip, base), base.legs[1].arrival - base.legs[1].departure
    if stated not in found:
        known = ", ".join(f"{own + extra} (up to {room})" for extra, room in found.items())
        return f"takes {own + stated} minutes at {port}, where minutes by riders are {known}"
    if trip.load > found[stated]:
        enough = f"its {own + stated} minutes at {port} are enough for {found[stated]}"
        return f"carries {trip.load} riders, but {enough}"
    bus = case.scenario.vehicle_types.get(trip.vehicle_type)
    shorter = needless(case.scenario, run.slot, bus) if bus else None
    if shorter is not None and bus is not None:
        enough = f"{own + shorter} are enough for all {bus.seats} seats of its bus"
        return f"takes {own + stated} minutes at {port}, though {enough}"
    return ""
