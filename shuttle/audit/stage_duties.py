"""Duties of a stage file against every rule for drivers, and their cost, from the files alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from shuttle.audit.duty_work import check_work, times_of
from shuttle.audit.hand_overs import parted_in_stage
from shuttle.domain.driver_rules import WorkingRules
from shuttle.domain.duty_stage import DutyAnswer, DutyPiece, DutyTask
from shuttle.domain.rules import Violation

Finding = tuple[str, str]
Pieces = Sequence[DutyPiece]
_CENTS = 100


def check_duties(task: DutyTask, answer: DutyAnswer) -> tuple[Violation, ...]:
    """Every rule that the duties break, in the order of the duties."""
    by_id = {piece.id: piece for piece in task.stage.pieces}
    found = [*_cover(task, answer)]
    for duty in answer.duties:
        pieces = [by_id[name] for name in duty.pieces if name in by_id]
        if not pieces:
            found.append(("duty-continuity", duty.id, "has no piece"))
            continue
        found += [(rule, duty.id, words) for rule, words in _of_one_duty(task, pieces)]
    if not found:
        found += _objective(task, answer)
    return tuple(
        Violation(rule=rule, subject=subject, words=f"{subject} {words}.")
        for rule, subject, words in found
    )


def cost_in_cents(task: DutyTask, pieces: Pieces) -> int:
    """What a duty of those pieces costs."""
    costs, pairs = task.stage.costs, list(pairwise(pieces))
    total = costs.duty + costs.duty_minute * _minutes(task, pieces)
    total += costs.gap_minute * sum(later.start - earlier.end for earlier, later in pairs)
    total += costs.passive_minute * sum(_ride(task, *pair) or 0 for pair in pairs)
    total += costs.vehicle_change * sum(a.vehicle != b.vehicle for a, b in pairs)
    if task.counts_work:
        times = times_of(task, pieces)
        total += costs.work_minute * max(times.work_minutes, costs.least_paid_minutes)
        total += costs.split * len(times.splits)
    return round(total * _CENTS)


def _cover(task: DutyTask, answer: DutyAnswer) -> Iterator[tuple[str, str, str]]:
    times = Counter(name for duty in answer.duties for name in duty.pieces)
    for piece in task.stage.pieces:
        if times[piece.id] != 1:
            yield "duty-cover", piece.id, f"is in {times[piece.id]} duties; it must be in one"
    for name in sorted(times.keys() - {piece.id for piece in task.stage.pieces}):
        yield "duty-cover", name, "is in a duty, but not among the pieces"


def _objective(task: DutyTask, answer: DutyAnswer) -> Iterator[tuple[str, str, str]]:
    by_id = {piece.id: piece for piece in task.stage.pieces}
    duties = ([by_id[name] for name in duty.pieces] for duty in answer.duties)
    cents = sum(cost_in_cents(task, pieces) for pieces in duties)
    if cents != round(answer.objective * _CENTS):
        words = f"is said to be {answer.objective}; the duties cost {cents / _CENTS}"
        yield "objective-value", "objective", words


def _of_one_duty(task: DutyTask, pieces: Pieces) -> Iterator[Finding]:
    yield from _continuity(task, pieces)
    yield from _length(task, pieces)
    yield from _driving(task, pieces)
    yield from _rest(task, pieces)
    yield from check_work(task, pieces)
    names = [piece.id for piece in pieces]
    yield from (("duty-hand-over", words) for words in parted_in_stage(task.stage, names))


def _continuity(task: DutyTask, pieces: Pieces) -> Iterator[Finding]:
    for earlier, later in pairwise(pieces):
        gap, ride = later.start - earlier.end, _ride(task, earlier, later)
        if ride is None:
            words = f"cannot get from {earlier.destination} to {later.origin} for {later.id}"
            yield "duty-continuity", words
        elif gap < ride:
            yield "duty-continuity", f"needs {ride} minutes to {later.id}, and has {gap}"
        elif gap < task.rules.min_gap_minutes:
            least = task.rules.min_gap_minutes
            yield "duty-gap", f"has {gap} minutes before {later.id}; at least {least} are needed"
        elif _changes_there(earlier, later) and gap < task.change(later.origin):
            least = task.change(later.origin)
            yield "duty-gap", f"changes to {later.vehicle} in {gap} minutes; it takes {least}"
    home, end = task.stage.home(pieces[0].origin), task.stage.home(pieces[-1].destination)
    if task.rules.returns_home and home != end:
        yield "duty-continuity", f"begins at {home} and ends at {end}; drivers must return home"


def _length(task: DutyTask, pieces: Pieces) -> Iterator[Finding]:
    minutes, rules = _minutes(task, pieces), task.rules
    if minutes > rules.max_duty_minutes:
        yield "duty-length", f"lasts {minutes} minutes; at most {rules.max_duty_minutes} may pass"
    if minutes < rules.min_duty_minutes:
        least = rules.min_duty_minutes
        yield "duty-min-length", f"lasts {minutes} minutes; at least {least} are wanted"


def _driving(task: DutyTask, pieces: Pieces) -> Iterator[Finding]:
    rules, driving = task.rules, sum(piece.driving for piece in pieces)
    if driving > rules.max_driving_minutes:
        words = f"has {driving} minutes of driving; at most {rules.max_driving_minutes} are allowed"
        yield "duty-driving", words
    stretch, short = [pieces[0]], [0] * len(task.stage_rules.shorter_breaks)
    for earlier, later in pairwise(pieces):
        if _ends_stretch(task, _break(task, earlier, later), short):
            yield from _continuous(rules, stretch)
            stretch, short = [], [0] * len(short)
        stretch.append(later)
    yield from _continuous(rules, stretch)


def _ends_stretch(task: DutyTask, minutes: int, short: list[int]) -> bool:
    """Whether a break ends continuous driving; counts the shorter breaks so far."""
    patterns = task.stage_rules.shorter_breaks
    for number, pattern in enumerate(patterns):
        short[number] += minutes >= pattern.minutes
    enough = any(had >= want.count for had, want in zip(short, patterns, strict=True))
    return enough or minutes >= task.rules.break_minutes


def _continuous(rules: WorkingRules, stretch: Pieces) -> Iterator[Finding]:
    driving, most = sum(piece.driving for piece in stretch), rules.max_continuous_driving_minutes
    at_night, night = rules.max_continuous_night_driving_minutes, rules.night
    if at_night is not None and night is not None:
        touches = stretch[0].start < night.end and night.start < stretch[-1].end
        most = at_night if touches else most
    if driving > most:
        words = f"drives {driving} minutes without a break from {stretch[0].id}; at most {most}"
        yield "duty-continuous-driving", f"{words} are allowed"


def _rest(task: DutyTask, pieces: Pieces) -> Iterator[Finding]:
    limit = task.rules.rest_after_driving
    if limit is None:
        return
    driving = rest = 0
    for index, piece in enumerate(pieces):
        pause = _pause(task, pieces[index - 1], piece) if index else 0
        rest += pause if pause >= task.rules.break_minutes else 0
        if rest >= limit.rest_minutes:
            driving = rest = 0
        driving += piece.driving
        if driving > limit.driving_minutes:
            words = f"drives {driving} minutes with {rest} minutes of rest; beyond"
            least = limit.rest_minutes
            yield "duty-rest", f"{words} {limit.driving_minutes} it needs {least}"
            return


def _minutes(task: DutyTask, pieces: Pieces) -> int:
    """From sign-on to sign-off."""
    around = task.sign_on(pieces[0].origin) + task.sign_off(pieces[-1].destination)
    return pieces[-1].end - pieces[0].start + around


def _ride(task: DutyTask, earlier: DutyPiece, later: DutyPiece) -> int | None:
    return task.stage.ride_minutes(earlier.destination, later.origin)


def _changes_there(earlier: DutyPiece, later: DutyPiece) -> bool:
    """Whether a driver steps from one vehicle to another where she is."""
    return earlier.destination == later.origin and earlier.vehicle != later.vehicle


def _break(task: DutyTask, earlier: DutyPiece, later: DutyPiece) -> int:
    """Minutes between two pieces that count towards breaks of driving."""
    if task.stage_rules.riding_is_break:
        return later.start - earlier.end
    return _pause(task, earlier, later)


def _pause(task: DutyTask, earlier: DutyPiece, later: DutyPiece) -> int:
    """Minutes between two pieces that are not spent riding."""
    return later.start - earlier.end - (_ride(task, earlier, later) or 0)
