"""A plan in a few lines for its planner, or as a small document for a program."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from shuttle.domain.base import Effective
from shuttle.domain.plan import Plan, UsableStay
from shuttle.domain.proof import Proof
from shuttle.domain.sentences import say

_WIDTH = 12


def lines(plan: Plan) -> Iterator[str]:
    """Trips both ways, buses, drivers, riders, money and proof."""
    yield (
        f"{plan.scenario.name}, {plan.day_type}, by the facts of {plan.reference_date} "
        f"({_holding(plan.effective)})"
    )
    for name, words in _rows(plan):
        yield f"  {name:{_WIDTH}}{words}"


def document(plan: Plan) -> dict[str, Any]:
    """The same for a program: everything but trips, blocks, duties and bins."""
    whole = plan.model_dump(mode="json", by_alias=True, exclude={"trips", "blocks", "duties"})
    whole["demand"].pop("by_bin")
    return {**whole, "trips_by_direction": dict(_directions(plan))}


def _directions(plan: Plan) -> Counter[str]:
    """Trips by direction; by route as well where several routes go to one stop."""
    routes: dict[str, set[str]] = {}
    for trip in plan.trips:
        routes.setdefault(trip.direction, set()).add(trip.route)
    return Counter(
        trip.direction if len(routes[trip.direction]) == 1 else f"{trip.route} {trip.direction}"
        for trip in plan.trips
    )


def _holding(effective: Effective) -> str:
    if effective.valid_from is None and effective.valid_to is None:
        return "no change of them is known"
    first = f"from {effective.valid_from} " if effective.valid_from else ""
    last = f"to {effective.valid_to}" if effective.valid_to else "on"
    return f"which hold {first}{last}"


def _rows(plan: Plan) -> Iterator[tuple[str, str]]:
    kpis, demand, objective = plan.kpis, plan.demand, plan.objective
    both = ", ".join(f"{count} {way}" for way, count in sorted(_directions(plan).items()))
    yield "trips", f"{kpis.trips} ({both})"
    types = ", ".join(f"{count} {kind}" for kind, count in kpis.buses_by_type.items() if count)
    yield "buses", f"{kpis.buses} ({types}); {_empty_runs(plan)}"
    if "stay" in objective.terms:
        yield "stay", _stays(kpis.usable_stay)
    duties = "1 duty" if kpis.duties == 1 else f"{kpis.duties} duties"
    beside = " beside those pinned" if any(duty.pinned for duty in plan.duties) else ""
    yield "drivers", f"{duties}; {_duty_bound(plan.duty_proof)}{beside}"
    if pinned := _pinned(plan):
        yield "pinned", pinned
    carried = "" if demand.carried is None else f" ({demand.carried} not by their first bus)"
    crowded = kpis.crowded_riders
    minded = "" if crowded is None else f"; {crowded} above the comfortable share of seats"
    port = kpis.left_at_port
    waits = "" if port is None else f" ({port} of them at the port, for whom no bus waits)"
    left = f"{demand.left_behind} left behind{waits}{minded}"
    yield "riders", f"{demand.served} served{carried}, {left}"
    terms = " · ".join(f"{term} {cost:,.2f}" for term, cost in objective.terms.items() if cost)
    yield "cost", f"{objective.currency} {objective.total:,.2f}" + (f": {terms}" if terms else "")
    if plan.seat_guarantee_total is not None:
        other = f"{objective.currency} {plan.seat_guarantee_total:,.2f}"
        yield "compare", f"{other} for a timetable made under the seat guarantee, counted so too"
    yield "proof", _proof(plan.proof, objective.currency)
    if plan.unkept_proof is not None:
        yield "left", left_undone(plan)
        yield from (("", item.words.en) for item in plan.unkept)


def left_undone(plan: Plan) -> str:
    """What a partial plan leaves, in all."""
    proof = plan.unkept_proof
    if proof is None or proof.status == "optimal":
        known = say("partial.fewest")
    else:
        known = say("partial.at-least", count=round(proof.bound))
    points = sum(item.points for item in plan.unkept)
    return say("partial.sum", count=len(plan.unkept), points=points, proof=known).en


def _pinned(plan: Plan) -> str:
    """How much of the plan was kept from an earlier one by order of the planner."""
    counted = (
        (sum(trip.pinned for trip in plan.trips), "trip", "trips"),
        (sum(block.pinned for block in plan.blocks), "bus's day", "buses' days"),
        (sum(duty.pinned for duty in plan.duties), "duty", "duties"),
    )
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counted if n)


def _empty_runs(plan: Plan) -> str:
    pieces = (piece for block in plan.blocks for piece in block.pieces)
    local = sum(piece.kind == "deadhead" and piece.port is None for piece in pieces)
    return f"{plan.kpis.deadheads} empty runs" + (f" ({local} within a side)" if local else "")


def _stays(stays: tuple[UsableStay, ...]) -> str:
    """How long riders of either side may be at the other end, route by route."""
    return "; ".join(
        f"{stay.route} from {stay.home}: "
        + ("no bus there and back" if stay.minutes is None else f"{stay.minutes} min")
        for stay in stays
    )


def _duty_bound(proof: Proof) -> str:
    if proof.status == "optimal":
        return "proved to be the fewest for these buses"
    return f"at least {proof.bound:g} are needed for these buses"


def _proof(proof: Proof, currency: str) -> str:
    bound = f"bound {currency} {proof.bound:,.2f}, gap {100 * proof.gap:.2f} %"
    return f"{proof.status}: {bound} ({proof.proves}); {proof.wall_seconds:.1f} s"
