"""The application behind commands that publish or read what is published."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from shuttle.bootstrap import Application, build
from shuttle.cli.terminal import note
from shuttle.domain.timetable import Timetable
from shuttle.errors import InputError, NotFoundError, Problem
from shuttle.formats.gtfs.render import missing, why_not
from shuttle.settings import Settings

_ZONE = ZoneInfo("Asia/Hong_Kong")  # both cities have UTC+8


def read_settings(**chosen: Any) -> Settings:
    """Settings from the environment, save for what the command line chose (None for nothing).

    Raises:
        InputError: a variable has a value that cannot be used.
    """
    try:
        return Settings(**{key: value for key, value in chosen.items() if value is not None})
    except ValidationError as error:
        raise InputError([_problem(detail) for detail in error.errors()]) from None


def _problem(detail: Any) -> Problem:
    key = ".".join(str(part) for part in detail["loc"])
    message = f"{str(detail['input'])[:100]!r} is not accepted: {detail['msg']}"
    return Problem("environment", f"SHUTTLE_{key.upper()}", message)


@contextmanager
def opened(settings: Settings, *, new: bool = False) -> Iterator[Application]:
    """The application on its store, closed at the end.

    Args:
        settings: which store.
        new: whether a store that is not there is set up.

    Raises:
        InputError: the store is not there.
        StoreError: it cannot be opened.
    """
    if not new:
        _require_store(settings.database)
    application = build(settings)
    try:
        yield application
    finally:
        application.store.close()


def _require_store(database: Path) -> None:
    if not database.exists():
        message = "nothing is published there; publish first, or name the store by --database FILE"
        raise InputError([Problem(str(database), "", message)])


def service_in(application: Application, asked: str | None) -> str:
    """The service asked for, or the only one.

    Raises:
        NotFoundError: it is not published.
        InputError: none is published, or several are.
    """
    wanted = asked or application.settings.service
    services = application.store.services()
    if wanted is not None:
        if wanted not in services:
            raise NotFoundError(kind="service", name=wanted, known=services)
        return wanted
    if len(services) != 1:
        known = f"several services are: {', '.join(services)}; choose one by --service ID"
        message = known if services else "nothing is published; publish first"
        raise InputError([Problem(str(application.settings.database), "", message)])
    return services[0]


def local(instant: datetime) -> datetime:
    """An instant on the clocks of both cities."""
    return instant.astimezone(_ZONE)


def mention_address(application: Application, timetable: Timetable, *, quiet: bool = False) -> None:
    """Say where feeds do not name the address that riders use, as it is said now."""
    said, wanted = timetable.public_url, application.settings.base_url
    if said is None:
        mend = "set SHUTTLE_BASE_URL to the address that riders use, and publish again"
        note(f"feeds name an address that only this machine reaches; {mend}", quiet=quiet)
    elif wanted not in {None, said}:
        note(f"feeds name {said} until something is published; pages name {wanted}", quiet=quiet)


def mention_no_gtfs(timetable: Timetable) -> None:
    """Say why trip planners get nothing, where that is so."""
    if missing(timetable):
        note(why_not(timetable))


def announce(timetable: Timetable) -> str:
    """What has just been published, in a line."""
    at = f"{local(timetable.published_at):%Y-%m-%d %H:%M:%S}"
    days = [day for day in timetable.days if day.day_type]
    span = f"{timetable.days[0].date} to {timetable.days[-1].date}" if timetable.days else "no date"
    return (
        f"{timetable.service}: version {timetable.version} published at {at}, "
        f"for {span}, {len(days)} service days"
    )


def document(timetable: Timetable) -> dict[str, Any]:
    """The same for a program."""
    days = timetable.days
    return {
        "service": timetable.service,
        "version": timetable.version,
        "published_at": local(timetable.published_at).isoformat(),
        "first": days[0].date.isoformat() if days else None,
        "last": days[-1].date.isoformat() if days else None,
        "service_days": sum(day.day_type is not None for day in days),
        "changes": [change.model_dump(mode="json", by_alias=True) for change in timetable.changes],
    }
