"""Planner's files to values: TOML and CSV in, a Scenario or every reason why not out."""

from shuttle.scenario.disruptions import load_disruption
from shuttle.scenario.duty_stages import load_duty_stage
from shuttle.scenario.plans import load_plan, load_trips_csv
from shuttle.scenario.reader import fingerprint, load_scenario
from shuttle.scenario.schema import schema
from shuttle.scenario.shared import shared_root
from shuttle.scenario.stage_blocks import load_block_task
from shuttle.scenario.variation import load_variation

__all__ = [
    "fingerprint",
    "load_block_task",
    "load_disruption",
    "load_duty_stage",
    "load_plan",
    "load_scenario",
    "load_trips_csv",
    "load_variation",
    "schema",
    "shared_root",
]
