"""Working time of a stage's duty: its splits, its rest, and what of that is not paid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shuttle.domain.driver_rules import RestBreaks, StageRules, UnpaidRest
from shuttle.domain.duty_stage import DutyPiece, DutyTask

_NOTHING = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """Time between two pieces of a duty that is not spent riding, which comes last."""

    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.ends - self.begins

    def within(self, first: int, last: int) -> int:
        """How much of it lies between two minutes; negative where it lies outside."""
        return min(last, self.ends) - max(first, self.begins)


@dataclass(frozen=True, slots=True)
class DutyTimes:
    """A duty by the clock, under rules that count working time.

    Attributes:
        begins: sign-on.
        ends: sign-off.
        pauses: between its pieces, in order.
    """

    rules: StageRules
    begins: int
    ends: int
    pauses: tuple[Pause, ...]

    @property
    def splits(self) -> tuple[Pause, ...]:
        """The pauses that part it."""
        limit = self.rules.splits
        if limit is None:
            return ()
        return tuple(pause for pause in self.pauses if pause.minutes >= limit.from_minutes)

    @property
    def rests(self) -> tuple[Pause, ...]:
        """The other pauses."""
        splits = self.splits
        return tuple(pause for pause in self.pauses if pause not in splits)

    @property
    def rest_minutes(self) -> int:
        """Of pauses that count as rest; none without a proper rest."""
        rest = self.rules.rest_breaks
        if rest is None or not self._has_proper_rest(rest):
            return _NOTHING
        return sum(p.minutes for p in self.rests if p.minutes >= rest.pause_minutes)

    @property
    def work_minutes(self) -> int:
        """From sign-on to sign-off, without splits and unpaid rest."""
        apart = sum(pause.minutes for pause in self.splits)
        return self.ends - self.begins - apart - self._unpaid_minutes()

    def rest_needed(self) -> int:
        """Minutes of rest that the working time asks for."""
        rest, work = self.rules.rest_breaks, self.work_minutes
        asked = () if rest is None else rest.needed
        return max((n.rest_minutes for n in asked if work >= n.from_work_minutes), default=0)

    def _has_proper_rest(self, rest: RestBreaks) -> bool:
        long_one = any(pause.minutes >= rest.main_minutes for pause in self.rests)
        return long_one and any(self._soon_enough(rest))

    def _soon_enough(self, rest: RestBreaks) -> Iterator[bool]:
        for pause in self.rests:
            before = sum(p.minutes for p in self.splits if p.ends <= pause.begins)
            latest = self.begins + rest.first_within_minutes + before
            yield pause.minutes >= rest.pause_minutes and pause.begins <= latest

    def _unpaid_minutes(self) -> int:
        rest = self.rules.rest_breaks
        if rest is None or rest.unpaid is None or not self._has_proper_rest(rest):
            return _NOTHING
        edge = rest.unpaid.edge_minutes
        parts = [p.within(self.begins + edge, self.ends - edge) for p in self.rests]
        counted = sum(part for part in parts if part >= rest.pause_minutes)
        return min(counted, self._most_unpaid(rest.unpaid))

    def _most_unpaid(self, unpaid: UnpaidRest) -> int:
        central = unpaid.central
        if central is None:
            return unpaid.most_minutes
        first, last = self.begins + central.edge_minutes, self.ends - central.edge_minutes
        is_central = any(p.within(first, last) >= central.pause_minutes for p in self.rests)
        return central.most_minutes if is_central else unpaid.most_minutes


def times_of(task: DutyTask, pieces: Sequence[DutyPiece]) -> DutyTimes:
    """The duty of those pieces by the clock."""
    pauses = []
    for earlier, later in pairwise(pieces):
        ride = task.stage.ride_minutes(earlier.destination, later.origin) or 0
        pauses.append(Pause(earlier.end, later.start - ride))
    return DutyTimes(
        rules=task.stage_rules,
        begins=pieces[0].start - task.sign_on(pieces[0].origin),
        ends=pieces[-1].end + task.sign_off(pieces[-1].destination),
        pauses=tuple(pauses),
    )


def check_work(task: DutyTask, pieces: Sequence[DutyPiece]) -> Iterator[tuple[str, str]]:
    """Rules that count working time, splits and rest."""
    times = times_of(task, pieces)
    most, splits = times.rules.max_working_minutes, times.rules.splits
    if most is not None and times.work_minutes > most:
        yield "duty-length", f"has {times.work_minutes} minutes of work; at most {most} may be"
    if splits is not None and len(times.splits) > splits.most:
        words = f"is parted {len(times.splits)} times by pauses of {splits.from_minutes} minutes"
        yield "duty-length", f"{words}; at most {splits.most} are allowed"
    if times.rest_minutes < times.rest_needed():
        words = f"works {times.work_minutes} minutes with {times.rest_minutes} minutes of rest"
        yield "duty-rest", f"{words}; it needs {times.rest_needed()}"
