"""Values that are each in order but cannot be meant together: days, policies, demand."""

from collections.abc import Iterator

from shuttle.domain.day_expression import DayExpression
from shuttle.domain.demand import DemandBin
from shuttle.domain.policy import Policies
from shuttle.domain.time import MINUTES_PER_HOUR, TimeBand, format_minute
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings, Place, value_text


def check_days(draft: Draft, findings: Findings) -> None:
    """Note day types, overrides and calendars that contradict themselves."""
    seen: set[str] = set()
    for number, day_type in draft.day_types.items():
        if day_type.id in seen:
            findings.add(("day_types", number, "id"), f'"{day_type.id}" is given twice')
        seen.add(day_type.id)
        _check_when(draft, number, day_type.when, findings)
    dates = set()
    for number, override in draft.overrides.items():
        if override.date in dates:
            findings.add(("overrides", number, "date"), f"{override.date} is overridden twice")
        dates.add(override.date)
    _check_calendars(draft, findings)


def _check_when(draft: Draft, number: int, when: str, findings: Findings) -> None:
    place: Place = ("day_types", number, "when")
    try:
        names = DayExpression(when).names
    except ValueError as error:
        findings.add(place, f"{value_text(when)}: {error}")
        return
    for word, side in (("cn", "sz"), ("hk", "hk")):
        asks = any(name.startswith(f"{word}.") for name in names)
        if asks and side not in draft.calendars:
            findings.add(place, f'asks for "{word}", but there is no [calendars.{side}]')


def _check_calendars(draft: Draft, findings: Findings) -> None:
    for side, calendar in draft.calendars.items():
        off = set()
        for number, holiday in enumerate(calendar.holidays):
            if holiday.date in off:
                place: Place = ("calendars", side, "holidays", number, "date")
                findings.add(place, f"{holiday.date} is listed twice; join the names")
            off.add(holiday.date)
        for number, makeup in enumerate(calendar.makeup_days):
            place = ("calendars", side, "makeup_days", number)
            if makeup in off:
                findings.add(place, f"{makeup} is also a holiday; it can only be one of them")
            elif makeup.isoweekday() <= 5:  # noqa: PLR2004 - Friday
                findings.add(place, f"{makeup} is no Saturday or Sunday")


def check_policies(draft: Draft, findings: Findings) -> None:
    """Note policies that no timetable could satisfy, or that contradict themselves."""
    if draft.policies:
        _check_headways(draft.policies, findings)
        _check_spans(draft.policies, findings)
        _check_clock_faces(draft.policies, findings)
        _check_layovers(draft.policies, findings)
        _check_crowding(draft.policies, findings)
        _check_stays(draft, draft.policies, findings)


def _check_headways(policies: Policies, findings: Findings) -> None:
    for number, headway in enumerate(policies.headways):
        most = headway.max_minutes
        if most is not None and most < headway.min_minutes:
            place: Place = ("policies", "headways", number, "max_minutes")
            findings.add(place, f"{most} is less than min_minutes {headway.min_minutes}")


def _check_spans(policies: Policies, findings: Findings) -> None:
    for number, span in enumerate(policies.spans):
        for key, window in (("first", span.first), ("last", span.last)):
            if window and not _overlap(window, policies.span):
                place: Place = ("policies", "spans", number, key)
                findings.add(place, f"lies outside policies.span, {_band(policies.span)}")


def _check_clock_faces(policies: Policies, findings: Findings) -> None:
    for number, face in enumerate(policies.clock_faces):
        for index, minute in enumerate(face.minutes):
            if not 0 <= minute < MINUTES_PER_HOUR:
                place: Place = ("policies", "clock_faces", number, "minutes", index)
                findings.add(place, f"{minute} is not a minute of the hour; write 0 to 59")


def _check_layovers(policies: Policies, findings: Findings) -> None:
    stops = [layover.stop for layover in policies.layovers]
    for number, stop in enumerate(stops):
        if stop in stops[:number]:
            findings.add(("policies", "layovers", number, "stop"), f'"{stop}" is given twice')


def _check_crowding(policies: Policies, findings: Findings) -> None:
    crowding, most = policies.crowding, policies.prices.unserved_per_rider
    if crowding and crowding.price_per_rider > most:
        message = (
            f"is more than unserved_per_rider {most:g}, so that an empty seat would be cheaper"
        )
        place: Place = ("policies", "crowding", "price_per_rider")
        findings.add(place, f"{crowding.price_per_rider:g} {message}; write {most:g} or less")


def _check_stays(draft: Draft, policies: Policies, findings: Findings) -> None:
    for number, wish in enumerate(policies.stays):
        pair = {wish.home, wish.visited}
        known = draft.named["stops"].issuperset(pair) and draft.routes_are_known
        if known and pair not in draft.pairs:
            message = f'no route joins "{wish.home}" and "{wish.visited}"; name its two ends'
            findings.add(("policies", "stays", number, "to_stop"), message)


def _overlap(one: TimeBand, other: TimeBand) -> bool:
    return one.start < other.end and other.start < one.end


def _band(band: TimeBand) -> str:
    return f"{format_minute(band.start)} to {format_minute(band.end)}"


def bin_problems(found: DemandBin, draft: Draft) -> Iterator[tuple[str, str]]:
    """Column and message for each thing in a demand row that does not fit the scenario."""
    if found.day_type not in draft.named["day_types"]:
        yield "day_type", f'there is no day type "{found.day_type}"'
    stops = draft.named["stops"]
    for column, stop in (("from", found.origin), ("to", found.destination)):
        if stop not in stops:
            yield column, f'there is no stop "{stop}"'
    pair = {found.origin, found.destination}
    if stops.issuperset(pair) and draft.routes_are_known and pair not in draft.pairs:
        yield "to", f'no route joins "{found.origin}" and "{found.destination}"'
    span = draft.policies.span if draft.policies else None
    if span and not (found.start < span.end and span.start < found.start + found.minutes):
        message = f"{format_minute(found.start)} lies outside the hours of service"
        mend = f"policies.span is {_band(span)}; move the riders or widen the span"
        yield "start", f"{message}; {mend}"
