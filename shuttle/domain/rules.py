"""The catalogue of hard rules (`rules.toml` beside this file), and how a broken one is named.

A rule is stated in the catalogue once and read three ways: the solver shapes its model by it, the
audit checks it in plain Python, an explanation names it.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from shuttle.domain.base import LocalText, SafeText, Slug, Value

Stage = Literal["slot", "timetable", "blocks", "duties", "figures"]


class Rule(Value):
    """A hard rule.

    Attributes:
        stage: what it speaks of. `slot`: one departure alone; `figures`: numbers of the plan.
        unit: unit of its limit, or empty.
        statement: the rule in full, as solver and audit must both read it.
        relaxation: how a planner may ease it; empty where nothing can be eased.
    """

    id: Slug
    stage: Stage
    title: LocalText
    unit: SafeText = ""
    statement: str
    relaxation: SafeText = ""


class Violation(Value):
    """A rule broken by a plan.

    Attributes:
        rule: id in the catalogue.
        subject: what breaks it: a trip, a block, a duty, a figure.
        words: what is wrong, with the numbers, in English.
    """

    rule: Slug
    subject: SafeText
    words: SafeText


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule by its id, in the catalogue's order."""
    text = files("shuttle.domain").joinpath("rules.toml").read_text(encoding="utf-8")
    rules = (Rule.model_validate(entry) for entry in tomllib.loads(text)["rules"])
    return {rule.id: rule for rule in rules}
