"""Two JavaScript readers, where Node is installed: Thunderbird's and a popular one for servers."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import pytest

from tests.formats.ical.readers import Reader
from tests.formats.ical.seen import Seen

_HERE = Path(__file__).parent / "node"
_FILES = ("package.json", "expand.js")
_CACHE = Path.home() / ".cache" / "shuttle-tests"
_INSTALL = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--silent")


def node_reader(library: str) -> Reader:
    """A reader by one library; skips the test, with the reason, where it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip(f"{library} needs node and npm, which are not installed")
    script = _installed(npm) / "expand.js"

    def read(body: bytes) -> list[Seen]:
        command = [node, str(script), library]
        done = subprocess.run(command, input=body, capture_output=True, check=True)  # noqa: S603 - our own script
        rows = json.loads(done.stdout)
        return sorted(
            Seen(datetime.fromisoformat(start), datetime.fromisoformat(end), title, cancelled)
            for start, end, title, cancelled in rows
        )

    return read


def _installed(npm: str) -> Path:
    """The folder with our script and its libraries, outside the repository, filled once."""
    content = b"".join((_HERE / name).read_bytes() for name in _FILES)
    folder = _CACHE / f"calendar-readers-{hashlib.sha256(content).hexdigest()[:16]}"
    if not folder.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        _install(npm, folder)
    return folder


def _install(npm: str, folder: Path) -> None:
    """Fills a temporary folder and gives it its name at the end: a cut leaves nothing half done."""
    with tempfile.TemporaryDirectory(dir=_CACHE, ignore_cleanup_errors=True) as work:
        part = Path(work) / "part"
        part.mkdir()
        for name in _FILES:
            shutil.copy(_HERE / name, part)
        done = subprocess.run([npm, *_INSTALL], cwd=part, capture_output=True, check=False)  # noqa: S603 - our own list
        if done.returncode != 0:
            pytest.skip(
                f"npm could not install the calendar readers: {done.stderr.decode()[-200:]}"
            )
        if not folder.exists():
            part.rename(folder)
