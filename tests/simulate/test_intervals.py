import numpy as np
import pytest

from shuttle.simulate.intervals import mean, share, wide, wilson


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(10, 2.2281), (29, 2.0452), (100, 1.9840), (10_000, 1.9602)]
)
def test_the_quantile_of_students_t_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert wide(freedom) == pytest.approx(quantile, abs=0.001)


def test_wilsons_interval_is_the_published_one() -> None:
    """Half of a hundred: 0.4038 to 0.5962."""
    found = wilson(0.5, 100)
    assert (found.low, found.high) == pytest.approx((0.4038, 0.5962), abs=1e-4)


def test_a_share_of_nothing_or_all_still_has_an_interval() -> None:
    days = np.full(100, 5)
    everything, nothing = share(days, days), share(days * 0, days)
    assert everything.high == 1
    assert 0.95 < everything.low < 0.97
    assert nothing.low == 0
    assert 0.03 < nothing.high < 0.05


def test_days_whose_trips_hang_together_count_as_single_trials() -> None:
    """Ten trips a day that are all late or all in time tell no more than one."""
    rng = np.random.default_rng(1)
    in_time = (rng.random(400) < 0.8).astype(int)
    together, single = share(in_time * 10, np.full(400, 10)), share(in_time, np.full(400, 1))
    assert together.low == pytest.approx(single.low, abs=1e-4)
    assert together.high == pytest.approx(single.high, abs=1e-4)


def test_a_mean_has_students_interval() -> None:
    found = mean(np.arange(30))
    half = 2.0452 * np.std(np.arange(30), ddof=1) / np.sqrt(30)
    assert found.value == 14.5
    assert (found.low, found.high) == pytest.approx((14.5 - half, 14.5 + half), abs=1e-3)


def test_nobody_to_count_is_nothing_known() -> None:
    found = share(np.zeros(50), np.zeros(50))
    assert (found.value, found.low, found.high) == (0, 0, 1)


def test_the_mean_of_what_cannot_be_negative_has_no_negative_interval() -> None:
    rare = np.zeros(100)
    rare[3] = 1
    assert mean(rare).low == 0
    assert mean(rare - 1).low < -1
