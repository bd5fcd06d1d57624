"""Alerts: whatever is different with a trip on a date, in words and in three languages."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from google.transit import gtfs_realtime_pb2 as realtime

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.time import MINUTES_PER_DAY, format_minute
from shuttle.formats.gtfs.running import direction
from shuttle.formats.gtfs_rt.dated import DatedTrip
from shuttle.formats.ical.words import long_date, words

AlertKind = Literal["cancelled", "delayed", "late", "moved", "full", "extra"]

_TRIP: Mapping[Language, str] = {
    "en": "{time} {origin} → {destination}, {date}",
    "zh-Hant": "{date} {time} {origin} → {destination}",
    "zh-Hans": "{date} {time} {origin} → {destination}",
}
_Alert = realtime.Alert
# GTFS-Realtime knows no effect for a full bus.
_EFFECTS: Mapping[AlertKind, Any] = {
    "cancelled": _Alert.NO_SERVICE,
    "delayed": _Alert.SIGNIFICANT_DELAYS,
    "late": _Alert.SIGNIFICANT_DELAYS,
    "moved": _Alert.STOP_MOVED,
    "full": _Alert.OTHER_EFFECT,
    "extra": _Alert.ADDITIONAL_SERVICE,
}


def alerts(dated: DatedTrip, base_url: str) -> Iterator[tuple[str, Any]]:
    """Id and alert for each thing that is different with a trip on a date."""
    for kind in _kinds(dated):
        yield f"{kind}.{dated.name}", _alert(dated, kind, base_url)


def _kinds(dated: DatedTrip) -> Iterator[AlertKind]:
    change = dated.change
    if dated.is_cancelled:
        yield "cancelled"
        return
    if dated.is_extra:
        yield "extra"
    if change is None:
        return
    if change.delay_minutes is not None:
        yield "delayed" if change.delay_minutes else "late"
    if change.boarding is not None:
        yield "moved"
    if change.full:
        yield "full"


def _alert(dated: DatedTrip, kind: AlertKind, base_url: str) -> Any:
    titles = {language: _title(dated, kind, language) for language in LANGUAGES}
    meaning = {language: _description(dated, kind, language) for language in LANGUAGES}
    pages = {language: f"{base_url}/{words(language).page}/" for language in LANGUAGES}
    alert = _Alert(
        informed_entity=[_about(dated, kind)],
        cause=_Alert.UNKNOWN_CAUSE,
        effect=_EFFECTS[kind],
        url=_translated(pages),
        header_text=_translated(titles),
        description_text=_translated(meaning),
    )
    _time(alert, dated)
    return alert


def _time(alert: Any, dated: DatedTrip) -> None:
    """When to tell it and when it matters.

    `active_period` is deprecated for the two others since 2026; most readers know it alone.
    """
    told, over = int(dated.timetable.published_at.timestamp()), int(dated.ends.timestamp())
    alert.active_period.add(start=told, end=over)
    alert.communication_period.add(start=told, end=over)
    alert.impact_period.add(start=int(dated.instant(dated.trip.departure).timestamp()), end=over)


def _about(dated: DatedTrip, kind: AlertKind) -> Any:
    """The trip; of an extra trip the line, for readers of yesterday's GTFS feed do not know it."""
    trip = dated.trip
    if kind == "extra":
        way = direction(dated.timetable, trip)
        return realtime.EntitySelector(route_id=trip.route, direction_id=way)
    if kind == "moved":
        return realtime.EntitySelector(trip=dated.descriptor(), stop_id=trip.origin)
    return realtime.EntitySelector(trip=dated.descriptor())


def _title(dated: DatedTrip, kind: AlertKind, language: Language) -> str:
    """What is the matter, and with which trip, in the words that calendars have for it."""
    stops = dated.timetable.stops
    trip = _TRIP[language].format(
        time=_clock(dated.trip.departure),
        origin=stops[dated.trip.origin].name.in_language(language),
        destination=stops[dated.trip.destination].name.in_language(language),
        date=long_date(dated.instant(dated.trip.departure).date(), language),
    )
    mark = _phrase(dated, f"{kind}_mark", language)
    return words(language).marked.format(marks=mark, title=trip)


def _description(dated: DatedTrip, kind: AlertKind, language: Language) -> str:
    """What that means, and the operator's own words."""
    notice = dated.notice.in_language(language) if dated.notice else ""
    return "\n".join(line for line in (_phrase(dated, kind, language), notice) if line)


def _phrase(dated: DatedTrip, name: str, language: Language) -> str:
    phrases: Mapping[str, str] = words(language)._asdict()
    change = dated.change
    minutes = change.delay if change else 0
    place = change.boarding.in_language(language) if change and change.boarding else ""
    time = _clock(dated.trip.departure + minutes)
    return phrases[name].format(minutes=minutes, time=time, place=place)


def _clock(minute: int) -> str:
    return format_minute(minute % MINUTES_PER_DAY)


def _translated(texts: Mapping[Language, str]) -> Any:
    told = realtime.TranslatedString()
    for language, text in texts.items():
        told.translation.add(text=text, language=language)
    return told
