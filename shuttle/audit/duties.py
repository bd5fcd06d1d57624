"""The rules for drivers: where they are, how long they work and drive, when they pause."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from shuttle.audit.case import Case, Finding
from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.network import Side
from shuttle.domain.plan import BlockPiece, Duty
from shuttle.domain.time import LAST_MINUTE, TimeBand, format_minute

Stretch = list[BlockPiece]
"""Pieces of a duty between two pauses that count as breaks."""


def _pieces(case: Case, duty: Duty) -> list[BlockPiece]:
    """The pieces of a duty that exist, in the duty's order."""
    return [case.pieces[name][1] for name in duty.pieces if name in case.pieces]


def driving_minutes(rules: DriverRules, piece: BlockPiece) -> int:
    """Minutes of a piece that count as driving under a profile."""
    kinds = {"drive", "clearance"} if rules.clearance_is_driving else {"drive"}
    return sum(leg.arrival - leg.departure for leg in piece.legs if leg.kind in kinds)


def check_duty_cover(case: Case) -> Iterator[Finding]:
    """Rule `duty-cover`."""
    times = Counter(name for duty in case.plan.duties for name in duty.pieces)
    for name in case.pieces:
        if times[name] != 1:
            yield name, f"Piece {name} is in {times[name]} duties; it must be in exactly one."
    for name in sorted(times.keys() - case.pieces.keys()):
        yield name, f"A duty has the piece {name}, which no block has."
    ids = Counter(duty.id for duty in case.plan.duties)
    for name in sorted(name for name, number in ids.items() if number > 1):
        yield name, f"Duty {name} occurs {ids[name]} times; it may occur once."


def check_duty_continuity(case: Case) -> Iterator[Finding]:
    """Rule `duty-continuity`."""
    for duty in case.plan.duties:
        pieces = _pieces(case, duty)
        for earlier, later in pairwise(pieces):
            words = _break_in_place_or_time(earlier, later)
            if words:
                yield duty.id, f"Duty {duty.id} {words}."
        for words in _wrong_ends(case, duty, pieces):
            yield duty.id, f"Duty {duty.id} {words}."


def _break_in_place_or_time(earlier: BlockPiece, later: BlockPiece) -> str:
    if later.departure < earlier.arrival:
        clock = format_minute(later.departure)
        arrives = format_minute(earlier.arrival)
        return f"starts {later.id} at {clock}, before {earlier.id} arrives at {arrives}"
    if later.origin != earlier.destination:
        return (
            f"is at {earlier.destination} after {earlier.id}, but {later.id} leaves {later.origin}"
        )
    return ""


def _wrong_ends(case: Case, duty: Duty, pieces: list[BlockPiece]) -> Iterator[str]:
    """What is wrong with the sides on which a duty begins and ends."""
    if not pieces:
        yield "has no piece"
        return
    begins = _side(case, pieces[0].origin)
    ends = _side(case, pieces[-1].destination)
    if begins != duty.home:
        yield f"begins on side {begins}, but its home is {duty.home}"
    if case.scenario.rules().returns_home and ends != begins:
        yield f"begins on side {begins} and ends on side {ends}; drivers must return home"


def _side(case: Case, place: str) -> Side | None:
    return case.scenario.side_of(place) if place in case.scenario.places() else None


def check_duty_length(case: Case) -> Iterator[Finding]:
    """Rule `duty-length`; stated sign-on and sign-off are those of the pieces."""
    rules = case.scenario.rules()
    for duty in case.plan.duties:
        pieces = _pieces(case, duty)
        if not pieces:
            continue
        sign_on = min(piece.departure for piece in pieces) - rules.sign_on_minutes
        sign_off = max(piece.arrival for piece in pieces) + rules.sign_off_minutes
        if sign_off - sign_on > rules.max_duty_minutes:
            words = f"lasts {sign_off - sign_on} minutes; at most {rules.max_duty_minutes}"
            yield duty.id, f"Duty {duty.id} {words} are allowed."
        # Times outside the two days of a service day cannot be written down.
        wanted = max(sign_on, 0), min(sign_off, LAST_MINUTE)
        if (duty.sign_on, duty.sign_off) != wanted:
            said = f"from {format_minute(duty.sign_on)} to {format_minute(duty.sign_off)}"
            own = f"from {format_minute(wanted[0])} to {format_minute(wanted[1])}"
            yield duty.id, f"Duty {duty.id} is said to last {said}; its pieces make it {own}."


def check_duty_min_length(case: Case) -> Iterator[Finding]:
    """Rule `duty-min-length`."""
    rules = case.scenario.rules()
    for duty in case.plan.duties:
        pieces = _pieces(case, duty)
        if not pieces:
            continue
        work = max(piece.arrival for piece in pieces) - min(piece.departure for piece in pieces)
        minutes = work + rules.sign_on_minutes + rules.sign_off_minutes
        if minutes < rules.min_duty_minutes:
            words = f"lasts {minutes} minutes; at least {rules.min_duty_minutes} are wanted"
            yield duty.id, f"Duty {duty.id} {words}."


