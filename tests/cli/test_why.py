import json
from pathlib import Path

import pytest

from tests.cli.command import call, done, tiny_copy

# The tiny plan leaves to `south` at 08:30, with nine riders, and not at 08:40.


def test_a_departure_that_runs_is_told_by_its_riders_its_bus_and_its_price(
    tiny_plan: Path,
) -> None:
    told = done("why", "tiny", tiny_plan, "--to", "south", "--at", "08:30").splitlines()
    assert told[0] == "The 08:30 departure to South Park carries 9 riders."
    assert told[2] == "It is the first run of its bus (block-03)."
    assert any(line.startswith("Doing without the 08:30 departure") for line in told)


def test_a_departure_that_does_not_run_is_told_by_what_it_would_cost_and_change(
    tiny_plan: Path,
) -> None:
    told = done("why", "tiny", tiny_plan, "--to", "south", "--at", "08:40").splitlines()
    assert told[0].startswith("A departure at 08:40 to South Park would cost ")
    assert told[1].startswith("What it would change: the 08:20 to North Park is dropped, ")
    assert told[2].startswith("The difference in money (HKD a day): trips -20.00")


def test_a_program_gets_the_range_and_three_languages(tiny_plan: Path) -> None:
    words = ("why", "tiny", tiny_plan, "--from", "north", "--to", "south", "--at", "08:40")
    told = json.loads(done(*words, "--json"))
    assert told["verdict"] == "could-run"
    assert 0 <= told["at_least"] <= told["at_most"]
    assert round(sum(told["terms"].values()), 2) == told["at_most"]
    assert set(told["words"][0]) == {"en", "zh-Hant", "zh-Hans"}
    assert [change["fate"] for change in told["changes"]]


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        ("08:35", "Departures lie on multiples of 10 minutes."),
        ("06:50", "Nothing leaves before 07:00, nor at 13:00 or later."),
    ],
)
def test_a_minute_that_a_rule_refuses_is_answered_by_the_rule(
    tiny_plan: Path, at: str, rule: str
) -> None:
    told = done("why", "tiny", tiny_plan, "--to", "south", "--at", at).splitlines()
    assert told == [f"No bus may leave to South Park at {at}:", rule]


def test_each_language_has_its_own_words(tiny_plan: Path) -> None:
    words = ("why", "tiny", tiny_plan, "--to", "south", "--at", "08:35", "--lang")
    assert "不能開出" in done(*words, "zh-Hant")
    assert "不能发出" in done(*words, "zh-Hans")


def test_a_direction_that_does_not_exist_is_wrong_input(tiny_plan: Path) -> None:
    outcome = call("why", "tiny", tiny_plan, "--to", "nowhere", "--at", "08:30")
    assert outcome.code == 2
    assert "Known: south to north, north to south." in outcome.err


def test_a_time_that_is_none_is_wrong_input(tiny_plan: Path) -> None:
    outcome = call("why", "tiny", tiny_plan, "--to", "south", "--at", "8.30")
    assert outcome.code == 2
    assert "write it quoted" in outcome.err


def test_a_plan_of_another_scenario_is_not_spoken_of(tiny_plan: Path, tmp_path: Path) -> None:
    other = tiny_copy(tmp_path, ("max_minutes = 90", "max_minutes = 80"))
    outcome = call("why", other, tiny_plan, "--to", "south", "--at", "08:30")
    assert outcome.code == 5
    assert "service-day" in outcome.err
