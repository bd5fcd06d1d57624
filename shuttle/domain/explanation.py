"""Why no plan exists and what would mend it, as told to a planner."""

from typing import Literal

from pydantic import Field, NonNegativeInt

from shuttle.domain.base import LocalText, SafeText, Slug, Value
from shuttle.domain.plan import ScenarioRef

Outcome = Literal["infeasible", "feasible", "unknown"]


class ClashingRule(Value):
    """A rule instance that takes part in a clash.

    Attributes:
        rule: id in the catalogue.
        key: where the planner wrote it, as `policies.headways[0].max_minutes`.
    """

    rule: Slug
    key: SafeText
    words: LocalText


class Edited(Value):
    """A value of the scenario in place of another, both as they are written there."""

    key: SafeText
    was: SafeText
    value: SafeText

    @property
    def line(self) -> str:
        """What the planner would write."""
        return f"{self.key} = {self.value}  # was {self.was}" if self.value else self.key


class PlanPrice(Value):
    """What a plan costs that was made to see whether one exists, and how good it is.

    Attributes:
        gap: the cheapest plan costs at most this share less.
        trips: those with riders.
    """

    currency: SafeText
    total: float
    bound: float
    gap: float
    trips: NonNegativeInt
    buses: NonNegativeInt
    left_behind: NonNegativeInt

    @property
    def money(self) -> str:
        """The sum with its currency."""
        return f"{self.currency} {self.total:,.2f}"


class Relaxation(Value):
    """A change after which a plan exists: it was made, and passed the audit.

    Attributes:
        kind: `change` of values of the scenario, `leave-out` of given departures, or `partial`:
            the scenario as it is, and the best plan that does not keep everything.
        price: of the plan that was made.
    """

    kind: Literal["change", "leave-out", "partial"]
    words: LocalText
    edits: tuple[Edited, ...]
    price: PlanPrice


class Explanation(Value):
    """Whether a scenario can be planned; if not, which rules clash and what would mend it.

    Attributes:
        words: the answer in a sentence.
        rules: rules that cannot hold together.
        verified: these alone were solved again, and clash.
        minimal: each of them was proved to be needed: the others hold together without it.
        relaxations: the cheapest first.
        untried: further ways to ease those rules that might help and were not planned.
        plan: of a scenario that can be planned, what the first plan costs.
        work: CP-SAT's deterministic time, the same on every machine.
    """

    format: Literal[1] = 1
    scenario: ScenarioRef
    day_type: Slug
    outcome: Outcome
    words: LocalText
    rules: tuple[ClashingRule, ...] = ()
    verified: bool = False
    minimal: bool = False
    relaxations: tuple[Relaxation, ...] = ()
    untried: NonNegativeInt = 0
    plan: PlanPrice | None = Field(default=None, exclude_if=lambda v: v is None)
    work: float = 0.0
