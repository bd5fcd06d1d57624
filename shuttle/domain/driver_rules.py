"""Working-time rules as profiles of numbers: Hong Kong's, the Mainland's, the strictest of both."""

from typing import Annotated, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

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


class ShorterBreaks(Value):
    """So many pauses, each so long, end continuous driving just as one long break does."""

    count: Annotated[int, Field(ge=2, le=9)]
    minutes: PositiveInt


class DutySplits(Value):
    """Pauses so long that they part a duty and are not paid.

    Attributes:
        from_minutes: shortest pause, riding aside, that is a split.
        most: splits in one duty.
    """

    from_minutes: PositiveInt
    most: NonNegativeInt


class CentralRest(Value):
    """More rest is unpaid where some of it lies in the middle of the duty.

    Attributes:
        edge_minutes: the first and last minutes of a duty that are not its middle.
        pause_minutes: shortest part of one pause that must lie in the middle.
        most_minutes: unpaid rest then, at most.
    """

    edge_minutes: NonNegativeInt
    pause_minutes: PositiveInt
    most_minutes: PositiveInt


class UnpaidRest(Value):
    """Which rest is not paid, in a duty with a proper rest.

    Attributes:
        edge_minutes: the first and last minutes of a duty, in which rest is paid.
        most_minutes: unpaid rest in a duty, at most.
        central: when more than that is unpaid.
    """

    edge_minutes: NonNegativeInt
    most_minutes: PositiveInt
    central: CentralRest | None = None

    @model_validator(mode="after")
    def _central_is_more(self) -> Self:
        if self.central is not None and self.central.most_minutes < self.most_minutes:
            msg = (
                f"leaves {self.central.most_minutes} minutes unpaid with central rest and "
                f"{self.most_minutes} without; give central.most_minutes that is no less"
            )
            raise ValueError(msg)
        return self


class RestNeeded(Value):
    """Rest that a duty with so much working time must have in all."""

    from_work_minutes: PositiveInt
    rest_minutes: PositiveInt


class RestBreaks(Value):
    """Rest within a duty: pauses that are no splits, riding aside.

    A duty has a proper rest where one of its pauses lasts `main_minutes`, and one begins within
    `first_within_minutes`. Pauses of a duty without a proper rest count as no rest.

    Attributes:
        pause_minutes: shortest pause, or part of it, that counts.
        main_minutes: least length of the longest one.
        first_within_minutes: from sign-on, splits before it aside, until some pause that counts
            has begun.
        needed: by working time; none where not given.
        unpaid: which rest is not working time; none where not given.
    """

    pause_minutes: PositiveInt
    main_minutes: PositiveInt
    first_within_minutes: PositiveInt
    needed: tuple[RestNeeded, ...] = ()
    unpaid: UnpaidRest | None = None

    @model_validator(mode="after")
    def _main_pause_counts(self) -> Self:
        if self.main_minutes < self.pause_minutes:
            msg = (
                f"counts pauses from {self.pause_minutes} minutes on, and asks for a main one of "
                f"{self.main_minutes}; give main_minutes that is no less"
            )
            raise ValueError(msg)
        return self


class StageRules(WorkingRules):
    """Working rules of a stage file, which may also count working time.

    Working time is the time from sign-on to sign-off without splits and unpaid rest.

    Attributes:
        shorter_breaks: what ends continuous driving besides one pause of `break_minutes`; counts
            begin anew with every end.
        riding_is_break: whether minutes of riding to the next piece count towards breaks.
        max_working_minutes: working time of a duty, at most.
        splits: pauses that part a duty; none where not given.
        rest_breaks: rest within a duty; not asked for, and all paid, where not given.
    """

    shorter_breaks: tuple[ShorterBreaks, ...] = Field(default=(), max_length=9)
    riding_is_break: bool = False
    max_working_minutes: PositiveInt | None = None
    splits: DutySplits | None = None
    rest_breaks: RestBreaks | None = None

    @model_validator(mode="after")
    def _shorter_breaks_are_shorter(self) -> Self:
        long = [
            entry.minutes for entry in self.shorter_breaks if entry.minutes > self.break_minutes
        ]
        if long:
            msg = (
                f"has shorter_breaks of {long[0]} minutes, and break_minutes of "
                f"{self.break_minutes}, which suffices alone; give fewer minutes"
            )
            raise ValueError(msg)
        return self

    @classmethod
    def of(cls, rules: WorkingRules) -> "StageRules":
        """The same rules; those that only stages know are not given unless they are there."""
        if isinstance(rules, cls):
            return rules
        return cls.model_validate(
            {name: getattr(rules, name) for name in WorkingRules.model_fields}
        )

    @property
    def counts_work(self) -> bool:
        """Whether any of the rules that only stages know is given."""
        given = (self.max_working_minutes, self.splits, self.rest_breaks)
        return bool(self.shorter_breaks or self.riding_is_break) or given != (None, None, None)


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
        hand_over_places: stops and depots where a driver may take over or leave a bus between two
            of its runs; anywhere where not given. Where a bus begins and ends its day, drivers
            may always do so.
    """

    rule_profile: Slug
    count_hk: NonNegativeInt | None = None
    count_sz: NonNegativeInt | None = None
    cost_per_duty: Money = 0.0
    cost_per_hour: Money = 0.0
    hand_over_places: tuple[Slug, ...] | None = Field(
        default=None, exclude_if=lambda places: places is None
    )
