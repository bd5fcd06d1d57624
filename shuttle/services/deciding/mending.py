"""Changes that mend a clash of rules: sought by the rule model, planned in full, ranked by cost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from shuttle import audit
from shuttle.domain.base import LocalText
from shuttle.domain.explanation import Edited, PlanPrice, Relaxation
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import listed, say
from shuttle.errors import CheckError, Conflict, InfeasibleError, NoPlanError
from shuttle.services.planning.day_plan import PlanRequest, make_plan, problem_of
from shuttle.solver.explain import Answer, Effort
from shuttle.solver.explain.edit import Edit, Ladder, value_at
from shuttle.solver.explain.ladders import ladders
from shuttle.solver.explain.relax import Edits, Screening, climbed, easings, smallest
from shuttle.solver.problem import Problem

Tell = Callable[[LocalText], None]

_MOST_PLANNED: dict[Effort, int] = {"quick": 3, "normal": 8, "thorough": 40}
_FURTHER_STEPS = 2


def price(plan: Plan) -> PlanPrice:
    """What a plan costs."""
    return PlanPrice(
        currency=plan.objective.currency,
        total=plan.objective.total,
        bound=plan.proof.bound,
        gap=plan.proof.gap,
        trips=plan.kpis.trips,
        buses=plan.kpis.buses,
        left_behind=plan.demand.left_behind,
    )


class Mending:
    """What would mend one clash.

    Attributes:
        untried: ways that might help and were not planned, for the effort is spent.
        work: deterministic work of the rule model.
    """

    def __init__(
        self, scenario: Scenario, request: PlanRequest, effort: Effort, tell: Tell
    ) -> None:
        self._scenario, self._request = scenario, request
        self._effort, self._tell = effort, tell
        self._plans: dict[tuple[str, ...], Plan | None] = {}
        self.untried, self.work = 0, 0.0

    def relaxations(self, rules: Sequence[Conflict], *, by_plan: bool) -> tuple[Relaxation, ...]:
        """Relaxations of the rules that were planned, the cheapest first.

        Args:
            rules: those that clash.
            by_plan: the rule model knows of no clash, so that only plans tell what helps.
        """
        found: list[Relaxation] = []
        for together in self._by_plan(rules) if by_plan else self._by_model(rules):
            if len(found) >= _MOST_PLANNED[self._effort]:
                self.untried += 1
                continue
            relaxation = self._planned(*together)
            if relaxation is not None:
                found.append(relaxation)
        partial = None if by_plan else self._partial()
        ranked = sorted(found, key=lambda relaxation: relaxation.price.total)
        return (*ranked, *([partial] if partial else ()))

    def _by_model(
        self, rules: Sequence[Conflict]
    ) -> Iterator[tuple[tuple[Ladder, ...], list[int]]]:
        """Ladders and their lowest steps by which the rule model holds."""
        screening = Screening(self._changed, self._effort)
        problem = problem_of(self._scenario, self._request)
        for together in easings(problem, rules, screening):
            yield together, smallest(together, screening.answer)
        self.work, self.untried = screening.work, self.untried + screening.open

    def _by_plan(self, rules: Sequence[Conflict]) -> Iterator[tuple[tuple[Ladder, ...], list[int]]]:
        """The same where only plans tell."""
        problem = problem_of(self._scenario, self._without_departures())
        for rule in rules:
            for ladder in ladders(problem, rule):
                if ladder.most and self._plan((ladder.step(ladder.most),)):
                    yield (ladder,), smallest((ladder,), self._by_planning)

    def _by_planning(self, edits: Edits) -> Answer:
        return "clash" if self._plan(edits) is None else "hold"

    def _without_departures(self) -> PlanRequest:
        """The request without a timetable, which may be what no problem can be made of."""
        return replace(self._request, method="optimise", timetable=())

    def _planned(self, together: tuple[Ladder, ...], steps: list[int]) -> Relaxation | None:
        """The relaxation of these steps, or of a few more, with its plan; None where none works."""
        room = min(ladder.most - n for ladder, n in zip(together, steps, strict=True))
        for more in range(min(_FURTHER_STEPS, room) + 1):
            higher = [n + more for n in steps]
            edits = climbed(together, higher)
            self._tell(say("explain.trying", words=_joined(edits)))
            plan = self._plan(edits)
            if plan is not None:
                edits = self._tightened(together, higher, plan)
                told = tuple(self._edited(edit) for edit in edits)
                kind = "leave-out" if any(edit.departure for edit in edits) else "change"
                return Relaxation(kind=kind, words=_joined(edits), edits=told, price=price(plan))
        return None

    def _tightened(self, together: tuple[Ladder, ...], steps: list[int], plan: Plan) -> Edits:
        """The lowest steps under which the plan that was found still passes the audit.

        What no plan of more is cheaper than, none of less is: the bound stays one.
        """
        lowest = list(steps)
        for place in range(len(together)):
            low, high = 0, lowest[place]
            while high - low > 1:
                lowest[place] = (low + high) // 2
                edits = climbed(together, lowest)
                passes = not audit.check(self._edited_scenario(edits), plan)
                low, high = (low, lowest[place]) if passes else (lowest[place], high)
            lowest[place] = high
        return climbed(together, lowest)

    def _plan(self, edits: Edits) -> Plan | None:
        """A plan of the changed scenario that passes the audit; None where none was found."""
        mark = tuple(f"{edit.key} {edit.value!r}" for edit in edits)
        if mark not in self._plans:
            try:
                self._plans[mark] = make_plan(self._edited_scenario(edits), self._left_out(edits))
            except (InfeasibleError, NoPlanError, CheckError):
                self._plans[mark] = None
        return self._plans[mark]

    def _partial(self) -> Relaxation | None:
        """The scenario as it is, and the best plan that leaves some of it."""
        self._tell(say("explain.trying-partial"))
        try:
            plan = make_plan(self._scenario, replace(self._request, partial=True))
        except (InfeasibleError, NoPlanError, CheckError):
            return None
        riders = plan.demand.served + plan.demand.left_behind
        share = f"{plan.demand.served / riders:.0%}" if riders else "100%"
        words = say("explain.partial", count=len(plan.unkept or ()), share=share)
        return Relaxation(kind="partial", words=words, edits=(), price=price(plan))

    def _changed(self, edits: Edits) -> Problem:
        return problem_of(self._edited_scenario(edits), self._left_out(edits))

    def _edited_scenario(self, edits: Edits) -> Scenario:
        return reduce(lambda place, edit: edit.made_in(place), edits, self._scenario)

    def _left_out(self, edits: Edits) -> PlanRequest:
        """The request without the departures that are left out."""
        gone = {edit.departure for edit in edits}
        kept = tuple(trip for trip in self._request.timetable if _departure(trip) not in gone)
        return replace(self._request, timetable=kept)

    def _edited(self, edit: Edit) -> Edited:
        if not edit.path:
            return Edited(key=edit.key, was="", value="")
        was = value_at(self._scenario, edit.path)
        return Edited(key=edit.key, was=edit.literal(was), value=edit.literal(edit.value))


def _departure(trip: FixedTrip) -> tuple[str, int]:
    return f"to-{trip.destination}", trip.departure


def _joined(edits: Edits) -> LocalText:
    return listed([edit.words for edit in edits])
