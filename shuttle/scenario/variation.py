"""What simulated days assume where the scenario does not say: `config/variation.toml`."""

from pathlib import Path

from shuttle.domain.variation import Variation
from shuttle.errors import InputError
from shuttle.scenario.draft import Tables
from shuttle.scenario.files import read_toml
from shuttle.scenario.places import Findings
from shuttle.scenario.plain import json_ready
from shuttle.scenario.shared import shared_root


def load_variation(config: Path | None = None) -> Variation:
    """The shared assumptions of simulations; raises InputError with everything that is wrong.

    Args:
        config: folder of shared facts; the shipped one where not given.
    """
    file = (config or shared_root() / "config") / "variation.toml"
    findings = Findings(lambda _: str(file))
    tables = Tables(json_ready(read_toml(file), (), findings), findings)
    found = tables.table("variation", Variation)
    if found is None:
        raise InputError(findings.problems)
    findings.stop_if_any()
    return found
