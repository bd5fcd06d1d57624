"""The command line as tests call it: in this process, or in one of its own."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from shuttle.cli.app import run

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


def call(*words: object) -> Outcome:
    """Run a command line here."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(word) for word in words])
    return Outcome(code, out.getvalue(), err.getvalue())


def done(*words: object) -> str:
    """Its data, where it must succeed."""
    outcome = call(*words)
    assert outcome.code == 0, outcome.err
    return outcome.out


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without what would change the program's ways."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SHUTTLE_")}  # noqa: TID251 - for a process to be started
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


def process(*words: object, **variables: str) -> Outcome:
    """Run `python -m shuttle` as a process, away from any terminal."""
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "shuttle", *(str(word) for word in words)],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Outcome(found.returncode, found.stdout, found.stderr)


def tiny_copy(folder: Path, *changes: tuple[str, str], demand: str = "") -> Path:
    """A copy of the tiny scenario with texts of its file replaced, and rows of demand added."""
    copy = folder / "tiny"
    shutil.copytree(SEEDS / "tiny", copy)
    file = copy / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with (copy / "demand.csv").open("a", encoding="utf-8") as table:
        table.write(demand)
    return copy
