"""`shuttle check`."""

from collections.abc import Sequence
from itertools import groupby

import typer

from shuttle import audit
from shuttle.cli.failures import CHECK_FAILED
from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import AsJson, PlanFile, ScenarioName
from shuttle.cli.summary import left_undone
from shuttle.cli.terminal import say, say_json
from shuttle.domain.plan import Plan
from shuttle.domain.rules import Violation, catalogue
from shuttle.scenario import load_plan

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check(scenario: ScenarioName, plan: PlanFile, *, as_json: AsJson = False) -> None:
    """Check a plan against every rule, without the solver.

    Example: shuttle check pilot-2023 plan.json

    Ends with 5 where the plan breaks a rule, and says which and where. A partial plan passes where
    it leaves exactly what it states.
    """
    checked = load_plan(plan)
    violations = audit.check(read_scenario(scenario), checked)
    if as_json:
        say_json(_document(checked, violations))
    else:
        _say(violations)
        if checked.unkept:
            say(left_undone(checked))
    if violations:
        raise typer.Exit(CHECK_FAILED)


def _document(plan: Plan, violations: Sequence[Violation]) -> dict[str, object]:
    left = [item.model_dump(mode="json") for item in plan.unkept]
    return {
        "passes": not violations,
        "rules_checked": len(catalogue()),
        "violations": [violation.model_dump(mode="json") for violation in violations],
        **({"unkept": left} if left else {}),
    }


def _say(violations: Sequence[Violation]) -> None:
    if not violations:
        say(f"passes: {len(catalogue())} rules checked")
        return
    for rule, found in groupby(violations, key=lambda violation: violation.rule):
        say(f"{catalogue()[rule].title.en} ({rule})")
        for violation in found:
            say(f"  {violation.words}")
    broken = len({violation.rule for violation in violations})
    say(f"fails: {broken} of {len(catalogue())} rules broken, {len(violations)} violations")
