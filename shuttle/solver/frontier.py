"""Certified points of the frontier: what a day costs its operator, against what it costs riders.

A point is the cheapest day at one setting: a weight of the riders' side, or a number of buses. Both
keep the linear program tight, which a limit on waiting minutes would not. The bound of each weight
holds for every plan, so together they are a lower envelope: no plan lies below any of the lines
operator + weight x riders = bound.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat

from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats, LinearModel
from shuttle.solver.optimise import Options, silent
from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress, Report, SearchLimits, relative_gap
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.readout import Readout, read
from shuttle.solver.timetable.search import Search

_OPERATOR = ("buses", "trips", "deadheads")


@dataclass(frozen=True, slots=True)
class Setting:
    """Under what a point is the cheapest day.

    Attributes:
        riders_weight: factor on the scenario's prices of whatever riders bear: waiting, coming
            early, being left behind, crowding, stays cut short.
        buses: exactly so many; None for any number.
    """

    riders_weight: float = 1.0
    buses: int | None = None


CENTRE = Setting()
"""The scenario as it is."""


@dataclass(frozen=True)
class Point:
    """What was found at a setting.

    Attributes:
        answer: the day, in cents by the scenario's own prices; None where none was found.
        cents: what it costs by the setting's prices; `bound`, what no day costs less than by them.
        infeasible: proved that no day keeps every rule with so many buses.
        nodes: branch-and-bound nodes used.
        by_the_way: not the best of its setting, but the setting proves most of it.
    """

    setting: Setting
    answer: Readout | None
    cents: int | None
    bound: float
    infeasible: bool
    nodes: int
    by_the_way: bool = False

    @property
    def figures(self) -> tuple[int, int, int]:
        """Cents of operator and riders by the scenario's own prices, and buses."""
        if self.answer is None:
            return 0, 0, self.setting.buses or 0
        terms = self.answer.terms
        operator = sum(terms[name] for name in _OPERATOR)
        return operator, sum(terms.values()) - operator, len(self.answer.blocks)

    @property
    def gap(self) -> float:
        """How much cheaper, at most, a day could be by the setting's prices, as a share."""
        return 1.0 if self.cents is None else relative_gap(self.cents, self.bound)


@dataclass(frozen=True)
class _Found:
    """What the search of one setting leaves.

    Attributes:
        known: solutions on the way to the best, which comes last.
    """

    setting: Setting
    linear: LinearModel
    known: tuple[Floats, ...]
    bound: float
    infeasible: bool
    nodes: int


class Tracer:
    """Finds the points of one problem.

    Args:
        problem: what is planned, without required departures or partial plans.
        options: as of one plan; the time limit is that of all points, `gap` that of each.
        report: told of each setting as it ends.
    """

    def __init__(self, problem: Problem, options: Options, report: Report = silent) -> None:
        self._problem, self._options, self._report = problem, options, report
        self._deadline = Deadline(options.time_limit_seconds, options.stop)
        self._models: dict[float, TimetableModel] = {}
        self._centre: _Found | None = None

    def centre(self) -> Point:
        """The scenario's own point, from which the others are sought."""
        if self._centre is None:
            self._centre = self._search(CENTRE, (), (self._options.workers, self._deadline))
        return self._point(self._centre, [self._centre])

    def trace(self, lanes: Sequence[Sequence[Setting]]) -> tuple[Point, ...]:
        """The points of all settings, lane by lane, after the centre; then others found on the way.

        The others are each shown at the setting that proves most of them.

        Args:
            lanes: settings that lead away from the centre step by step: each begins with what was
                found before it in its lane. Lanes are sought beside each other, and each for
                itself, so that the same input gives the same points.
        """
        self.centre()
        count = sum(map(len, lanes))
        seconds = self._deadline.seconds * min(self._options.workers, count) / max(1, count)
        with ThreadPoolExecutor(self._options.workers) as team:
            found = [item for lane in team.map(self._lane, lanes, repeat(seconds)) for item in lane]
        every = [*self._everything(found)]
        return (*(self._point(item, every) for item in every), *self._others(every))

    def _others(self, every: Sequence[_Found]) -> Iterator[Point]:
        for values in (values for item in every for values in item.known):
            fitting = [item for item in every if item.linear.holds(values)]
            best = min((self._priced(item, values) for item in fitting), key=lambda p: p.gap)
            yield replace(best, by_the_way=True)

    def _everything(self, found: Iterable[_Found]) -> Iterable[_Found]:
        if self._centre is not None:
            yield self._centre
        yield from found

    def _lane(self, settings: Sequence[Setting], seconds: float) -> list[_Found]:
        """What is found at each setting in so many seconds."""
        found: list[_Found] = []
        for setting in settings:
            known = [item.known[-1] for item in self._everything(found) if item.known]
            # A hard setting may not use up the time of others.
            guard = Deadline(min(seconds, self._deadline.seconds), self._options.stop)
            found.append(self._search(setting, known, (1, guard)))
        return found

    def _search(
        self, setting: Setting, known: Sequence[Floats], means: tuple[int, Deadline]
    ) -> _Found:
        model = self._model(setting)
        workers, deadline = means
        limits = SearchLimits(self._options.gap, deadline, self._options.seed, workers)
        search = Search(model, limits, silent)
        for values in known:
            if model.linear.holds(values):
                search.offer(values)
        result = search.run()
        self._report(Progress(_named(setting), result.cost, result.bound))
        return _Found(
            setting,
            model.linear,
            tuple(search.incumbents),
            result.bound,
            result.infeasible,
            result.nodes,
        )

    def _model(self, setting: Setting) -> TimetableModel:
        """The model at a setting's prices, its columns the same at all."""
        model = self._models.get(setting.riders_weight)
        if model is None:
            model = build_model(_weighing(self._problem, setting.riders_weight))
            self._models[setting.riders_weight] = model
        if setting.buses is None:
            return model
        linear = model.linear.with_row(model.fleet.all, setting.buses, setting.buses)
        return replace(model, linear=linear)

    def _point(self, item: _Found, every: Iterable[_Found]) -> Point:
        """The best of all days that were found, wherever, that fits the setting."""
        known = (values for other in every for values in other.known)
        fitting = [values for values in known if item.linear.holds(values)]
        return self._priced(item, min(fitting, key=item.linear.objective, default=None))

    def _priced(self, item: _Found, values: Floats | None) -> Point:
        return Point(
            setting=item.setting,
            answer=None if values is None else read(self._model(CENTRE), values),
            cents=None if values is None else round(item.linear.objective(values)),
            bound=item.bound,
            infeasible=item.infeasible,
            nodes=item.nodes,
        )


def _named(setting: Setting) -> str:
    buses = "" if setting.buses is None else f", buses {setting.buses}"
    return f"riders x{setting.riders_weight:g}{buses}"


def _weighing(problem: Problem, weight: float) -> Problem:
    """The problem with riders' prices so many times as high, to the cent."""
    cents, scenario = problem.cents, problem.scenario
    stays = tuple(
        wish.model_copy(
            update={"price_per_missing_minute": round(wish.price_per_missing_minute * weight, 2)}
        )
        for wish in scenario.policies.stays
    )
    policies = scenario.policies.model_copy(update={"stays": stays})
    return replace(
        problem,
        scenario=scenario.model_copy(update={"policies": policies}),
        cents=replace(
            cents,
            waiting_minute=round(cents.waiting_minute * weight),
            early_minute=round(cents.early_minute * weight),
            unserved=round(cents.unserved * weight),
            crowded=round(cents.crowded * weight),
        ),
    )
