"""Where public instances lie: in `SHUTTLE_INSTANCES`, or `shared/instances` beside the checkout."""

import os
from pathlib import Path

import pytest


def instance(name: str) -> Path:
    """A public instance's file; skips the test where it is not there."""
    given = os.environ.get("SHUTTLE_INSTANCES")  # noqa: TID251 - a test's own setting
    beside = [parent / "shared" / "instances" for parent in Path(__file__).resolve().parents]
    for folder in [Path(given)] if given else beside:
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"{name} is not here: name the folder of public instances by SHUTTLE_INSTANCES")
