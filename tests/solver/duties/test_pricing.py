"""The label-setting search against all duties that there are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.plan import Block, BlockPiece
from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import pieces_of
from shuttle.solver.duties.pricing import DutySearch, Effort
from shuttle.solver.linear import Ints
from tests.solver.duties.builders import blocks, rules, scenario, there_and_back
from tests.solver.duties.enumeration import legal_duties
from tests.solver.duties.strategies import in_order, profiles, some_blocks

MOST = 12
TARIFFS = st.builds(
    Tariff,
    duty=st.integers(0, 30).map(float),
    minute=st.sampled_from((0.0, 0.125)),
    worth=st.lists(st.integers(0, 40), min_size=MOST, max_size=MOST).map(np.array),
    home=st.sampled_from((np.zeros(2), np.array([8.0, 0.0]))),
)


def cost(
    duty: tuple[int, ...] | Ints, pieces: list[BlockPiece], rules: DriverRules, tariff: Tariff
) -> float:
    first, last = pieces[duty[0]], pieces[duty[-1]]
    minutes = last.arrival - first.departure + rules.sign_on_minutes + rules.sign_off_minutes
    home = tariff.home[0 if first.origin == "south" else 1]
    return float(tariff.duty + home + tariff.minute * minutes - sum(tariff.worth[list(duty)]))


@settings(max_examples=60, deadline=None)
@given(some_blocks(MOST), profiles(), TARIFFS)
def test_an_exact_search_finds_the_cheapest_of_all_duties(
    buses: tuple[Block, ...], profile: DriverRules, tariff: Tariff
) -> None:
    ordered = in_order(buses)
    costs = [cost(duty, ordered, profile, tariff) for duty in legal_duties(ordered, profile)]
    search = DutySearch(pieces_of(scenario(profile), buses))
    found = search.below(1000.0, tariff, Effort())
    assert found.exact
    assert found.costs[:1].tolist() == ([min(costs)] if costs else [])


@settings(max_examples=40, deadline=None)
@given(some_blocks(MOST), profiles(), TARIFFS, st.integers(-40, 40))
def test_a_search_that_keeps_dominated_labels_finds_every_duty_under_the_threshold(
    buses: tuple[Block, ...], profile: DriverRules, tariff: Tariff, threshold: int
) -> None:
    ordered = in_order(buses)
    wanted = {
        duty: value
        for duty in legal_duties(ordered, profile)
        if (value := cost(duty, ordered, profile, tariff)) < threshold
    }
    search = DutySearch(pieces_of(scenario(profile), buses))
    found = search.below(threshold, tariff, Effort(dominated=True))
    assert found.exact
    assert dict(zip(found.duties, found.costs.tolist(), strict=True)) == wanted


@settings(max_examples=60, deadline=None)
@given(some_blocks(MOST), profiles(), TARIFFS, st.integers(0, 3), st.integers(0, 12))
def test_costs_of_going_on_count_over_hubs_as_straight(
    buses: tuple[Block, ...], profile: DriverRules, tariff: Tariff, minute: int, change: int
) -> None:
    ordered = in_order(buses)
    bus = {piece.id: block.id for block in buses for piece in block.pieces}
    gap = np.array([[max(0, b.departure - a.arrival) for b in ordered] for a in ordered])
    changes = np.array([[bus[a.id] != bus[b.id] for b in ordered] for a in ordered])
    link = minute / 8 * gap + change * changes
    linked = replace(tariff, link=link)
    costs = [
        cost(duty, ordered, profile, tariff) + link[duty[:-1], duty[1:]].sum()
        for duty in map(np.array, legal_duties(ordered, profile))
    ]
    search = DutySearch(pieces_of(scenario(profile), buses))
    search.below(1000.0, replace(tariff, link=link + 7), Effort())
    found = search.below(1000.0, linked, Effort())
    assert found.costs[:1].tolist() == pytest.approx([min(costs)] if costs else [])
    every = search.below(1000.0, linked, Effort(dominated=True))
    least = dict(reversed([*zip(every.duties, every.costs.tolist(), strict=True)]))
    assert sorted(least.values()) == pytest.approx(sorted(costs))


def test_a_search_that_runs_out_of_labels_does_not_call_itself_exact() -> None:
    bus = there_and_back(start=400, minutes=30, layover=10, count=12)
    search = DutySearch(pieces_of(scenario(rules()), blocks(bus)))
    tariff = Tariff(duty=0.0, minute=0.0, worth=np.ones(12), home=np.zeros(2))
    assert search.below(1000.0, tariff, Effort(dominated=True)).exact
    assert not search.below(1000.0, tariff, Effort(labels=30, dominated=True)).exact
