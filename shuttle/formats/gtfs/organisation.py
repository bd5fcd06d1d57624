"""Who runs the service, who publishes the feed, and how seats are booked."""

import re
from datetime import datetime

from shuttle.domain.base import LANGUAGES, LocalText
from shuttle.domain.booking import Booking, is_web_address
from shuttle.domain.scenario import Contact
from shuttle.domain.timetable import Timetable
from shuttle.formats.gtfs.services import oldest
from shuttle.formats.gtfs.table import Cell, Table, gtfs_date, gtfs_time, spoken

BOOKING_RULE = "booking"
_UP_TO_DEPARTURE, _SAME_DAY, _DAYS_BEFORE = 0, 1, 2
_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def agency(timetable: Timetable, base_url: str) -> Table:
    """Who answers for the service: its contact, else the service itself under its own address."""
    columns = (
        "agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang", "agency_email",
    )  # fmt: skip
    contact = timetable.contact
    row = (
        timetable.service,
        _operator(timetable),
        _web(contact) or base_url,
        timetable.timezone,
        LANGUAGES[0],
        _email(contact),
    )
    return Table("agency", columns, (row,))


def feed_info(timetable: Timetable, base_url: str, version: str) -> Table:
    """Who publishes the feed, for which dates, in which version.

    The contact fields stay empty for a service without contact: no address is made up.
    """
    columns = (
        "feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date",
        "feed_end_date", "feed_version", "feed_contact_email", "feed_contact_url",
    )  # fmt: skip
    contact = timetable.contact
    row = (
        _operator(timetable),
        base_url,
        LANGUAGES[0],
        gtfs_date(max(timetable.days[0].date, oldest(timetable))),
        gtfs_date(timetable.days[-1].date),
        version,
        _email(contact),
        _web(contact),
    )
    return Table("feed_info", columns, (row,))


def feed_version(since: datetime) -> str:
    """The version of a feed whose tables have been the same since a publication, in UTC.

    The instant of the publication that last changed them, and not the number of the newest one:
    a trip cancelled today changes no table, so no consumer needs to read them all again.
    """
    return f"{since:%Y-%m-%dT%H:%M:%SZ}"


def booking_rules(booking: Booking | None) -> Table:
    """The one rule by which all seats are booked, or no row."""
    columns = (
        "booking_rule_id", "booking_type", "prior_notice_duration_min", "prior_notice_last_day",
        "prior_notice_last_time", "message", "phone_number", "info_url", "booking_url",
    )  # fmt: skip
    if booking is None:
        return Table("booking_rules", columns, ())
    message = booking.message and " / ".join(map(booking.message.in_language, LANGUAGES))
    row = (BOOKING_RULE, *_notice(booking), message, booking.phone, booking.info_url, booking.url)
    return Table("booking_rules", columns, (row,))


def _notice(booking: Booking) -> tuple[Cell, ...]:
    """Kind, minutes, days and time of day of the latest booking."""
    if booking.until is not None:
        return _DAYS_BEFORE, None, booking.days_before, gtfs_time(booking.until)
    if booking.minutes_before:
        return _SAME_DAY, booking.minutes_before, None, None
    return _UP_TO_DEPARTURE, None, None, None


def _operator(timetable: Timetable) -> str | LocalText:
    contact = timetable.contact
    return (contact.name.strip() if contact else "") or spoken(timetable.title, timetable.service)


def _web(contact: Contact | None) -> str | None:
    url = contact.url if contact else None
    return url if url and is_web_address(url) else None


def _email(contact: Contact | None) -> str | None:
    address = contact.email if contact else None
    return address if address and _EMAIL.fullmatch(address) else None
