"""Stage files: vehicle blocks for trips that somebody else has timetabled, and their answer.

Times are minutes since 00:00 of the service day, as whole numbers or as `"HH:MM"`; answers have
whole numbers. Ids and places are free text, for they come from other programs.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from shuttle.domain.base import Money, SafeText, Value
from shuttle.domain.proof import Proof
from shuttle.domain.time import LAST_MINUTE, StageMinute

StageId = Annotated[SafeText, Field(min_length=1)]
Cost = Annotated[float, Field(ge=0, le=1e9)]


class BlockDepot(Value):
    """Where buses of one kind stand overnight; each returns to where it began.

    Attributes:
        place: where it is; a place of `travel_minutes`.
        capacity: most buses that may leave it on the day.
        vehicle_type: type of all its buses. A place with several types is written as several
            depots. Without it the buses serve only trips that name no `vehicle_types`.
    """

    id: StageId
    place: StageId
    capacity: NonNegativeInt
    vehicle_type: StageId | None = None


class BlockTrip(Value):
    """A trip that has to be driven by exactly one bus.

    Attributes:
        origin: place where it starts, key `from`.
        destination: place where it ends, key `to`.
        vehicle_types: types that may drive it; any where not given.
        shift_minutes: it may leave up to so many whole minutes earlier or later, and then arrives
            as much earlier or later.
    """

    id: StageId
    origin: StageId = Field(alias="from")
    destination: StageId = Field(alias="to")
    start: StageMinute
    end: StageMinute
    vehicle_types: tuple[StageId, ...] | None = None
    shift_minutes: Annotated[int, Field(ge=0, le=60)] = 0


class TravelMinutes(Value):
    """Minutes of an empty run from the place of the row to the place of the column.

    Attributes:
        matrix: None (null in the file) where there is no way. The way from a place to itself
            counts as its entry says, mostly 0.
    """

    places: tuple[StageId, ...]
    matrix: tuple[tuple[NonNegativeInt | None, ...], ...]


class CostMatrix(Value):
    """Cost of going from the row's depot or trip straight to the column's.

    Attributes:
        order: ids of all depots and trips, each once.
        matrix: None (null in the file) where that is impossible. Entries from depot to depot
            have no meaning.
    """

    order: tuple[StageId, ...]
    matrix: tuple[tuple[Cost | None, ...], ...]


class BlockCosts(Value):
    """Prices, at most two decimals.

    Attributes:
        vehicle: of each block.
        deadhead_minute: of each minute of an empty run, those from and to the depot included.
        waiting_minute: of each minute that a bus stands between two trips of its block, the
            layover included. Standing in the depot is free.
    """

    vehicle: Money = 0.0
    deadhead_minute: Money = 0.0
    waiting_minute: Money = 0.0


class BlockTask(Value):
    """Trips, depots and what lies between them: exactly one of travel minutes and cost matrix.

    A block leaves its depot, drives trips one after another and returns to its depot. Between two
    trips the bus runs straight from where the first ends to where the next starts; with travel
    minutes it needs the layover and then the run. A bus that comes home in between begins a new
    block, which costs a vehicle again. With a cost matrix the matrix alone says which trip may
    follow which and at what cost, to which only `costs.vehicle` is added, once a block.

    Attributes:
        layover_minutes: least standing time after each trip that is followed by another.
    """

    format: Literal[1] = 1
    depots: tuple[BlockDepot, ...] = Field(min_length=1)
    trips: tuple[BlockTrip, ...] = Field(min_length=1)
    travel_minutes: TravelMinutes | None = None
    cost_matrix: CostMatrix | None = None
    layover_minutes: Annotated[int, Field(ge=0, le=LAST_MINUTE)] = 0
    costs: BlockCosts = BlockCosts()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.travel_minutes is None) == (self.cost_matrix is None):
            msg = "needs travel_minutes or cost_matrix, and not both"
            raise ValueError(msg)
        return self


class BlockPart(Value):
    """A trip in a block, and when it leaves: its own start, or a shifted one."""

    trip: StageId
    start: NonNegativeInt


class VehicleBlock(Value):
    """A bus's day: its trips in order; `vehicle_type` is that of its depot."""

    id: StageId
    depot: StageId
    vehicle_type: StageId | None
    pieces: tuple[BlockPart, ...] = Field(min_length=1)


class BlockAnswer(Value):
    """Blocks that drive every trip once, what they cost, and the proof."""

    blocks: tuple[VehicleBlock, ...]
    objective: float
    proof: Proof
