"""Judging the model's solutions by the count of riders, and keeping the best."""

from dataclasses import dataclass

import numpy as np

from shuttle.solver.carry_over.count import count_line
from shuttle.solver.carry_over.premium import Premium
from shuttle.solver.linear import Floats
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.readout import Account
from shuttle.solver.timetable.vehicles import RunColumn

_HALF = 0.5


@dataclass(frozen=True)
class Answer:
    """Values of a model's columns, and what they cost by the count of riders, in cents."""

    values: Floats
    cost: int


def account(model: TimetableModel, trips: list[RunColumn]) -> Account:
    """The count of riders as a readout takes it; all on board have seats."""
    boarded: dict[tuple[int, int], int] = {}
    waiting = early = unserved = 0
    for index in range(len(model.networks)):
        mine = _in_order(trips, index)
        counted = count_line(model.problem, index, mine)
        waiting, early = waiting + counted.waiting, early + counted.early
        unserved += counted.unserved
        for trip, riders in zip(mine, counted.loads.tolist(), strict=True):
            boarded[index, trip.run.departure] = riders
    return Account(boarded, waiting, early, unserved)


def _in_order(trips: list[RunColumn], index: int) -> list[RunColumn]:
    mine = [trip for trip in trips if trip.run.direction == index]
    return sorted(mine, key=lambda trip: trip.run.departure)


class Judge:
    """Counts the riders of solutions of one model, with or without premiums.

    Attributes:
        best: the answer that costs least by the count, without columns of premiums.
        premiums: what the model lacks for trips heard before the last `settle`, by direction
            and trips.
    """

    def __init__(self, model: TimetableModel) -> None:
        self.best: Answer | None = None
        self.premiums: dict[tuple[int, ...], Premium] = {}
        self._model = model
        self._lacking: dict[tuple[int, ...], Premium] = {}
        self._trips = [
            [item for item in model.trips if item.run.direction == index]
            for index in range(len(model.networks))
        ]
        trips = np.zeros(len(model.linear.cost), dtype=bool)
        trips[[item.column for item in model.trips]] = True
        self._riders = np.where(trips, -1, model.spans.direction)

    def hear(self, values: Floats) -> None:
        """Judge a solution."""
        linear = self._model.linear
        own = values[: len(linear.cost)]
        paid = linear.cost * own
        cost = round(float((linear.cost * np.rint(own))[self._riders < 0].sum()))
        for index in range(len(self._trips)):
            modelled = round(float(paid[self._riders == index].sum()))
            cost += self._count(index, own, modelled)
        if self.best is None or cost < self.best.cost:
            self.best = Answer(own, cost)

    def settle(self) -> bool:
        """Take up what the solutions heard have shown to lack; whether that is anything."""
        news = bool(self._lacking)
        for key, premium in self._lacking.items():
            before = self.premiums.get(key)
            cents = premium.cents + (before.cents if before else 0)
            self.premiums[key] = Premium(premium.trips, premium.others, cents)
        self._lacking = {}
        return news

    def _count(self, index: int, values: Floats, modelled: int) -> int:
        """Cents that riders of a direction bear; notes where the model has fewer."""
        runs = [item for item in self._trips[index] if values[item.column] > _HALF]
        counted = count_line(self._model.problem, index, _in_order(runs, index))
        cents = counted.cents(self._model.problem)
        columns = tuple(item.column for item in runs)
        known = self.premiums.get((index, *columns))
        more = cents - modelled - (known.cents if known else 0)
        if more > 0:
            chosen = set(columns)
            others = tuple(item.column for item in self._trips[index] if item.column not in chosen)
            self._lacking[index, *columns] = Premium(columns, others, more)
        return cents
