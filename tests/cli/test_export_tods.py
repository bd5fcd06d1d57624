import zipfile
from pathlib import Path

import pytest
from tods_validate import validate_feed

from tests.cli.command import call, done, tiny_copy

pytestmark = pytest.mark.usefixtures("autumn")
SOUTH = 'zh-Hans = "南园" }\ntimezone = "Asia/Hong_Kong"'
NORTH = 'zh-Hans = "北园" }\ntimezone = "Asia/Shanghai"'


def placed(folder: Path) -> Path:
    """A store with the tiny service, its stops on the map, published."""
    places = (
        (SOUTH, f"{SOUTH}\nlat = 22.4\nlon = 114.2"),
        (NORTH, f"{NORTH}\nlat = 22.5\nlon = 114.1"),
    )
    scenario, plan, store = tiny_copy(folder, *places), folder / "plan.json", folder / "s.sqlite3"
    done("plan", scenario, "--out", plan, "--quiet")
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    done("publish", plan, *dates, "--scenario", scenario, "--database", store)
    return store


def test_the_operators_package_stands_beside_the_feed(tmp_path: Path) -> None:
    store = placed(tmp_path)
    gtfs, folder, packed = tmp_path / "gtfs.zip", tmp_path / "tods", tmp_path / "tods.zip"
    done("export", "gtfs", "--out", gtfs, "--database", store)
    said = done("export", "tods", "--out", folder, "--database", store)
    assert str(folder / "run_events.txt") in said.splitlines()
    found = validate_feed(folder, gtfs, enable=("coverage",))
    assert {finding.rule_id for finding in found.findings} <= {"TODS-I502"}
    done("export", "tods", "--out", packed, "--database", store)
    with zipfile.ZipFile(packed) as archive:
        assert archive.read("run_events.txt") == (folder / "run_events.txt").read_bytes()


def test_without_a_place_for_each_stop_there_is_nothing_to_refer_to(published: Path) -> None:
    outcome = call("export", "tods", "--out", published.parent / "tods", "--database", published)
    assert outcome.code == 2
    assert "TODS needs a GTFS feed beside it" in outcome.err
    assert "stop south has no lat and lon" in outcome.err
    assert not (published.parent / "tods").exists()
