"""Facts that no road and no law could have are refused where they are stated."""

import pytest
from pydantic import ValidationError

from shuttle.domain.network import RunningBand
from tests.builders import driver_rules


def test_a_drive_that_takes_no_time_is_refused() -> None:
    assert RunningBand.model_validate({"minutes": 1}).minutes.p50 == 1
    with pytest.raises(ValidationError, match="takes no time"):
        RunningBand.model_validate({"minutes": 0})


def test_more_continuous_driving_by_night_than_by_day_is_refused() -> None:
    limits = {"max_continuous_driving_minutes": 240}
    driver_rules(**limits, max_continuous_night_driving_minutes=240)
    with pytest.raises(ValidationError, match="241 minutes of continuous driving at night"):
        driver_rules(**limits, max_continuous_night_driving_minutes=241)
