"""Why a bus leaves at a time, or why none does: verified by solving the other way."""

from dataclasses import dataclass

from shuttle import audit
from shuttle.domain.plan import FixedTrip, Plan, Trip
from shuttle.domain.policy import SEAT_GUARANTEE
from shuttle.domain.scenario import Scenario
from shuttle.domain.why import RuleInstance, Verdict, WhyAnswer
from shuttle.errors import CheckError, Conflict, InputError, NotFoundError, Problem
from shuttle.services.deciding import why_words
from shuttle.services.deciding.differences import trip_changes
from shuttle.services.deciding.why_words import Difference
from shuttle.solver.explain.core import conflicts
from shuttle.solver.explain.slots import refusals
from shuttle.solver.highs import Deadline
from shuttle.solver.problem import Problem as SolverProblem
from shuttle.solver.problem import build_problem, pin
from shuttle.solver.what_if import Other, WhatIf, without_slot

_CENTS = 100


@dataclass(frozen=True)
class Question:
    """Which departure is asked about.

    Attributes:
        origin: id of the stop where it leaves; None where only one direction goes there.
        at: service minute.
        seconds: the outer guard.
    """

    destination: str
    at: int
    origin: str | None = None
    seconds: float = 60.0


def why(scenario: Scenario, plan: Plan, question: Question) -> WhyAnswer:
    """Why the plan has that departure, or has not.

    Raises:
        NotFoundError: no direction joins the stops.
        CheckError: the plan breaks rules of the scenario.
        InputError: the plan is partial, or counts riders otherwise than by the seat guarantee.
    """
    _require_whole(scenario, plan)
    problem = build_problem(scenario, plan.day_type, plan.reference_date)
    made, index = _asked(problem, plan, question)
    case = _Case(problem, plan, index, question)
    if made is not None:
        return case.why_this_time(made)
    refused = refusals(problem, index, question.at)
    return case.refused(refused) if refused else case.why_not_then()


def _require_whole(scenario: Scenario, plan: Plan) -> None:
    violations = audit.check(scenario, plan)
    if violations:
        message = "The plan breaks rules of the scenario, so nothing can be told of its times:"
        raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])
    if plan.unkept or plan.semantics != SEAT_GUARANTEE:
        key, what = ("unkept", "partial") if plan.unkept else ("semantics", plan.semantics)
        message = f"the plan is {what}; ask of one that keeps every rule under the seat guarantee"
        raise InputError([Problem(plan.scenario.name, key, message)])


def _asked(problem: SolverProblem, plan: Plan, question: Question) -> tuple[Trip | None, int]:
    """The trip in question, where there is one, and the index of its direction."""
    ends = [
        (index, way)
        for index, way in enumerate(problem.directions)
        if way.destination == question.destination and question.origin in (None, way.origin)
    ]
    if not ends:
        asked = f"{question.origin or 'anywhere'} to {question.destination}"
        known = [f"{way.origin} to {way.destination}" for way in problem.directions]
        raise NotFoundError(kind="direction", name=asked, known=known)
    for index, way in ends:
        for trip in plan.trips:
            line = trip.route, trip.origin, trip.destination, trip.departure
            if line == (way.route, way.origin, way.destination, question.at):
                return trip, index
    return None, ends[0][0]


class _Case:
    """One question to one plan."""

    def __init__(self, problem: SolverProblem, plan: Plan, index: int, question: Question) -> None:
        self._problem, self._plan, self._index = problem, plan, index
        self._at, self._way = question.at, problem.directions[index]
        self._deadline = Deadline(question.seconds)

    def refused(self, rules: tuple[Conflict, ...]) -> WhyAnswer:
        """A rule of slots forbids the departure."""
        said = why_words.refused(self._problem, self._index, self._at, rules)
        return self._answer("refused", said, rules=_instances(rules))

    def why_not_then(self) -> WhyAnswer:
        """What the departure would cost, and displace."""
        other = WhatIf(self._problem, self._plan.trips, self._deadline).with_departure(
            (self._index, self._at)
        )
        if other.infeasible:
            ends = self._way.origin, self._way.destination
            asked = FixedTrip(origin=ends[0], destination=ends[1], departure=self._at)
            return self._impossible("with", pin(self._problem, [asked]))
        return self._compared("with", other, ())

    def why_this_time(self, trip: Trip) -> WhyAnswer:
        """What the day would cost without the departure, whom it serves, what binds it."""
        slot = self._index, self._at
        before = why_words.about_trip(self._problem, self._plan, trip, self._index)
        other = WhatIf(self._problem, self._plan.trips, self._deadline).without_departure(slot)
        if other.infeasible:
            return self._impossible("without", without_slot(self._problem, slot), before)
        return self._compared("without", other, before)

    def _impossible(
        self, way: why_words.Way, problem: SolverProblem, before: why_words.Sentences = ()
    ) -> WhyAnswer:
        rules = conflicts(problem)
        said = why_words.impossible(self._problem, self._index, self._at, (way, rules))
        return self._answer("impossible", (*before, *said), rules=_instances(rules))

    def _compared(self, way: why_words.Way, other: Other, before: why_words.Sentences) -> WhyAnswer:
        """The range of the money, and the best other timetable against the plan's."""
        terms = {name: round(c * _CENTS) for name, c in self._plan.objective.terms.items()}
        terms.pop("drivers", None)
        cost = sum(terms.values())
        least = (max(other.bound, self._floor()) - cost) / _CENTS
        verdict: Verdict = "could-run" if way == "with" else "runs"
        if other.answer is None:
            said = why_words.unknown(self._problem, self._index, self._at, way)
            return self._answer("unknown", (*before, *said), at_least=round(least, 2))
        most = (sum(other.answer.terms.values()) - cost) / _CENTS
        changes = tuple(
            change
            for change in trip_changes(self._plan.trips, other.answer.trips)
            if not change.unchanged
        )
        more = {name: (other.answer.terms[name] - terms[name]) / _CENTS for name in terms}
        least = min(round(least, 2), most)
        found = Difference(way, (least, most), changes, more, self._plan, other.answer)
        said = why_words.compared(self._problem, self._index, self._at, found)
        return self._answer(
            verdict,
            (*before, *said),
            at_least=least,
            at_most=most,
            terms=more,
            changes=changes,
        )

    def _floor(self) -> float:
        """Cents below which no timetable of the problem lies, by the plan's own proof."""
        plan = self._plan
        free = plan.method == "optimise" and plan.changes is None
        return plan.proof.bound * _CENTS if free and "drivers" not in plan.objective.terms else 0.0

    def _answer(self, verdict: Verdict, words: why_words.Sentences, **known: object) -> WhyAnswer:
        values = {
            "origin": self._way.origin,
            "destination": self._way.destination,
            "at": self._at,
            "verdict": verdict,
            "currency": self._plan.objective.currency,
            "words": words,
        }
        return WhyAnswer.model_validate({**values, **known})


def _instances(rules: tuple[Conflict, ...]) -> tuple[RuleInstance, ...]:
    return tuple(
        RuleInstance(rule=rule.rule, key=rule.key, words=why_words.in_three(rule.words))
        for rule in rules
    )
