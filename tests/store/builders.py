"""Small timetables and publications for the store, which does not care what they mean."""

import gzip
from datetime import UTC, date, datetime, timedelta

from shuttle.domain.base import Effective, LocalText
from shuttle.domain.feed import Revision
from shuttle.domain.plan import DemandCount, Kpis, Objective, Plan, ScenarioRef
from shuttle.domain.timetable import Timetable
from shuttle.store.records import Artefact, NewFile, NewTrip, Publication, RetiredFeed
from shuttle.store.tokens import FeedToken
from tests.plans import proof

START = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 2), date(2026, 6, 30)
CALENDAR = "feeds/en/hksp-sz.ics"


def text(words: str) -> LocalText:
    return LocalText(en=words, zh_hant=words, zh_hans=words)


def timetable(version: int = 1, service: str = "hksp-sz") -> Timetable:
    return Timetable(
        service=service,
        version=version,
        published_at=START + timedelta(days=version),
        title=text(f"Shuttle {version}"),
        contact=None,
        stops={},
        ports={},
        routes={},
        directions=(),
        day_type_names={"weekday": text("Weekday"), "saturday": text("Saturday")},
        days=(),
        periods=(),
    )


def plan() -> Plan:
    counts = {"trips": 0, "buses": 0, "duties": 0, "deadheads": 0, "riders": 0}
    return Plan(
        scenario=ScenarioRef(name="tiny", sha256="0" * 64),
        service="hksp-sz",
        day_type="weekday",
        method="timetable",
        reference_date=FIRST,
        effective=Effective(),
        trips=(),
        blocks=(),
        duties=(),
        demand=DemandCount(served=0, left_behind=0, by_bin=()),
        kpis=Kpis(
            **counts,
            buses_by_type={},
            mean_wait_minutes=None,
            mean_early_minutes=None,
            mean_load_factor=None,
            usable_stay=(),
        ),
        objective=Objective(currency="HKD", total=0, terms={}),
        proof=proof(),
        duty_proof=proof(),
    )


def file(path: str = CALENDAR, body: bytes = b"BEGIN:VCALENDAR") -> NewFile:
    return NewFile(
        path=path,
        body=Artefact.of("text/calendar", body),
        gzip_body=Artefact.of("application/gzip", gzip.compress(body, mtime=0)),
        last_modified=START,
    )


def revision(uid: str = "a@example.org", sequence: int = 0) -> Revision:
    return Revision(
        uid=uid,
        content_sha256=str(sequence),
        sequence=sequence,
        created=START,
        last_modified=START + timedelta(days=sequence),
    )


OLD_FEED = "feeds/en/old.ics"


def retired(path: str = OLD_FEED, successor: str | None = CALENDAR, seq: int = 1) -> RetiredFeed:
    return RetiredFeed(path, successor, seq, None if successor else LAST)


def token(name: str = "a", service: str = "hksp-sz") -> FeedToken:
    """A token whose digest is made of one letter."""
    return FeedToken(
        service=service,
        digest=name * 64,
        prefix=f"shf_{name}",
        subscription='{"days": ["mon"]}',
        label=f"for {name}",
        created_at=START + timedelta(days=10),
    )


def publication(version: int = 1, service: str = "hksp-sz") -> Publication:
    return Publication(
        timetable=timetable(version, service),
        kind="publish",
        first=FIRST,
        last=LAST,
        action="publish",
        detail=f"version {version}",
        note="spring",
        plans=(plan(),),
        trips=(NewTrip(f"to-hksp-083{version}", "to-hksp"),),
        revisions=(revision(sequence=version - 1),),
        files=(file(body=f"BEGIN:VCALENDAR {version}".encode()), file("gtfs.zip", b"PK")),
    )
