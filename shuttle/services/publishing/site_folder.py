"""A folder of files that a web server shows, changed from one state to the next in one step.

    FOLDER/current -> versions/NAME     the web server's root lies under it
    FOLDER/versions/NAME/…              one complete state; the one before it is kept

A reader finds the files of one state or of the next, never a mixture: a state is written aside and
only then pointed to, by renaming a link over the old one. A file that did not change is the same
file in both states, so that its date, and what web servers make of it, stay.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import mkdtemp

from shuttle.errors import InputError, Problem

_CURRENT, _VERSIONS = "current", "versions"
_BEGUN = ".begun-"


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of a state.

    Attributes:
        path: under the state's folder, with slashes.
        modified: its date where its bytes are new.
    """

    path: str
    body: bytes
    modified: datetime


def put_in_place(folder: Path, name: str, files: Iterable[SiteFile]) -> bool:
    """Make a state the current one; False where it is already, and nothing was written.

    Args:
        folder: made where it does not exist.
        name: of the state; two states of one name are the same.
        files: all of them.

    Raises:
        InputError: the folder cannot be written, or `current` in it is no link.
    """
    current, versions = folder / _CURRENT, folder / _VERSIONS
    if current.is_symlink() and current.resolve() == (versions / name).resolve():
        if (versions / name).is_dir():
            return False
    elif current.exists() and not current.is_symlink():
        message = "is no link that an export made; move it away, or choose another folder"
        raise InputError([Problem(str(current), "", message)])
    try:
        versions.mkdir(parents=True, exist_ok=True)
        with _alone(versions):
            before = current.resolve().name  # somebody may be reading it still
            _write(versions, name, files, current)
            _point_to(folder, name)
            _prune(versions, keep={name, before})
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot be written: {reason}; what was shown before is shown on"
        raise InputError([Problem(str(error.filename or folder), "", message)]) from None
    return True


def _write(versions: Path, name: str, files: Iterable[SiteFile], current: Path) -> None:
    """Write a state aside, and give it its name when it is whole."""
    begun = Path(mkdtemp(prefix=_BEGUN, dir=versions))
    try:
        for file in files:
            _put(begun / file.path, current / file.path, file)
        begun.chmod(0o755)  # a temporary folder is private, and a web server is somebody else
        os.sync()  # one for thousands of files: none of them is empty after a power cut
        if (versions / name).exists():  # left by a run that was stopped before it was shown
            shutil.rmtree(versions / name)
        begun.rename(versions / name)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise


def _put(target: Path, before: Path, file: SiteFile) -> None:
    """Link or write a file; one that changed gets a later date, by which web servers know it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    seconds = file.modified.timestamp()
    if before.is_file():
        dated = before.stat().st_mtime
        if before.read_bytes() == file.body:
            with suppress(OSError):  # a disk without links has a copy of the same date
                os.link(before.resolve(), target)
                return
            seconds = dated
        else:
            seconds = max(seconds, dated // 1 + 1)
    target.write_bytes(file.body)
    os.utime(target, (seconds, seconds))


def _point_to(folder: Path, name: str) -> None:
    link = folder / f".{_CURRENT}-{name}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(_VERSIONS) / name)
    link.replace(folder / _CURRENT)


def _prune(versions: Path, keep: set[str]) -> None:
    for path in versions.iterdir():
        if path.name not in keep and path.is_dir():
            shutil.rmtree(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One export at a time; others wait."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)
