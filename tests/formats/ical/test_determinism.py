"""The same publication gives the same bytes in every process."""

import subprocess
import sys
from pathlib import Path

import pytest

from shuttle.domain.timetable import Timetable
from tests.formats.sample import digests, sample

_ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("hash_seed", "zone"), [("0", "UTC"), ("1", "America/New_York"), ("42", "Asia/Kolkata")]
)
def test_another_process_renders_the_same_bytes(hash_seed: str, zone: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.sample"],
        cwd=_ROOT,
        env={"PYTHONHASHSEED": hash_seed, "TZ": zone, "PYTHONPATH": str(_ROOT), "LC_ALL": "C"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == digests(sample())


def test_a_stored_snapshot_renders_the_same_bytes() -> None:
    stored = sample().model_dump_json()
    assert digests(Timetable.model_validate_json(stored)) == digests(sample())
