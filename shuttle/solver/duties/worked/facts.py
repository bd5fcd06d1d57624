"""What the search asks of pieces, rules and prices, as arrays; which pieces may follow which."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.driver_rules import StageRules
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Floats, Ints

NEVER = 1 << 20
"""A minute after every duty."""


@dataclass(frozen=True, slots=True)
class WorkPrices:
    """What duties cost, in whole units of money.

    Attributes:
        duty: each duty.
        minute: each minute from sign-on to sign-off.
        work: each minute of working time, of which `least_paid` are paid at least.
        least_paid: minutes.
        split: each split.
        link: `[before, after]`: for pieces right after one another.
    """

    duty: int
    minute: int
    work: int
    least_paid: int
    split: int
    link: Floats


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules' numbers, such that those not given never bind.

    Attributes:
        split_from: shortest split.
        most_splits: in one duty.
        pause: shortest rest.
        main: least length of the main rest.
        first_within: from sign-on until the first rest begins.
        needed: by falling working time: from so many minutes on, so much rest.
        edge: first and last minutes in which rest is paid.
        most_unpaid: unpaid rest, at most.
        central_edge: as `edge`, for central rest.
        central_pause: least minutes of central rest.
        most_central: unpaid rest with central rest, at most.
        most_work: working time, at most.
        without_rest: working time of a duty without rest, at most.
    """

    split_from: int
    most_splits: int
    pause: int
    main: int
    first_within: int
    needed: tuple[tuple[int, int], ...]
    edge: int
    most_unpaid: int
    central_edge: int
    central_pause: int
    most_central: int
    most_work: int
    without_rest: int


def limits_of(rules: StageRules) -> Limits:
    """The limits that the rules set."""
    rest, splits = rules.rest_breaks, rules.splits
    unpaid = None if rest is None else rest.unpaid
    central = None if unpaid is None else unpaid.central
    most_unpaid = 0 if unpaid is None else unpaid.most_minutes
    asked = sorted(rest.needed, key=lambda n: -n.from_work_minutes) if rest else []
    most_work = NEVER if rules.max_working_minutes is None else rules.max_working_minutes
    return Limits(
        split_from=NEVER if splits is None else splits.from_minutes,
        most_splits=0 if splits is None else splits.most,
        pause=NEVER if rest is None else rest.pause_minutes,
        main=NEVER if rest is None else rest.main_minutes,
        first_within=0 if rest is None else rest.first_within_minutes,
        needed=tuple((need.from_work_minutes, need.rest_minutes) for need in asked),
        edge=0 if unpaid is None else unpaid.edge_minutes,
        most_unpaid=most_unpaid,
        central_edge=0 if central is None else central.edge_minutes,
        central_pause=NEVER if central is None else central.pause_minutes,
        most_central=most_unpaid if central is None else central.most_minutes,
        most_work=most_work,
        without_rest=min([most_work, *(need.from_work_minutes - 1 for need in asked)]),
    )


@dataclass(frozen=True, slots=True)
class Wave:
    """Pieces of which none comes before another, and the arcs that lead to them, or from them.

    Attributes:
        pieces: in order, those with arcs.
        own: the piece, of each arc; in order.
        other: the arc's other end.
        starts: the first arc of each piece.
    """

    pieces: Ints
    own: Ints
    other: Ints
    starts: Ints


class Arcs:
    """Which pieces may come right before each piece.

    Attributes:
        before: by piece, the pieces that may come before it, in order.
        after: by piece, the pieces that may come after it, in order.
        first: pieces that none comes before.
        waves: all others; those that come before a wave's are in earlier ones, or first.
        waves_back: pieces that others come after; those others are in earlier ones, or last.
    """

    def __init__(self, before: list[Ints], count: int) -> None:
        self.before = before
        own = np.repeat(np.arange(count), [len(earlier) for earlier in before])
        other = np.concatenate(before) if count else own
        order = np.argsort(other, kind="stable")
        cuts = np.searchsorted(other[order], np.arange(1, count))
        self.after: list[Ints] = np.split(own[order], cuts) if count else []
        depth, height = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        for piece, earlier in enumerate(before):
            depth[piece] = 1 + depth[earlier].max(initial=-1)
        for piece in reversed(range(count)):
            height[piece] = 1 + height[self.after[piece]].max(initial=-1)
        self.first = np.flatnonzero(depth == 0)
        self.waves = tuple(_waves(before, depth))
        self.waves_back = tuple(_waves(self.after, height))


