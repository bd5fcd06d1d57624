"""Partial plans on the command line: asked for, told, checked, published only by order."""

import json
from pathlib import Path

import pytest

from tests.cli.command import call, done, tiny_copy

WINDOWS = """[[policies.spans]]
first = { from = "07:00", to = "07:30" }
last = { from = "12:00", to = "13:00" }"""
FEW_BUSES = (
    ("count = 3", "count = 0"),
    ("count = 2", "count = 1"),
    ("headways = [{ min_minutes = 20, max_minutes = 90 }]", "headways = [{ max_minutes = 20 }]"),
    ("[policies.prices]", f"{WINDOWS}\n\n[policies.prices]"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny service with one bus, and headways that need more."""
    return tiny_copy(tmp_path_factory.mktemp("few"), *FEW_BUSES)


@pytest.fixture(scope="module")
def partial_plan(place: Path) -> Path:
    made = place / "plan.json"
    done("plan", place, "--out", made, "--partial", "--quiet")
    return made


def test_without_partial_there_is_no_plan_but_a_hint(place: Path, tmp_path: Path) -> None:
    outcome = call("plan", place, "--out", tmp_path / "none.json", "--quiet")
    assert outcome.code == 3
    assert "With --partial, the best plan that leaves some obligations is made." in outcome.err


def test_with_partial_there_is_one_that_says_what_it_leaves(place: Path, tmp_path: Path) -> None:
    told = done("plan", place, "--out", tmp_path / "plan.json", "--partial")
    assert "partial: " in told
    assert "points (proved to be the fewest)" in told
    assert "minutes later than the most headway allows." in told


def test_it_passes_its_check_which_says_that_it_is_partial(place: Path, partial_plan: Path) -> None:
    told = done("check", place, partial_plan).splitlines()
    assert told[0].startswith("passes: ")
    assert told[1].startswith("partial: ")
    document = json.loads(done("check", place, partial_plan, "--json"))
    stated = json.loads(partial_plan.read_text(encoding="utf-8"))["unkept"]
    assert document["passes"]
    assert document["unkept"] == stated


def test_it_is_published_only_by_order(place: Path, partial_plan: Path, tmp_path: Path) -> None:
    words = ("publish", partial_plan, "--from", "2026-11-23", "--to", "2026-12-04")
    where = ("--scenario", place, "--database", tmp_path / "store.sqlite3")
    outcome = call(*words, *where)
    assert outcome.code == 5
    assert "Partial plans are published only with --partial" in outcome.err
    done(*words, *where, "--partial")


def test_why_is_not_answered_of_it(place: Path, partial_plan: Path) -> None:
    outcome = call("why", place, partial_plan, "--to", "south", "--at", "08:30")
    assert outcome.code == 2
    assert "the plan is partial" in outcome.err


def test_a_plan_that_keeps_every_rule_is_the_same_with_partial(
    tiny_plan: Path, tmp_path: Path
) -> None:
    made = tmp_path / "plan.json"
    done("plan", "tiny", "--out", made, "--partial", "--quiet")
    same, other = (json.loads(file.read_text(encoding="utf-8")) for file in (tiny_plan, made))
    for document in (same, other):
        for proof in ("proof", "duty_proof"):
            document[proof].pop("wall_seconds")
            document[proof].pop("cpu_seconds")
    assert same == other


def test_given_departures_that_cannot_run_are_left(tmp_path: Path) -> None:
    table = tmp_path / "trips.csv"
    rows = [f"north,south,08:{minute}0" for minute in range(6)]
    table.write_text("\n".join(["from,to,departure", *rows]), encoding="utf-8")
    place = tiny_copy(tmp_path, ("headways = [{ min_minutes = 20, max_minutes = 90 }]", ""))
    made = tmp_path / "plan.json"
    outcome = call("plan", place, "--out", made, "--timetable", table, "--partial")
    assert outcome.code == 0, outcome.err
    document = json.loads(made.read_text(encoding="utf-8"))
    # Five buses leave once each, and none is back in time.
    assert len(document["trips"]) == 5
    assert [item["rule"] for item in document["unkept"]] == ["given-departure"]
