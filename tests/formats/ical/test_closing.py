from shuttle.formats.ical.closing import without_events
from shuttle.formats.ical.lint import lint
from shuttle.formats.ical.render import files, fingerprints
from tests.formats.builders import BASE_URL
from tests.formats.ical.clients import fresh
from tests.formats.ical.test_clients import raise_both, step
from tests.formats.sample import sample


def test_a_feed_without_its_events_is_still_a_calendar_with_its_zone() -> None:
    timetable = sample()
    ledger = step({}, fingerprints(timetable, BASE_URL), timetable.published_at, raise_both)
    found = files(timetable, ledger, BASE_URL)
    assert any(fresh(file.body) for file in found)
    for file in found:
        closed = without_events(file.body)
        assert fresh(closed) == {}
        assert closed.count(b"BEGIN:VTIMEZONE") == 1
        assert closed.endswith(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n")
        assert lint(closed) == ()


def test_a_feed_without_events_stays_as_it_is() -> None:
    bare = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert without_events(bare) == bare


def test_a_title_that_looks_like_an_event_is_no_event() -> None:
    odd = b"BEGIN:VCALENDAR\r\nNAME:x\r\n BEGIN:VEVENT\r\nEND:VCALENDAR\r\n"
    assert without_events(odd) == odd
