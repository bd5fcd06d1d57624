"""The independent audit: a scenario and a plan in, every broken rule out.

Nothing here is shared with the solver. The passenger count (`shuttle.audit.passengers`) is the
one judge of every plan and every baseline.
"""

from shuttle.audit.check import check, check_dates, unkept

__all__ = ["check", "check_dates", "unkept"]
