"""Why a scenario cannot be planned, and the cheapest ways to mend it, each seen to work.

A clash of rules is found and verified by the solver's rule model; what would mend it is sought
there too, and then planned in full: timetable, buses, drivers, audit. What is named works.
"""

from dataclasses import dataclass

from shuttle.domain.base import LocalText
from shuttle.domain.explanation import ClashingRule, Explanation
from shuttle.domain.plan import ScenarioRef
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say
from shuttle.errors import Conflict, InfeasibleError, NoPlanError
from shuttle.services.deciding.mending import Mending, Tell, price
from shuttle.services.planning.day_plan import PlanRequest, chosen_day_type, make_plan, problem_of
from shuttle.solver.explain import Core, Effort, find_core


@dataclass(frozen=True, slots=True)
class _Clash:
    """Rules that clash, and what is known of them.

    Attributes:
        key: of the sentence that says so.
        by_plan: only plans tell whether a change helps: the rule model knows of no clash.
    """

    key: str
    rules: tuple[Conflict, ...]
    verified: bool = False
    minimal: bool = False
    by_plan: bool = False
    work: float = 0.0


def explain(scenario: Scenario, request: PlanRequest, effort: Effort, tell: Tell) -> Explanation:
    """Whether a scenario can be planned; if not, which rules clash and what would mend it.

    Args:
        scenario: what the planner owns.
        request: what is to be planned; its gap and time limit are those of each plan that is made.
        effort: how much deterministic work the answer is worth.
        tell: told what is being done.

    Raises:
        InputError: the day type does not exist.
    """
    return _Explaining(scenario, request, effort, tell).run()


class _Explaining:
    """One question."""

    def __init__(
        self, scenario: Scenario, request: PlanRequest, effort: Effort, tell: Tell
    ) -> None:
        self._scenario, self._request = scenario, request
        self._effort, self._tell = effort, tell

    def run(self) -> Explanation:
        """Look for a clash, or else for a plan; then for what mends the clash."""
        try:
            problem = problem_of(self._scenario, self._request)
        except InfeasibleError as error:
            return self._mended(_Clash("explain.refused", error.conflicts, by_plan=True))
        self._tell(say("explain.seeking"))
        core = find_core(problem, self._effort)
        if core.answer == "clash":
            key = "explain.clash-minimal" if core.minimal else "explain.clash"
            return self._mended(
                _Clash(key, core.rules, verified=True, minimal=core.minimal, work=core.work)
            )
        return self._planned(core)

    def _planned(self, core: Core) -> Explanation:
        """A plan, or the rules beyond the timetable's that forbid it."""
        self._tell(say("explain.planning"))
        try:
            plan = make_plan(self._scenario, self._request)
        except InfeasibleError as error:
            return self._mended(_beyond(error, core.work))
        except NoPlanError:
            return self._told(_unsaid("unknown", "explain.unknown", core.work))
        cost = price(plan)
        words = say("explain.feasible", cost=plain(cost.money), gap=f"{cost.gap:.1%}")
        found = _unsaid("feasible", "explain.no-core", core.work)
        return self._told({**found, "words": words, "plan": cost})

    def _mended(self, clash: _Clash) -> Explanation:
        """What is known of a clash, and what would mend it."""
        if not clash.rules:
            return self._told(_unsaid("infeasible", "explain.no-core", clash.work))
        self._tell(say("explain.found", count=len(clash.rules)))
        mending = Mending(self._scenario, self._request, self._effort, self._tell)
        relaxations = mending.relaxations(clash.rules, by_plan=clash.by_plan)
        return self._told(
            {
                "outcome": "infeasible",
                "words": say(clash.key, count=len(clash.rules)),
                "rules": tuple(map(_instance, clash.rules)),
                "verified": clash.verified,
                "minimal": clash.minimal,
                "relaxations": relaxations,
                "untried": mending.untried,
                "work": clash.work + mending.work,
            }
        )

    def _told(self, answer: dict[str, object]) -> Explanation:
        scenario = self._scenario
        return Explanation.model_validate(
            {
                "scenario": ScenarioRef(name=scenario.name, sha256=scenario.sha256),
                "day_type": chosen_day_type(scenario, self._request.day_type),
                **answer,
            }
        )


def _unsaid(outcome: str, key: str, work: float) -> dict[str, object]:
    """An answer without rules."""
    return {"outcome": outcome, "words": say(key), "work": work}


def _beyond(error: InfeasibleError, work: float) -> _Clash:
    """A clash that the rule model does not know: of drivers' rules, or of batteries."""
    rules = error.conflicts if error.proved else ()
    about_batteries = any(rule.rule == "battery" for rule in rules)
    key = "explain.clash-batteries" if about_batteries else "explain.clash-duties"
    return _Clash(key, rules, verified=not about_batteries, by_plan=True, work=work)


def _instance(conflict: Conflict) -> ClashingRule:
    said = conflict.words
    words = LocalText(en=said.en, zh_hant=said.zh_hant, zh_hans=said.zh_hans)
    return ClashingRule(rule=conflict.rule, key=conflict.key, words=words)