def check_duty_gap(case: Case) -> Iterator[Finding]:
    """Rule `duty-gap`; pieces that overlap are for `duty-continuity`."""
    least = case.scenario.rules().min_gap_minutes
    for duty in case.plan.duties:
        for earlier, later in pairwise(_pieces(case, duty)):
            gap = later.departure - earlier.arrival
            if 0 <= gap < least:
                words = f"has {gap} minutes from {earlier.id} to {later.id}; at least {least}"
                yield duty.id, f"Duty {duty.id} {words} are needed."


def check_duty_driving(case: Case) -> Iterator[Finding]:
    """Rule `duty-driving`; the stated driving minutes are those of the pieces."""
    rules = case.scenario.rules()
    for duty in case.plan.duties:
        driving = sum(driving_minutes(rules, piece) for piece in _pieces(case, duty))
        if driving > rules.max_driving_minutes:
            words = f"has {driving} minutes of driving; at most {rules.max_driving_minutes}"
            yield duty.id, f"Duty {duty.id} {words} are allowed."
        if driving != duty.driving_minutes:
            words = f"states {duty.driving_minutes} minutes of driving; its pieces have {driving}"
            yield duty.id, f"Duty {duty.id} {words}."


def check_duty_continuous_driving(case: Case) -> Iterator[Finding]:
    """Rule `duty-continuous-driving`."""
    rules = case.scenario.rules()
    for duty in case.plan.duties:
        for stretch in _stretches(_pieces(case, duty), rules.break_minutes):
            driving = sum(driving_minutes(rules, piece) for piece in stretch)
            most, when = _most_continuous(rules, stretch)
            if driving > most:
                words = (
                    f"has {driving} minutes of driving from {format_minute(stretch[0].departure)} "
                    f"to {format_minute(stretch[-1].arrival)} without a pause of "
                    f"{rules.break_minutes} minutes; at most {most} are allowed{when}"
                )
                yield duty.id, f"Duty {duty.id} {words}."


def _stretches(pieces: list[BlockPiece], break_minutes: int) -> Iterator[Stretch]:
    """The pieces of a duty, parted at pauses of at least that many minutes."""
    stretch: Stretch = []
    for piece in pieces:
        if stretch and piece.departure - stretch[-1].arrival >= break_minutes:
            yield stretch
            stretch = []
        stretch.append(piece)
    if stretch:
        yield stretch


def _most_continuous(rules: DriverRules, stretch: Stretch) -> tuple[int, str]:
    """The limit for one stretch, and a word on why it is that one."""
    at_night = rules.max_continuous_night_driving_minutes
    if at_night is not None and rules.night and _touches(rules.night, stretch):
        return at_night, " at night"
    return rules.max_continuous_driving_minutes, ""


def _touches(night: TimeBand, stretch: Stretch) -> bool:
    """Whether some minute from first departure to before last arrival lies in the band."""
    return stretch[0].departure < night.end and night.start < stretch[-1].arrival


def check_duty_rest(case: Case) -> Iterator[Finding]:
    """Rule `duty-rest`."""
    rules = case.scenario.rules()
    limit = rules.rest_after_driving
    if limit is None:
        return
    for duty in case.plan.duties:
        pieces = _pieces(case, duty)
        driving = rest = 0
        for index, piece in enumerate(pieces):
            pause = piece.departure - pieces[index - 1].arrival if index else 0
            rest += pause if pause >= rules.break_minutes else 0
            if rest >= limit.rest_minutes:
                driving = rest = 0
            driving += driving_minutes(rules, piece)
            if driving > limit.driving_minutes:
                words = (
                    f"reaches {driving} minutes of driving with {piece.id} after {rest} minutes of "
                    f"rest; beyond {limit.driving_minutes} minutes it needs {limit.rest_minutes}"
                )
                yield duty.id, f"Duty {duty.id} {words}."
                break


def check_driver_count(case: Case) -> Iterator[Finding]:
    """Rule `driver-count`."""
    drivers = case.scenario.drivers
    firsts = [pieces[0].origin for duty in case.plan.duties if (pieces := _pieces(case, duty))]
    begins = Counter(_side(case, stop) for stop in firsts)
    limits: tuple[tuple[Side, int | None], ...] = (
        ("hk", drivers.count_hk),
        ("sz", drivers.count_sz),
    )
    for side, most in limits:
        if most is not None and begins[side] > most:
            yield side, f"{begins[side]} duties begin on side {side}; there are {most} drivers."
