"""Stops and routes."""

from shuttle.domain.base import LANGUAGES, LONGEST_TEXT, LocalText
from shuttle.domain.network import Route
from shuttle.domain.timetable import PublicPort, PublicStop, Timetable
from shuttle.formats.gtfs.calls import place_of, port_place, port_stop
from shuttle.formats.gtfs.table import Row, Table, spoken
from shuttle.formats.gtfs.view import View
from shuttle.formats.gtfs.words import APPROXIMATE, CLEARANCE_ONLY
from shuttle.formats.ical.words import words

_BUS = 3


def stops(view: View) -> Table:
    """Stops at which trips call, ports included; each keeps its own time zone."""
    called = {call.stop for _, _, call in view.calls()}
    ends = (_stop(stop) for stop in view.timetable.stops.values() if stop.id in called)
    ports = (port for port in view.timetable.ports.values() if port_stop(port.id) in called)
    rows = (*ends, *(_port(view.timetable, port) for port in ports))
    columns = ("stop_id", "stop_name", "stop_desc", "stop_lat", "stop_lon", "stop_timezone")
    return Table("stops", columns, tuple(sorted(rows, key=lambda row: str(row[0]))))


def routes(view: View) -> Table:
    """Routes with trips."""
    run = {trip.route for _, trip in view.trips()}
    found = sorted(view.timetable.routes.values(), key=lambda route: route.id)
    page = f"{view.base_url}/{words(LANGUAGES[0]).page}/"
    rows = tuple(
        (
            route.id,
            view.timetable.service,
            spoken(route.name, route.id),
            _crossing(view.timetable, route),
            _BUS,
            page,
        )
        for route in found
        if route.id in run
    )
    columns = (
        "route_id", "agency_id", "route_long_name", "route_desc", "route_type", "route_url",
    )  # fmt: skip
    return Table("routes", columns, rows)


def _stop(stop: PublicStop) -> Row:
    lat, lon = place_of(stop) or (None, None)
    about = APPROXIMATE if stop.lat is None and lat is not None else None
    boarding = stop.boarding if stop.boarding and stop.boarding.en.strip() else None
    desc = spoken(boarding, "") if boarding else about
    return stop.id, spoken(stop.name, stop.id), desc, lat, lon, stop.timezone


def _port(timetable: Timetable, port: PublicPort) -> Row:
    """A port between two zones with one clock; it is given that of the whole feed."""
    lat, lon = port_place(timetable, port.id) or (None, None)
    name = spoken(port.name, port.id)
    return port_stop(port.id), name, CLEARANCE_ONLY, lat, lon, timetable.timezone


def _crossing(timetable: Timetable, route: Route) -> LocalText | None:
    """Over which ports it runs, also where their places are not known; None without border."""
    ports = [timetable.ports[port].name for port in route.ports if port in timetable.ports]
    if not ports:
        return None
    told = {}
    for language in LANGUAGES:
        names = ", ".join(name.in_language(language) for name in ports)
        told[language] = words(language).port.format(port=names)[:LONGEST_TEXT]
    return LocalText(**told)
