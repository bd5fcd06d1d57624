"""Keeping to an earlier plan: what is pinned stays, the rest may change within limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuttle.domain.change import (
    ASSUMED_PRICES,
    NO_LIMITS,
    Change,
    ChangeLimits,
    ChangePrices,
    PublishedDeparture,
)
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.renames import Renames
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem

_MOST_NAMED = 8


@dataclass(frozen=True)
class Keeping:
    """An earlier plan, and what of it is to be kept.

    Attributes:
        trips, blocks, duties: ids of what is pinned. A pinned block pins its trips; a pinned duty
            pins its trips, and the blocks whose empty runs it drives.
        change: what changes against the plan's timetable cost and how many may be made; None
            where they cost nothing.
        duties_touched: how many duties may be cut anew of those whose runs all stay; None for
            any number.
    """

    base: Plan
    trips: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()
    change: Change | None = None
    duties_touched: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the plan is to stay as it is, buses and drivers included."""
        change = self.change
        return change is not None and change.limits.trips == 0 and self.duties_touched is None


@dataclass(frozen=True)
class Wanted:
    """What a planner asks to be kept, beyond what the plan marks as pinned.

    Attributes:
        prices: what changes cost; None for the scenario's, or the assumed ones where a limit is
            given.
    """

    trips: Sequence[str] = ()
    blocks: Sequence[str] = ()
    duties: Sequence[str] = ()
    limits: ChangeLimits = NO_LIMITS
    prices: ChangePrices | None = None
    duties_touched: int | None = None


def keeping(scenario: Scenario, base: Plan, wanted: Wanted, name: str = "") -> Keeping:
    """What is to be kept of a plan.

    Args:
        scenario: what is to be planned.
        base: the earlier plan; it may name stops and routes as they were called formerly.
        wanted: by order of the planner.
        name: the plan's file, for messages.

    Raises:
        InputError: ids that the plan does not have; or the plan is of another service.
    """
    base = Renames.of(scenario.stops.values(), scenario.routes.values()).plan(base)
    known = {
        "trip": {trip.id: trip.pinned for trip in base.trips},
        "block": {block.id: block.pinned for block in base.blocks},
        "duty": {duty.id: duty.pinned for duty in base.duties},
    }
    asked = {"trip": wanted.trips, "block": wanted.blocks, "duty": wanted.duties}
    faults = [
        Problem(name, "", f"has no {kind} {entry!r}; it has {_some(known[kind])}")
        for kind, entries in asked.items()
        for entry in entries
        if entry not in known[kind]
    ]
    if base.service != scenario.service:
        words = f"is of service {base.service!r}; the scenario is for {scenario.service!r}"
        faults.append(Problem(name, "service", words))
    if faults:
        raise InputError(faults)
    chosen = {
        kind: {*asked[kind], *(entry for entry, marked in known[kind].items() if marked)}
        for kind in known
    }
    trips, blocks = _of_duties(base, chosen["duty"])
    blocks |= chosen["block"]
    return Keeping(
        base,
        frozenset(chosen["trip"] | trips | {t.id for t in base.trips if t.block in blocks}),
        frozenset(blocks),
        frozenset(chosen["duty"]),
        _change(scenario, base, wanted),
        wanted.duties_touched,
    )


def _some(known: Iterable[str]) -> str:
    names = list(known)
    return ", ".join(names[:_MOST_NAMED]) + (" and others" if len(names) > _MOST_NAMED else "")


def _of_duties(base: Plan, duties: set[str]) -> tuple[set[str], set[str]]:
    """Trips of the duties, and blocks whose empty runs they drive."""
    driven = {piece for duty in base.duties if duty.id in duties for piece in duty.pieces}
    trips = {trip.id for trip in base.trips if trip.id in driven}
    empty = {
        block.id
        for block in base.blocks
        for piece in block.pieces
        if piece.kind == "deadhead" and piece.id in driven
    }
    return trips, empty


def _change(scenario: Scenario, base: Plan, wanted: Wanted) -> Change | None:
    prices = wanted.prices or scenario.policies.changes
    if prices is None and wanted.limits == NO_LIMITS:
        return None
    return Change(
        published=tuple(map(_published, base.trips)),
        prices=prices or ASSUMED_PRICES,
        limits=wanted.limits,
    )


def _published(trip: Trip) -> PublishedDeparture:
    return PublishedDeparture(
        id=trip.id,
        origin=trip.origin,
        destination=trip.destination,
        departure=trip.departure,
        port=trip.port,
    )
