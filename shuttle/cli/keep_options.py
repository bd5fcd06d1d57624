"""Options of `shuttle plan` about an earlier plan, and what they ask to be kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from shuttle.domain.change import ASSUMED_PRICES, ChangeLimits, ChangePrices
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem
from shuttle.scenario import load_plan
from shuttle.services.planning.keeping import Keeping, Wanted, keeping

_KINDS = {
    "moved-trip": "moved_trip",
    "moved-minute": "moved_minute",
    "dropped-trip": "dropped_trip",
    "added-trip": "added_trip",
    "other-port": "other_port",
}

Pin = Annotated[
    Path | None,
    typer.Option(
        metavar="PLAN", help="An earlier plan: what it marks as pinned stays, changes may count."
    ),
]
PinTrip = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A trip of that plan that stays; may be repeated."),
]
PinBlock = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A bus's day that stays, with its trips; may be repeated."),
]
PinDuty = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A driver's day that stays, with its trips; may be repeated."),
]
MaxChanges = Annotated[
    int | None,
    typer.Option(min=0, help="Most trips moved, dropped, added or sent over another port."),
]
MaxMinutesMoved = Annotated[
    int | None, typer.Option(min=0, help="Most minutes by which trips move, together.")
]
MaxDutiesTouched = Annotated[
    int | None,
    typer.Option(min=0, help="Most duties cut anew of those whose trips all stay."),
]
ChangePrice = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND=MONEY",
        help=f"What a change costs, of {', '.join(_KINDS)}; may be repeated.",
    ),
]


@dataclass(frozen=True)
class KeepOptions:
    """The options as they were given."""

    pin: Path | None
    trips: list[str] | None
    blocks: list[str] | None
    duties: list[str] | None
    limits: ChangeLimits
    duties_touched: int | None
    prices: list[str] | None

    @property
    def given(self) -> dict[str, bool]:
        """Which options that need a plan were given."""
        return {
            "--pin-trip": bool(self.trips),
            "--pin-block": bool(self.blocks),
            "--pin-duty": bool(self.duties),
            "--max-changes": self.limits.trips is not None,
            "--max-minutes-moved": self.limits.minutes is not None,
            "--max-duties-touched": self.duties_touched is not None,
            "--change-price": bool(self.prices),
        }


def kept(options: KeepOptions, scenario: Scenario, method: str, *, partial: bool) -> Keeping | None:
    """What is to be kept; None where no earlier plan is given.

    Raises:
        InputError: options that do not go together, or ids that the plan does not have.
    """
    if options.pin is None:
        needing = [name for name, given in options.given.items() if given]
        if needing:
            message = "needs --pin PLAN, the plan that is to be kept to"
            raise InputError([Problem("", name, message) for name in needing])
        return None
    if method != "optimise":
        message = f"keeps to an earlier plan, and {method} does not; leave one out"
        raise InputError([Problem("", "--pin", message)])
    if partial:
        message = "says what stays, --partial what may be left; leave one out"
        raise InputError([Problem("", "--pin", message)])
    wanted = Wanted(
        trips=options.trips or (),
        blocks=options.blocks or (),
        duties=options.duties or (),
        limits=options.limits,
        prices=_prices(options.prices, scenario.policies.changes),
        duties_touched=options.duties_touched,
    )
    return keeping(scenario, load_plan(options.pin), wanted, str(options.pin))


def _prices(given: list[str] | None, stated: ChangePrices | None) -> ChangePrices | None:
    """Prices given on the command line, over those of the scenario or the assumed ones."""
    if not given:
        return None
    found = (stated or ASSUMED_PRICES).model_dump()
    for entry in given:
        kind, _, money = entry.partition("=")
        if kind not in _KINDS:
            raise _refused(entry)
        found[_KINDS[kind]] = money
    try:
        return ChangePrices.model_validate(
            {**found, "source": "Given on the command line, the rest as before", "assumed": False}
        )
    except ValidationError:
        raise _refused(", ".join(given)) from None


def _refused(entry: str) -> InputError:
    message = f"{entry!r} is not accepted; give {' or '.join(_KINDS)} = money, as moved-trip=50"
    return InputError([Problem("", "--change-price", message)])
