"""Which piece fits no duty, and which rules keep it out."""

from typing import Any

import pytest

from shuttle.domain.driver_rules import StageRules
from shuttle.domain.duty_stage import DutyStage, DutyTask
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.duties.stage import solve_duties
from shuttle.solver.highs import Deadline

LOOSE: dict[str, Any] = {
    "max_duty_minutes": 1000,
    "max_driving_minutes": 1000,
    "max_continuous_driving_minutes": 1000,
    "max_working_minutes": 1000,
    "break_minutes": 30,
    "returns_home": False,
}


def conflicts(**rules: Any) -> tuple[Conflict, ...]:
    stated = StageRules.model_validate(LOOSE | rules)
    pieces = [
        {"id": "short", "from": "a", "to": "a", "start": 500, "end": 540},
        {"id": "long", "from": "a", "to": "b", "start": 600, "end": 900},
    ]
    stage = {"format": 1, "pieces": pieces, "rule_profile": stated}
    task = DutyTask(stage=DutyStage.model_validate(stage), rules=stated)
    with pytest.raises(InfeasibleError) as raised:
        solve_duties(task)
    return raised.value.conflicts


@pytest.mark.parametrize(
    ("rules", "rule", "words"),
    [
        ({"max_working_minutes": 299}, "duty-length", "At most 299 minutes of work in a duty"),
        ({"max_driving_minutes": 299}, "duty-driving", "At most 299 minutes of driving in a"),
        ({"max_continuous_driving_minutes": 299}, "duty-continuous-driving", "299 minutes of"),
        ({"max_duty_minutes": 299}, "duty-length", "0 to 299 minutes from sign-on to"),
    ],
)
def test_the_piece_and_the_rule_that_it_breaks_are_named(
    rules: dict[str, int], rule: str, words: str
) -> None:
    (found,) = conflicts(**rules)
    assert found.rule == rule
    assert found.words.en.startswith("Piece long (10:00 to 15:00) fits no duty: ")
    assert words in found.words.en


def test_rules_that_only_together_keep_a_piece_out_are_all_named() -> None:
    rest = {
        "pause_minutes": 30,
        "main_minutes": 30,
        "first_within_minutes": 400,
        "needed": [{"from_work_minutes": 301, "rest_minutes": 300}],
    }
    found = conflicts(min_duty_minutes=341, rest_breaks=rest)
    assert [conflict.rule for conflict in found] == ["duty-rest", "duty-length"]


def test_a_piece_that_fits_no_duty_is_named_among_many_pieces_too() -> None:
    pieces = [
        {"id": f"short-{n}", "from": "a", "to": "a", "start": 300 + n, "end": 320 + n}
        for n in range(190)
    ]
    pieces.append({"id": "long", "from": "a", "to": "a", "start": 600, "end": 900})
    rules = StageRules.model_validate(LOOSE | {"max_driving_minutes": 299})
    stage = {"format": 1, "pieces": pieces, "rule_profile": rules}
    task = DutyTask(stage=DutyStage.model_validate(stage), rules=rules)
    with pytest.raises(InfeasibleError) as raised:
        solve_duties(task, Deadline(0.0))
    assert [conflict.rule for conflict in raised.value.conflicts] == ["duty-driving"]
