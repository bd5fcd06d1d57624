"""`plan.json`: canonical JSON, written whole."""

import json
from pathlib import Path

from shuttle.cli.outputs import write_whole
from shuttle.domain.plan import Plan


def plan_json(plan: Plan) -> str:
    """The plan as text: fields in the order in which they are declared, a line end at its end."""
    values = plan.model_dump(mode="json", by_alias=True)
    return json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan file, and take its draft away; raises InputError where that is impossible."""
    write_whole(path, plan_json(plan).encode())
    draft_path(path).unlink(missing_ok=True)


def draft_path(path: Path) -> Path:
    """Where the best plan so far stands until the plan itself is written."""
    return path.with_name(f"{path.name}.partial")


def write_draft(path: Path, plan: Plan) -> None:
    """Put the best plan so far beside where the plan will be, so that no kill loses it."""
    write_whole(draft_path(path), plan_json(plan).encode())
