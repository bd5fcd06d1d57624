"""The package of every shipped seed, looked at by a validator that knows nothing of us."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tods_validate import validate_feed

from shuttle.formats.gtfs.table import Table
from shuttle.formats.tods.package import tods_tables
from tests.formats.gtfs.feeds import SEEDS, seed_feed

UNKNOWN = {
    "TODS-I502": "a plan has types of buses: which bus runs a block is decided at the depot",
    "TODS-I601": "drivers whose bus stands for long between trips have no other break",
}
"""Every remark that may remain, and why."""


def findings(
    folder: Path, name: str, changes: Mapping[str, tuple[str, str]] | None = None
) -> set[str]:
    """What the validator says of a seed's package, with a text of some tables replaced."""
    feed = seed_feed(name)
    (folder / "gtfs.zip").write_bytes(feed.body)
    package = folder / "tods"
    package.mkdir()
    for table in tods_tables(feed.issue):
        (package / f"{table.name}.txt").write_bytes(_changed(table, changes or {}))
    found = validate_feed(package, folder / "gtfs.zip", enable=("coverage", "advisory"))
    return {finding.rule_id for finding in found.findings}


def _changed(table: Table, changes: Mapping[str, tuple[str, str]]) -> bytes:
    text = table.body().decode()
    old, new = changes.get(table.name, ("", ""))
    assert old in text
    return (text.replace(old, new) if old else text).encode()


@pytest.mark.parametrize("name", SEEDS)
def test_a_shipped_seed_has_no_error_no_warning_and_covers_every_trip(
    tmp_path: Path, name: str
) -> None:
    assert findings(tmp_path, name) <= set(UNKNOWN)


@pytest.mark.parametrize(
    ("table", "old", "new", "rule"),
    [
        ("run_events", ",to-hksp-1000.", ",to-hksp-0955.", "TODS-E307"),
        ("run_events", "service.20260914,duty", "never,duty", "TODS-E308"),
        ("run_events", ",hkstp-sz,", ",nowhere,", "TODS-E309"),
        ("run_events", ",10:45:00,", ",09:45:00,", "TODS-E401"),
        ("run_events", ",block-01.", ",block-02.", "TODS-E310"),
        ("run_events", ",10:00:00,2,", ",10:01:00,2,", "TODS-W316"),
        ("run_events", ",Sign-Off,", ",,", "TODS-E201"),
        ("stops_supplement", "stop_id,", "stop,", "TODS-E106"),
    ],
)
def test_a_seeded_fault_is_found(tmp_path: Path, table: str, old: str, new: str, rule: str) -> None:
    assert rule in findings(tmp_path, "pilot-2023", {table: (old, new)})
