"""Small services with chance in them."""

from typing import Any

from shuttle.domain.base import LocalText
from shuttle.domain.facts import Minutes
from shuttle.domain.network import Leg, Park, Route, RunningBand, Stop
from shuttle.domain.plan import BlockPiece, Duty, Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.domain.variation import SharedSpread, Variation
from tests import builders
from tests.builders import FACT, policies, scenario

ALONE = SharedSpread(day_share=0, hour_share=0)
SHARED = SharedSpread(day_share=0.3, hour_share=0.3)


def variation(**changes: Any) -> Variation:
    """Every bus has its own chance, riders are as planned, and buses turn round at once."""
    default = {"clearance": ALONE, "running": ALONE, "riders": "fixed", "turn_round_minutes": 0}
    return Variation(**{**FACT, **default, **changes})


def minutes(p50: int, p85: int, p95: int) -> Minutes:
    return Minutes(p50=p50, p85=p85, p95=p95)


def drives(origin: str, destination: str, *bands: RunningBand) -> Leg:
    return Leg(origin=origin, destination=destination, bands=bands, **FACT)


def lasting(stated: Minutes, start: str = "00:00", end: str = "48:00") -> RunningBand:
    return RunningBand(minutes=stated, start=parse_minute(start), end=parse_minute(end))


def one_side(there: Minutes, back: Minutes | None = None, **changes: Any) -> Scenario:
    """Stops `a` and `b` on one side, a drive apart: no port, one part a trip."""
    text: LocalText = builders.text("x")
    stops = tuple(
        Stop(id=name, park="park", name=text, timezone="Asia/Hong_Kong", **FACT) for name in "ab"
    )
    world = {
        "parks": (Park(id="park", name=text, side="hk", **FACT),),
        "stops": stops,
        "ports": (),
        "routes": (Route(id="a-b", name=text, stops=("a", "b")),),
        "legs": (drives("a", "b", lasting(there)), drives("b", "a", lasting(back or there))),
        "policies": policies(layover_minutes=0, percentile="p50"),
    }
    return scenario(**{**world, **changes})


def with_drivers(plan: Plan, *duties: tuple[str, ...]) -> Plan:
    """The plan with its runs shared out among drivers anew."""
    pieces = {piece.id: piece for block in plan.blocks for piece in block.pieces}
    model = plan.duties[0]
    made = tuple(
        Duty(
            id=f"duty-{number}",
            rule_profile=model.rule_profile,
            home="hk",
            sign_on=pieces[names[0]].departure,
            sign_off=pieces[names[-1]].arrival,
            driving_minutes=sum(_driving(pieces[name]) for name in names),
            pieces=names,
        )
        for number, names in enumerate(duties, 1)
    )
    return plan.model_copy(update={"duties": made})


def _driving(piece: BlockPiece) -> int:
    return sum(leg.arrival - leg.departure for leg in piece.legs if leg.kind == "drive")
