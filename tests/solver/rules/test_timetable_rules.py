"""Each rule on timetables at its boundary, on both sides, as the solver reads it."""

from datetime import timedelta

import numpy as np
import pytest

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.rules import headway, no_overtaking, port_quota, span
from tests.builders import TUESDAY, WORKDAY, band, policies, port, quota, scenario

TO_B, TO_A = scenario().directions()
EVERY_TEN = list(range(480, 601, 10))


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (0, None, (481, LAST_MINUTE)),
        (20, None, (500, LAST_MINUTE)),
        (20, 40, (500, 520)),
        (30, 30, (510, 510)),
        (0, 1, (481, 491)),  # no slot within a minute: the first one after counts anew
        (11, 19, (491, 519)),
    ],
)
def test_followers_lie_between_the_least_and_the_most_headway(
    least: int, most: int | None, expected: tuple[int, int]
) -> None:
    policy = HeadwayPolicy(min_minutes=least, max_minutes=most)
    assert headway.followers(policy, 480, EVERY_TEN) == expected


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ([480, 520, 600], (500, 520)),
        ([480, 521, 600], (500, 561)),
        ([480, 490, 600], (500, 640)),
        ([480, 490], (500, 520)),
    ],
)
def test_a_closure_suspends_the_most_headway_until_the_first_slot_after_it(
    slots: list[int], expected: tuple[int, int]
) -> None:
    assert headway.followers(HeadwayPolicy(min_minutes=20, max_minutes=40), 480, slots) == expected


@pytest.mark.parametrize(("minute", "most"), [(479, 60), (480, 30), (539, 30), (540, 60)])
def test_the_last_listed_policy_that_holds_governs(minute: int, most: int) -> None:
    peak = HeadwayPolicy(max_minutes=30, start=480, end=540)
    chosen = policies(headways=(HeadwayPolicy(max_minutes=60), peak))
    assert headway.governing(chosen, WORKDAY, TO_B, minute).max_minutes == most


@pytest.mark.parametrize("narrowed", [{"origin": "b"}, {"day_types": ("sunday",)}])
def test_a_policy_for_other_departures_does_not_govern(narrowed: dict[str, object]) -> None:
    other = HeadwayPolicy.model_validate({"max_minutes": 30, **narrowed})
    assert headway.governing(policies(headways=(other,)), WORKDAY, TO_B, 480) == HeadwayPolicy()


@pytest.mark.parametrize(
    ("minute", "inside"), [(479, False), (480, True), (489, True), (490, False)]
)
def test_first_and_last_departures_lie_in_their_windows(minute: int, *, inside: bool) -> None:
    window = band("08:00", "08:10")
    chosen = policies(spans=(SpanPolicy(first=window), SpanPolicy(last=window)))
    firsts = span.windows(chosen, WORKDAY, TO_B, "first")
    lasts = span.windows(chosen, WORKDAY, TO_B, "last")
    assert (len(firsts), len(lasts)) == (1, 1)
    assert span.admits(firsts, minute) is inside
    assert span.admits(lasts, minute) is inside


def test_every_window_that_holds_counts_and_no_other() -> None:
    spans = (
        SpanPolicy(first=band("08:00", "09:00")),
        SpanPolicy(first=band("08:30", "10:00"), origin="a"),
        SpanPolicy(first=band("12:00", "13:00"), origin="b"),
        SpanPolicy(first=band("12:00", "13:00"), day_types=("sunday",)),
    )
    windows = span.windows(policies(spans=spans), WORKDAY, TO_B, "first")
    admitted = [m for m in range(0, 1440, 10) if span.admits(windows, m)]
    assert admitted == [510, 520, 530]


@pytest.mark.parametrize(
    ("wish", "later", "admitted"),
    [
        (530, 520, True),  # the earlier bus arrives at 530: a wish at it is served by it
        (529, 520, False),
        (520, 520, False),  # its own arrival counts for the later bus, the first to come
        (519, 520, True),
        (525, 530, True),
        (525, 540, True),
    ],
)
def test_a_later_bus_comes_first_only_where_no_wish_lies_between(
    wish: int, later: int, *, admitted: bool
) -> None:
    before = np.zeros(LAST_MINUTE + 2, dtype=np.int64)
    before[wish + 1 :] = 1
    found = no_overtaking.admits(530, np.array([later]), before)
    assert found.tolist() == [admitted]


def counted(reach: int, **limits: object) -> list[tuple[int, int]]:
    """Day and hour of each count to which a bus that reaches the port then adds."""
    gate = port(quotas=(quota(3, **limits),))
    keys = port_quota.keys(gate, TUESDAY, WORKDAY, "to_sz", reach)
    return [(day, hour) for (_, _, _, day, hour), _ in keys]


@pytest.mark.parametrize(
    ("reach", "expected"),
    [(479, [(0, 7)]), (480, [(0, 8)]), (539, [(0, 8)]), (540, [(0, 9)]), (1440, [(1, 0)])],
)
def test_an_hourly_quota_counts_by_clock_hours(reach: int, expected: list[tuple[int, int]]) -> None:
    assert counted(reach) == expected


@pytest.mark.parametrize(
    ("reach", "expected"),
    [(449, []), (450, [(0, -1)]), (599, [(0, -1)]), (600, []), (1890, [(1, -1)])],
)
def test_a_quota_of_a_band_counts_the_whole_band_of_each_calendar_day(
    reach: int, expected: list[tuple[int, int]]
) -> None:
    assert counted(reach, each_hour=False, start=450, end=600) == expected


def test_a_quota_counts_on_its_dates_day_types_and_way_alone() -> None:
    assert counted(480, direction="to_hk") == []
    assert counted(480, day_types=("sunday",)) == []
    assert counted(480, valid_from=TUESDAY + timedelta(days=1)) == []
    assert counted(1500, valid_from=TUESDAY + timedelta(days=1)) == [(1, 1)]


def test_quotas_of_one_port_count_apart() -> None:
    gate = port(quotas=(quota(3), quota(9, each_hour=False)))
    keys = port_quota.keys(gate, TUESDAY, WORKDAY, "to_hk", 500)
    assert [(key, limit.trips) for key, limit in keys] == [
        (("gate", 0, "to_hk", 0, 8), 3),
        (("gate", 1, "to_hk", 0, -1), 9),
    ]
