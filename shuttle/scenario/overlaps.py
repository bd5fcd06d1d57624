"""Bands of which two would hold at the same minute: then no one could say which counts."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from shuttle.domain.base import Effective
from shuttle.domain.facts import DayTypeScope, FactBand
from shuttle.domain.network import RunningBand
from shuttle.domain.port import ClearanceBand, DwellByLoad, OpenHours
from shuttle.domain.time import format_minute
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings, Place, key_text

Bands: TypeAlias = (
    Sequence[RunningBand] | Sequence[ClearanceBand] | Sequence[DwellByLoad] | Sequence[OpenHours]
)


def check_overlaps(draft: Draft, findings: Findings) -> None:
    """Note overlapping bands of legs, of clearance, of dwell by load and of port hours."""
    for number, leg in draft.legs.items():
        _check(leg.bands, ("legs", number, "bands"), findings)
    for name, port in draft.ports.items():
        _check(port.hours, ("ports", name, "hours"), findings)
        _check(port.clearance, ("ports", name, "clearance"), findings)
        _check(port.dwell_by_load, ("ports", name, "dwell_by_load"), findings)


def _check(bands: Bands, place: Place, findings: Findings) -> None:
    order = sorted(range(len(bands)), key=lambda number: (bands[number].start, number))
    running: list[int] = []
    for number in order:
        running = [other for other in running if bands[other].end > bands[number].start]
        clash = next((other for other in running if _meet(bands[other], bands[number])), None)
        if clash is not None:
            first, second = sorted((clash, number))
            findings.add((*place, second), _words(bands[number], (*place, first)))
        running.append(number)


def _words(band: FactBand, other: Place) -> str:
    return (
        f"overlaps {key_text(other)}: both hold at {format_minute(band.start)}; "
        "let one end where the other begins, or give them other dates, day types or directions"
    )


def _meet(one: FactBand, other: FactBand) -> bool:
    """Whether two bands that overlap in time also share a date, a day type and a direction."""
    return _share_dates(one, other) and _share_day_types(one, other) and _share_way(one, other)


def _share_dates(one: Effective, other: Effective) -> bool:
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)


def _share_day_types(one: DayTypeScope, other: DayTypeScope) -> bool:
    if not one.day_types or not other.day_types:
        return True
    return bool(set(one.day_types) & set(other.day_types))


def _share_way(one: FactBand, other: FactBand) -> bool:
    ways = getattr(one, "direction", None), getattr(other, "direction", None)
    return None in ways or ways[0] == ways[1]