def _waves(others: list[Ints], depth: Ints) -> Iterator[Wave]:
    for level in range(1, 1 + int(depth.max(initial=0))):
        pieces = np.flatnonzero(depth == level)
        counts = np.array([len(others[piece]) for piece in pieces.tolist()])
        ends = np.cumsum(counts)
        joined = np.concatenate([others[piece] for piece in pieces.tolist()])
        yield Wave(pieces, np.repeat(pieces, counts), joined, ends - counts)


class WorkFacts:
    """Pieces, rules and prices.

    Attributes:
        rules: the profile.
        limits: its numbers.
        prices: what duties cost.
        pause: `[before, after]`: minutes that are not spent riding.
        relief: `[before, after]`: minutes that count towards breaks of driving.
        soonest_off: least minutes of work after a duty's last piece.
        is_split: `[before, after]`: whether the pause is a split.
        step: `[before, after]`: cost of going on, apart from time: link and split.
        arcs: all that the rules allow.
        likely: some of them, those that cost least time and money.
    """

    def __init__(self, pieces: Pieces, rules: StageRules, prices: WorkPrices) -> None:
        self.pieces, self.rules, self.prices = pieces, rules, prices
        self.limits = limits_of(rules)
        gap = pieces.departure[None, :] - pieces.arrival[:, None]
        self.soonest_off = int(pieces.run.sign_off.min()) if len(pieces) else 0
        self.pause = pieces.pause
        self.relief: Ints = gap if rules.riding_is_break else pieces.pause
        self.is_split = pieces.pause >= self.limits.split_from
        self.step: Floats = prices.link + prices.split * self.is_split
        short = gap <= rules.max_duty_minutes
        before = [p[short[p, j]] for j, p in enumerate(pieces.predecessors)]
        self.arcs = Arcs(before, len(pieces))
        self._likely: dict[int, Arcs] = {}

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self.pieces)

    def some(self, places: Ints) -> "WorkFacts":
        """The same for some of the pieces, in their order."""
        link = self.prices.link[np.ix_(places, places)]
        pieces = self.pieces.some(places, self.pieces.most_duties)
        return WorkFacts(pieces, self.rules, replace(self.prices, link=link))

    def likely(self, most: int) -> Arcs:
        """The arcs that cost least, so many into and out of each piece, as many of splits."""
        if most not in self._likely:
            count = len(self)
            chosen = np.zeros((count, count), dtype=np.bool_)
            for piece, before in enumerate(self.arcs.before):
                chosen[self._best(before, np.full(len(before), piece), most, 0), piece] = True
            for piece, after in enumerate(self.arcs.after):
                chosen[piece, self._best(np.full(len(after), piece), after, most, 1)] = True
            self._likely[most] = Arcs([np.flatnonzero(column) for column in chosen.T], count)
        return self._likely[most]

    def _best(self, before: Ints, after: Ints, most: int, side: int) -> Ints:
        split = self.is_split[before, after]
        gap = self.pieces.departure[after] - self.pieces.arrival[before]
        minutes = self.prices.minute * gap + self.prices.work * np.where(split, 0, gap)
        cost = minutes + self.step[before, after]
        ends = (before, after)[side]
        found = [
            ends[rows[np.argsort(cost[rows], kind="stable")[:many]]]
            for rows, many in _kinds(split, most)
        ]
        return np.concatenate(found)


def _kinds(split: np.ndarray, most: int) -> Iterator[tuple[Ints, int]]:
    yield np.flatnonzero(~split), most
    yield np.flatnonzero(split), 1 + most // 2
