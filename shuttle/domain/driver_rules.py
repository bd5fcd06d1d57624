"""Working-time rules as profiles of numbers: Hong Kong's, the Mainland's, the strictest of both."""

from typing import Self

from pydantic import NonNegativeInt, PositiveInt, model_validator

from shuttle.domain.base import LocalText, Money, Slug, Sourced, Value
from shuttle.domain.time import TimeBand


class RestAfterDriving(Value):
    """At least `rest` minutes of rest in all within any part of a duty with `driving` minutes."""

    driving_minutes: PositiveInt
    rest_minutes: PositiveInt


class WorkingRules(Value):
    """The numbers of a rule profile; minutes throughout. A limit that is None does not apply.

    Attributes:
        max_duty_minutes: sign-on to sign-off.
        min_duty_minutes: sign-on to sign-off of the shortest duty that is worth a driver's day.
        max_driving_minutes: driving within one duty.
        max_continuous_driving_minutes: driving without a break of `break_minutes`, by day.
        max_continuous_night_driving_minutes: the same when the stretch touches `night`; never
            more than by day.
        break_minutes: shortest pause that ends continuous driving.
        min_gap_minutes: least minutes from the end of a piece to the start of the next one.
        rest_after_driving: further rest for long driving.
        sign_on_minutes: work before the first piece.
        sign_off_minutes: work after the last piece.
        clearance_is_driving: whether minutes at the port count as driving (always as work).
        returns_home: whether a duty must end on the side where it began.
        max_weekly_driving_minutes: stated, checked over a week of duties.
    """

    max_duty_minutes: PositiveInt
    min_duty_minutes: NonNegativeInt = 0
    max_driving_minutes: PositiveInt
    max_continuous_driving_minutes: PositiveInt
    max_continuous_night_driving_minutes: PositiveInt | None = None
    night: TimeBand | None = None
    break_minutes: PositiveInt
    min_gap_minutes: NonNegativeInt = 0
    rest_after_driving: RestAfterDriving | None = None
    sign_on_minutes: NonNegativeInt = 0
    sign_off_minutes: NonNegativeInt = 0
    clearance_is_driving: bool = False
    returns_home: bool = True
    max_weekly_driving_minutes: PositiveInt | None = None

    @model_validator(mode="after")
    def _night_is_no_looser(self) -> Self:
        by_day, at_night = (
            self.max_continuous_driving_minutes,
            self.max_continuous_night_driving_minutes,
        )
        if at_night is not None and at_night > by_day:
            msg = f"allows {at_night} minutes of continuous driving at night, {by_day} by day"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _some_duty_fits(self) -> Self:
        if self.min_duty_minutes > self.max_duty_minutes:
            msg = (
                f"asks for duties of at least {self.min_duty_minutes} minutes and of at most "
                f"{self.max_duty_minutes}; give a min_duty_minutes that is no more"
            )
            raise ValueError(msg)
        return self


class DriverRules(Sourced, WorkingRules):
    """One rule profile, with its name and its source."""

    id: Slug
    name: LocalText


class Drivers(Value):
    """Which rules the scenario's drivers work under, how many there are, what a duty costs.

    Attributes:
        rule_profile: id of the profile.
        count: most duties a day on each side, by home side; None for no limit.
        cost_per_duty: money for each duty.
        cost_per_hour: money for each hour from sign-on to sign-off.
    """

    rule_profile: Slug
    count_hk: NonNegativeInt | None = None
    count_sz: NonNegativeInt | None = None
    cost_per_duty: Money = 0.0
    cost_per_hour: Money = 0.0
