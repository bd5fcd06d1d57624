"""What commands read: scenarios by folder or by the name of a shipped one, and plans."""

import re
from pathlib import Path

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem
from shuttle.scenario import load_scenario, shared_root

_NAME = re.compile(r"[a-z0-9-]+")


def read_scenario(name: str) -> Scenario:
    """A scenario by its folder or by the name of a shipped one; raises InputError."""
    return load_scenario(scenario_path(name))


def scenario_path(name: str) -> Path:
    """Where a scenario is: a folder or file first, then a shipped one; raises InputError."""
    path = Path(name)
    if _exists(path):
        return path
    shipped = _shipped()
    if name in shipped:
        return shipped[name]
    if _NAME.fullmatch(name) is None:
        return path
    message = f"is neither a folder nor a shipped scenario; shipped are {', '.join(shipped)}"
    raise InputError([Problem(name, "", message)])


def scenario_of(plan: Plan, file: Path) -> Scenario:
    """The scenario of a plan: in the plan's folder, or the shipped one of its name.

    Raises:
        InputError: neither is there, or it is wrong.
    """
    beside = file.parent / "scenario.toml"
    if beside.is_file():
        return load_scenario(beside)
    shipped = _shipped()
    if plan.scenario.name in shipped:
        return load_scenario(shipped[plan.scenario.name])
    message = (
        f"its scenario {plan.scenario.name!r} is neither beside it nor shipped; "
        "name it by --scenario FOLDER"
    )
    raise InputError([Problem(str(file), "scenario", message)])


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long a name, or a null byte: reading it says so
        return False


def _shipped() -> dict[str, Path]:
    return {path.parent.name: path.parent for path in sorted(_seeds().glob("*/scenario.toml"))}


def _seeds() -> Path:
    return shared_root() / "seeds"
