"""The linear program for many pieces, played on few: against the other one, and all duties."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.plan import Block
from shuttle.solver.duties import centre
from shuttle.solver.duties.columns import Columns, Costs, LpOutcome, generate
from shuttle.solver.duties.converge import generate_centrally, most_saved
from shuttle.solver.duties.master import ANY_NUMBER, Number
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.duties.pricing import DutySearch, Found
from tests.solver.duties.builders import scenario
from tests.solver.duties.enumeration import duty_counts
from tests.solver.duties.strategies import in_order, profiles, some_blocks

COSTS = Costs(duty=1000.0, minute=1.0, uncovered=9000.0)
NUMBERS = st.sampled_from((ANY_NUMBER, Number(least=3), Number(most=3)))


def never(_: int) -> bool:
    return False


def both(
    pieces: Pieces, costs: Costs, most: int, over: Callable[[int], bool] = never
) -> tuple[LpOutcome, LpOutcome]:
    search = DutySearch(pieces)
    return (
        generate_centrally(pieces, search, Columns(pieces), costs, most, over),
        generate(pieces, search, Columns(pieces), costs, most, never),
    )


@settings(max_examples=25, deadline=None)
@given(some_blocks(9), profiles(), NUMBERS)
def test_central_prices_lead_to_the_same_bound(
    made: tuple[Block, ...], profile: DriverRules, number: Number
) -> None:
    pieces = pieces_of(scenario(profile), made)
    costs = Costs(COSTS.duty, COSTS.minute, COSTS.uncovered, number=number)
    central, corner = both(pieces, costs, len(pieces))
    assert central.exact
    assert central.uncovered == pytest.approx(corner.uncovered, abs=1e-3)
    if corner.uncovered < 1e-6:  # else the price of what stays uncovered is no bound's limit
        assert central.bound == pytest.approx(corner.bound, abs=0.1)


@settings(max_examples=25, deadline=None)
@given(some_blocks(9), profiles(), st.integers(0, 6), st.data())
def test_a_bound_at_rough_prices_is_never_above_the_fewest_duties(
    made: tuple[Block, ...], profile: DriverRules, rounds: int, data: st.DataObject
) -> None:
    counts = sorted(duty_counts(in_order(made), profile))
    assume(counts)
    most = data.draw(st.sampled_from(counts))
    drivers = Drivers(rule_profile="profile", count_hk=most[0], count_sz=most[1])
    fewest = min(sum(c) for c in counts if c[0] <= most[0] and c[1] <= most[1])
    left = iter(range(rounds))
    costs = Costs(duty=1000.0, minute=0.0, uncovered=5000.0)
    pieces = pieces_of(scenario(profile, drivers), made)
    lp, _ = both(pieces, costs, fewest, lambda _: next(left, None) is None)
    assert -np.inf < lp.bound <= 1000 * fewest + 1e-3


def test_duties_that_were_not_looked_for_may_each_save_the_threshold() -> None:
    found = Found(((0, 2), (1, 2), (3,)), np.array([-9.0, -8.0, -5.0]), exact=True, work=0)
    assert most_saved(found, -4.0, most=4) == 9 + 5 + 4 + 4
    assert most_saved(found, -4.0, most=2) == 9 + 5
    assert most_saved(found, -4.0, most=1) == 9


def test_duties_too_dear_are_dropped_and_change_nothing() -> None:
    buses = some_blocks(9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(centre, "_MOST_A_ROW", 2)
        patch.setattr(centre, "_KEPT_A_ROW", 1)

        @settings(max_examples=15, deadline=None)
        @given(buses, profiles())
        def same(made: tuple[Block, ...], profile: DriverRules) -> None:
            pieces = pieces_of(scenario(profile), made)
            central, corner = both(pieces, COSTS, len(pieces))
            if corner.uncovered < 1e-6:
                assert central.bound == pytest.approx(corner.bound, abs=0.1)

        same()
