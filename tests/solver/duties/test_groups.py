"""Days too large for one part, played on tiny days: what is small is made smaller still."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest
from hypothesis import given, settings

from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.plan import Block
from shuttle.solver.duties import cheapest, groups, part
from shuttle.solver.duties.assign import fewest_first
from shuttle.solver.duties.part import Part
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.duties.prices import Limits
from shuttle.solver.duties.pricing import Duty
from tests.solver.duties.builders import blocks, rules, scenario, there_and_back
from tests.solver.duties.enumeration import duty_counts
from tests.solver.duties.strategies import in_order, profiles, some_blocks


@contextmanager
def as_if_many(group: int) -> Iterator[None]:
    """Every day counts as large, and groups are of so many pieces."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cheapest, "FEW_PIECES", 0)
        patch.setattr(part, "FEW_PIECES", 0)
        patch.setattr(groups, "_GROUP", group)
        patch.setattr(groups, "_FREED", 2)
        yield


def day(buses: int) -> Pieces:
    made = blocks(*[there_and_back(360 + 25 * bus, 50, 15, 6) for bus in range(buses)])
    return pieces_of(scenario(rules(max_driving_minutes=200, returns_home=True)), made)


@settings(max_examples=30, deadline=None)
@given(some_blocks(9), profiles())
def test_dealt_into_groups_a_day_has_the_same_number_of_duties(
    made: tuple[Block, ...], profile: DriverRules
) -> None:
    counts = duty_counts(in_order(made), profile)
    pieces = pieces_of(scenario(profile), made)
    prices = fewest_first(pieces)
    with as_if_many(group=3):
        found = cheapest.cheapest_duties(pieces, prices)
    assert (found.duties is None) == (not counts)
    assert found.complete
    if found.duties is not None:
        assert sorted(chain.from_iterable(found.duties)) == list(range(len(pieces)))
        assert len(found.duties) == min(map(sum, counts))


def test_the_groups_answers_together_cover_every_piece_once() -> None:
    pieces = day(buses=4)
    whole = Part(pieces, fewest_first(pieces), Limits())
    with as_if_many(group=6):
        groups.begin_in_groups(whole)
    assert whole.best is not None
    assert sorted(chain.from_iterable(whole.best)) == list(range(len(pieces)))


def test_freeing_a_few_drivers_mends_an_answer_of_one_driver_a_round_trip() -> None:
    pieces = day(buses=2)
    whole = Part(pieces, fewest_first(pieces), Limits())
    follows = {p: pieces.successors[p].tolist() for p in range(len(pieces))}
    trips: list[Duty] = []
    open_ = set(range(len(pieces)))
    for piece in range(len(pieces)):
        back = [after for after in follows[piece] if after in open_]
        if piece in open_ and back and pieces.origin_side[piece] == 0:
            trips.append((piece, back[0]))
            open_ -= {piece, back[0]}
    assert not open_
    whole.offer(trips)
    before = whole.cost
    with as_if_many(group=6):
        groups.improve(whole)
    assert whole.cost < before
    assert whole.best is not None
    assert sorted(chain.from_iterable(whole.best)) == list(range(len(pieces)))
