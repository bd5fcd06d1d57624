import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shuttle.cli.outputs import write_whole
from shuttle.errors import InputError


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(b"before")
    write_whole(file, b"after")
    assert file.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_is_readable_as_any_other(tmp_path: Path) -> None:
    file, other = tmp_path / "plan.json", tmp_path / "other"
    other.touch()
    write_whole(file, b"")
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.touch(mode=0o600)
    write_whole(file, b"")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_named_and_left_clean(tmp_path: Path) -> None:
    (tmp_path / "plan.json").mkdir()
    with pytest.raises(InputError, match=r"plan\.json: cannot be written"):
        write_whole(tmp_path / "plan.json", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses larger files, as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_disk_that_fills_up_leaves_the_earlier_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(b"before")
    with _files_of_at_most(1000), pytest.raises(InputError, match="File too large"):
        write_whole(file, b"x" * 5000)
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
