"""The rule for hand-overs: a bus that stops where none may be keeps its driver for its next run."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from shuttle.audit.case import Case, Finding
from shuttle.domain.duty_stage import DutyStage


class _Run(Protocol):
    """What a run of a plan and a piece of a stage have in common."""

    @property
    def id(self) -> str: ...

    @property
    def destination(self) -> str: ...


Pair = tuple[str, str, str]
"""Two runs that one driver must do in one go, and the place between them."""


def check_duty_hand_over(case: Case) -> Iterator[Finding]:
    """Rule `duty-hand-over`."""
    scenario = case.scenario
    if scenario.drivers.hand_over_places is None:
        return
    buses = (block.pieces for block in case.plan.blocks)
    pairs = [pair for pair in _pairs(buses) if not scenario.hands_over_at(pair[2])]
    for duty in case.plan.duties:
        for words in _parted(duty.pieces, pairs):
            yield duty.id, f"Duty {duty.id} {words}."


def parted_in_stage(stage: DutyStage, pieces: Sequence[str]) -> Iterator[str]:
    """What is wrong with hand-overs in a stage's duty of those pieces."""
    if stage.hand_over_places is None:
        return
    pairs = [pair for pair in _pairs(stage.vehicles().values()) if not stage.hands_over_at(pair[2])]
    yield from _parted(pieces, pairs)


def _pairs(buses: Iterable[Sequence[_Run]]) -> Iterator[Pair]:
    for runs in buses:
        for earlier, later in pairwise(runs):
            yield earlier.id, later.id, earlier.destination


def _parted(duty: Sequence[str], pairs: Iterable[Pair]) -> Iterator[str]:
    """In words, the pairs of which the duty has one run and not the other next to it."""
    joined = set(pairwise(duty))
    for earlier, later, place in pairs:
        if (earlier, later) in joined:
            continue
        if earlier in duty:
            yield f"leaves its bus at {place} after {earlier}, before {later}; it may not there"
        if later in duty:
            yield f"takes its bus over at {place} for {later}, after {earlier}; it may not there"
