"""Which of the pins leave no timetable: found by leaving out one after another, and solving."""

from dataclasses import replace

from shuttle.domain.plan import Block, Trip
from shuttle.domain.sentences import clock, say
from shuttle.errors import Conflict, InfeasibleError, NoPlanError
from shuttle.services.planning.keeping import Keeping
from shuttle.services.planning.kept import held
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem

_ANY_PLAN = 1.0
_MOST_TRIED = 16


def pin_clashes(
    free: Problem, kept: Keeping, error: InfeasibleError, deadline: Deadline
) -> InfeasibleError:
    """The error with the pins that clash with the rules, where it is they that forbid any plan.

    Each pin is left out for good if the others are still proved to leave no timetable, so that
    without any one of those named there is one, or none was found in time.

    Args:
        free: the problem without pins.
        kept: what was to be kept.
        error: raised with it.
        deadline: the outer guard.
    """
    pins = _pins(kept)
    if error.conflicts or not pins or _tried(free, kept, frozenset(), deadline) is not True:
        return error
    names = frozenset(pins)
    if len(names) <= _MOST_TRIED:
        for name in sorted(names):
            if _tried(free, kept, names - {name}, deadline) is False:
                names -= {name}
    conflicts = [_conflict(pins[name]) for name in sorted(names)]
    return InfeasibleError(say("keep.pins-forbid").en, conflicts, proved=error.proved)


def _pins(kept: Keeping) -> dict[str, Block | Trip]:
    """What is pinned by itself, by id; trips of pinned buses are not."""
    blocks = {block.id: block for block in kept.base.blocks if block.id in kept.blocks}
    trips = {t.id: t for t in kept.base.trips if t.id in kept.trips and t.block not in blocks}
    return {**blocks, **trips}


def _tried(free: Problem, kept: Keeping, pins: frozenset[str], deadline: Deadline) -> bool | None:
    """Whether there is a timetable with those pins; None where that is not known in time."""
    trips = frozenset(trip.id for trip in kept.base.trips if pins & {trip.id, trip.block})
    some = replace(kept, blocks=kept.blocks & pins, trips=trips)
    try:
        optimise(held(free, some), Options(deadline.seconds, gap=_ANY_PLAN))
    except InfeasibleError as error:
        return False if error.proved else None
    except NoPlanError:
        return None
    return True


def _conflict(pin: Block | Trip) -> Conflict:
    if isinstance(pin, Block):
        words = say("keep.pinned-block", block=pin.id, count=len(pin.pieces))
        return Conflict("block-continuity", words, pin.id)
    words = say(
        "keep.pinned-trip",
        time=clock(pin.departure),
        origin=pin.origin,
        destination=pin.destination,
        type=pin.vehicle_type,
    )
    return Conflict("departure-grid", words, pin.id)
