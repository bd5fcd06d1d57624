from typing import Any

import pytest
from pydantic import ValidationError

from shuttle.domain.driver_rules import StageRules, WorkingRules
from shuttle.domain.duty_stage import DutyStage

WIDE = {
    "max_duty_minutes": 900,
    "max_driving_minutes": 600,
    "max_continuous_driving_minutes": 240,
    "break_minutes": 30,
}
REST = {"pause_minutes": 15, "main_minutes": 30, "first_within_minutes": 360}


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"shorter_breaks": [{"count": 2, "minutes": 31}]}, "give fewer minutes"),
        ({"rest_breaks": REST | {"main_minutes": 14}}, "give main_minutes"),
        (
            {
                "rest_breaks": REST
                | {
                    "unpaid": {
                        "edge_minutes": 120,
                        "most_minutes": 60,
                        "central": {"edge_minutes": 0, "pause_minutes": 1, "most_minutes": 59},
                    }
                }
            },
            "give central.most_minutes",
        ),
    ],
)
def test_rules_that_cannot_be_say_how_to_mend_them(stated: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        StageRules.model_validate(WIDE | stated)


def test_plain_working_rules_are_rules_of_a_stage_that_count_no_work() -> None:
    piece = {"id": "p", "from": "a", "to": "a", "start": 0, "end": 60}
    plain = WorkingRules.model_validate(WIDE)
    stage = DutyStage.model_validate({"format": 1, "pieces": [piece], "rule_profile": plain})

    assert isinstance(stage.rule_profile, StageRules)
    assert not stage.rule_profile.counts_work
