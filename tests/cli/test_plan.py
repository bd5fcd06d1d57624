import json
from pathlib import Path
from typing import Any

import pytest

from shuttle.scenario import load_plan
from tests.cli.command import SEEDS, call, done, process, tiny_copy

_TIMINGS = ("wall_seconds", "cpu_seconds")


def _without_timings(text: str) -> str:
    """The file's own lines, save for the timings."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not any(name in line for name in _TIMINGS))


def test_two_processes_write_the_same_bytes_timings_apart(tmp_path: Path) -> None:
    texts = []
    for seed in ("1", "2024"):
        out = tmp_path / f"plan-{seed}.json"
        outcome = process("plan", "tiny", "--out", out, "--quiet", PYTHONHASHSEED=seed)
        assert outcome.code == 0, outcome.err
        texts.append(out.read_text(encoding="utf-8"))
    assert _without_timings(texts[0]) == _without_timings(texts[1])
    assert texts[0].endswith("}\n")
    assert len(texts[0].splitlines()) - len(_without_timings(texts[0]).splitlines()) == 4


def test_the_file_is_the_plan_and_dash_prints_the_same(tiny_plan: Path) -> None:
    outcome = call("plan", "tiny", "--out", "-")
    assert outcome.code == 0
    assert _without_timings(outcome.out) == _without_timings(tiny_plan.read_text(encoding="utf-8"))
    assert load_plan(tiny_plan).kpis.trips == json.loads(outcome.out)["kpis"]["trips"]
    assert "12 (6 to-north, 6 to-south)" in outcome.err


def test_the_summary_tells_trips_buses_drivers_riders_money_and_proof(tmp_path: Path) -> None:
    outcome = call("plan", "tiny", "--out", tmp_path / "plan.json")
    for words in (
        "12 (6 to-north, 6 to-south)",
        "3 (3 small)",
        "3 duties",
        "59 served, 0 left behind",
        "HKD 2,107.00: buses 900.00 · trips 240.00 · waiting 623.00 · early 344.00",
        "optimal: bound HKD 2,107.00, gap 0.00 %",
    ):
        assert words in outcome.out
    assert "best HKD 2,107.00 · bound HKD 2,107.00 · gap 0.00 %" in outcome.err


@pytest.mark.parametrize(("places", "words"), [('["south"]', "south"), ("[]", "no place")])
def test_where_buses_may_change_drivers_is_said_where_not_everywhere(
    places: str, words: str, tmp_path: Path
) -> None:
    profile = 'rule_profile = "strictest"'
    folder = tiny_copy(tmp_path, (profile, f"{profile}\nhand_over_places = {places}"))
    outcome = call("plan", folder, "--out", tmp_path / "plan.json")
    assert f"hand-overs  between runs of a bus at {words} alone" in outcome.err
    assert call("check", folder, tmp_path / "plan.json").code == 0
    assert "hand overs at" in done("validate", folder)
    assert "hand overs at" not in done("validate", "tiny")


def test_quiet_says_nothing(tmp_path: Path) -> None:
    outcome = call("plan", "tiny", "--out", tmp_path / "plan.json", "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_json_tells_the_figures_without_the_trips(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    told: dict[str, Any] = json.loads(done("plan", "tiny", "--out", out, "--json", "--quiet"))
    assert told["plan"] == str(out)
    assert told["trips_by_direction"] == {"to-north": 6, "to-south": 6}
    assert told["proof"]["status"] == "optimal"
    assert "trips" not in told


def test_the_first_day_type_of_several_is_planned_and_the_others_named(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    outcome = call("plan", "cuhk-shuttle", "--out", out)
    assert load_plan(out).day_type == "mwf"
    assert "--day-type tth" in outcome.err
    done("plan", "cuhk-shuttle", "--out", out, "--day-type", "tth", "--quiet")
    assert load_plan(out).day_type == "tth"


def test_a_timetable_of_somebody_else_keeps_its_trips(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    published = SEEDS / "pilot-2023" / "published.csv"
    done("plan", "pilot-2023", "--out", out, "--timetable", published, "--quiet")
    plan = load_plan(out)
    assert plan.method == "timetable"
    rows = published.read_text(encoding="utf-8").splitlines()[1:]
    wanted = sorted((row.split(",")[0], row.split(",")[2]) for row in rows)
    hours = [(t.origin, f"{t.departure // 60:02d}:{t.departure % 60:02d}") for t in plan.trips]
    assert sorted(hours) == wanted


def test_the_facts_of_another_date_can_be_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    done("plan", "pilot-2023", "--out", out, "--date", "2026-11-23", "--quiet")
    assert str(load_plan(out).effective.valid_from) == "2026-10-12"


@pytest.mark.parametrize("method", ["even-headway", "even-load"])
def test_hand_methods_make_plans_that_pass_too(method: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    done("plan", "tiny", "--out", out, "--method", method, "--quiet")
    assert load_plan(out).method == method
    assert "passes" in done("check", "tiny", out)


def test_rules_that_cannot_hold_together_end_with_3_and_no_file(tmp_path: Path) -> None:
    morning = 'spans = [{ from_stop = "south", first = { from = "08:00", to = "08:10" } }]'
    folder = tiny_copy(
        tmp_path,
        ("count = 3", "count = 0"),
        ("count = 2", "count = 0"),
        ("grid_minutes = 10", f"grid_minutes = 10\n{morning}"),
    )
    out = tmp_path / "plan.json"
    outcome = call("plan", folder, "--out", out, "--quiet")
    assert outcome.code == 3
    assert outcome.err
    assert "Traceback" not in outcome.err
    assert not out.exists()


def test_a_time_limit_without_a_plan_ends_with_4_and_no_file(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    outcome = call("plan", "tiny", "--out", out, "--time-limit", "0.001", "--quiet")
    assert outcome.code == 4
    assert "No timetable was found in 0.001 s; allow more time" in outcome.err
    assert not out.exists()
