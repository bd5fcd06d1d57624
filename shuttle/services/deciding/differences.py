"""How one plan differs from another."""

from collections.abc import Iterable, Iterator

from shuttle.domain.change import MAX_SHIFT_MINUTES
from shuttle.domain.difference import CountChange, MoneyChange, PlanDifference, TripDifference
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.renames import Renames
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.rider_changes import rider_changes
from shuttle.services.deciding.work_changes import block_changes, duty_changes
from shuttle.services.matching import line, matches


def difference(
    before: Plan,
    after: Plan,
    scenario: Scenario,
    scenario_after: Scenario | None = None,
    *,
    max_shift_minutes: int = MAX_SHIFT_MINUTES,
) -> PlanDifference:
    """What changes for riders, buses, drivers and money from one plan to another.

    Args:
        before: the plan that people know.
        after: the plan that would take its place.
        scenario: the scenario of both, or of the plan before.
        scenario_after: the scenario of the plan after, where it is another one.
        max_shift_minutes: a trip that moves further is another trip: one dropped, one added.
    """
    known, before = before, _on_present_ids(before, scenario_after or scenario)
    trips = tuple(trip_changes(before.trips, after.trips, max_shift_minutes))
    types = sorted({block.vehicle_type for plan in (before, after) for block in plan.blocks})
    old, new = before.objective, after.objective
    return PlanDifference(
        trips=trips,
        blocks=block_changes(before, after, trips),
        duties=duty_changes(before, after, trips),
        buses_by_type={
            name: CountChange(before=_buses(before, name), after=_buses(after, name))
            for name in types
        },
        currencies=(old.currency, new.currency),
        total=MoneyChange(before=old.total, after=new.total),
        terms={
            name: MoneyChange(before=old.terms.get(name, 0), after=new.terms.get(name, 0))
            for name in (*old.terms, *(name for name in new.terms if name not in old.terms))
        },
        riders=rider_changes((scenario, known), (scenario_after or scenario, after)),
    )


def _on_present_ids(plan: Plan, scenario: Scenario) -> Plan:
    """A plan with the ids that stops and routes have in a scenario."""
    return Renames.of(scenario.stops.values(), scenario.routes.values()).plan(plan)


def trip_changes(
    before: Iterable[Trip], after: Iterable[Trip], max_shift_minutes: int = MAX_SHIFT_MINUTES
) -> Iterator[TripDifference]:
    """Every trip of two timetables once, direction by direction in the order of departures."""
    old, new = list(before), list(after)
    pairs = list(matches(old, new, max_shift_minutes))
    known, kept = {id(trip) for trip, _ in pairs}, {id(trip) for _, trip in pairs}
    dropped = (trip for trip in old if id(trip) not in known)
    added = (trip for trip in new if id(trip) not in kept)
    found = [
        *(_joined(*pair) for pair in pairs),
        *(TripDifference(fate="dropped", before=trip, after=None) for trip in dropped),
        *(TripDifference(fate="added", before=None, after=trip) for trip in added),
    ]
    yield from sorted(found, key=_place)


def _joined(before: Trip, after: Trip) -> TripDifference:
    fate = "kept" if before.departure == after.departure else "moved"
    return TripDifference(fate=fate, before=before, after=after)


def _place(change: TripDifference) -> tuple[tuple[str, str], int, str]:
    """Line and earliest departure, in the same order from either side."""
    both = [trip for trip in (change.before, change.after) if trip]
    first = min(both, key=lambda trip: (trip.departure, trip.id))
    return line(first), first.departure, first.id


def _buses(plan: Plan, vehicle_type: str) -> int:
    return sum(block.vehicle_type == vehicle_type for block in plan.blocks)
