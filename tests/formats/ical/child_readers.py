"""Readers in other languages, each a process of its own that answers line by line."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.formats.ical.seen import Seen

_HERE = Path(__file__).parent
_NODE = _HERE / "node"
_FILES = ("package.json", "expand.js")
_CACHE = Path.home() / ".cache" / "shuttle-tests"
_INSTALL = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
_SYSTEM_PYTHON = "/usr/bin/python3"
_BINDINGS = "import gi; gi.require_version('ICalGLib', '3.0')"
_SABRE = Path("/usr/share/php/Sabre/VObject/autoload.php")


class NotInstalledError(Exception):
    """A reader cannot be had on this machine; says what is missing."""


class ChildReader:
    """A reader in a process somewhere in the world: its clock is in that zone."""

    def __init__(self, command: Sequence[str], zone: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own scripts
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TZ": zone},  # noqa: TID251 - a child needs its PATH
        )

    def __call__(self, body: bytes) -> list[Seen]:
        """What a user of the library would see."""
        asks, answers = self._process.stdin, self._process.stdout
        assert asks
        assert answers
        asks.write(json.dumps(body.decode()) + "\n")
        asks.flush()
        return sorted(
            Seen(datetime.fromisoformat(start), datetime.fromisoformat(end), title, cancelled)
            for start, end, title, cancelled in json.loads(answers.readline())
        )

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def node(library: str) -> list[str]:
    """The command of a reader under Node: `ical.js` (Thunderbird's) or `node-ical`."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None:
        msg = f"{library} needs node and npm"
        raise NotInstalledError(msg)
    return [found, str(_installed(npm) / "expand.js"), library]


def libical() -> list[str]:
    """The command of Evolution's reader."""
    asked = [_SYSTEM_PYTHON, "-c", _BINDINGS]
    if subprocess.run(asked, capture_output=True, check=False).returncode:  # noqa: S603 - our own words
        msg = "libical needs Debian's python3-gi and gir1.2-ical-3.0"
        raise NotInstalledError(msg)
    return [_SYSTEM_PYTHON, str(_HERE / "expand_libical.py")]


def sabre() -> list[str]:
    """The command of Nextcloud's reader, in Debian's version."""
    php = shutil.which("php")
    if php is None or not _SABRE.exists():
        msg = "sabre/vobject needs Debian's php-cli and php-sabre-vobject"
        raise NotInstalledError(msg)
    return [php, str(_HERE / "expand_sabre.php")]


def _installed(npm: str) -> Path:
    """The folder with our script and its libraries, outside the repository, filled once."""
    content = b"".join((_NODE / name).read_bytes() for name in _FILES)
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
            shutil.copy(_NODE / name, part)
        done = subprocess.run([npm, *_INSTALL], cwd=part, capture_output=True, check=False)  # noqa: S603 - our own list
        if done.returncode != 0:
            msg = f"npm could not install the calendar readers: {done.stderr.decode()[-200:]}"
            raise NotInstalledError(msg)
        if not folder.exists():
            part.rename(folder)
