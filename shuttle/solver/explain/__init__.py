"""Why no plan exists: business rules, as the planner wrote them, that cannot hold together."""

from shuttle.solver.explain.core import conflicts

__all__ = ["conflicts"]
