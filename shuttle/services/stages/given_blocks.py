"""Vehicle blocks that somebody else made, as a stage file for `shuttle duties`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pydantic import ValidationError

from shuttle.domain.duty_stage import DutyPiece, DutyStage
from shuttle.errors import InputError, Problem
from shuttle.scenario.gtfs.feed import FeedDay, FeedTrip

_ONE_SIDE = "all"


def duty_stage(day: FeedDay, rule_profile: str) -> DutyStage:
    """The pieces of a feed's own blocks.

    A trip without block is a vehicle's whole day. Where a block's next trip begins elsewhere, the
    run between them is a piece that takes all the time between them: a feed does not say when it
    leaves. All places lie on one side, so that a duty may end at another place than it began.

    Raises:
        InputError: no trip has a block, trips of one block overlap, or ids are too long.
    """
    blocks: dict[str, list[FeedTrip]] = {}
    for trip in day.trips:
        blocks.setdefault(trip.block or f"trip {trip.id}", []).append(trip)
    _require_blocks(day, blocks.values())
    try:
        pieces = [piece for name, trips in blocks.items() for piece in _pieces(name, trips)]
        sides = dict.fromkeys(day.places, _ONE_SIDE)
        return DutyStage(format=1, pieces=tuple(pieces), rule_profile=rule_profile, sides=sides)
    except ValidationError:
        message = "has ids of trips, blocks or stops that are longer than 90 characters"
        raise InputError([Problem(str(day.path), "trips.txt", message)]) from None


def _pieces(name: str, trips: Sequence[FeedTrip]) -> Iterator[DutyPiece]:
    for number, trip in enumerate(trips):
        if number and trips[number - 1].destination != trip.origin:
            yield _between(name, trips[number - 1], trip)
        yield DutyPiece(
            id=trip.id,
            vehicle=name,
            origin=trip.origin,
            destination=trip.destination,
            start=trip.start,
            end=trip.end,
        )


def _between(name: str, before: FeedTrip, after: FeedTrip) -> DutyPiece:
    return DutyPiece(
        id=f"to {after.id}",
        vehicle=name,
        origin=before.destination,
        destination=after.origin,
        start=before.end,
        end=after.start,
    )


def _require_blocks(day: FeedDay, blocks: Iterable[Sequence[FeedTrip]]) -> None:
    problems = []
    if all(trip.block is None for trip in day.trips):
        message = "no trip of the date has a block_id; leave --keep-blocks out"
        problems.append(Problem(str(day.path), "trips.txt", message))
    for trips in blocks:
        for first, then in pairwise(trips):
            if then.start < first.end:
                message = f'trips "{first.id}" and "{then.id}" of block "{first.block}" overlap'
                problems.append(Problem(str(day.path), "trips.txt", message))
    if problems:
        raise InputError(problems)
