"""Whole solutions among few runs or few duties: small mixed-integer programs.

Among few runs the linear program is solved anew, for its own duals like other duties than those of
the whole day; where its bound is no better than the best solution, nothing more is tried. Then all
duties are listed that could better it, or as many as the mixed-integer program bears. That is a
heuristic at first sight. It is a proof as well where none had to be left out: whoever leaves out
all columns whose reduced cost exceeds the way from the bound to the best solution leaves out
nothing better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort, Found
from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.integrated.master import Master
from shuttle.solver.integrated.relax import Relaxation, Relaxer
from shuttle.solver.linear import Bools, Floats, LinearModel

_HALF = 0.5
_MOST_OF_A_UNIT = 0.75
_HALVINGS = 6
_FEW = 500
_USED = 1e-6
_NODES = 100
_COLUMNS = 2500
_NEAR = 2e-4
_LIST = Effort(labels=200_000, dominated=True)
_SHORT = Effort(keep=200, labels=200_000, dominated=True)


@dataclass(frozen=True)
class Best:
    """A whole solution.

    Attributes:
        values: of the timetable's columns; None for one that came from elsewhere.
        cost: in cents, drivers included.
        duties: by candidate runs.
    """

    values: Floats | None
    cost: float
    duties: tuple[Duty, ...]

    @property
    def runs(self) -> set[int]:
        """Candidates that are driven."""
        return {run for duty in self.duties for run in duty}


NOTHING = Best(None, float("inf"), ())
"""Before any solution is known."""


@dataclass(frozen=True)
class Tried:
    """What a mixed-integer program says.

    Attributes:
        better: a better solution than the best so far, if any.
        complete: there is none better in it than `better`, or than the best so far.
    """

    better: Best | None
    complete: bool


class Restricted:
    """Solves the model over some columns, only for what is better than the best so far."""

    def __init__(self, master: Master, unit: float, deadline: Deadline, seed: int) -> None:
        self._master, self._deadline, self._seed = master, deadline, seed
        self._worth_looking = unit * _MOST_OF_A_UNIT
        self.nodes = 0
        self.work = 0

    def among_runs(
        self, runs: Iterable[int], best: Best, known: Iterable[Duty], most_duties: int
    ) -> Best | None:
        """Something better that makes only these runs and those of the best so far.

        Args:
            runs: candidates.
            best: what is to be bettered.
            known: duties that may be good ones.
            most_duties: how many the mixed-integer program bears.
        """
        places = np.array(sorted(set(runs) | best.runs), dtype=np.int64)
        place = {run: number for number, run in enumerate(places.tolist())}
        master, kept = self._master.among(places)
        within = [duty for duty in (*best.duties, *known) if all(run in place for run in duty)]
        relaxer = Relaxer(master, np.zeros(0), [_moved(duty, place) for duty in within])
        cutoff, near = best.cost - self._worth_looking, _NEAR * best.cost
        relaxation = relaxer.solve(master.whole, cutoff, near, self._deadline).relaxation
        self.work += relaxer.work
        if relaxation is None or relaxation.bound >= cutoff:
            return None
        way = best.cost - relaxation.bound
        found = self._listed(DutySearch(master.pieces), relaxation.tariff, way)
        mine = [_moved(duty, place) for duty in best.duties]
        duties = list(dict.fromkeys((*mine, *relaxation.duties, *found.duties[:most_duties])))
        columns = relaxation.reduced <= min(way, _nth(relaxation.reduced, _COLUMNS))
        columns |= relaxation.values > _USED
        better = self._solve(master, master.whole, columns, duties, best.cost).better
        if better is None or better.values is None:
            return None
        values = np.zeros(len(kept))
        values[kept] = better.values
        whole = tuple(tuple(places[list(duty)].tolist()) for duty in better.duties)
        return Best(values, better.cost, whole)

    def _listed(self, search: DutySearch, tariff: Tariff, threshold: float) -> Found:
        """All duties below a threshold, that falls until they are few enough to be listed."""
        found = Found((), np.empty(0), exact=False, work=0)
        for _ in range(_HALVINGS):
            found = search.below(threshold, tariff, _LIST)
            self.work += found.work
            if found.exact:
                return found
            threshold /= 2
        return search.below(threshold, tariff, _SHORT)

    def near(self, relaxation: Relaxation, search: DutySearch, best: Best) -> Best | None:
        """Something better from the columns that a part's linear program likes best."""
        way = best.cost - relaxation.bound
        found, threshold = self._listed(search, relaxation.tariff, way), way
        while len(found.duties) > _FEW:
            threshold /= 2
            few = int(np.searchsorted(found.costs, threshold))
            found = replace(found, duties=found.duties[:few], costs=found.costs[:few])
        duties = list(dict.fromkeys((*relaxation.duties, *found.duties)))
        kept = (relaxation.reduced <= threshold) | (relaxation.values > _USED)
        return self._solve(self._master, relaxation.linear, kept, duties, best.cost).better

    def finish(
        self, relaxation: Relaxation, search: DutySearch, best: Best, most_duties: int
    ) -> Tried | None:
        """The best of a part, from all columns that something better could use.

        None where the duties are too many to be listed.
        """
        below = best.cost - relaxation.bound
        found = search.below(below, relaxation.tariff, _LIST)
        self.work += found.work
        if not found.exact or len(found.duties) > most_duties:
            return None
        kept = relaxation.reduced <= below
        return self._solve(self._master, relaxation.linear, kept, found.duties, best.cost)

    def _solve(
        self,
        master: Master,
        part: LinearModel,
        kept: Bools,
        duties: Sequence[Duty],
        cost: float,
    ) -> Tried:
        """The best of a part over some columns that costs less."""
        all_kept = np.append(kept, np.zeros(len(part.cost) - len(kept), dtype=bool))
        linear = master.with_duties(part.restricted(all_kept), duties)
        start = np.zeros(len(linear.cost) + 1)
        start[-1] = 1.0
        limits = MipLimits(nodes=_NODES, seconds=self._deadline.seconds, seed=self._seed)
        result = solve_mip(linear.with_way_out(cost - self._worth_looking), limits, start)
        self.nodes += result.nodes
        if result.values is None or result.values[-1] > _HALF:
            return Tried(None, complete=result.complete)
        values = np.zeros(len(kept))
        count = int(kept.sum())
        values[kept] = np.rint(result.values[:count])
        times = np.rint(result.values[count:-1]).astype(int)
        chosen = [duty for duty, n in zip(duties, times.tolist(), strict=True) for _ in range(n)]
        cost = linear.objective(np.rint(result.values[:-1]))
        return Tried(Best(values, cost, tuple(chosen)), complete=result.complete)


def _nth(values: Floats, place: int) -> float:
    """The value at that place, ascending; infinite where there are fewer."""
    return float(np.partition(values, place)[place]) if len(values) > place else np.inf


def _moved(duty: Duty, place: dict[int, int]) -> Duty:
    return tuple(place[run] for run in duty)
