"""Files that commands write: whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from shuttle.errors import InputError, Problem


def write_whole(path: Path, body: bytes) -> None:
    """Put a file in place in one step, so that nobody ever finds half of it.

    Raises:
        InputError: it cannot be written there.
    """
    try:
        _replace(path, body)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot be written: {reason}; choose another path, or free space"
        raise InputError([Problem(str(path), "", message)]) from None


def require_folder_of(path: Path) -> None:
    """Return when a file can be put there; raises InputError for a folder that does not exist."""
    if not path.parent.is_dir():
        message = f"there is no folder {path.parent}; make it first, or choose another path"
        raise InputError([Problem(str(path), "", message)])
    if path.is_dir():
        raise InputError([Problem(str(path), "", "is a folder; name a file in it")])


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises InputError where that is not possible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror}; choose another folder"
        raise InputError([Problem(str(path), "", message)]) from None


def _replace(path: Path, body: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:100]}-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(_usual_mode(path))
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _usual_mode(path: Path) -> int:
    """The mode that the file has, or that a new file gets; temporary files are private."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
