"""What TODS tables look at: each service with its plan, and the ids that GTFS gives its trips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shuttle.domain.issue import Issue
from shuttle.domain.plan import Block, BlockPiece, Plan
from shuttle.formats.gtfs.services import Service
from shuttle.formats.gtfs.view import View


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a block with what surrounds it.

    Attributes:
        before: the piece of the same bus before it; None for the first.
        last: whether the bus ends its day with it.
    """

    block: Block
    piece: BlockPiece
    before: BlockPiece | None
    last: bool


@dataclass(frozen=True, slots=True)
class Crew:
    """A service whose trips come from a plan, with the work of that plan.

    Attributes:
        runs: by the piece's id.
        driven_by: id of the duty by the piece's id.
        trip_ids: the feed's id by the plan's.
    """

    service: Service
    plan: Plan
    runs: Mapping[str, Run]
    driven_by: Mapping[str, str]
    trip_ids: Mapping[str, str]

    def trip_id(self, piece: BlockPiece) -> str:
        """The id of a trip or empty run in GTFS and its supplement."""
        return self.trip_ids.get(piece.id) or f"{piece.id}.{self.service.id}"

    def block_id(self, block: Block) -> str:
        """The id of a block in GTFS."""
        return f"{block.id}.{self.service.id}"


def crews(issue: Issue, base_url: str = "") -> Iterator[Crew]:
    """Every service with a plan; extra trips have none, and nobody knows who drives them."""
    view = View.of(issue, base_url)
    for service in view.services:
        plan = view.plan_of(service)
        if plan is not None:
            yield _crew(service, plan)


def trip_type(run: Run) -> str:
    """What an empty run is for."""
    if run.before is None:
        return "pull-out"
    return "pull-back" if run.last else "deadhead"


def _crew(service: Service, plan: Plan) -> Crew:
    runs = {
        piece.id: Run(
            block, piece, block.pieces[at - 1] if at else None, at + 1 == len(block.pieces)
        )
        for block in plan.blocks
        for at, piece in enumerate(block.pieces)
    }
    # Of two at one minute the first is the planned one, as in the feed: a repair dropped the other.
    ordered = reversed(service.trips)
    published = {(one.route, one.direction, one.departure): one for one in ordered}
    trip_ids = {
        trip.id: service.trip_id(published[trip.route, trip.direction, trip.departure])
        for trip in plan.trips
    }
    driven = {piece: duty.id for duty in plan.duties for piece in duty.pieces}
    return Crew(service, plan, runs, driven, trip_ids)
