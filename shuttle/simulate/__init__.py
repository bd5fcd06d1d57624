"""Days of a plan as chance has them: running times, clearance and riders drawn at random."""

from shuttle.simulate.intervals import Estimate
from shuttle.simulate.report import Simulation, TripFigures
from shuttle.simulate.run import Experiment, Heard, simulate, unheard

__all__ = ["Estimate", "Experiment", "Heard", "Simulation", "TripFigures", "simulate", "unheard"]
