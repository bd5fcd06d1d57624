"""Driver duties for blocks that somebody else made: what is asked, and what is answered."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from shuttle.domain.base import Money, SafeText, Slug, Value
from shuttle.domain.driver_rules import StageRules, WorkingRules
from shuttle.domain.proof import Proof
from shuttle.domain.time import LAST_MINUTE, StageMinute

_MOST_MINUTES = LAST_MINUTE
Name = Annotated[SafeText, StringConstraints(min_length=1, max_length=100)]
Minutes = Annotated[int, Field(ge=0, le=_MOST_MINUTES)]


class DutyPiece(Value):
    """Work on one vehicle that one driver does from its start to its end.

    Attributes:
        vehicle: the vehicle or block that the piece belongs to; only a change of it is counted.
        origin: place where it starts, key `from`.
        destination: place where it ends, key `to`.
        driving_minutes: minutes that count as driving; all from start to end where not given.
    """

    id: Name
    vehicle: Name = "vehicle"
    origin: Name = Field(alias="from")
    destination: Name = Field(alias="to")
    start: StageMinute
    end: StageMinute
    driving_minutes: Minutes | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            msg = f"ends at {self.end}, before its start at {self.start}"
            raise ValueError(msg)
        if self.driving_minutes is not None and self.driving_minutes > self.end - self.start:
            msg = f"has more minutes of driving than the {self.end - self.start} that it lasts"
            raise ValueError(msg)
        return self

    @property
    def driving(self) -> int:
        """Minutes that count as driving."""
        return self.end - self.start if self.driving_minutes is None else self.driving_minutes


class PassiveMinutes(Value):
    """Minutes that a driver needs from one place to another without driving a piece.

    Attributes:
        matrix: row by `from`, column by `to`, in the order of `places`; null where nobody can.
    """

    places: tuple[Name, ...]
    matrix: tuple[tuple[Minutes | None, ...], ...]

    @model_validator(mode="after")
    def _is_square(self) -> Self:
        count = len(self.places)
        if len(set(self.places)) < count:
            msg = "names a place twice in places; each has one row and one column"
            raise ValueError(msg)
        if len(self.matrix) != count or any(len(row) != count for row in self.matrix):
            msg = f"has {count} places; matrix must have {count} rows of {count} numbers"
            raise ValueError(msg)
        return self

    def between(self, origin: str, destination: str) -> int | None:
        """Minutes from one place to the other; None where nobody can."""
        if origin in self.places and destination in self.places:
            row = self.matrix[self.places.index(origin)]
            return row[self.places.index(destination)]
        return 0 if origin == destination else None


class DutyCosts(Value):
    """What duties cost; where nothing is said, few duties come first, then few minutes.

    Attributes:
        duty: each duty.
        duty_minute: each minute from sign-on to sign-off.
        gap_minute: each minute between two pieces of a duty.
        passive_minute: each minute of riding from place to place.
        vehicle_change: each time that the next piece is on another vehicle.
        work_minute: each minute of working time, or of `least_paid_minutes` where that is more.
        least_paid_minutes: working time that is paid even to a shorter duty.
        split: each pause that parts a duty by the rules' `splits`.
    """

    duty: Money = 10_000.0
    duty_minute: Money = 1.0
    gap_minute: Money = 0.0
    passive_minute: Money = 0.0
    vehicle_change: Money = 0.0
    work_minute: Money = 0.0
    least_paid_minutes: Minutes = 0
    split: Money = 0.0

    @property
    def count_work(self) -> bool:
        """Whether working time or splits cost anything."""
        return self.work_minute > 0 or self.split > 0


def _stage_rules(stated: object) -> object:
    """Plain working rules as rules of a stage; anything else as it is."""
    return StageRules.of(stated) if isinstance(stated, WorkingRules) else stated


StatedRules = Annotated[StageRules, BeforeValidator(_stage_rules)]

WorkAround = Minutes | Mapping[Name, Minutes]
"""Minutes of sign-on or sign-off: one number, or one by place."""


class DutyStage(Value):
    """Pieces of work, and the rules under which drivers do them.

    Attributes:
        passive_minutes: where a driver can ride between pieces; without it she waits where she is.
        sign_on_minutes: before the first piece; the profile's where not given.
        sign_off_minutes: after the last piece; the profile's where not given.
        change_minutes: least minutes from a piece to one on another vehicle at the same place.
        rule_profile: a profile of `config/driver_rules.toml` by its name, or the rules themselves.
        sides: home side of each place, for rules by which duties end where they began; a place
            without one is a side of its own.
        hand_over_places: where a driver may take over or leave a vehicle between two of its
            pieces, which are then told by `vehicle`; anywhere where not given. Where a vehicle
            begins and ends, drivers may always do so.
    """

    format: Literal[1]
    pieces: tuple[DutyPiece, ...] = Field(min_length=1, max_length=20_000)
    passive_minutes: PassiveMinutes | None = None
    sign_on_minutes: WorkAround | None = None
    sign_off_minutes: WorkAround | None = None
    change_minutes: WorkAround | None = None
    rule_profile: Slug | StatedRules
    sides: Mapping[Name, Name] = Field(default_factory=dict)
    hand_over_places: tuple[Name, ...] | None = None
    costs: DutyCosts = DutyCosts()

    def places(self) -> tuple[str, ...]:
        """Every place at which a piece starts or ends, sorted."""
        ends = ((piece.origin, piece.destination) for piece in self.pieces)
        return tuple(sorted({place for pair in ends for place in pair}))

    def ride_minutes(self, origin: str, destination: str) -> int | None:
        """Minutes to get from a place to another; None where nobody can."""
        if self.passive_minutes is None:
            return 0 if origin == destination else None
        return self.passive_minutes.between(origin, destination)

    def hands_over_at(self, place: str) -> bool:
        """Whether a driver may take over or leave a vehicle there between two of its pieces."""
        return self.hand_over_places is None or place in self.hand_over_places

    def vehicles(self) -> dict[str, list[DutyPiece]]:
        """The pieces of each vehicle, in order of time."""
        found: dict[str, list[DutyPiece]] = {}
        for piece in sorted(self.pieces, key=lambda piece: (piece.start, piece.end, piece.id)):
            found.setdefault(piece.vehicle, []).append(piece)
        return found

    def home(self, place: str) -> str:
        """The side to which a place belongs."""
        return self.sides.get(place, place)


class DutyTask(Value):
    """A stage whose rules are at hand.

    Attributes:
        rules: those that its `rule_profile` names or states.
    """

    stage: DutyStage
    rules: WorkingRules

    @property
    def stage_rules(self) -> StageRules:
        """The rules with those that only stages know."""
        return StageRules.of(self.rules)

    @property
    def counts_work(self) -> bool:
        """Whether the rules or the costs ask for working time."""
        return self.stage_rules.counts_work or self.stage.costs.count_work

    def change(self, place: str) -> int:
        """Least minutes from a piece to one on another vehicle there."""
        return _at(self.stage.change_minutes, place, 0)

    def sign_on(self, place: str) -> int:
        """Minutes of work before a duty's first piece there."""
        return _at(self.stage.sign_on_minutes, place, self.rules.sign_on_minutes)

    def sign_off(self, place: str) -> int:
        """Minutes of work after a duty's last piece there."""
        return _at(self.stage.sign_off_minutes, place, self.rules.sign_off_minutes)


class StageDuty(Value):
    """The pieces of one driver's day, in order of time, by their ids."""

    id: Slug
    pieces: tuple[str, ...]


class DutyAnswer(Value):
    """Duties with every piece in exactly one, what they cost, and how good that is known to be."""

    format: Literal[1] = 1
    duties: tuple[StageDuty, ...]
    objective: float
    proof: Proof


def _at(work: WorkAround | None, place: str, otherwise: int) -> int:
    if work is None:
        return otherwise
    return work if isinstance(work, int) else work.get(place, otherwise)
