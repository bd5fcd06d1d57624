"""`shuttle explain` on the tiny scenario, with one bus where two must leave at once."""

import json
import tomllib
from pathlib import Path

from tests.cli.command import call, done, tiny_copy

TOO_FEW = (
    ("count = 3", "count = 1"),
    ("count = 2", "count = 0"),
    ("[policies]\n", '[policies]\nspans = [{ first = { from = "08:00", to = "08:10" } }]\n'),
)


def test_an_infeasible_scenario_ends_with_three_and_names_rules_and_what_would_mend_them(
    tmp_path: Path,
) -> None:
    outcome = call("explain", tiny_copy(tmp_path, *TOO_FEW))

    assert outcome.code == 3
    assert "There is 1 bus of type Small bus.  [vehicle_types.small.count]" in outcome.out
    assert "vehicle_types.large.count = 1  # was 0" in outcome.out
    assert "seeking rules that clash" in outcome.err
    assert "seeking" not in outcome.out


def test_it_can_be_read_in_chinese(tmp_path: Path) -> None:
    copy = tiny_copy(tmp_path, *TOO_FEW)
    traditional = call("explain", copy, "--lang", "zh-Hant", "--quiet")
    simplified = call("explain", copy, "--lang", "zh-Hans", "--quiet")

    assert "小型巴士只有1輛。" in traditional.out
    assert "小型客车只有1辆。" in simplified.out
    assert traditional.err == simplified.err == ""


def test_a_program_reads_the_same_in_all_languages_at_once(tmp_path: Path) -> None:
    outcome = call("explain", tiny_copy(tmp_path, *TOO_FEW), "--json")
    answer = json.loads(outcome.out)

    assert outcome.code == 3
    assert answer["outcome"] == "infeasible"
    assert answer["verified"]
    assert answer["minimal"]
    assert {"en", "zh-Hant", "zh-Hans"} == set(answer["rules"][0]["words"])
    assert answer["relaxations"][0]["edits"][0]["key"] == "vehicle_types.large.count"


def test_what_is_named_mends_the_file_when_it_is_written_there(tmp_path: Path) -> None:
    copy = tiny_copy(tmp_path, *TOO_FEW)
    answer = json.loads(call("explain", copy, "--json").out)
    file = copy / "scenario.toml"
    as_it_was = file.read_text(encoding="utf-8")
    mends = [entry for entry in answer["relaxations"] if entry["kind"] == "change"]

    assert len(mends) >= 3
    for mend in mends:
        file.write_text(_written(as_it_was, mend["edits"]), encoding="utf-8")
        done("plan", copy, "--out", tmp_path / "plan.json", "--gap", "1")
        done("check", copy, tmp_path / "plan.json")


def _written(text: str, edits: list[dict[str, str]]) -> str:
    """The file with lines changed as a planner would."""
    for edit in edits:
        *table, name = edit["key"].split(".")
        if table[0] == "vehicle_types":
            start = text.index(f"[{'.'.join(table)}]")
            text = text[:start] + text[start:].replace(
                f"{name} = {edit['was']}", f"{name} = {edit['value']}", 1
            )
        else:
            assert edit["key"].startswith("policies.spans[0].first.")
            text = text.replace(f"{name} = {edit['was']}", f"{name} = {edit['value']}", 1)
    tomllib.loads(text)
    return text


def test_a_scenario_that_can_be_planned_ends_with_zero_and_its_cost() -> None:
    outcome = call("explain", "tiny")

    assert outcome.code == 0
    assert "A plan keeps every rule; the first one found costs HKD " in outcome.out


def test_planning_an_infeasible_scenario_points_to_the_explanation(tmp_path: Path) -> None:
    outcome = call("plan", tiny_copy(tmp_path, *TOO_FEW), "--out", tmp_path / "plan.json")

    assert outcome.code == 3
    assert "shuttle explain SCENARIO shows what would mend it" in outcome.err
    assert "fleet-size: There is 1 bus of type Small bus." in outcome.err
