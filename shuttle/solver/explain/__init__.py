"""Why no plan exists: business rules, as the planner wrote them, that cannot hold together."""

from shuttle.solver.explain.core import Core, Effort, can_hold, clash_alone, conflicts, find_core

__all__ = ["Core", "Effort", "can_hold", "clash_alone", "conflicts", "find_core"]
