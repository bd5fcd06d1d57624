"""Two jurisdictions' calendars, and the answer to "which day type runs on this date, and why"."""

from datetime import date
from typing import Literal

from shuttle.domain.base import LocalText, SafeText, Slug, Sourced, Value
from shuttle.domain.network import Side

_OUT_OF_THE_ORDINARY = {"makeup", "override"}
NoServiceCode = Literal["holiday", "weekend", "override", "no_day_type", "outside_timetable"]


class Holiday(Value):
    """A public holiday of one jurisdiction."""

    date: date
    name: LocalText


class Calendar(Sourced):
    """What one government has announced.

    Attributes:
        holidays: days off, weekends not repeated.
        makeup_days: weekend days declared working days in exchange for a bridge day.
        announced_through: last day that the announcements cover; later answers are provisional.
    """

    id: Side
    name: LocalText
    announced_through: date
    holidays: tuple[Holiday, ...]
    makeup_days: tuple[date, ...] = ()


class DayType(Value):
    """A kind of service day.

    Attributes:
        when: an expression over both calendars, as
            `(weekday or (cn.makeup and policy.makeup_days_run)) and not cn.holiday`.
            Names: `mon` .. `sun`, `weekday`, `weekend`, and for each of `hk` and `cn`
            `.holiday`, `.holiday_eve`, `.makeup`, `.workday`; `policy.makeup_days_run`.
            Words: `and`, `or`, `not`, brackets. The first day type that holds is the day's.
    """

    id: Slug
    name: LocalText
    when: SafeText


class DayOverride(Sourced):
    """A date that runs another day type than the calendars say, or none.

    Attributes:
        day_type: the day type to run; None for no service.
    """

    date: date
    day_type: Slug | None
    reason: LocalText


class Reason(Value):
    """Why a date runs as it does, as a code for programs and words for people."""

    code: SafeText
    text: LocalText


class DayAnswer(Value):
    """Which day type a date runs, and why.

    Attributes:
        day_type: the day type's id, or None for no service.
        reasons: at least one; the first is the one to show.
        provisional: a calendar that decides has not been announced that far.
    """

    date: date
    day_type: Slug | None
    reasons: tuple[Reason, ...]
    provisional: bool

    @property
    def odd_reason(self) -> Reason | None:
        """Why it runs as its weekday would not let one expect: a make-up day, an override."""
        odd = (reason for reason in self.reasons if reason.code in _OUT_OF_THE_ORDINARY)
        return next(odd, None) if self.day_type else None
