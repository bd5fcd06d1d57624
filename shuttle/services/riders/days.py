"""Which dates have buses, and in words why the others have none."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import DayAnswer, Reason
from shuttle.domain.timetable import Timetable

_OUTSIDE = Reason(
    code="outside_timetable",
    text=LocalText(
        en="No timetable has been published for this date",
        zh_hant="此日期的時間表尚未公布",
        zh_hans="该日期的时刻表尚未公布",
    ),
)


@dataclass(frozen=True, slots=True)
class ServiceNotice:
    """Why a date has no bus.

    Attributes:
        day: the first date without a bus.
        next_service_date: service date of the next bus; None where none is published.
    """

    day: date
    reason: Reason
    next_service_date: date | None


def answer_for(timetable: Timetable, day: date) -> DayAnswer:
    """What runs on a date and why; outside the horizon, that no timetable covers it."""
    found = timetable.day(day)
    if found is not None:
        return found
    return DayAnswer(date=day, day_type=None, reasons=(_OUTSIDE,), provisional=False)


def calendar_days(timetable: Timetable, first: date, last: date) -> Iterator[DayAnswer]:
    """The answer for each date from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield answer_for(timetable, first + timedelta(days=offset))


def gap_notice(
    timetable: Timetable, asked: date, leaves: date | None, served: AbstractSet[date]
) -> ServiceNotice | None:
    """Why no bus leaves on the first date without one, from `asked` on.

    Args:
        timetable: the timetable.
        asked: the date asked for.
        leaves: service date of the next bus; None where none is left.
        served: service dates with a bus for the origin and destination asked for.

    Returns:
        None where every date up to the next bus has one.
    """
    end = leaves or max(asked, _horizon_end(timetable)) + timedelta(days=1)
    for answer in calendar_days(timetable, asked, end - timedelta(days=1)):
        if answer.date not in served:
            return ServiceNotice(answer.date, _reason(timetable, answer), leaves)
    return ServiceNotice(end, _OUTSIDE, None) if leaves is None else None


def horizon(timetable: Timetable) -> tuple[date, date] | None:
    """First and last date that the timetable answers for; None for an empty one."""
    return (timetable.days[0].date, timetable.days[-1].date) if timetable.days else None


def _horizon_end(timetable: Timetable) -> date:
    return timetable.days[-1].date if timetable.days else date.min


def _reason(timetable: Timetable, answer: DayAnswer) -> Reason:
    if answer.day_type is None:
        return answer.reasons[0]
    name = timetable.day_type_names[answer.day_type]
    return Reason(
        code="not_on_this_day_type",
        text=LocalText(
            en=f"This route does not run on such a day: {name.en}",
            zh_hant=f"此路線於「{name.zh_hant}」不開行",
            zh_hans=f"该线路在“{name.zh_hans}”不发车",
        ),
    )
