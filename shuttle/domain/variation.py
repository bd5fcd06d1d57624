"""How days differ from the plan: what of the spread in minutes is shared, how riders vary."""

from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from shuttle.domain.base import Sourced, Value, unstated

RiderVariation = Literal["poisson", "fixed"]
Share = Annotated[float, Field(ge=0, le=1)]


class SharedSpread(Value):
    """How much of the spread of a duration strikes all buses alike.

    The normal score of a duration is `sqrt(day_share) D + sqrt(hour_share) H + sqrt(rest) own`,
    where D is drawn once a day for the place, H once an hour, and the last for the bus alone.

    Attributes:
        day_share: of the variance, shared by all buses of the day at the place.
        hour_share: of the variance, shared by all buses that begin there in the same clock hour.
    """

    day_share: Share
    hour_share: Share

    @model_validator(mode="after")
    def _shares_of_one_whole(self) -> Self:
        if self.day_share + self.hour_share > 1:
            msg = f"shares {self.day_share:g} and {self.hour_share:g} of one spread exceed 1"
            raise ValueError(msg)
        return self

    @property
    def own_share(self) -> float:
        """What is left for the bus alone."""
        return max(0.0, 1.0 - self.day_share - self.hour_share)


class Variation(Sourced):
    """Assumptions of a simulation that a plan does not need.

    Attributes:
        clearance: shared by the buses at one port, both ways.
        running: shared by the buses on one drive from a place to another.
        riders: `poisson` draws each day's riders around the plan's, `fixed` has them as planned.
        turn_round_minutes: a late bus leaves no sooner than this after it arrives; what the plan
            allows beyond it absorbs delay.
        hold_minutes: where dwell depends on the riders: how much longer than planned a bus waits
            for them at the port before it leaves the rest behind; None until all have cleared.
    """

    clearance: SharedSpread
    running: SharedSpread
    riders: RiderVariation
    turn_round_minutes: NonNegativeInt
    hold_minutes: NonNegativeInt | None = Field(default=None, exclude_if=unstated)
