from statistics import NormalDist

import pytest

from shuttle.simulate.laws import fit
from tests.simulate.world import minutes

Z = [NormalDist().inv_cdf(share) for share in (0.5, 0.85, 0.95)]


@pytest.mark.parametrize("stated", [(7, 12, 18), (28, 34, 42), (8, 12, 15), (24, 28, 34)])
def test_the_law_has_the_three_stated_percentiles(stated: tuple[int, int, int]) -> None:
    law = fit(minutes(*stated))
    assert [law.minutes(z) for z in Z] == pytest.approx(stated, abs=1e-6)
    assert law.misfit == 0


def test_a_duration_that_does_not_vary_takes_its_minutes_whatever_comes() -> None:
    law = fit(minutes(10, 10, 10))
    assert [law.minutes(z) for z in (-4, 0, 4)] == [10, 10, 10]


@pytest.mark.parametrize("stated", [(5, 6, 9), (10, 10, 15), (10, 20, 21)])
def test_percentiles_that_no_believable_law_has_are_met_as_nearly_as_can_be(
    stated: tuple[int, int, int],
) -> None:
    law = fit(minutes(*stated))
    distances = [abs(law.minutes(z) - wanted) for z, wanted in zip(Z, stated, strict=True)]
    assert law.misfit == pytest.approx(max(distances))
    assert 0 < law.misfit < 3
    for change in (0.99, 1.01):  # least squares: no other scale is nearer
        other = [
            law.shift + law.scale * change * (law.minutes(z) - law.shift) / law.scale for z in Z
        ]
        error = sum((a - b) ** 2 for a, b in zip(other, stated, strict=True))
        assert error >= sum(d**2 for d in distances) - 1e-9


def test_rounding_is_not_read_as_a_tail() -> None:
    """5, 6 and 9 minutes hit exactly would mean more than 90 minutes once in a thousand days."""
    once_in_a_thousand = NormalDist().inv_cdf(0.999)
    assert fit(minutes(5, 6, 9)).minutes(once_in_a_thousand) < 45


def test_no_duration_is_below_nothing() -> None:
    assert fit(minutes(1, 3, 4)).minutes(-5) == 0
