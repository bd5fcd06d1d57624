"""Days of a plan as chance has them: running times, clearance and riders drawn at random."""
