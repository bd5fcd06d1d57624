"""Rule `duty-continuity`: a driver's next piece starts where and not before the last one ended."""

from shuttle.domain.driver_rules import DriverRules
from shuttle.solver.linear import Bools, Ints


def follows(
    arrival: Ints | int, destination: Ints | int, departure: Ints | int, origin: Ints | int
) -> Bools:
    """Whether a piece may come next in a duty, on the same bus or another."""
    in_time: Bools = arrival <= departure  # type: ignore[assignment]  # a bool for two ints
    return in_time & (destination == origin)


def may_end(home: Ints, side: Ints | int, rules: DriverRules) -> Bools:
    """Whether a duty that began on side `home` may end on `side`."""
    at_home: Bools = home == side
    return at_home if rules.returns_home else at_home | True
