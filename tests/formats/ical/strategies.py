"""Random published timetables with everything that has ever broken a calendar."""

from datetime import date, timedelta

from hypothesis import strategies as st

from shuttle.domain.base import LocalText
from shuttle.domain.time import LAST_MINUTE, format_minute
from shuttle.domain.timetable import ExtraTrip, PublishedTrip, Timetable, TripChange
from tests.formats.builders import SATURDAY, WEEKDAY, day, period, timetable, trip

# A series that had ended two weeks before the publication would be left out.
_FIRST_DAYS = st.dates(date(2026, 2, 11), date(2026, 12, 31))
_LONGEST_DAYS = 70
_NAMES = st.text("科學園深圳🚌🇭🇰é Aa0,;:\\\"'%{}<>=&#", min_size=1, max_size=40)


@st.composite
def local_texts(draw: st.DrawFn) -> LocalText:
    """Names with Chinese, emoji and calendar punctuation, long enough to be folded.

    Names begin and end with a letter, for some readers trim spaces.
    """
    parts = [f"甲{draw(_NAMES)}乙" for _ in range(3)]
    return LocalText(en=parts[0], zh_hant=parts[1], zh_hans=parts[2])


@st.composite
def trips(draw: st.DrawFn, trip_id: str | None = None) -> PublishedTrip:
    """A trip at any minute of the service day, after midnight included."""
    minutes = draw(st.integers(9, 170))
    departure = draw(st.integers(0, LAST_MINUTE - minutes))
    north = draw(st.booleans())
    return trip(format_minute(departure), trip_id=trip_id, minutes=minutes, north=north)


@st.composite
def changes(draw: st.DrawFn, trip_ids: list[str], dates: list[date]) -> tuple[TripChange, ...]:
    """All that can be said of some trips on some dates, dates without service included."""
    pairs = st.tuples(st.sampled_from(trip_ids), st.sampled_from(dates))
    said = draw(st.lists(pairs, max_size=6, unique=True))
    return tuple(draw(_changed(trip_id, on)) for trip_id, on in said)


@st.composite
def _changed(draw: st.DrawFn, trip_id: str, on: date) -> TripChange:
    """Cancelled; or late, full or boarded elsewhere, or several of these."""
    notice = draw(st.none() | local_texts())
    what = draw(st.sets(st.sampled_from(("delay", "full", "boarding"))))
    return TripChange(
        trip_id=trip_id,
        service_date=on,
        cancelled=not what,
        delay_minutes=draw(st.integers(0, 180)) if "delay" in what else None,
        full="full" in what,
        boarding=draw(local_texts()) if "boarding" in what else None,
        notice=notice,
    )


@st.composite
def extras(draw: st.DrawFn, dates: list[date]) -> tuple[ExtraTrip, ...]:
    """Trips of single dates, on days without service too."""
    found = draw(st.lists(st.sampled_from(dates), max_size=3, unique=True))
    return tuple(
        ExtraTrip(
            service_date=on,
            trip=draw(trips(trip_id=f"extra-{number}-{on:%Y%m%d}")),
            notice=draw(st.none() | local_texts()),
        )
        for number, on in enumerate(found)
    )


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    """Weekdays with closures and make-up days, new times from some day on, and single trips."""
    first = draw(_FIRST_DAYS)
    dates = [first + timedelta(days=n) for n in range(draw(st.integers(1, _LONGEST_DAYS)))]
    odd_days = draw(st.sets(st.sampled_from(dates), max_size=8))
    answers = tuple(
        # On an odd day, it is the other way round: closed on a weekday, running on a weekend.
        day(on, day_type=WEEKDAY if (on.weekday() < SATURDAY) != (on in odd_days) else None)
        for on in dates
    )
    old = draw(st.lists(trips(), min_size=1, max_size=3, unique_by=lambda item: item.id))
    new = [draw(st.just(item) | trips(trip_id=item.id)) for item in old]
    switch = draw(st.sampled_from(dates))
    periods = (
        period(old, first, switch - timedelta(days=1)),
        period(new, switch, dates[-1]),
    )
    added = draw(extras(dates))
    ids = [item.id for item in old] + [extra.trip.id for extra in added]
    made = timetable(
        answers,
        periods,
        changes=draw(changes(ids, dates)),
        park=draw(local_texts()),
        branch=draw(local_texts()),
        boarding=draw(st.none() | local_texts()),
    )
    return made.model_copy(update={"extras": added})
