"""Rule `driver-count`: duties that begin on a side are at most the drivers of that side."""

from shuttle.domain.driver_rules import Drivers
from shuttle.domain.network import Side

SIDES: tuple[Side, Side] = ("hk", "sz")


def most_duties(drivers: Drivers) -> tuple[int | None, int | None]:
    """Most duties by home side, in the order of `SIDES`; None for no limit."""
    return drivers.count_hk, drivers.count_sz
