"""What one version publishes, and the plans from which its trips come."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuttle.domain.plan import Plan
from shuttle.domain.timetable import Period, Timetable


@dataclass(frozen=True, slots=True)
class Issue:
    """A version for those who render it: what riders see, and the work behind it.

    Attributes:
        plans: by the SHA-256 that the periods name.
    """

    timetable: Timetable
    plans: Mapping[str, Plan]

    def plan_of(self, period: Period) -> Plan:
        """The plan from which a period's trips come; it has its blocks and duties."""
        return self.plans[period.plan_sha256]
