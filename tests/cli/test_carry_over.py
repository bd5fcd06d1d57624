import json
from pathlib import Path

from tests.cli.command import call, done, tiny_copy

_SMALLER = ("seats = 10", "seats = 4")
_CARRIED = ("[policies]\n", '[policies]\nsemantics = "carry-over"\n')


def test_a_plan_under_carry_over_says_so_passes_and_compares(tmp_path: Path) -> None:
    place, out = tiny_copy(tmp_path, _SMALLER, _CARRIED), tmp_path / "plan.json"
    told = done("plan", place, "--out", out, "--gap", "0.2")
    assert "timetable and blocks, carry-over" in told
    assert "not by their first bus" in told
    assert "for a timetable made under the seat guarantee" in told
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["semantics"] == "carry-over"
    assert written["seat_guarantee_total"] >= written["objective"]["total"]
    assert done("check", place, out).startswith("passes")


def test_a_given_timetable_is_counted_by_carry_over_and_compared_with_nothing(
    tmp_path: Path,
) -> None:
    place, out = tiny_copy(tmp_path, _SMALLER, _CARRIED), tmp_path / "plan.json"
    told = done("plan", place, "--out", out, "--method", "even-headway", "--gap", "0.5")
    assert "bus types and blocks for this timetable, carry-over" in told
    assert "compare" not in told


def test_a_plan_for_the_other_semantics_fails_the_check(tmp_path: Path, tiny_plan: Path) -> None:
    outcome = call("check", tiny_copy(tmp_path, _CARRIED), tiny_plan)
    assert outcome.code == 5
    assert "counts riders by seat-guarantee; the scenario asks for carry-over" in outcome.out


def test_a_plan_under_the_seat_guarantee_mentions_no_semantics(tiny_plan: Path) -> None:
    written = json.loads(tiny_plan.read_text(encoding="utf-8"))
    assert not {"semantics", "seat_guarantee_total"} & written.keys()
    assert "carried" not in written["demand"]


def test_other_semantics_are_refused_with_those_that_exist(tmp_path: Path) -> None:
    place = tiny_copy(tmp_path, ("[policies]\n", '[policies]\nsemantics = "queue"\n'))
    outcome = call("validate", place)
    assert outcome.code == 2
    assert '"queue" is not accepted; write "seat-guarantee" or "carry-over"' in outcome.err
