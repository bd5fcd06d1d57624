"""A working day of several vehicles, as a stage under the rules of the TU Wien collection."""

import numpy as np

from shuttle.domain.driver_rules import StageRules
from shuttle.domain.duty_stage import DutyStage, DutyTask
from tests.benchmarks.wien import COSTS, RULES

_PLACES = ("east", "west")


def working_day(vehicles: int, seed: int = 0) -> DutyTask:
    """Vehicles out from early to late, each on legs of 30 to 90 minutes with short stops."""
    draw = np.random.default_rng(seed)
    pieces = []
    for vehicle in range(vehicles):
        minute, place = 300 + 5 * int(draw.integers(24)), 0
        while minute < 1200:
            end = minute + 5 * int(draw.integers(6, 19))
            pieces.append(
                {
                    "id": f"v{vehicle}-{minute}",
                    "vehicle": f"v{vehicle}",
                    "from": _PLACES[place],
                    "to": _PLACES[1 - place],
                    "start": minute,
                    "end": end,
                }
            )
            minute, place = end + 5 * int(draw.integers(1, 8)), 1 - place
    stage = {
        "format": 1,
        "pieces": pieces,
        "passive_minutes": {"places": _PLACES, "matrix": [[0, 20], [20, 0]]},
        "sign_on_minutes": 10,
        "sign_off_minutes": 5,
        "rule_profile": RULES,
        "costs": COSTS,
    }
    return DutyTask(stage=DutyStage.model_validate(stage), rules=StageRules.model_validate(RULES))
