import json
from pathlib import Path

from tests.cli.command import call, done


def test_the_days_of_a_plan_are_told_in_lines(tiny_plan: Path) -> None:
    said = done("simulate", "tiny", tiny_plan, "--days", 100)
    assert said.startswith("100 simulated days")
    assert "within 3 minutes" in said
    assert "leaves ≤3 min late" in said


def test_the_same_seed_prints_the_same_bytes(tiny_plan: Path) -> None:
    words = ("simulate", "tiny", tiny_plan, "--days", 200, "--seed", 4, "--json")
    assert done(*words) == done(*words)


def test_json_has_figures_with_intervals_and_sentences_in_three_languages(tiny_plan: Path) -> None:
    told = json.loads(done("simulate", "tiny", tiny_plan, "--days", 100, "--json"))
    share = told["simulation"]["departures"][1]["share"]
    assert share["low"] <= share["value"] <= share["high"]
    assert set(told["sentences"][0]) == {"en", "zh-Hant", "zh-Hans"}


def test_chinese_readers_are_told_in_chinese(tiny_plan: Path) -> None:
    assert "班次" in done("simulate", "tiny", tiny_plan, "--days", 50, "--lang", "zh-Hant")
    assert "晚3分钟" in done("simulate", "tiny", tiny_plan, "--days", 50, "--lang", "zh-Hans")


def test_by_trip_tells_of_every_trip(tiny_plan: Path) -> None:
    trips = json.loads(tiny_plan.read_text(encoding="utf-8"))["trips"]
    said = done("simulate", "tiny", tiny_plan, "--days", 50, "--by-trip")
    assert all(trip["id"] in said for trip in trips)


def test_a_plan_of_another_scenario_is_refused_as_a_failed_check(tiny_plan: Path) -> None:
    outcome = call("simulate", "pilot-2023", tiny_plan)
    assert outcome.code == 5
    assert "service-day" in outcome.err


def test_too_few_days_are_refused(tiny_plan: Path) -> None:
    outcome = call("simulate", "tiny", tiny_plan, "--days", 5)
    assert outcome.code == 2
    assert "30" in outcome.err


def test_nothing_but_the_answer_is_said_where_there_is_no_terminal(tiny_plan: Path) -> None:
    assert call("simulate", "tiny", tiny_plan, "--days", 50).err == ""


def test_advice_compares_settings_and_keeps_their_plans(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    words = ("simulate", "tiny", "--advise", "--settings", "p85,p50", "--layovers", "10")
    said = done(*words, "--days", 50, "--out", folder)
    assert [line[:3] for line in said.splitlines()[2:4]] == ["p50", "p85"]
    assert sorted(file.name for file in folder.iterdir()) == ["p50-10.json", "p85-10.json"]


def test_advice_in_json_has_every_setting() -> None:
    words = ("simulate", "tiny", "--advise", "--settings", "p50", "--layovers", "0,10")
    told = json.loads(done(*words, "--days", 50, "--json"))
    assert [entry["id"] for entry in told["settings"]] == ["p50-0", "p50-10"]
    assert told["target"] == 0.99


def test_a_plan_or_advice_is_asked_for(tiny_plan: Path) -> None:
    assert call("simulate", "tiny").code == 2
    assert call("simulate", "tiny", tiny_plan, "--advise").code == 2


def test_settings_that_cannot_be_are_refused() -> None:
    for words in (("--settings", "p99"), ("--layovers", "5,x"), ("--layovers", "")):
        outcome = call("simulate", "tiny", "--advise", *words)
        assert outcome.code == 2
        assert "is not accepted" in outcome.err


def test_a_day_type_that_does_not_exist_is_refused() -> None:
    outcome = call("simulate", "tiny", "--advise", "--day-type", "holiday")
    assert outcome.code == 2
    assert "holiday" in outcome.err
