"""`shuttle validate`."""

import typer

from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import AsJson, ScenarioName
from shuttle.cli.terminal import say, say_json
from shuttle.domain.scenario import Scenario

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def validate(scenario: ScenarioName, *, as_json: AsJson = False) -> None:
    """Read a scenario and say all that is wrong.

    Example: shuttle validate pilot-2023

    Nothing is solved. Each problem is a line: file: key: what is wrong, how to mend it.
    """
    found = read_scenario(scenario)
    if as_json:
        say_json(_facts(found))
        return
    say(f"{found.name} is valid: {found.title.en}")
    for key, value in _facts(found).items():
        say(f"  {key.replace('_', ' '):16}{', '.join(value) if isinstance(value, list) else value}")


def _facts(scenario: Scenario) -> dict[str, str | int | list[str]]:
    places = scenario.drivers.hand_over_places
    hand_overs = {} if places is None else {"hand_overs_at": list(places)}
    return {
        "service": scenario.service,
        "reference_date": scenario.reference_date.isoformat(),
        "day_types": [day_type.id for day_type in scenario.day_types],
        "stops": list(scenario.stops),
        "ports": list(scenario.ports),
        **hand_overs,
        "riders": sum(demand.riders for demand in scenario.demand),
        "sha256": scenario.sha256,
    }
