"""The facts of a disrupted day: the scenario as it is then, for those who plan and who audit."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from shuttle.domain.demand import DemandBin
from shuttle.domain.disruption import Disruption, Slower
from shuttle.domain.facts import FactBand, Minutes
from shuttle.domain.network import BorderDirection, Leg, RunningBand
from shuttle.domain.policy import ClockFace, Policies
from shuttle.domain.port import ClearanceBand, OpenHours, Port, PortException
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import MINUTES_PER_DAY, TimeBand

_WAYS: tuple[BorderDirection, ...] = ("to_sz", "to_hk")
Timed = TypeVar("Timed", RunningBand, ClearanceBand)
_Spans = Sequence[tuple[int, int]]


def disrupted(scenario: Scenario, disruption: Disruption, day: date) -> Scenario:
    """The scenario on one service date under a disruption; other dates are not spoken of.

    Closed ports have other hours, closed roads and slower drives other running times, stops of
    service a clock face without minutes, surges other riders. Missing buses and drivers are not
    facts of a scenario: the disruption itself tells of them.
    """
    legs = tuple(_slower_leg(leg, disruption) for leg in scenario.legs)
    ports = {
        name: _port(_slower_port(port, disruption), disruption, day)
        for name, port in scenario.ports.items()
    }
    return scenario.model_copy(
        update={
            "legs": tuple(_passable(scenario, leg, disruption) for leg in legs),
            "ports": ports,
            "policies": _policies(scenario, disruption),
            "demand": tuple(_demand(scenario, disruption)),
        }
    )


def _slower_leg(leg: Leg, disruption: Disruption) -> Leg:
    bands: tuple[RunningBand, ...] = leg.bands
    for start, end, entry in disruption.slower():
        if not entry.places or {leg.origin, leg.destination} & set(entry.places):
            bands = tuple(_stretched(bands, start, end, entry))
    return leg.model_copy(update={"bands": bands})


def _slower_port(port: Port, disruption: Disruption) -> Port:
    bands: tuple[ClearanceBand, ...] = port.clearance
    for start, end, entry in disruption.slower():
        if not entry.places or port.id in entry.places:
            bands = tuple(_stretched(bands, start, end, entry))
    return port.model_copy(update={"clearance": bands})


def _stretched(bands: Iterable[Timed], start: int, end: int, entry: Slower) -> Iterator[Timed]:
    """The bands, with other minutes where they lie between two minutes."""
    for band in bands:
        for first, after in _outside(band.start, band.end, [(start, end)]):
            yield band.model_copy(update={"start": first, "end": after})
        first, after = max(band.start, start), min(band.end, end)
        if first < after:
            minutes = _times(band.minutes, entry.factor)
            yield band.model_copy(update={"start": first, "end": after, "minutes": minutes})


def _times(minutes: Minutes, factor: float) -> Minutes:
    p50, p85, p95 = (
        math.ceil(round(number * factor, 6)) for number in (minutes.p50, minutes.p85, minutes.p95)
    )
    return Minutes(p50=p50, p85=p85, p95=p95)


def _outside(start: int, end: int, closed: _Spans) -> Iterator[tuple[int, int]]:
    """The parts of a span that lie in none of the closed ones."""
    for first, after in sorted(closed):
        if first < end and after > start:
            if start < first:
                yield start, first
            start = max(start, after)
    if start < end:
        yield start, end


def _passable(scenario: Scenario, leg: Leg, disruption: Disruption) -> Leg:
    """The leg without the minutes at which who leaves would reach a port by a closed road."""
    if leg.destination not in scenario.ports or leg.origin not in scenario.stops:
        return leg
    towards: BorderDirection = "to_sz" if scenario.side_of(leg.origin) == "hk" else "to_hk"
    closed = disruption.road_closures(leg.destination, towards)
    percentile = scenario.policies.percentile
    bands = [
        band.model_copy(update={"start": first, "end": after})
        for band in leg.bands
        for minutes in (band.minutes.at(percentile),)
        for first, after in _outside(
            band.start, band.end, [(start - minutes, end - minutes) for start, end in closed]
        )
    ]
    return leg.model_copy(update={"bands": tuple(bands)})


def _port(port: Port, disruption: Disruption, day: date) -> Port:
    """The port with the hours of the service date and the one after, closures taken out."""
    hours = [
        part
        for offset in (0, 1)
        for towards in _WAYS
        for opening in port.hours
        if opening.holds_towards(towards) and opening.holds_on(_after(day, offset))
        for part in _open(opening, disruption.closures(port.id, towards), towards, (day, offset))
    ]
    if not any(disruption.closures(port.id, towards) for towards in _WAYS):
        return port
    exceptions = tuple(
        part for entry in port.exceptions for part in _exceptions(port, entry, disruption, day)
    )
    return port.model_copy(update={"hours": tuple(hours), "exceptions": exceptions})


def _open(
    opening: OpenHours, closed: _Spans, towards: BorderDirection, on: tuple[date, int]
) -> Iterator[OpenHours]:
    """One opening on one calendar date, one way, without the closures."""
    day, offset = on
    date_ = _after(day, offset)
    for first, after in _outside(opening.start, opening.end, _on_clock(closed, offset)):
        update = {
            "start": first,
            "end": after,
            "direction": towards,
            "valid_from": date_,
            "valid_to": date_,
        }
        if after < opening.end:
            update["approach_closes_minutes"] = 0
        yield opening.model_copy(update=update)


def _exceptions(
    port: Port, entry: PortException, disruption: Disruption, day: date
) -> Iterator[PortException]:
    """A dated exception on the service date and the one after, closures taken out."""
    for offset in (0, 1):
        on = _after(day, offset)
        if not entry.first <= on <= entry.last:
            continue
        for towards in _WAYS:
            if entry.holds_towards(towards):
                closed = _on_clock(disruption.closures(port.id, towards), offset)
                spans = (
                    span for band in entry.open for span in _outside(band.start, band.end, closed)
                )
                bands = tuple(TimeBand(start=first, end=after) for first, after in spans)
                yield entry.model_copy(
                    update={"first": on, "last": on, "direction": towards, "open": bands}
                )


def _after(day: date, offset: int) -> date:
    return day + timedelta(days=offset)


def _on_clock(closed: _Spans, offset: int) -> list[tuple[int, int]]:
    """Service minutes as minutes of a calendar day."""
    shift = offset * MINUTES_PER_DAY
    return [(start - shift, end - shift) for start, end in closed]


def _policies(scenario: Scenario, disruption: Disruption) -> Policies:
    """The policies with a clock face without minutes wherever there is no service."""
    faces = [
        ClockFace(
            start=start, end=end, origin=way.origin, destination=way.destination, minutes=(0,)
        ).model_copy(update={"minutes": ()})
        for way in scenario.directions()
        for start, end, _ in disruption.stops_of_service(way.route)
    ]
    every = (*scenario.policies.clock_faces, *faces)
    return scenario.policies.model_copy(update={"clock_faces": every})


def _demand(scenario: Scenario, disruption: Disruption) -> Iterator[DemandBin]:
    route_of = {(way.origin, way.destination): way.route for way in scenario.directions()}
    for entry in scenario.demand:
        riders = entry.riders
        for start, end, surge in disruption.surges():
            if start <= entry.start < end and surge.holds_between(entry.origin, entry.destination):
                riders = math.floor(riders * surge.factor + 0.5)
        yield _brought_forward(
            entry.model_copy(update={"riders": riders}),
            disruption,
            route_of.get((entry.origin, entry.destination), ""),
        )


def _brought_forward(entry: DemandBin, disruption: Disruption, route: str) -> DemandBin:
    """The bin, before the stop of service where its riders leave before it."""
    if entry.wish != "depart_after":
        return entry
    for start, end, minutes in disruption.stops_of_service(route):
        first = max(disruption.known_at, start - minutes)
        if minutes and start <= entry.start < end and first < start:
            return entry.model_copy(update={"start": first, "minutes": start - first})
    return entry


def opening_on(
    port: Port, towards: BorderDirection, day: date, day_type: str
) -> list[tuple[int, int]]:
    """When a port is open over the 48 hours of a service day; openings that touch are one."""
    found: list[tuple[int, int]] = []
    for offset in (0, 1):
        shift, on = offset * MINUTES_PER_DAY, _after(day, offset)
        found += [
            (hours.start + shift, min(hours.end, MINUTES_PER_DAY) + shift)
            for hours in port.hours
            if _holds(hours, towards, on, day_type)
        ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _holds(hours: OpenHours, towards: BorderDirection, on: date, day_type: str) -> bool:
    band: FactBand = hours
    return hours.holds_towards(towards) and band.holds_on(on) and band.holds_for(day_type)
