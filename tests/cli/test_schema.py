import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped] # ships no types

from shuttle.scenario.schema import FILE_KINDS
from tests.cli.command import call, done
from tests.scenario.gtfs.feeds import feed


def test_without_a_kind_all_are_printed() -> None:
    assert list(json.loads(done("schema"))) == list(FILE_KINDS)


def test_a_plan_that_was_made_satisfies_the_schema_that_is_printed(tiny_plan: Path) -> None:
    plan = json.loads(tiny_plan.read_text(encoding="utf-8"))
    jsonschema.validate(plan, json.loads(done("schema", "plan")))


def test_stage_files_and_their_answers_satisfy_theirs(tmp_path: Path) -> None:
    trips, kept = tmp_path / "trips.json", tmp_path / "kept.json"
    words = ("--date", "2026-11-23", "--depot", "N", "--kmh", "30", "--keep-blocks", kept)
    done("import", "gtfs", feed(tmp_path), *words, "--out", trips)
    answers = {
        "blocks": trips.read_text(encoding="utf-8"),
        "duties": kept.read_text(encoding="utf-8"),
        "blocks-answer": done("blocks", trips, "--out", "-", "--quiet"),
        "duties-answer": done("duties", kept, "--out", "-", "--quiet"),
    }
    for kind, text in answers.items():
        jsonschema.validate(json.loads(text), json.loads(done("schema", kind)))


def test_an_unknown_kind_ends_with_2_and_names_the_known_ones() -> None:
    outcome = call("schema", "weather")
    assert outcome.code == 2
    assert "duties-answer" in outcome.err
