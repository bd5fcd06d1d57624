"""The same publication gives the same bytes in every process and every form."""

import subprocess
import sys
from pathlib import Path

import pytest

from shuttle.domain.timetable import Timetable
from tests.formats.publication import published
from tests.formats.sample import digests, sample

_ROOT = Path(__file__).parents[2]


def elsewhere(program: str, hash_seed: str, zone: str) -> str:
    """What a program prints in another process with other hashes in another part of the world."""
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-m", program],
        cwd=_ROOT,
        env={"PYTHONHASHSEED": hash_seed, "TZ": zone, "PYTHONPATH": str(_ROOT), "LC_ALL": "C"},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


_PROCESSES = [("0", "UTC"), ("1", "America/New_York"), ("42", "Asia/Kolkata")]


@pytest.mark.parametrize(("hash_seed", "zone"), _PROCESSES)
def test_another_process_renders_the_same_bytes(hash_seed: str, zone: str) -> None:
    assert elsewhere("tests.formats.sample", hash_seed, zone) == digests(sample())


def test_a_publication_has_the_same_bytes_in_every_form_and_process() -> None:
    """Feeds, duties, GTFS and whatever else the registry renders."""
    here = published()
    forms = {Path(line.split()[0]).parts[0] for line in here.splitlines()}
    assert forms >= {"feeds", "private", "gtfs.zip"}
    assert {elsewhere("tests.formats.publication", *process) for process in _PROCESSES} == {here}


def test_a_stored_snapshot_renders_the_same_bytes() -> None:
    stored = sample().model_dump_json()
    assert digests(Timetable.model_validate_json(stored)) == digests(sample())
