"""What it costs at least to go on from a piece, by the working time that is left."""

import numpy as np

from shuttle.solver.duties.worked.facts import Arcs, Wave, WorkFacts
from shuttle.solver.duties.worked.labels import Field, Labels
from shuttle.solver.linear import Bools, Floats
from shuttle.solver.rules import duty_continuity

_UNITS = 48


class WorkOutlook:
    """Least cost of what may follow a piece, with all its time paid, and with none of it worked."""

    def __init__(self, facts: WorkFacts, worth: Floats, arcs: Arcs) -> None:
        rules, limits = facts.rules, facts.limits
        self._facts = facts
        most = min(limits.most_work + limits.most_central, rules.max_duty_minutes)
        self._most = most - facts.soonest_off
        self._unit = 1 + self._most // _UNITS
        self._paid, self._unpaid = self._tables(worth, arcs)

    def least(self, labels: Labels) -> Floats:
        """At least what each duty will have cost in the end."""
        facts, prices, limits = self._facts, self._facts.prices, self._facts.limits
        piece = labels[Field.LAST]
        span = facts.pieces.signs_off[piece] - labels[Field.START]
        gross = span - labels[Field.APART]
        driven = facts.pieces.arrival[piece] - labels[Field.START] - labels[Field.APART]
        left = np.clip((self._most - driven) // self._unit, 0, _UNITS)
        side = facts.pieces.origin_side[labels[Field.FIRST]] * facts.rules.returns_home
        so_far = labels.value + prices.minute * span
        paid = prices.work * (gross - limits.most_central) + self._paid[side, piece, left]
        floor = prices.work * prices.least_paid + self._unpaid[side, piece, left]
        return np.asarray(so_far + np.maximum(paid, floor))

    def _tables(self, worth: Floats, arcs: Arcs) -> tuple[Floats, Floats]:
        """`[home, piece, units left]`, filled from the day's end backwards."""
        pieces, rules = self._facts.pieces, self._facts.rules
        homes = len(pieces.most_duties) if rules.returns_home else 1
        ends = duty_continuity.may_end(
            np.arange(homes)[:, None], pieces.destination_side[None, :], rules
        )
        paid = np.where(ends[:, :, None], 0.0, np.full((1, 1, _UNITS + 1), np.inf))
        unpaid = paid.copy()
        for wave in arcs.waves_back:
            self._go_on(paid, unpaid, wave, worth)
        return paid, unpaid

    def _go_on(self, paid: Floats, unpaid: Floats, wave: Wave, worth: Floats) -> None:
        facts, prices, after, piece = self._facts, self._facts.prices, wave.other, wave.own
        span = facts.pieces.signs_off[after] - facts.pieces.signs_off[piece]
        apart = np.where(facts.is_split[piece, after], facts.pause[piece, after], 0)
        cost = facts.step[piece, after] + prices.minute * span - worth[after]
        used = facts.pieces.arrival[after] - facts.pieces.arrival[piece] - apart
        units = np.arange(_UNITS + 1) - np.maximum(0, used)[:, None] // self._unit
        possible: Bools = units >= 0
        columns = np.maximum(units, 0)
        for table, more in ((paid, cost + prices.work * (span - apart)), (unpaid, cost)):
            onward = table[:, after[:, None], columns] + more[:, None]
            onward = np.minimum.reduceat(np.where(possible, onward, np.inf), wave.starts, axis=1)
            table[:, wave.pieces] = np.minimum(table[:, wave.pieces], onward)
