"""A comparison as tables and sentences on a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from shuttle.cli.terminal import say, say_table
from shuttle.domain.base import Language, LocalText
from shuttle.domain.difference import RiderBalance, RiderChanges, TripDifference, WorkChange
from shuttle.domain.plan import Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock
from shuttle.domain.sentences import say as words
from shuttle.domain.time import MINUTES_PER_HOUR, format_minute
from shuttle.services.deciding.commuter_words import stop_name, towards
from shuttle.services.deciding.comparison import Comparison, Figure, HourPair, Unit

_ARROW = " \N{RIGHTWARDS ARROW} "
_SIGNS = {"kept": "=", "moved": "~", "changed": "~", "dropped": "-", "added": "+"}
_FORMATS: dict[Unit, str] = {"number": ",.0f", "minutes": ",.1f", "share": ".1%", "money": ",.2f"}
_BALANCE = {
    "count": "riders",
    "is-affected": "affected",
    "is-better": "better",
    "is-worse": "worse",
    "is-same": "same",
    "saved": "minutes_saved",
    "lost": "minutes_lost",
    "new-seats": "newly_served",
    "no-seats": "newly_left_behind",
}
_COUNTS = {
    "hour-seats": "seats",
    "hour-on-board": "on_board",
    "hour-wishes": "wishes",
    "hour-left": "left_behind",
}

_Say = Callable[[str], str]


def say_comparison(
    found: Comparison, scenario: Scenario, plans: Sequence[str], language: Language
) -> None:
    """Say what a comparison found.

    Args:
        found: the comparison.
        scenario: whose names are used.
        plans: what the two plans are, before and after.
        language: of everything that is said.
    """

    def told(key: str) -> str:
        return words(f"compare.{key}").in_language(language)

    for key, plan in zip(("before", "after"), plans, strict=True):
        say(f"{told(key)}  {plan}")
    for sentence in found.unlike:
        say(words("compare.not-like", words=sentence).in_language(language))
    _paragraph(found.planners, language)
    _figures(told("figure"), found.figures, language, told)
    currency = " / ".join(dict.fromkeys(found.difference.currencies))
    money = words("compare.money-in", currency=currency).in_language(language)
    _figures(money, found.terms, language, told)
    if found.difference.riders.all.riders:
        _riders(found.difference.riders, scenario, language, told)
    _hours(found.hours, scenario, language, told)
    _trips(found.difference.changed_trips, scenario, language, told)
    _work("work-bus", found.difference.blocks, told)
    _work("work-driver", found.difference.duties, told)
    if found.commuters:
        say("")
        say(told("for-commuters"))
    for sentence in found.commuters:
        say(f"  {sentence.in_language(language)}")


def _paragraph(sentences: Iterable[LocalText], language: Language) -> None:
    say("")
    for sentence in sentences:
        say(sentence.in_language(language))


def _figures(name: str, figures: Sequence[Figure], language: Language, told: _Say) -> None:
    say("")
    rows = (
        (
            figure.name.in_language(language),
            _shown(figure.unit, figure.before),
            _shown(figure.unit, figure.after),
            _change(figure),
        )
        for figure in figures
    )
    say_table((name, told("before"), told("after"), told("change")), rows, numbers_from=1)


def _shown(unit: Unit, value: float | None) -> str:
    return "" if value is None else format(value, _FORMATS[unit])


def _change(figure: Figure) -> str:
    if figure.more is None:
        return ""
    return format(figure.more, "+" + _FORMATS[figure.unit]) if figure.more else "="


def _riders(riders: RiderChanges, scenario: Scenario, language: Language, told: _Say) -> None:
    say("")
    rows = (
        (name, *(str(getattr(balance, field)) for field in _BALANCE.values()))
        for name, balance in _groups(riders, scenario, language, told)
    )
    say_table((told("who"), *map(told, _BALANCE)), rows, numbers_from=1)


def _groups(
    riders: RiderChanges, scenario: Scenario, language: Language, told: _Say
) -> Iterator[tuple[str, RiderBalance]]:
    yield told("everybody"), riders.all
    for way in riders.by_direction:
        ends = (stop_name(scenario, stop) for stop in (way.origin, way.destination))
        yield _ARROW.join(end.in_language(language) for end in ends), way
    for side, balance in riders.by_home.items():
        yield told(f"side-{side}"), balance
    for wish, balance in riders.by_wish.items():
        yield told(f"wish-{wish}"), balance
    for hour, balance in riders.by_hour.items():
        at = clock(hour * MINUTES_PER_HOUR)
        yield words("compare.wish-hour", hour=at).in_language(language), balance


def _hours(hours: Sequence[HourPair], scenario: Scenario, language: Language, told: _Say) -> None:
    for ends in dict.fromkeys((pair.origin, pair.destination) for pair in hours):
        say("")
        say(_ARROW.join(stop_name(scenario, stop).in_language(language) for stop in ends))
        mine = (pair for pair in hours if (pair.origin, pair.destination) == ends)
        say_table((told("hour"), *map(told, _COUNTS)), map(_hour, mine), numbers_from=1)


def _hour(pair: HourPair) -> tuple[str, ...]:
    """An hour; where a count changes, before and after."""
    counts = ((getattr(pair.before, name), getattr(pair.after, name)) for name in _COUNTS.values())
    shown = (str(old) if old == new else f"{old}{_ARROW}{new}" for old, new in counts)
    return format_minute(pair.hour * MINUTES_PER_HOUR), *shown


def _trips(
    changes: Sequence[TripDifference], scenario: Scenario, language: Language, told: _Say
) -> None:
    if not changes:
        return
    say("")
    rows = (
        (
            _SIGNS[change.fate],
            _both(change, lambda trip: format_minute(trip.departure)),
            _towards(change, scenario, language),
            _both(change, lambda trip: _port(scenario, trip, language)),
            _both(change, lambda trip: _type(scenario, trip, language)),
            _both(change, lambda trip: str(trip.load)),
        )
        for change in changes
    )
    headers = ("", told("trip"), "", told("port"), told("bus"), told("hour-on-board"))
    say_table(headers, rows)


def _work(name: str, days: Sequence[WorkChange], told: _Say) -> None:
    """Buses' or drivers' days that are not as they were, by their ids."""
    rows = [
        (_SIGNS[day.fate], day.before or "", day.after or "") for day in days if day.fate != "kept"
    ]
    if rows:
        say("")
        say_table(("", f"{told(name)}, {told('before')}", told("after")), rows)


def _both(change: TripDifference, shown: Callable[[Trip], str]) -> str:
    """What is told of a trip before and after; once where it is the same."""
    found = [shown(trip) for trip in (change.before, change.after) if trip]
    return _ARROW.join(dict.fromkeys(found))


def _towards(change: TripDifference, scenario: Scenario, language: Language) -> str:
    trip = change.after or change.before
    return towards(scenario, trip).in_language(language) if trip else ""


def _port(scenario: Scenario, trip: Trip, language: Language) -> str:
    found = scenario.ports.get(trip.port) if trip.port else None
    return found.name.in_language(language) if found else trip.port or ""


def _type(scenario: Scenario, trip: Trip, language: Language) -> str:
    found = scenario.vehicle_types.get(trip.vehicle_type)
    return found.name.in_language(language) if found else trip.vehicle_type
