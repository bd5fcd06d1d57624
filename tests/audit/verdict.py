"""How tests of the audit ask: which rules break, and in what words."""

from shuttle.audit import check
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario


def broken(place: Scenario, answer: Plan) -> list[str]:
    """The broken rules, once for each violation, in the catalogue's order."""
    return [violation.rule for violation in check(place, answer)]


def words(place: Scenario, answer: Plan, rule: str) -> list[str]:
    """What the audit says about one rule."""
    return [entry.words for entry in check(place, answer) if entry.rule == rule]
