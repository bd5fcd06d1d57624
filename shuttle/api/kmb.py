"""The next buses at a stop in the shape of KMB's open data, for the apps made for that.

Three buses that run are named for each direction, cancelled ones between them too: an app that
shows remarks shows why a bus is missing, and one that looks at `eta` alone is never sent to it.
The two timestamps are those of the publication, not of the request, so that equal answers are
equal to the byte and caches work; `eta` is an instant, which ages in no cache.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from shuttle.api.schemas import Answer
from shuttle.domain.base import LANGUAGES, Language, LocalText
from shuttle.domain.network import Direction
from shuttle.errors import NotFoundError
from shuttle.services.riders.departures import Departure, DepartureQuery, Departures, Position
from shuttle.services.riders.remarks import Remark, remarks

_BUSES = 3
_MOST_ROWS = 12
_BETWEEN: dict[Language, str] = {"en": "; ", "zh-Hant": "；", "zh-Hans": "；"}  # noqa: RUF001 - Chinese punctuation


class Eta(Answer):
    """One bus at one stop; the members after `data_timestamp` are additions to KMB's."""

    co: str = Field(description="The service.", examples=["hetao"])
    route: str = Field(examples=["hetao"])
    dir: Literal["O", "I"] = Field(description="O leaves from the route's first stop, I goes back.")
    service_type: int = Field(description="Always 1.", examples=[1])
    seq: int = Field(description="Place of the stop in its direction; riders board at 1.")
    stop: str = Field(examples=["hksp"])
    dest_en: str
    dest_tc: str
    dest_sc: str
    eta_seq: int = Field(description="Counts from 1 in each direction.")
    eta: dt.datetime | None = Field(
        description="When it leaves, delay included; null for a cancelled bus, or for none.",
        examples=["2026-10-12T08:30:00+08:00"],
    )
    rmk_en: str
    rmk_tc: str
    rmk_sc: str
    data_timestamp: dt.datetime = Field(description="When the timetable was published.")
    codes: list[str] = Field(
        description="The remarks for programs: scheduled, delayed or cancelled; extra, full, "
        "boarding (moved); the operator's own words have `operator` or the status again. Without "
        "a bus, why.",
        examples=[["delayed"]],
    )
    trip_id: str | None = Field(description="As in /v1/departures; null without a bus.")
    service_date: dt.date | None


class EtaList(Answer):
    """Next buses as KMB's open data have them."""

    type: Literal["ETA", "StopETA"]
    version: str = Field(examples=["1.0"])
    generated_timestamp: dt.datetime = Field(
        description="When the timetable was published, so that equal answers are equal bytes."
    )
    data: list[Eta]


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes in one direction from its first stop.

    Attributes:
        position: where the answer lies, on which all of it depends.
    """

    direction: Direction
    query: DepartureQuery
    position: Position

    def rows(self, departures: Departures) -> Iterator[Eta]:
        """A row for each bus; one that says why where there is none."""
        shown = list(_up_to_the_third(departures.next(self.query).departures))
        for number, one in enumerate(shown, start=1):
            leaves, said = one.expected_departure, remarks(one)
            yield self._row(departures, number, said).model_copy(
                update={"eta": leaves, "trip_id": one.trip.id, "service_date": one.service_date}
            )
        notice = self.position.notice
        if not shown and notice is not None:
            yield self._row(departures, 1, (Remark(notice.reason.code, notice.reason.text),))

    def _row(self, departures: Departures, number: int, said: tuple[Remark, ...]) -> Eta:
        timetable, way = departures.timetable, self.direction
        outbound = timetable.routes[way.route].stops[0] == way.origin
        destination, words = timetable.stops[way.destination].name, _joined(said)
        return Eta(
            co=timetable.service,
            route=way.route,
            dir="O" if outbound else "I",
            service_type=1,
            seq=1,
            stop=way.origin,
            dest_en=destination.en,
            dest_tc=destination.zh_hant,
            dest_sc=destination.zh_hans,
            eta_seq=number,
            eta=None,
            rmk_en=words.en,
            rmk_tc=words.zh_hant,
            rmk_sc=words.zh_hans,
            data_timestamp=departures.local(timetable.published_at),
            codes=list(dict.fromkeys(one.code for one in said)),
            trip_id=None,
            service_date=None,
        )


def coming(
    departures: Departures, stop: str, route: str | None, at: dt.datetime
) -> tuple[Coming, ...]:
    """What comes at a stop, of one route or of all, from an aware instant on.

    Raises:
        NotFoundError: the stop or route is unknown, or the route does not call there.
    """
    stop = departures.renames.stop(stop)
    departures.require_stops(stop, None)
    leaving = [one for one in departures.timetable.directions if one.origin == stop]
    if route is not None:
        route = departures.renames.route(route)
        _require_route(departures, route, leaving)
        leaving = [one for one in leaving if one.route == route]
    queries = {way: DepartureQuery(stop, way.destination, at, _MOST_ROWS) for way in leaving}
    return tuple(Coming(way, asked, departures.locate(asked)) for way, asked in queries.items())


def _require_route(departures: Departures, route: str, leaving: list[Direction]) -> None:
    here = sorted({one.route for one in leaving})
    if route not in here:
        known = here if route in departures.timetable.routes else list(departures.timetable.routes)
        raise NotFoundError(kind="route", name=route, known=known)


def _up_to_the_third(listed: Sequence[Departure]) -> Iterator[Departure]:
    """Departures until three that run have been named."""
    running = 0
    for one in listed:
        yield one
        running += one.status != "cancelled"
        if running == _BUSES:
            return


def _joined(said: tuple[Remark, ...]) -> LocalText:
    en, hant, hans = (
        _BETWEEN[language].join(one.text.in_language(language) for one in said)
        for language in LANGUAGES
    )
    return LocalText.model_construct(en=en, zh_hant=hant, zh_hans=hans)
