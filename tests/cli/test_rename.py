"""A planner gives a stop another id; by commands, from the scenario to the published feed."""

import json
from pathlib import Path

import pytest

from shuttle.store.sql import SqlStore
from tests.cli.command import done, tiny_copy

pytestmark = pytest.mark.usefixtures("autumn")

_RENAMED = (
    ("[stops.north]", '[stops.nord]\nformerly = ["north"]'),
    ('to = "north"', 'to = "nord"'),
    ('from = "north"', 'from = "nord"'),
    ('stops = ["south", "north"]', 'stops = ["south", "nord"]'),
    ('stop = "north"', 'stop = "nord"'),
)
_DATES = ("--from", "2026-11-23", "--to", "2026-12-04")


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    """The tiny scenario with `nord` for `north`."""
    copy = tiny_copy(tmp_path, *_RENAMED)
    demand = copy / "demand.csv"
    demand.write_text(demand.read_text("utf-8").replace("north", "nord"), "utf-8")
    return copy


def test_a_plan_made_before_the_rename_is_kept_and_published_under_the_same_uids(
    renamed: Path, tiny_plan: Path, published: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "renamed.json"
    kept = ("--pin", tiny_plan, "--max-changes", "0", "--out", plan, "--quiet")
    done("plan", renamed, *kept)
    done("publish", plan, "--scenario", renamed, *_DATES, "--database", published)
    store = SqlStore(published)
    revisions = store.revisions("tiny").values()
    assert {row.sequence for row in revisions} == {0}
    assert all(row.content_sha256 for row in revisions)
    moved = store.retired("tiny")
    assert moved["feeds/en/tiny/to-north.ics"].successor == "feeds/en/tiny/to-nord.ics"
    store.close()


def test_riders_find_the_same_trips_under_the_new_name(
    renamed: Path, tiny_plan: Path, published: Path, tmp_path: Path
) -> None:
    def trips(stop: str) -> list[str]:
        at = ("--at", "2026-11-24T00:00:00+08:00", "--json", "--database", published)
        told = json.loads(done("departures", "--from", "south", "--to", stop, *at))
        return [row["trip_id"] for row in told["departures"]]

    before = trips("north")
    plan = tmp_path / "renamed.json"
    done("plan", renamed, "--pin", tiny_plan, "--max-changes", "0", "--out", plan, "--quiet")
    done("publish", plan, "--scenario", renamed, *_DATES, "--database", published)
    assert trips("nord") == before
