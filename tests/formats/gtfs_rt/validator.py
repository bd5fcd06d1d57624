"""What the validator of GTFS-Realtime says of both feeds, beside the GTFS feed they refer to."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from gtfs_rt_validator.api import Mode, Request, resolve_roles, validate

EXPLAINED: Mapping[str, str] = {
    "W002": "which vehicle runs a trip is not published",
    "P008": "a full bus, or one late by nobody knows how much, has no time to predict",
    "S025": "active_period is all that readers from before 2026 know; its successors stand beside",
}
"""Every warning that may remain, and why."""


def findings(static: bytes, updates: bytes, alerts: bytes, now: datetime) -> set[str]:
    """The ids of all rules that both feeds break; warnings with an explanation left out."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        bodies = {"gtfs.zip": static, "updates.pb": updates, "alerts.pb": alerts}
        for file, body in bodies.items():
            (folder / file).write_bytes(body)
        inputs = resolve_roles({"tu": f"{folder}/updates.pb", "sa": f"{folder}/alerts.pb"})
        result = validate(
            Request(mode=Mode.MODERN, gtfs=folder / "gtfs.zip", inputs=inputs, at=now)
        )
    assert not result.run.system_errors.rule_ids()
    assert result.run.rules_run
    return set(result.run.notices.rule_ids()) - set(EXPLAINED)
