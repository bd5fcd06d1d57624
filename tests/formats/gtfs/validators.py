"""Two validators that know nothing of each other, asked the same question."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import gtfs_guru
from gtfs_validator.notices import NoticeContainer
from gtfs_validator.pipeline import run_validation
from gtfs_validator.report import build_report, build_system_errors

Findings = set[tuple[str, str]]
Validator = Callable[[bytes, date], Findings]

EXPLAINED: Mapping[str, str] = {
    "missing_feed_contact_email_and_url": "the service has no contact, and none is made up",
    "trip_coverage_not_active_for_next7_days": "published before its first day",
    "feed_expiration_date30_days": "a timetable ends, and nobody has published the next one",
    "feed_expiration_date7_days": "likewise",
    "expired_calendar": "the feed tells the whole month, days that are over included",
}
"""Every warning that may remain, and why."""


def with_gtfs_validator(body: bytes, on: date) -> Findings:
    """Severity and code of what the Python copy of the canonical validator says."""
    notices, failures = NoticeContainer(), NoticeContainer()
    with _file(body) as path:
        _, opened = run_validation(path, notices, failures, "HK", on)
    assert opened
    assert not build_system_errors(failures)["notices"]
    told = build_report(notices)["notices"]
    return {(notice["severity"], notice["code"]) for notice in told}


def with_gtfs_guru(body: bytes, on: date) -> Findings:
    """Severity and code of what the Rust validator says."""
    with _file(body) as path:
        result = gtfs_guru.validate(str(path), country_code="HK", date=on.isoformat())
    return {(notice.severity, notice.code) for notice in result.notices}


VALIDATORS: tuple[Validator, ...] = (with_gtfs_validator, with_gtfs_guru)


def errors(found: Findings) -> set[str]:
    return {code for severity, code in found if severity == "ERROR"}


def unexplained(found: Findings) -> set[str]:
    return {code for severity, code in found if severity == "WARNING"} - set(EXPLAINED)


@contextmanager
def _file(body: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gtfs.zip"
        path.write_bytes(body)
        yield path
