"""Steps of waiting for riders, given and reckoned from one rider's minutes."""

from typing import Any

import pytest
from pydantic import ValidationError

from shuttle.domain.port import DwellByLoad, LoadStep
from tests.builders import FACT

TWO_HALLS = {"p50": 20, "p85": 25, "p95": 30}


def dwell(**changes: Any) -> DwellByLoad:
    return DwellByLoad(**{**FACT, **changes})


def test_given_steps_are_taken_as_they_are() -> None:
    steps = (LoadStep(riders_up_to=10, extra_minutes=0), LoadStep(riders_up_to=20, extra_minutes=4))
    assert dwell(steps=steps).rooms("p85") == {0: 10, 4: 20}


def test_of_steps_with_the_same_minutes_the_one_for_more_riders_counts() -> None:
    steps = (LoadStep(riders_up_to=10, extra_minutes=4), LoadStep(riders_up_to=20, extra_minutes=4))
    assert dwell(steps=steps).rooms("p50") == {4: 20}


def test_reckoned_steps_take_as_much_longer_as_the_slowest_of_their_riders() -> None:
    # The slowest of 25 has a median of 32.1 minutes where one rider has 20: 13 more, rounded up.
    found = dwell(one_rider=TWO_HALLS, riders_up_to=[1, 10, 25])
    assert found.rooms("p50") == {0: 1, 9: 10, 13: 25}
    assert [step.riders_up_to for step in found.load_steps] == [1, 10, 25]


def test_one_riders_minutes_that_do_not_vary_make_no_difference() -> None:
    assert dwell(one_rider=7, riders_up_to=[10, 40]).rooms("p95") == {0: 40}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "either steps, or one_rider"),
        ({"one_rider": 7}, "either steps, or one_rider"),
        ({"riders_up_to": [7]}, "either steps, or one_rider"),
        (
            {
                "one_rider": 7,
                "riders_up_to": [7],
                "steps": ({"riders_up_to": 1, "extra_minutes": 1},),
            },
            "either steps, or one_rider",
        ),
        ({"one_rider": TWO_HALLS, "riders_up_to": [9, 9]}, "riders_up_to that rise, has 9, 9"),
        ({"one_rider": {"p50": 0, "p85": 1, "p95": 2}, "riders_up_to": [9]}, "median of 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        dwell(**changes)
