import json
from pathlib import Path
from typing import Any

from shuttle.domain.rules import catalogue
from tests.cli.command import call, done


def _changed(plan: Path, folder: Path, **values: object) -> Path:
    document = json.loads(plan.read_text(encoding="utf-8"))
    document.update(values)
    changed = folder / "changed.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    return changed


def test_a_plan_that_keeps_every_rule_passes(tiny_plan: Path) -> None:
    assert done("check", "tiny", tiny_plan) == f"passes: {len(catalogue())} rules checked\n"


def test_json_says_that_it_passes(tiny_plan: Path) -> None:
    told = json.loads(done("check", "tiny", tiny_plan, "--json"))
    assert told == {"passes": True, "rules_checked": len(catalogue()), "violations": []}


def test_a_trip_taken_out_breaks_rules_which_are_told_by_title(
    tiny_plan: Path, tmp_path: Path
) -> None:
    trips: list[Any] = json.loads(tiny_plan.read_text(encoding="utf-8"))["trips"]
    outcome = call("check", "tiny", _changed(tiny_plan, tmp_path, trips=trips[1:]))
    assert outcome.code == 5
    titles = [line for line in outcome.out.splitlines() if not line.startswith(" ")]
    assert f"{catalogue()['passenger-count'].title.en} (passenger-count)" in titles
    assert titles[-1].startswith("fails: ")
    assert len(titles) == len(set(titles))


def test_json_lists_what_is_broken(tiny_plan: Path, tmp_path: Path) -> None:
    trips: list[Any] = json.loads(tiny_plan.read_text(encoding="utf-8"))["trips"]
    outcome = call("check", "tiny", _changed(tiny_plan, tmp_path, trips=trips[1:]), "--json")
    told = json.loads(outcome.out)
    assert outcome.code == 5
    assert not told["passes"]
    assert {"rule", "subject", "words"} == set(told["violations"][0])


def test_a_plan_of_another_scenario_fails(tiny_plan: Path) -> None:
    outcome = call("check", "pilot-2023", tiny_plan)
    assert outcome.code == 5
    assert "(service-day)" in outcome.out


def test_an_empty_day_fails_and_does_not_crash(tiny_plan: Path, tmp_path: Path) -> None:
    empty = _changed(tiny_plan, tmp_path, trips=[], blocks=[], duties=[])
    assert call("check", "tiny", empty).code == 5
