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
    """Write a plan file; raises InputError where that is not possible."""
    write_whole(path, plan_json(plan).encode())
