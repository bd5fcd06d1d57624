"""The greedy start."""

from itertools import chain

from hypothesis import given, settings

from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.plan import Block
from shuttle.solver.duties.greedy import cover_greedily
from shuttle.solver.duties.pieces import pieces_of
from shuttle.solver.duties.pricing import DutySearch
from tests.solver.duties.builders import blocks, rules, scenario, there_and_back
from tests.solver.duties.enumeration import legal
from tests.solver.duties.strategies import in_order, profiles, some_blocks


@settings(max_examples=40, deadline=None)
@given(some_blocks(9), profiles())
def test_the_chosen_duties_are_legal_and_share_no_piece(
    made: tuple[Block, ...], profile: DriverRules
) -> None:
    pieces = pieces_of(scenario(profile), made)
    ordered = in_order(made)
    chosen, others = cover_greedily(pieces, DutySearch(pieces))
    covered = list(chain.from_iterable(chosen))
    assert len(covered) == len(set(covered))
    assert all(legal([ordered[i] for i in duty], profile) for duty in chosen + others)


def test_one_driver_takes_a_whole_day_that_one_driver_may_work() -> None:
    bus = there_and_back(start=400, minutes=50, layover=10, count=8)
    pieces = pieces_of(scenario(rules(returns_home=True)), blocks(bus))
    chosen, _ = cover_greedily(pieces, DutySearch(pieces))
    assert chosen == [tuple(range(8))]
