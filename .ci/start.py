"""Set up `.venv` beside this folder with the pinned packages, then run a command in it.

Usage: python3 .ci/start.py [--test] COMMAND [ARGUMENT ...]

Needs nothing but Python 3.11 or newer. With --test the tools of the test suite come too and the
checkout itself is run; without, the built package is installed and run, as a user would have it.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")


def pip(*arguments: str) -> None:
    """Run the environment's own pip."""
    command = [BIN / "python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.run([*command, *arguments], check=True, cwd=ROOT)


def install(requirements: Path, stamp: Path) -> None:
    """Install the pinned packages unless these very pins are installed already."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"Setting up .venv from {requirements.relative_to(ROOT)} …", file=sys.stderr)
        pip("--require-hashes", "-r", str(requirements))
        stamp.write_text(wanted)


def main(arguments: list[str]) -> int:
    """Set up, then run the command; its exit code."""
    if sys.version_info < (3, 11):
        sys.exit("Shuttle needs Python 3.11 or newer.")
    testing = arguments[:1] == ["--test"]
    command = arguments[1:] if testing else arguments
    if not command:
        sys.exit(__doc__)
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        venv.create(HOME, with_pip=True)
    name = "requirements-test" if testing else "requirements"
    install(ROOT / ".ci" / f"{name}.txt", HOME / f"{name}.stamp")
    pip("--no-deps", "--editable" if testing else "--force-reinstall", ".")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    program = BIN / command[0]
    try:
        return subprocess.run([program, *command[1:]], check=False, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
