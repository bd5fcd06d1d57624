import numpy as np
import pytest

from shuttle.domain.variation import SharedSpread
from shuttle.simulate.chance import Days, Streams, normal_scores, poisson_counts

SPREAD = SharedSpread(day_share=0.5, hour_share=0.25)


def test_a_name_and_day_have_one_number_however_many_are_drawn_at_once() -> None:
    whole = Days(Streams(7), 0, 64).scores("x")
    streams = Streams(7)
    parts = [Days(streams, first, 16).scores("x") for first in (0, 16, 32, 48)]
    assert np.array_equal(whole, np.concatenate(parts))


def test_days_that_nobody_asked_for_are_passed_over() -> None:
    whole = Days(Streams(7), 0, 64).scores("x")
    assert np.array_equal(Days(Streams(7), 32, 32).scores("x"), whole[32:])


def test_names_and_seeds_have_numbers_of_their_own() -> None:
    one = Days(Streams(7), 0, 4096).scores("x")
    for other in (Days(Streams(7), 0, 4096).scores("y"), Days(Streams(8), 0, 4096).scores("x")):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.06


def test_scores_are_standard_normal() -> None:
    table = normal_scores().astype(np.float64)
    assert table.mean() == pytest.approx(0, abs=1e-9)
    assert table.std() == pytest.approx(1, abs=1e-4)
    assert np.mean(table <= 1.6448536) == pytest.approx(0.95, abs=1e-5)


@pytest.mark.parametrize("mean", [0.5, 7, 120, 900])
def test_counts_are_poisson(mean: float) -> None:
    table = poisson_counts(mean).astype(np.float64)
    assert table.mean() == pytest.approx(mean, rel=1e-3)
    assert table.var() == pytest.approx(mean, rel=5e-3)


def test_buses_of_one_hour_share_more_than_those_of_one_day() -> None:
    days = Days(Streams(1), 0, 40_000)
    eight, nine = days.shared("port", 8, SPREAD), days.shared("port", 9, SPREAD)
    assert eight is days.shared("port", 8, SPREAD)
    assert np.var(eight) == pytest.approx(0.75, abs=0.02)
    assert np.cov(eight, nine)[0, 1] == pytest.approx(0.5, abs=0.02)
    assert np.cov(eight, days.shared("road", 8, SPREAD))[0, 1] == pytest.approx(0, abs=0.02)
