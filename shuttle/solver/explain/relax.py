"""The smallest edits to the rules of a core after which a rule model holds.

Single rules are eased first, each by the smallest step of its ladder. Where none suffices, the
fewest rules that would have to be dropped are sought over all rules, and these are eased together.
What is found here is only known to satisfy the rules of the model: it has yet to be planned.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from ortools.sat.python import cp_model

from shuttle.errors import Conflict
from shuttle.solver.explain.core import WORK, Answer, Effort, can_hold, light_solver, rule_model
from shuttle.solver.explain.edit import Edit, Ladder
from shuttle.solver.explain.ladders import ladders
from shuttle.solver.problem import Problem

Edits = tuple[Edit, ...]
Rebuild = Callable[[Edits], Problem]
Ask = Callable[[Edits], Answer]

_MOST_SETS = 4
_MOST_TOGETHER = 4


@dataclass(slots=True)
class Screening:
    """Whether the rule model of a changed problem holds; counts the work.

    Attributes:
        rebuild: the problem after edits; raises nothing.
        open: ways to ease a rule of which it is not known whether they help.
    """

    rebuild: Rebuild
    effort: Effort
    work: float = 0.0
    open: int = 0
    _known: dict[tuple[tuple[str, str], ...], Answer] = field(default_factory=dict)

    def holds(self, edits: Edits) -> bool:
        """Whether it is known to hold; False where the work ran out."""
        return self.answer(edits) == "hold"

    def answer(self, edits: Edits) -> Answer:
        """What is known of the problem after edits."""
        mark = tuple((edit.key, repr(edit.value)) for edit in edits)
        if mark not in self._known and self.work > WORK[self.effort].easing:
            return "unknown"
        if mark not in self._known:
            self._known[mark], work = can_hold(self.rebuild(edits), self.effort)
            self.work += work
        return self._known[mark]


def easings(
    problem: Problem, core: Sequence[Conflict], screening: Screening
) -> Iterator[tuple[Ladder, ...]]:
    """Ladders that, climbed high enough, make the rules hold: single ones, or else several."""
    found = False
    for ladder in _distinct(problem, core):
        if not ladder.most:
            continue
        answer = screening.answer((ladder.step(ladder.most),))
        screening.open += answer == "unknown"
        if answer == "hold":
            found = True
            yield (ladder,)
    if not found:
        yield from _together(problem, screening)


def climbed(together: Sequence[Ladder], steps: Sequence[int]) -> Edits:
    """The edits of one step of each ladder."""
    return tuple(ladder.step(n) for ladder, n in zip(together, steps, strict=True))


def smallest(together: tuple[Ladder, ...], ask: Ask) -> list[int]:
    """The lowest steps that are known to hold, of ladders whose highest ones do, one by one."""
    steps = [ladder.most for ladder in together]
    for place, ladder in enumerate(together):
        # Doubling from below, for most clashes are mended by little.
        low, high = 0, 1
        while high < ladder.most:
            steps[place] = high
            if ask(climbed(together, steps)) == "hold":
                break
            low, high = high, 2 * high
        steps[place] = _between(low, min(high, ladder.most), (together, steps, place), ask)
    return steps


def _between(
    low: int, high: int, climb: tuple[tuple[Ladder, ...], list[int], int], ask: Ask
) -> int:
    """The lowest step above `low` that holds, as far as answers are clear; `high` holds."""
    together, steps, place = climb
    while high - low > 1:
        steps[place] = (low + high) // 2
        answer = ask(climbed(together, steps))
        if answer == "unknown":
            break
        low, high = (low, steps[place]) if answer == "hold" else (steps[place], high)
    return high


def _distinct(problem: Problem, core: Sequence[Conflict]) -> Iterator[Ladder]:
    """The ladders of the core's rules: those of rules written as one value once."""
    seen: set[str] = set()
    for rule in core:
        if rule.key not in seen:
            seen.add(rule.key)
            yield from ladders(problem, rule)


def _together(problem: Problem, screening: Screening) -> Iterator[tuple[Ladder, ...]]:
    """Several ladders, one for each rule of a smallest set without which all others hold."""
    for rules in _droppable(problem, screening):
        keys = list(dict.fromkeys(rule.key for rule in rules))
        written = [next(rule for rule in rules if rule.key == key) for key in keys]
        choices = [[x for x in ladders(problem, rule) if x.most] for rule in written]
        for chosen in product(*choices):
            if chosen and screening.holds(tuple(ladder.step(ladder.most) for ladder in chosen)):
                yield chosen
                break


def _droppable(problem: Problem, screening: Screening) -> Iterator[tuple[Conflict, ...]]:
    """Fewest rules, several times, without which the others can hold together."""
    model = rule_model(problem)
    cp, literals = model.cp, model.rules
    eased = {rule: literal for rule, literal in literals.items() if ladders(problem, rule)}
    for rule, literal in literals.items():
        if rule not in eased:
            cp.add(literal == 1)
    cp.maximize(cp_model.LinearExpr.sum(list(eased.values())))
    for _ in range(_MOST_SETS):
        solver = light_solver(WORK[screening.effort].core)
        status = solver.solve(cp)
        screening.work += solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        dropped = tuple(rule for rule, literal in eased.items() if not solver.value(literal))
        if not dropped or len(dropped) > _MOST_TOGETHER:
            return
        yield dropped
        cp.add_bool_or(*(eased[rule] for rule in dropped))
