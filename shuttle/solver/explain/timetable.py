"""The rules of the timetable in a rule model: headways, ends of service, order, what is kept."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeAlias

from shuttle.domain.policy import HeadwayPolicy
from shuttle.domain.time import TimeBand
from shuttle.solver.explain import instances
from shuttle.solver.explain.model import Literal, RuleModel
from shuttle.solver.linear import Ints
from shuttle.solver.rules import headway
from shuttle.solver.rules.span import End
from shuttle.solver.timetable.loads import Counter


def add_timetable(model: RuleModel) -> None:
    """Add the rules of every direction's timetable."""
    for index in range(len(model.problem.directions)):
        line = _Line(model, index)
        line.require()
        line.keep_apart()
        line.bind_ends()
        line.keep_order()


class _Line:
    """One direction of a rule model."""

    def __init__(self, model: RuleModel, index: int) -> None:
        self._model, self._index = model, index
        self._problem, self._leaves = model.problem, model.leaves[index]
        self._direction = model.problem.directions[index]
        self._minutes = list(self._leaves)
        self._furthest: dict[int, tuple[int, Literal]] = {}

    def require(self) -> None:
        """Departures that must be made."""
        model, problem, direction = self._model, self._problem, self._direction
        for minute in problem.required_of(self._index):
            switch = model.rule(
                ("required", self._index, minute),
                lambda: instances.required(problem, direction, minute),  # noqa: B023 - called at once
            )
            model.cp.add_implication(switch, self._leaves[minute])

    def keep_apart(self) -> None:
        """Least and most minutes to the next departure."""
        after = self._something_after()
        for minute, leaving in self._leaves.items():
            number, policy = self._governing(minute)
            least, most = headway.followers(policy, minute, self._allowed)
            self._at_least(number, policy, minute, least)
            if policy.max_minutes is not None and self._known_to_go_on(least, most):
                switch = self._most_switch(number, policy)
                within = self._from_to(minute + 1, most)
                self._model.cp.add_bool_or(~switch, ~leaving, ~after[minute], *within)
                self._furthest[minute] = most, switch

    @property
    def _allowed(self) -> Sequence[int]:
        return self._problem.allowed[self._index]

    def _known_to_go_on(self, least: int, most: int) -> bool:
        """Whether a departure that the scenario allows may follow.

        Where none may, nothing follows unless a rule is switched off, and then it might be as
        late as that rule had kept it.
        """
        start = bisect_right(self._allowed, least - 1)
        return start < bisect_right(self._allowed, most)

    def _governing(self, minute: int) -> tuple[int, HeadwayPolicy]:
        """The policy that governs a departure, and its number."""
        policies = self._problem.scenario.policies
        found = headway.governing(policies, self._problem.day_type, self._direction, minute)
        numbers = [n for n, policy in enumerate(policies.headways) if policy is found]
        return (numbers[-1] if numbers else -1), found

    def _at_least(self, number: int, policy: HeadwayPolicy, minute: int, least: int) -> None:
        too_close = self._from_to(minute + 1, least - 1)
        if too_close:
            model, problem, direction = self._model, self._problem, self._direction
            switch = model.rule(
                ("min-headway", self._index, number),
                lambda: instances.least_headway(problem, direction, number, policy),
                self._index,
            )
            for other in too_close:
                model.cp.add_bool_or(~switch, ~self._leaves[minute], ~other)

    def _most_switch(self, number: int, policy: HeadwayPolicy) -> Literal:
        problem, direction = self._problem, self._direction
        return self._model.rule(
            ("max-headway", self._index, number),
            lambda: instances.most_headway(problem, direction, number, policy),
            self._index,
        )

    def _from_to(self, first: int, last: int) -> list[Literal]:
        """Departures from one minute to another, both included."""
        start, end = bisect_right(self._minutes, first - 1), bisect_right(self._minutes, last)
        return [self._leaves[minute] for minute in self._minutes[start:end]]

    def _something_after(self) -> dict[int, Literal]:
        """For each minute a literal that is true when anything leaves later."""
        after: dict[int, Literal] = {}
        later: list[Literal] = []
        for minute in reversed(self._minutes):
            after[minute] = self._model.cp.new_bool_var("")
            for literal in later:
                self._model.cp.add_implication(literal, after[minute])
            later = [self._leaves[minute], after[minute]]
        return after

    def bind_ends(self) -> None:
        """The windows of the first and the last departure."""
        firsts = [self._one_of(*window) for window in self._windows("first")]
        lasts = [self._one_of(*window) for window in self._windows("last")]
        for first, last in product(firsts, lasts):
            self._never_long_without(first, last)

    def _windows(self, end: End) -> Iterator[tuple[int, End, TimeBand]]:
        policies, direction = self._problem.scenario.policies, self._direction
        for number, policy in enumerate(policies.spans):
            band = policy.first if end == "first" else policy.last
            between = policy.holds_between(direction.origin, direction.destination)
            if band and between and policy.holds_for(self._problem.day_type):
                yield number, end, band

    def _one_of(self, number: int, end: End, band: TimeBand) -> "_Window":
        """Something leaves in a window, and nothing on its other side."""
        model, problem, direction = self._model, self._problem, self._direction
        switch = model.rule(
            (end, self._index, number),
            lambda: instances.end_of_service(problem, direction, number, (end, band)),
            self._index,
        )
        switches = (switch, *self._why_bare(band))
        inside = [self._leaves[minute] for minute in self._minutes if band.holds_at(minute)]
        model.cp.add_bool_or(*inside, *(~literal for literal in switches))
        for minute in self._minutes:
            outside = minute < band.start if end == "first" else minute >= band.end
            if outside:
                model.cp.add_implication(switch, ~self._leaves[minute])
        return band, switches

    def _why_bare(self, band: TimeBand) -> Iterator[Literal]:
        """Rules without which departures of which the model knows nothing lay in a window."""
        model, problem, direction = self._model, self._problem, self._direction
        service, grid = problem.scenario.policies.span, problem.scenario.policies.grid_minutes
        if band.start < service.start or band.end > service.end:
            yield model.rule("span", lambda: instances.span_of_service(problem))
        first, end = max(band.start, service.start), min(band.end, service.end)
        if -(-first // grid) * grid >= end:
            yield model.rule("grid", lambda: instances.grid(problem))
        elif not any(band.holds_at(minute) for minute in self._minutes):
            refused = (run for run in problem.refused if run.direction == self._index)
            found = {rule for r in refused if band.holds_at(r.departure) for rule in r.refusals}
            rule = "running-time" if "running-time" in found else "port-permitted"
            yield model.rule(
                (rule, self._index), lambda: instances.no_way(problem, direction, rule)
            )

    def _never_long_without(self, first: "_Window", last: "_Window") -> None:
        """Between both ends of service something leaves in every stretch of the most headway.

        This follows from the other rules, and is seen sooner when it is said.
        """
        furthest, switches = 0, [*first[1], *last[1]]
        for minute in self._minutes:
            if not first[0].start <= minute < last[0].start:
                continue
            if minute not in self._furthest:
                return
            most, switch = self._furthest[minute]
            furthest = max(furthest, most)
            switches = list(dict.fromkeys([*switches, switch]))
            if minute >= first[0].end - 1:
                stretch = self._from_to(minute + 1, furthest)
                self._model.cp.add_bool_or(*stretch, *(~literal for literal in switches))

    def keep_order(self) -> None:
        """No bus arrives before an earlier one where a rider plans by arrival between the two."""
        model, problem, direction = self._model, self._problem, self._direction
        policies, wishes = problem.scenario.policies, problem.wishes[self._index]
        if not wishes.arrive_by.any():
            return
        counter = Counter(wishes, policies.max_wait_minutes, policies.max_early_minutes)
        arriving = self._arriving()
        for one, other in _overtaking(list(arriving), counter.before):
            switch = model.rule(
                ("no-overtaking", self._index), lambda: instances.no_overtaking(problem, direction)
            )
            between = self._from_to(one[0] + 1, other[0] - 1)
            model.cp.add_bool_or(~switch, ~arriving[one], ~arriving[other], *between)

    def _arriving(self) -> dict[tuple[int, int], Literal]:
        """By departure and arrival, in order, whether a bus makes them."""
        made: dict[tuple[int, int], list[Literal]] = {}
        for run, _, variable in self._model.runs:
            if run.direction == self._index:
                made.setdefault((run.departure, run.arrival), []).append(variable)
        return {ends: self._any(made[ends]) for ends in sorted(made)}

    def _any(self, variables: Sequence[Literal]) -> Literal:
        if len(variables) == 1:
            return variables[0]
        some = self._model.cp.new_bool_var("")
        for variable in variables:
            self._model.cp.add_implication(variable, some)
        return some


_Window: TypeAlias = tuple[TimeBand, tuple[Literal, ...]]


def _overtaking(
    ends: Sequence[tuple[int, int]], before: Ints
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Departures and arrivals of which the later arrives first, wishes lying in between."""
    for place, one in enumerate(ends):
        for other in ends[place + 1 :]:
            if other[0] >= one[1]:
                break
            later = other[0] > one[0] and other[1] < one[1]
            if later and before[one[1]] != before[other[1]]:
                yield one, other
