"""A service that is published, disturbed and rolled back while calendar programs refresh.

All goes through the services and the HTTP route that riders use: a desk on a store, a served site,
conditional requests. Whoever has just refreshed must show what the feed says.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from shuttle.bootstrap import assemble
from shuttle.domain.base import LocalText
from shuttle.domain.calendar import Holiday
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.subscription import Pick, Subscription
from shuttle.domain.timetable import Timetable
from shuttle.formats.ical.lint import lint
from shuttle.formats.registry import Registry
from shuttle.services.publishing import disruption, publications
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.extra_trips import ExtraWish, add_extra
from shuttle.services.riders.subscriptions import TokenDesk
from shuttle.settings import Settings
from shuttle.store.memory import MemoryStore
from shuttle.web.site import create_site
from tests.asgi import Answer, Visitor
from tests.builders import band, driver_rules, hours, policies, port
from tests.formats.ical.clients import Client, all_clients, fresh, without_stamps
from tests.services.builders import NOON, SIXTH_DAY, WORKDAY, timed, world
from tests.services.renamed import renamed, timed_to_c

SERVICE = "small"
_BASE_URL = "https://shuttle.example.org"
_MONDAY = date(2026, 8, 31)
_DAYS = [_MONDAY + timedelta(days=count) for count in range(35)]
_WORKDAYS = (("08:00", "09:00"), ("08:05", "09:00"), ("08:00",), ("07:55", "09:00", "23:45"))
_SATURDAYS = (("10:00",), ("08:00", "10:10"))
_RENAMED = 5
_PLACES = (*range(_RENAMED), _RENAMED, _RENAMED)
_MOST_REDIRECTS = 5
_RIDER = Subscription(
    kind="rider",
    language="zh-Hant",
    picks=(
        Pick(trips=("to-b-0800",), weekdays=("mon", "tue", "wed", "thu")),
        Pick(direction="to-a", departure=10 * 60),
    ),
    alarm_minutes=15,
)
_DRIVER = Subscription(kind="driver", language="en", duties=("workday-duty-bus-1",))
_PRIVATE = (_RIDER, _DRIVER)
FEEDS = (
    "/feeds/en/a-b.ics",
    "/feeds/zh-Hant/a-b.ics",
    "/feeds/zh-Hans/a-b/to-b.ics",
    "/feeds/en/a-b/to-a.ics",
    "/feeds/en/stops/a.ics",
    "/feeds/en/a-b.ics?trips=0800,0900,to-a-1000&alarm=15",
    "/feeds/zh-Hans/a-b.ics?after=07:30&before=10:00",
    "/feeds/zh-Hant/a-b.ics?cancelled=mark",
    "/feeds/en/a-b.ics?expand=true&weeks=8",
    "/feeds/en/a-b/to-b.ics?trips=0800&alarm=5&cancelled=mark&expand=true&weeks=6",
)
_NOTICES = st.none() | st.sampled_from(["Road closed 🚧", "口岸人龍較長", "two\\, words;"])
_NUMBERS = st.integers(0, 10_000)
_BYTES = count()
CLIENTS = len(all_clients())


def words(text: str) -> LocalText:
    """The same words in all languages."""
    return LocalText(en=text, zh_hant=text, zh_hans=text)


@cache
def place(number: int) -> Scenario:
    """The service, or the same with other holidays, names, boarding points or ids."""
    wide: dict[str, Any] = {
        "ports": (port(hours=(hours("00:00", "24:00"),)),),
        "policies": policies(span=band("06:00", "26:00")),
        "driver_rules": (driver_rules(max_duty_minutes=1200),),
    }
    plain = renamed(**wide) if number == _RENAMED else world(**wide)
    stop, mainland, routes = plain.stops["a"], plain.calendars["sz"], plain.routes.items()
    closed = Holiday(date=_DAYS[9], name=words("Holiday"))
    shut = mainland.model_copy(update={"holidays": (closed,)})
    changed: tuple[dict[str, Any], ...] = (
        {},
        {"calendars": {**plain.calendars, "sz": shut}},
        {"stops": {**plain.stops, "a": stop.model_copy(update={"name": words("科學園 A")})}},
        {"stops": {**plain.stops, "a": stop.model_copy(update={"boarding": words("Bay 3")})}},
        {
            "routes": {
                id_: route.model_copy(update={"name": words("There")}) for id_, route in routes
            }
        },
        {},
    )
    kinds = tuple(
        kind.model_copy(update={"when": f"({kind.when}) and not cn.holiday"})
        for kind in plain.day_types
    )
    return plain.model_copy(
        update={**changed[number], "day_types": kinds, "sha256": f"{number:064d}"}
    )


@cache
def plans(number: int, workday: int, saturday: int) -> tuple[Plan, ...]:
    """A plan for each day type."""
    here = place(number)
    run = timed_to_c if number == _RENAMED else timed
    return (
        run(here, *_WORKDAYS[workday], day_type=WORKDAY),
        run(here, *_SATURDAYS[saturday], day_type=SIXTH_DAY),
    )


def _no_secret(length: int) -> bytes:
    """Another one at each call would do as well; nobody guesses here."""
    return next(_BYTES).to_bytes(length, "big")


class FeedHistory(RuleBasedStateMachine):
    """One service from its first publication on, and its subscribers."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOON
        self.store = MemoryStore()
        made = assemble(Settings(), self.store, lambda: self.now, self._seconds)
        self.visitor = Visitor(create_site(made))
        self.subscribers: list[tuple[Client, str]] = []

    def _seconds(self) -> float:
        return self.now.timestamp()

    @initialize(feeds=st.lists(_NUMBERS, min_size=CLIENTS, max_size=CLIENTS))
    def begin(self, feeds: list[int]) -> None:
        """The first publication, and who subscribes to what, private feeds among it."""
        self.publish(0, 0, 0, 0, 27)
        tokens = TokenDesk(self.store, SERVICE, self.now, _no_secret)
        private = [f"/feeds/my/{tokens.give(one).token}.ics" for one in _PRIVATE]
        known = [*FEEDS, *private]
        addresses = [known[number % len(known)] for number in feeds]
        self.subscribers = list(zip(all_clients(), addresses, strict=True))

    def teardown(self) -> None:
        """No loop stays behind."""
        self.visitor.close()

    @property
    def desk(self) -> Desk:
        """The desk, some time after the publication before."""
        self.now += timedelta(minutes=7)
        return Desk(self.store, Registry(_BASE_URL), self.now)

    @property
    def timetable(self) -> Timetable:
        """The version in force."""
        found = self.store.latest(SERVICE)
        assert found is not None
        return found

    @rule(
        number=st.sampled_from(_PLACES),
        workday=st.integers(0, len(_WORKDAYS) - 1),
        saturday=st.integers(0, len(_SATURDAYS) - 1),
        first=st.integers(0, 20),
        length=st.integers(6, 14),
    )
    def publish(self, number: int, workday: int, saturday: int, first: int, length: int) -> None:
        """Plans for some weeks, over what was published for them, or beyond it."""
        dates = _DAYS[first], _DAYS[first + length]
        made = plans(number, workday, saturday)
        publications.publish(self.desk, place(number), made, *dates)

    @rule(number=_NUMBERS, notice=_NOTICES)
    def cancel(self, number: int, notice: str | None) -> None:
        """A trip does not run on a date."""
        trip, day = self._run(number)
        disruption.cancel(self.desk, SERVICE, trip, day, words(notice) if notice else None)

    @rule(number=_NUMBERS, minutes=st.sampled_from((5, 20, 90)), notice=_NOTICES)
    def delay(self, number: int, minutes: int, notice: str | None) -> None:
        """A trip is late on a date."""
        trip, day = self._run(number)
        disruption.delay(self.desk, SERVICE, trip, day, minutes, words(notice) if notice else None)

    @rule(number=_NUMBERS, notice=_NOTICES)
    def fill(self, number: int, notice: str | None) -> None:
        """A trip has no seat left on a date; one that is cancelled runs again first."""
        trip, day = self._run(number)
        self._uncancel(trip, day)
        disruption.fill(self.desk, SERVICE, trip, day, words(notice) if notice else None)

    @rule(number=_NUMBERS, bay=st.sampled_from(("Bay 7", "東門")))
    def move(self, number: int, bay: str) -> None:
        """Riders board elsewhere on a date."""
        trip, day = self._run(number)
        self._uncancel(trip, day)
        disruption.board(self.desk, SERVICE, trip, day, words(bay))

    @rule(number=_NUMBERS, departure=st.integers(360, 1500), north=st.booleans())
    def add(self, number: int, departure: int, *, north: bool) -> None:
        """An extra trip on a date."""
        days, ids = self.timetable.days, [way.id for way in self.timetable.directions]
        ways = [way for way in ids if ids.count(way) == 1]
        wish = ExtraWish(ways[north], days[number % len(days)].date, departure)
        add_extra(self.desk, SERVICE, wish)

    @precondition(lambda self: bool(self.timetable.extras))
    @rule(number=_NUMBERS)
    def take_away(self, number: int) -> None:
        """An extra trip is taken away again."""
        extra = self.timetable.extras[number % len(self.timetable.extras)]
        disruption.withdraw(self.desk, SERVICE, extra.trip.id, extra.service_date, "extra")

    @precondition(lambda self: bool(self.timetable.changes))
    @rule(number=_NUMBERS)
    def withdraw(self, number: int) -> None:
        """What was said of a trip on a date no longer holds."""
        change = self.timetable.changes[number % len(self.timetable.changes)]
        disruption.withdraw(self.desk, SERVICE, change.trip_id, change.service_date)

    @rule(number=_NUMBERS)
    def roll_back(self, number: int) -> None:
        """An earlier version again."""
        publications.rollback(self.desk, SERVICE, 1 + number % self.timetable.version)

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        """Nothing happens for some days."""
        self.now += timedelta(days=days)

    @rule(who=st.sets(st.integers(0, CLIENTS - 1), min_size=1))
    def refresh(self, who: set[int]) -> None:
        """Some subscribers fetch their feed."""
        self.now += timedelta(minutes=30)
        for number in sorted(who):
            name = self.look(number)
            assert name is None, f"{name} shows something old of {self.subscribers[number][1]}"

    def look(self, number: int) -> str | None:
        """A subscriber refreshes; its name, if it does not show what the feed says then."""
        client, feed = self.subscribers[number]
        client.fetch(lambda headers: self._get(feed, headers))
        body = self._get(feed, {}).body
        assert lint(body) == (), feed
        expected = without_stamps(fresh(body))
        return None if client.shown == expected else type(client).__name__

    def _get(self, feed: str, headers: Mapping[str, str]) -> Answer:
        """A feed, at its new address where it was renamed."""
        answer = self.visitor.get(feed, headers)
        for _ in range(_MOST_REDIRECTS):
            if answer.status != 308:
                return answer
            answer = self.visitor.get(answer.headers["location"], headers)
        return answer

    def _uncancel(self, trip: str, day: date) -> None:
        change = self.timetable.change_of(trip, day)
        if change is not None and change.cancelled:
            disruption.withdraw(self.desk, SERVICE, trip, day)

    def _run(self, number: int) -> tuple[str, date]:
        """A trip on a date."""
        found = self.timetable
        runs = [(trip.id, day.date) for day in found.days for trip in found.trips_on(day.date)]
        return runs[number % len(runs)]
