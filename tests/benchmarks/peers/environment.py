"""The peers' own environment, and how a peer is asked: JSON in, JSON out, one process each."""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_REQUIREMENTS = _HERE / "requirements.txt"


def peers_python() -> Path | None:
    """The Python that has the peers; installs them on first use, None where that fails."""
    stamp = hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"shuttle-peers-{stamp}"
    python, done = folder / "bin" / "python", folder / "installed"
    if done.exists():
        return python
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "-r", str(_REQUIREMENTS)],
    ):
        if subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603 - ours
            return None
    done.touch()
    return python


def ask(python: Path, script: str, task: dict[str, Any]) -> dict[str, Any]:
    """A peer's answer; `error` with its last words where it has none."""
    found = subprocess.run(  # noqa: S603 - our own script
        [str(python), str(_HERE / script)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        return {"error": found.stderr.strip().splitlines()[-1:]}
    answer: dict[str, Any] = json.loads(found.stdout)
    return answer
