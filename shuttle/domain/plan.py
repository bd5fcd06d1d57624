"""A plan: the solver's answer for one scenario and day type, in GTFS words, with its proof."""

from datetime import date
from typing import Literal

from pydantic import Field, NonNegativeInt

from shuttle.domain.base import Effective, SafeText, Slug, Value, unstated
from shuttle.domain.change import Changes
from shuttle.domain.demand import Wish
from shuttle.domain.disruption import Disruption
from shuttle.domain.network import Side
from shuttle.domain.obligations import Unkept
from shuttle.domain.policy import SEAT_GUARANTEE, Semantics
from shuttle.domain.proof import Proof
from shuttle.domain.time import ServiceMinute

Method = Literal["optimise", "even-headway", "even-load", "timetable"]


class ScenarioRef(Value):
    """Which scenario a plan answers."""

    name: Slug
    sha256: str


class TripLeg(Value):
    """A part of a trip: a drive between two places, or the clearance at a port."""

    kind: Literal["drive", "clearance"]
    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    departure: ServiceMinute
    arrival: ServiceMinute


class Trip(Value):
    """A bus with riders from one end of a route to the other.

    Attributes:
        id: direction and departure, as `to-hksp-0830`; unique within the plan.
        direction: id of the direction.
        port: where the border is crossed; None on a route without border.
        block: id of the block whose bus runs it.
        load: riders on board, as the passenger count of the audit has it.
        pinned: kept from an earlier plan by order of the planner.
    """

    id: Slug
    route: Slug
    direction: str
    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    departure: ServiceMinute
    arrival: ServiceMinute
    port: Slug | None
    vehicle_type: Slug
    block: Slug
    load: NonNegativeInt
    pinned: bool = False
    legs: tuple[TripLeg, ...]


class FixedTrip(Value):
    """A trip of a timetable that somebody else made: what is not given is for us to choose."""

    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    departure: ServiceMinute
    port: Slug | None = None
    vehicle_type: Slug | None = None


class BlockPiece(Value):
    """One run of a bus: a trip, or an empty run (deadhead).

    An empty run goes along a route, or between two places of one side without a port: stops, or
    depots at places of their own.

    Attributes:
        id: the trip's id, or `block-` number and departure for a deadhead; unique in the plan.
    """

    id: Slug
    kind: Literal["trip", "deadhead"]
    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    departure: ServiceMinute
    arrival: ServiceMinute
    port: Slug | None
    legs: tuple[TripLeg, ...]


class Block(Value):
    """A bus's day.

    Attributes:
        depot: where it starts.
        end_depot: where it ends; every depot holds as many buses of each type at the end of the
            day as at its start, though not always the same ones.
        pinned: kept from an earlier plan by order of the planner.
    """

    id: Slug
    vehicle_type: Slug
    depot: Slug
    end_depot: Slug
    pieces: tuple[BlockPiece, ...]
    pinned: bool = Field(default=False, exclude_if=lambda pinned: not pinned)


class Duty(Value):
    """A driver's day.

    Attributes:
        pieces: ids of block pieces, in order; they may belong to several blocks.
        sign_on: when work begins; `sign_off` when it ends.
        home: the side where it begins.
        pinned: kept from an earlier plan by order of the planner.
    """

    id: Slug
    rule_profile: Slug
    home: Side
    sign_on: ServiceMinute
    sign_off: ServiceMinute
    driving_minutes: NonNegativeInt
    pieces: tuple[Slug, ...]
    pinned: bool = Field(default=False, exclude_if=lambda pinned: not pinned)


class BinCount(Value):
    """What became of the riders of one demand bin."""

    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    wish: Wish
    start: ServiceMinute
    home: Side | None
    riders: NonNegativeInt
    served: NonNegativeInt
    left_behind: NonNegativeInt


class DemandCount(Value):
    """Served and left-behind riders of the day, in all and by bin: together they are everyone.

    Attributes:
        carried: of those served, who found the bus of her wish full and took another one; None
            under the seat guarantee, which knows no other bus.
    """

    served: NonNegativeInt
    left_behind: NonNegativeInt
    by_bin: tuple[BinCount, ...]
    carried: NonNegativeInt | None = Field(default=None, exclude_if=lambda v: v is None)


