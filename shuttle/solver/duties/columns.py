"""Column generation: the LP over all duties that the rules allow, and what it proves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.master import ANY_NUMBER, LpPrices, MasterLp, Number
from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort, Found
from shuttle.solver.linear import Floats

_TOLERANCE = 1e-6
_EFFORTS = (Effort(keep=8, per_piece=3), Effort(per_piece=4))


@dataclass(frozen=True, slots=True)
class Costs:
    """What duties cost in the master.

    Attributes:
        duty: for each duty.
        minute: for each minute from sign-on to sign-off.
        uncovered: for each piece that stays uncovered.
        link: `[before, after]`: for pieces right after one another; None for 0.
        number: of duties in all; each that is missing costs as much as an uncovered piece.
    """

    duty: float
    minute: float
    uncovered: float
    link: Floats | None = None
    number: Number = ANY_NUMBER


class Columns:
    """The duties known so far, in the order in which they were found, each once."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._place: dict[Duty, int] = {}

    def add(self, duties: Iterable[Duty]) -> list[Duty]:
        """Those that were not known yet."""
        new = [duty for duty in dict.fromkeys(duties) if duty not in self._place]
        for duty in new:
            self._place[duty] = len(self._place)
        return new

    def all(self) -> list[Duty]:
        """Every duty, first found first."""
        return list(self._place)

    def places(self, duties: Iterable[Duty]) -> list[int]:
        """Where those duties stand in the list."""
        return [self._place[duty] for duty in duties]

    def costs(self, duties: Sequence[Duty], costs: Costs) -> Floats:
        """What each of those duties costs."""
        pieces = self._pieces
        first = np.array([duty[0] for duty in duties], dtype=np.int64)
        last = np.array([duty[-1] for duty in duties], dtype=np.int64)
        minutes = pieces.signs_off[last] - pieces.signs_on[first]
        cost = np.asarray(costs.duty + costs.minute * minutes)
        if costs.link is None:
            return cost
        links = [costs.link[duty[:-1], duty[1:]].sum() for duty in map(np.array, duties)]
        return np.asarray(cost + np.array(links))


@dataclass(frozen=True, slots=True)
class LpOutcome:
    """What the LP says.

    Attributes:
        bound: no set of duties that covers everything costs less, whatever the LP's accuracy.
        uncovered: pieces that the LP left uncovered.
        tariff: the last one.
        worth: of all pieces at that tariff, less the drivers' duals: what duties would cost in
            all, if each cost nothing at the tariff.
        exact: no duty costs less than nothing at the tariff; else the work ran out before.
        work: labels that were made.
        duties: how many the LP takes, in fractions.
    """

    bound: float
    uncovered: float
    tariff: Tariff
    worth: float
    exact: bool
    work: int
    duties: float


def generate(
    pieces: Pieces,
    search: DutySearch,
    columns: Columns,
    costs: Costs,
    most: int,
    over: Callable[[int], bool],
) -> LpOutcome:
    """Solve the LP over all duties, and add to `columns` those that it asked for.

    Args:
        pieces: what to cover.
        search: finds duties.
        columns: duties to start from.
        costs: what duties cost.
        most: number of duties that no best answer exceeds, for the bound.
        over: asked after each round, with the labels made so far, whether it is the last.
    """
    number = costs.number
    lp = MasterLp(pieces, costs.uncovered, number)
    lp.add(columns.all(), columns.costs(columns.all(), costs))
    bound, work, level = -np.inf, 0, 0
    while True:
        prices = lp.solve()
        worth = worth_of(pieces, prices, number)
        duty = costs.duty - prices.number
        tariff = Tariff(duty, costs.minute, prices.worth, prices.home, costs.link)
        found = search.below(-_TOLERANCE, tariff, _EFFORTS[level])
        work += found.work
        if found.exact:
            bound = max(bound, worth - _most_saved(found, most))
        new = columns.add(found.duties)
        ended = not new and level == len(_EFFORTS) - 1
        if ended or over(work):
            exact = ended and found.exact
            duties = float(prices.shares.sum())
            return LpOutcome(bound, prices.uncovered, tariff, worth, exact, work, duties)
        lp.add(new, columns.costs(new, costs))
        level += not new  # harder only where easier finds nothing


def _most_saved(found: Found, most: int) -> float:
    """At most what whole duties save at the tariff: no more than one ends with each piece."""
    least: dict[int, float] = {}
    for duty, cost in zip(found.duties, found.costs.tolist(), strict=True):
        least.setdefault(duty[-1], cost)  # cheapest first
    return most * _TOLERANCE - sum(sorted(least.values())[:most])


def worth_of(pieces: Pieces, prices: LpPrices, number: Number) -> float:
    """What all pieces are worth, less the drivers' duals, with the number's."""
    drivers = sum(
        most * float(dual)
        for most, dual in zip(pieces.most_duties, prices.home, strict=True)
        if most is not None
    )
    counted = 0.0
    if prices.number:
        counted = prices.number * (number.least if prices.number > 0 else number.most)
    return float(prices.worth.sum()) - drivers + counted
