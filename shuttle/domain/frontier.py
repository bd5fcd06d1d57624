"""What one more bus, or more weight for riders, buys: plans of which none beats another."""

from typing import Literal

from pydantic import NonNegativeInt

from shuttle.domain.base import LocalText, SafeText, Slug, Value
from shuttle.domain.plan import ScenarioRef

PointStatus = Literal["certified", "uncertified", "infeasible", "unknown"]


class FrontierPoint(Value):
    """The cheapest plan found at one setting.

    Attributes:
        id: number in the list, as `point-03`; also the name of its plan's file.
        riders_weight: factor on the scenario's prices of whatever riders bear.
        asked_buses: exactly so many were asked for; None for any number.
        status: `certified` where the gap is within what was asked; `infeasible` where it is proved
            that no plan keeps every rule with so many buses; `unknown` where time ended first.
        cost: by the setting's own prices, without drivers; `bound`: no plan costs less by them.
        gap: (cost - bound) / cost.
        operator_cost: buses, trips and empty runs, by the scenario's prices; drivers aside.
        riders_cost: what riders bear, by the scenario's prices: waiting, coming early, being left
            behind, crowding, stays cut short. Every plan has
            operator_cost + riders_weight x riders_cost >= bound, if it has the buses asked for.
        rider_minutes: minutes that all riders wait or come early, together, where they are priced.
        buses, trips, left_behind: figures of the plan.
        dominated_by: id of a point with no more buses, and no more cost for operator and riders;
            None for a point of the frontier.
        knee: more money buys riders little beyond it, and less costs them much.
        words: what it is, against the plan at the scenario's own prices.
    """

    id: Slug
    riders_weight: float
    asked_buses: NonNegativeInt | None
    status: PointStatus
    cost: float | None
    bound: float
    gap: float | None
    operator_cost: float | None = None
    riders_cost: float | None = None
    rider_minutes: NonNegativeInt | None = None
    buses: NonNegativeInt | None = None
    trips: NonNegativeInt | None = None
    left_behind: NonNegativeInt | None = None
    dominated_by: Slug | None = None
    knee: bool = False
    words: LocalText


class Frontier(Value):
    """Points by rising cost for the operator, then those without a plan.

    Attributes:
        gap: up to which a point counts as certified.
        wall_seconds, cpu_seconds: the only figures that vary between runs that end by their gap.
    """

    scenario: ScenarioRef
    day_type: Slug
    currency: SafeText
    gap: float
    points: tuple[FrontierPoint, ...]
    words: tuple[LocalText, ...]
    wall_seconds: float
    cpu_seconds: float

    @property
    def certified(self) -> tuple[FrontierPoint, ...]:
        """Points that are certified and that no other one beats."""
        return tuple(
            point
            for point in self.points
            if point.status == "certified" and point.dominated_by is None
        )
