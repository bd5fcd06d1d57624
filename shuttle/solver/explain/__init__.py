"""Why no plan exists: business rules, as the planner wrote them, that cannot hold together."""

from shuttle.solver.explain.core import (
    Answer,
    Core,
    Effort,
    can_hold,
    clash_alone,
    conflicts,
    find_core,
)

__all__ = ["Answer", "Core", "Effort", "can_hold", "clash_alone", "conflicts", "find_core"]
