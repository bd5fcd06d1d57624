"""A label that is dropped could do nothing that the label above it cannot do."""

from collections import defaultdict
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from shuttle.domain.driver_rules import DriverRules, RestAfterDriving
from shuttle.domain.plan import Block
from shuttle.domain.time import TimeBand
from shuttle.solver.duties.dominance import _dominates, standing, undominated
from shuttle.solver.duties.labels import Labels, admitted, begin, extend, joined
from shuttle.solver.duties.outlook import Horizon
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.duties.pricing import Duty
from tests.solver.duties.builders import blocks, rules, scenario
from tests.solver.duties.enumeration import legal_duties
from tests.solver.duties.strategies import in_order, profiles, some_blocks


def label(duty: Duty, pieces: Pieces) -> Labels:
    """The label of a duty, worth nothing."""
    longer = begin(np.array(duty[:1]), pieces, np.zeros(1))
    for piece in duty[1:]:
        longer = extend(np.array([0]), longer, np.array([piece]), pieces)
    return longer


def dominated_pairs(duties: list[Duty], pieces: Pieces) -> NDArray[np.int64]:
    """Pairs (above, below) of duties with the same last piece, as the search compares them."""
    horizon = Horizon(pieces)
    labels = reduce(joined, (label(duty, pieces) for duty in duties))
    assert admitted(labels, pieces).all()
    these = standing(
        labels,
        pieces.origin_side[labels.first] * pieces.rules.returns_home,
        horizon.latest_arrival[labels.first],
        np.maximum(horizon.wanted[labels.first], pieces.arrival[labels.last]),
        horizon.driving_after[labels.last, horizon.classes[labels.first]],
        pieces.rules,
    )
    everyone = np.arange(len(duties))
    return np.argwhere(_dominates(these, everyone, everyone))


@settings(max_examples=60, deadline=None)
@given(some_blocks(12), profiles())
def test_whatever_a_dominated_duty_can_go_on_to_the_one_above_can_too(
    made: tuple[Block, ...], profile: DriverRules
) -> None:
    pieces = pieces_of(scenario(profile), made)
    ordered = in_order(made)
    endings: dict[Duty, set[Duty]] = defaultdict(set)
    for duty in legal_duties(ordered, profile):
        for cut in range(1, len(duty) + 1):
            endings[duty[:cut]].add(duty[cut:])
    by_last: dict[int, list[Duty]] = defaultdict(list)
    free = profile.model_copy(update={"returns_home": False})
    for duty in legal_duties(ordered, free):
        by_last[duty[-1]].append(duty)
    for duties in by_last.values():
        for above, below in dominated_pairs(duties, pieces):
            assert endings[duties[below]] <= endings[duties[above]]


PROFILE = rules(
    max_driving_minutes=300,
    max_continuous_driving_minutes=240,
    max_continuous_night_driving_minutes=120,
    night=TimeBand(start=300, end=395),
    rest_after_driving=RestAfterDriving(driving_minutes=200, rest_minutes=40),
)


def kept(better: dict[str, int], driving_after: int) -> list[int]:
    """Which stay: of a label (0), and (1) of one that costs less, with those counts instead."""
    both = [
        Labels(
            parent=np.array([-1]),
            first=np.array([0]),
            last=np.array([0]),
            driving=np.array([row.get("driving", 100)]),
            stretch=np.array([row.get("stretch", 100)]),
            stretch_start=np.array([row.get("stretch_start", 400)]),
            rest_driving=np.array([row.get("rest_driving", 100)]),
            rested=np.array([row.get("rested", 20)]),
            value=np.array([-1.0 if row is better else 0.0]),
        )
        for row in ({}, better)
    ]
    these = standing(
        joined(*both),
        np.array([0, better.get("home", 0)]),
        np.array([1000, better.get("latest_arrival", 1000)]),
        np.array([600, better.get("wanted", 600)]),
        np.full(2, driving_after),
        PROFILE,
    )
    return sorted(undominated(these).tolist())


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"driving": 99, "stretch": 99, "rest_driving": 99},
        {"latest_arrival": 1001},
        {"wanted": 599},
        {"stretch_start": 395},
        {"rested": 21},  # with 20 or with 21 any break completes the rest
    ],
)
def test_a_label_is_dropped_for_a_cheaper_one_with_counts_no_higher(counts: dict[str, int]) -> None:
    assert kept(counts, driving_after=500) == [1]


@pytest.mark.parametrize(
    "counts",
    [
        {"driving": 101},
        {"stretch": 101},
        {"rest_driving": 101},
        {"rested": 19},
        {"rested": 0},
        {"stretch_start": 394},
        {"home": 1},
        {"latest_arrival": 999},
        {"wanted": 601},
    ],
)
def test_a_label_stays_beside_a_cheaper_one_with_one_count_worse(counts: dict[str, int]) -> None:
    assert kept(counts, driving_after=500) == [0, 1]


@pytest.mark.parametrize(
    "counts",
    [{"driving": 200}, {"rest_driving": 180}, {"rested": 0}, {"stretch_start": 300}],
)
def test_counts_whose_limits_lie_too_far_off_make_no_difference(counts: dict[str, int]) -> None:
    assert kept(counts, driving_after=20) == [1]


def test_of_equal_labels_one_stays() -> None:
    pieces = pieces_of(scenario(rules()), blocks([("south", "north", 480, 540)]))
    twice = joined(label((0,), pieces), label((0,), pieces))
    none = np.zeros(2, dtype=np.int64)
    these = standing(twice, none, none, none, none, pieces.rules)
    assert undominated(these).tolist() == [0]
