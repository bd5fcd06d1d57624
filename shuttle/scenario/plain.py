"""TOML values made fit for JSON, with limits on depth, length and size of numbers."""

import math
from datetime import date, time
from typing import Any

from shuttle.scenario.places import Findings, Place

_DEEPEST = 12
_LONGEST_LIST = 2_000
_LARGEST = 1_000_000_000


def json_ready(value: Any, place: Place, findings: Findings) -> Any:
    """The value with dates and times as text; what cannot be accepted anywhere is noted."""
    if len(place) > _DEEPEST:
        findings.add(place[:3], f"is nested more than {_DEEPEST} levels deep")
        return None
    if isinstance(value, dict):
        return {key: json_ready(inner, (*place, key), findings) for key, inner in value.items()}
    if isinstance(value, list):
        if len(value) > _LONGEST_LIST:
            findings.add(place, f"has {len(value)} entries; at most {_LONGEST_LIST} are read")
        return [
            json_ready(inner, (*place, number), findings)
            for number, inner in enumerate(value[:_LONGEST_LIST])
        ]
    return _plain(value, place, findings)


def _plain(value: Any, place: Place, findings: Findings) -> Any:
    if isinstance(value, date | time):  # a local time then fails as unquoted, with the mend
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        findings.add(place, f"{value} is not a finite number")
        return 0.0
    if isinstance(value, int | float) and abs(value) > _LARGEST:
        findings.add(place, f"is too large a number; at most {_LARGEST:,} is accepted")
        return 0
    return value