class UsableStay(Value):
    """Longest stay at the far end between the first arrival and the last departure home.

    Attributes:
        home: side where the rider lives.
        minutes: None where no bus brings her there and back.
    """

    route: Slug
    home: Side
    minutes: int | None


class Kpis(Value):
    """What a planner looks at first.

    Attributes:
        left_at_port: of the riders left behind those for whom a seat was free, but whose bus does
            not wait at the port for so many; None where no bus waits for its riders.
        crowded_riders: riders above the comfortable share of their bus's seats; None where the
            scenario states no share.
    """

    trips: NonNegativeInt
    buses: NonNegativeInt
    buses_by_type: dict[Slug, int]
    duties: NonNegativeInt
    deadheads: NonNegativeInt
    riders: NonNegativeInt
    mean_wait_minutes: float | None
    mean_early_minutes: float | None
    mean_load_factor: float | None
    usable_stay: tuple[UsableStay, ...]
    crowded_riders: NonNegativeInt | None = Field(default=None, exclude_if=unstated)
    left_at_port: NonNegativeInt | None = Field(default=None, exclude_if=unstated)


class Objective(Value):
    """Money by term; `total` is their sum.

    Terms: `buses`, `trips`, `deadheads`, `waiting`, `early`, `unserved`; `crowding`, `stay` and
    `drivers` where the scenario prices them; `changes` where a published timetable is kept to.
    """

    currency: SafeText
    total: float
    terms: dict[str, float]


class Easing(Value):
    """A rule that a repaired plan breaks because nothing else was possible.

    Attributes:
        rule: id in the catalogue.
        subject: what breaks it, as a violation has it.
    """

    rule: Slug
    subject: SafeText


class Repairs(Value):
    """The plan that a repaired one goes back to, as far as it must be compared with it.

    Attributes:
        sha256: of the canonical JSON of that plan.
        eased: every rule that the repaired plan breaks.
    """

    sha256: str
    trips: tuple[Trip, ...]
    blocks: tuple[Block, ...]
    duties: tuple[Duty, ...]
    eased: tuple[Easing, ...] = ()


class Plan(Value):
    """Timetable, blocks and duties for one scenario and day type.

    Attributes:
        effective: the dates around the reference date on which the same facts hold; outside
            them the plan must be made anew.
        reference_date: the date whose facts were used.
        duty_proof: bound on the number of duties for these blocks.
        draft: saved by a run that was still looking for a better one; absent from other plans.
        semantics: what becomes of riders who find their bus full; riders, money and bound are
            counted so.
        seat_guarantee_total: under `carry-over`, what a timetable made under the seat guarantee
            costs by the count of this plan; None where none was made.
        unkept: obligations that a partial plan leaves; absent from plans that keep every rule.
        unkept_proof: bound on their points.
        changes: against a published timetable; None where none was kept to.
        disruption: what went wrong on the one date for which the plan is; None where nothing did.
        repairs: the plan that was in force before it.
    """

    format: Literal[1] = 1
    draft: bool = Field(default=False, exclude_if=lambda draft: not draft)
    scenario: ScenarioRef
    service: Slug
    day_type: Slug
    method: Method
    reference_date: date
    effective: Effective
    trips: tuple[Trip, ...]
    blocks: tuple[Block, ...]
    duties: tuple[Duty, ...]
    demand: DemandCount
    kpis: Kpis
    objective: Objective
    proof: Proof
    duty_proof: Proof
    semantics: Semantics = Field(default=SEAT_GUARANTEE, exclude_if=lambda v: v == SEAT_GUARANTEE)
    seat_guarantee_total: float | None = Field(default=None, exclude_if=lambda v: v is None)
    unkept: tuple[Unkept, ...] = Field(default=(), exclude_if=unstated)
    unkept_proof: Proof | None = Field(default=None, exclude_if=unstated)
    changes: Changes | None = Field(default=None, exclude_if=lambda v: v is None)
    disruption: Disruption | None = Field(default=None, exclude_if=unstated)
    repairs: Repairs | None = Field(default=None, exclude_if=unstated)
