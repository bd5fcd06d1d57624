"""`shuttle plan --pin`: what is asked to be kept is, in the planner's words."""

from pathlib import Path

import pytest

from shuttle.scenario import load_plan
from tests.cli.command import call, done, tiny_copy


def test_the_published_plan_comes_back_with_no_change_allowed(
    tiny_plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "again.json"
    outcome = call("plan", "tiny", "--pin", tiny_plan, "--max-changes", 0, "--out", out)
    assert outcome.code == 0, outcome.err
    before, again = load_plan(tiny_plan), load_plan(out)
    assert (again.trips, again.blocks, again.duties) == (before.trips, before.blocks, before.duties)
    assert "the published plan as it is: nothing else is allowed" in outcome.out
    assert done("check", "tiny", out).startswith("passes")


def test_pinned_trips_buses_and_drivers_stay(tiny_plan: Path, tmp_path: Path) -> None:
    before = load_plan(tiny_plan)
    names = before.trips[0].id, before.blocks[-1].id, before.duties[0].id
    out = tmp_path / "again.json"
    pins = ("--pin-trip", names[0], "--pin-block", names[1], "--pin-duty", names[2])
    said = done("plan", "tiny", "--pin", tiny_plan, *pins, "--out", out)
    again = load_plan(out)
    assert f"pinned      {sum(t.pinned for t in again.trips)} trips, 1 bus's day, 1 duty" in said
    assert "beside those pinned" in said
    assert [block.id for block in again.blocks if block.pinned] == [names[1]]
    assert [duty.id for duty in again.duties if duty.pinned] == [names[2]]
    assert {names[0], *before.duties[0].pieces} <= {t.id for t in again.trips if t.pinned}
    # What is marked stays without being named again.
    third = tmp_path / "third.json"
    done("plan", "tiny", "--pin", out, "--out", third)
    assert [t.id for t in load_plan(third).trips if t.pinned] == [
        t.id for t in again.trips if t.pinned
    ]


def test_changes_have_their_price_and_are_told(tiny_plan: Path, tmp_path: Path) -> None:
    riders = "working-day,south,north,depart_after,11:30,4,hk\n"
    folder = tiny_copy(tmp_path, demand=riders)
    out = tmp_path / "again.json"
    prices = ("--change-price", "moved-trip=1", "--change-price", "moved-minute=0")
    outcome = call("plan", folder, "--pin", tiny_plan, "--max-changes", 3, *prices, "--out", out)
    assert outcome.code == 0, outcome.err
    plan = load_plan(out)
    assert plan.changes is not None
    assert (plan.changes.limits.trips, plan.changes.prices.moved_trip) == (3, 1)
    assert plan.changes.prices.dropped_trip == 300
    assert "changes priced, at most 3 trips changed" in outcome.out


def test_prices_of_changes_are_those_of_the_scenario_where_it_states_them(
    tiny_plan: Path, tmp_path: Path
) -> None:
    stated = """[policies.changes]
moved_trip = 7
moved_minute = 1
dropped_trip = 70
added_trip = 30
other_port = 5
source = "Made up for examples and tests"
as_of = 2026-11-22
assumed = true

[policies.prices]"""
    folder = tiny_copy(tmp_path, ("[policies.prices]", stated))
    out = tmp_path / "again.json"
    done("plan", folder, "--pin", tiny_plan, "--out", out)
    changes = load_plan(out).changes
    assert changes is not None
    assert (changes.prices.moved_trip, changes.limits.trips) == (7, None)
    assert done("check", folder, out).startswith("passes")


def test_the_difference_is_told_in_the_language_asked_for(tiny_plan: Path, tmp_path: Path) -> None:
    outcome = call(
        *("plan", "tiny", "--pin", tiny_plan, "--max-changes", 2, "--lang", "zh-Hant"),
        *("--out", tmp_path / "again.json"),
    )
    assert "班" in outcome.err


def test_a_plan_that_no_longer_holds_ends_with_3_and_says_why(
    tiny_plan: Path, tmp_path: Path
) -> None:
    folder = tiny_copy(tmp_path, ("count = 3\ncost_per_day = 300", "count = 2\ncost_per_day = 300"))
    again = ("--pin", tiny_plan, "--max-changes", 0, "--out", tmp_path / "again.json")
    outcome = call("plan", folder, *again)
    assert outcome.code == 3
    assert "The published plan no longer holds as it is." in outcome.err
    assert "fleet-size: 3 buses of type Small bus are used; there are 2." in outcome.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--max-changes", "2"), "--max-changes: needs --pin PLAN"),
        (("--pin-trip", "x"), "--pin-trip: needs --pin PLAN"),
        (("--pin", "PLAN", "--pin-trip", "x"), "has no trip 'x'; it has to-"),
        (("--pin", "PLAN", "--method", "even-load"), "--pin: keeps to an earlier plan"),
        (("--pin", "PLAN", "--partial"), "--pin: says what stays, --partial what may be left"),
        (("--pin", "PLAN", "--change-price", "other=3"), "'other=3' is not accepted"),
        (("--pin", "PLAN", "--change-price", "moved-trip=much"), "'moved-trip=much' is not"),
        (("--pin", "gone.json"), "gone.json"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    words: tuple[str, ...], said: str, tiny_plan: Path, tmp_path: Path
) -> None:
    given = [str(tiny_plan) if word == "PLAN" else word for word in words]
    outcome = call("plan", "tiny", *given, "--out", tmp_path / "again.json")
    assert outcome.code == 2
    assert said in outcome.err
