"""How one plan differs from another: trips, buses' and drivers' days, money, and riders.

Everything is told of one service day. "Before" and "after" are the two plans in the order in
which they were given; the difference the other way round is the mirror image.
"""

from typing import Literal

from pydantic import NonNegativeInt

from shuttle.domain.base import SafeText, Slug, Value
from shuttle.domain.demand import Wish
from shuttle.domain.network import Side
from shuttle.domain.plan import Trip

TripFate = Literal["kept", "moved", "dropped", "added"]
WorkFate = Literal["kept", "changed", "dropped", "added"]


class TripDifference(Value):
    """What becomes of one trip, as riders see it.

    Attributes:
        fate: `kept` leaves at its minute, though perhaps over another port or with another bus;
            `moved` leaves at another one.
        before: None for one that is added.
        after: None for one that is dropped.
    """

    fate: TripFate
    before: Trip | None
    after: Trip | None

    @property
    def minutes(self) -> int:
        """By how much it leaves later; negative for earlier."""
        return self.after.departure - self.before.departure if self.before and self.after else 0

    @property
    def other_port(self) -> bool:
        """Whether it crosses the border elsewhere."""
        return bool(self.before and self.after) and self._differs("port")

    @property
    def other_arrival(self) -> bool:
        """Whether it is under way for longer or shorter."""
        if self.before is None or self.after is None:
            return False
        return self.after.arrival - self.before.arrival != self.minutes

    @property
    def other_vehicle_type(self) -> bool:
        """Whether a bus of another type runs it."""
        return bool(self.before and self.after) and self._differs("vehicle_type")

    @property
    def unchanged(self) -> bool:
        """Whether riders find it as it was."""
        other = self.other_port or self.other_arrival or self.other_vehicle_type
        return self.fate == "kept" and not other

    def _differs(self, field: str) -> bool:
        return bool(getattr(self.before, field) != getattr(self.after, field))


class WorkChange(Value):
    """What becomes of a block or a duty: changed where any of its runs or times is.

    Attributes:
        before: its id in the plan before; None for one that is added. Ids say nothing across
            plans: days are the same where their work is.
        after: its id in the plan after; None for one that is dropped.
    """

    fate: WorkFate
    before: Slug | None
    after: Slug | None


class CountChange(Value):
    """A number before and after."""

    before: int
    after: int

    @property
    def more(self) -> int:
        """By how much it grows; negative where it falls."""
        return self.after - self.before


class MoneyChange(Value):
    """An amount before and after, each in its plan's currency."""

    before: float
    after: float

    @property
    def more(self) -> float:
        """By how much it grows, to the cent; negative where it falls."""
        return round(self.after - self.before, 2)


class RiderBalance(Value):
    """Riders who are in the demand of both plans, each with what she rides before and after.

    A rider is better off where she gets a seat that she did not have, or where she needs fewer
    minutes from her wish to her arrival (from her departure to her wish, where she wishes to
    arrive by then); worse off the other way round. Better, worse and same are all riders.

    Attributes:
        affected: whose departure or arrival changes, or whether she gets a seat.
        moved: those with a seat before and after whose departure changes.
        minutes_saved: minutes fewer of those better off who had a seat before.
        minutes_lost: minutes more of those worse off who still have a seat.
        shorter_waits: riders with a seat before and after who wait less for the bus, or arrive
            less early; `shorter_wait_minutes` by how much in all.
        longer_waits: the same for more.
        newly_served: without a seat before, with one after.
        newly_left_behind: with a seat before, without one after.
    """

    riders: NonNegativeInt = 0
    affected: NonNegativeInt = 0
    moved: NonNegativeInt = 0
    better: NonNegativeInt = 0
    worse: NonNegativeInt = 0
    same: NonNegativeInt = 0
    minutes_saved: NonNegativeInt = 0
    minutes_lost: NonNegativeInt = 0
    shorter_waits: NonNegativeInt = 0
    shorter_wait_minutes: NonNegativeInt = 0
    longer_waits: NonNegativeInt = 0
    longer_wait_minutes: NonNegativeInt = 0
    newly_served: NonNegativeInt = 0
    newly_left_behind: NonNegativeInt = 0


class DirectionBalance(RiderBalance):
    """The riders from one stop to another."""

    origin: Slug
    destination: Slug


class RiderChanges(Value):
    """Who is better off and who is worse.

    Attributes:
        by_hour: by the hour of the wish.
        by_home: by the side where riders live.
        only_before: riders of the demand before alone; they cannot be compared.
        only_after: riders of the demand after alone.
    """

    all: RiderBalance
    by_direction: tuple[DirectionBalance, ...]
    by_hour: dict[int, RiderBalance]
    by_home: dict[Side | Literal["unknown"], RiderBalance]
    by_wish: dict[Wish, RiderBalance]
    only_before: NonNegativeInt
    only_after: NonNegativeInt


class PlanDifference(Value):
    """Everything in which two plans differ.

    Attributes:
        trips: every trip of either plan, direction by direction in the order of departures.
        blocks: every bus's day of either plan.
        duties: every driver's day of either plan.
        buses_by_type: of every type that either plan uses.
        currencies: of the two plans' money.
        terms: money by term; 0 for a term that a plan does not have.
    """

    trips: tuple[TripDifference, ...]
    blocks: tuple[WorkChange, ...]
    duties: tuple[WorkChange, ...]
    buses_by_type: dict[Slug, CountChange]
    currencies: tuple[SafeText, SafeText]
    total: MoneyChange
    terms: dict[str, MoneyChange]
    riders: RiderChanges

    def of_fate(self, fate: TripFate) -> tuple[TripDifference, ...]:
        """The trips that are kept, moved, dropped or added."""
        return tuple(trip for trip in self.trips if trip.fate == fate)

    @property
    def changed_trips(self) -> tuple[TripDifference, ...]:
        """The trips that riders do not find as they were."""
        return tuple(trip for trip in self.trips if not trip.unchanged)

    @property
    def trips_moved(self) -> int:
        """How many trips leave at another minute."""
        return len(self.of_fate("moved"))

    @property
    def minutes_moved(self) -> int:
        """Minutes by which trips leave earlier or later, added up."""
        return sum(abs(trip.minutes) for trip in self.trips)

    @property
    def blocks_touched(self) -> int:
        """Buses' days that are not as they were."""
        return sum(block.fate != "kept" for block in self.blocks)

    @property
    def duties_touched(self) -> int:
        """Drivers' days that are not as they were."""
        return sum(duty.fate != "kept" for duty in self.duties)

    @property
    def is_empty(self) -> bool:
        """Whether nobody would notice: riders, buses, drivers or the bookkeeper."""
        work = self.blocks_touched or self.duties_touched
        money = self.total.more or any(term.more for term in self.terms.values())
        other_riders = self.riders.only_before or self.riders.only_after
        return not (self.changed_trips or work or money or self.riders.all.affected or other_riders)
