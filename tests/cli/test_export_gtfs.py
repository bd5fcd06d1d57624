import csv
import zipfile
from pathlib import Path

import pytest

from shuttle.bootstrap import build
from shuttle.settings import Settings
from tests.cli.command import SEEDS, call, done

pytestmark = pytest.mark.usefixtures("autumn")

DATES = ("--from", "2026-11-23", "--to", "2026-12-04")


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the pilot published for two weeks."""
    folder = tmp_path_factory.mktemp("pilot")
    plan, store = folder / "plan.json", folder / "store.sqlite3"
    day = ("--date", "2026-11-23")
    done("plan", SEEDS / "pilot-2023", *day, "--out", plan, "--quiet")
    done("publish", plan, *DATES, "--scenario", SEEDS / "pilot-2023", "--database", store)
    return store


def test_the_feed_is_written_as_it_is_stored(pilot: Path, tmp_path: Path) -> None:
    out = tmp_path / "feed.zip"
    assert done("export", "gtfs", "--out", out, "--database", pilot) == f"{out}\n"
    application = build(Settings(database=pilot))
    stored = application.store.file("park-shuttle", "gtfs.zip")
    application.store.close()
    assert stored is not None
    assert out.read_bytes() == stored.body
    assert zipfile.is_zipfile(out)


def test_a_timetable_without_places_is_refused_with_what_it_lacks(
    published: Path, tmp_path: Path
) -> None:
    outcome = call("export", "gtfs", "--out", tmp_path / "feed.zip", "--database", published)
    assert outcome.code == 2
    assert "stop north has no lat and lon; stop south has no lat and lon" in outcome.err
    assert not (tmp_path / "feed.zip").exists()


def test_a_folder_that_is_not_there_is_named(pilot: Path, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "feed.zip"
    outcome = call("export", "gtfs", "--out", out, "--database", pilot)
    assert outcome.code == 2
    assert "there is no folder" in outcome.err


def test_the_feed_comes_back_as_the_timetable_that_was_planned(pilot: Path, tmp_path: Path) -> None:
    feed, back = tmp_path / "feed.zip", tmp_path / "back.csv"
    done("export", "gtfs", "--out", feed, "--database", pilot)
    asked = ("--date", "2026-11-23", "--scenario", SEEDS / "pilot-2023", "--out", back)
    done("import", "gtfs", feed, *asked)
    with (SEEDS / "pilot-2023" / "published.csv").open(encoding="utf-8") as file:
        planned = list(csv.DictReader(file))
    with back.open(encoding="utf-8") as file:
        trips = [{name: row[name] for name in planned[0]} for row in csv.DictReader(file)]
    assert trips == planned
