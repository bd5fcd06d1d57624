"""Many pieces: a first answer group by group, then better ones a few drivers at a time.

A group is made of whole chains of runs, as a bus would work them, begun at all times of the day:
so each group is a day of its own with little left over, small enough to be solved well.
"""

import numpy as np

from shuttle.solver.duties.part import Part
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty
from shuttle.solver.linear import Ints

_GROUP = 110
_FREED = 9
_ROUNDS = 2  # times that each duty is freed first
_PATIENCE = 40


def begin_in_groups(whole: Part) -> None:
    """An answer made of the groups' answers, if each group has one."""
    chains, tails = _closed(_chains(whole.pieces), whole.pieces)
    count = max(1, min(len(chains), len(whole.pieces) // _GROUP))
    kept: list[Duty] = []
    left: list[int] = []
    for group in range(count):
        left += tails if group == count - 1 else []
        places = np.array(sorted((*left, *(p for chain in chains[group::count] for p in chain))))
        part = whole.without(places, kept)
        part.seek()
        whole.work += part.work
        whole.learn(_renamed(part.liked, places))
        left = [] if part.best is not None else places.tolist()
        kept += _renamed(part.best or (), places)
    if not left:
        whole.offer(kept)
        whole.learn(kept)


def improve(whole: Part) -> None:
    """Free the duties of a few drivers who work at like times, and find better ones for them."""
    if whole.best is None:
        return
    idle, turn = 0, 0
    most = _ROUNDS * len(whole.best)
    while turn < most and idle < _PATIENCE and not whole.hurried:
        before = whole.cost
        _improve_around(whole, turn)
        idle = 0 if whole.cost < before else idle + 1
        turn += 1


def _improve_around(whole: Part, turn: int) -> None:
    """One turn: which drivers are freed follows from its number alone."""
    pieces, best = whole.pieces, whole.best or ()
    ordered = sorted(best, key=lambda duty: (pieces.departure[duty[0]], duty))
    # Seven has no common divisor with most counts, so turns visit the day evenly.
    seed = ordered[turn * 7 % len(ordered)]
    step = 1 + turn * 7 // len(ordered)
    near = sorted(ordered, key=lambda duty: (_apart(pieces, seed, duty), duty))
    freed = near[::step][:_FREED]
    places = np.array(sorted(piece for duty in freed for piece in duty))
    kept = [duty for duty in best if duty not in set(freed)]
    part = whole.without(places, kept)
    numbers = {place: number for number, place in enumerate(places.tolist())}
    own = [tuple(numbers[piece] for piece in duty) for duty in freed]
    part.learn(own)
    part.offer(own)
    part.seek()
    whole.work += part.work
    whole.offer([*kept, *_renamed(part.best or (), places)])
    whole.learn(_renamed(part.best or (), places))


def _apart(pieces: Pieces, one: Duty, other: Duty) -> int:
    """By how many minutes two duties begin and end apart."""
    begin = pieces.departure[one[0]] - pieces.departure[other[0]]
    end = pieces.arrival[one[-1]] - pieces.arrival[other[-1]]
    return int(abs(begin) + abs(end))


def _chains(pieces: Pieces) -> list[list[int]]:
    """The pieces as runs of buses, first in, first out; by first piece."""
    chains: list[list[int]] = []
    ends: dict[int, int] = {}
    for piece in range(len(pieces)):
        waiting = [before for before in pieces.predecessors[piece].tolist() if before in ends]
        chain = ends.pop(waiting[0]) if waiting else len(chains)
        if chain == len(chains):
            chains.append([])
        chains[chain].append(piece)
        ends[piece] = chain
    return chains


def _closed(chains: list[list[int]], pieces: Pieces) -> tuple[list[list[int]], list[int]]:
    """The chains as far as they come home, where duties must; and the pieces after that."""
    if not pieces.rules.returns_home:
        return chains, []
    away = -1
    ends_at_home = np.where(pieces.may_end, pieces.destination_side, away)
    closed, tails = [], []
    for chain in chains:
        home = pieces.origin_side[chain[0]]
        end = max((n for n, p in enumerate(chain, 1) if ends_at_home[p] == home), default=0)
        closed.append(chain[:end])
        tails += chain[end:]
    return [chain for chain in closed if chain], tails


def _renamed(duties: tuple[Duty, ...] | list[Duty], places: Ints) -> list[Duty]:
    """Duties of a part as the whole numbers their pieces."""
    return [tuple(places[list(duty)].tolist()) for duty in duties]
