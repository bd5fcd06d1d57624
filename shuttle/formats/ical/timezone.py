"""The one zone of all feeds: Hong Kong and Shenzhen share UTC+8 without summer time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneStandard

TZID = "Asia/Hong_Kong"
ZONE = ZoneInfo(TZID)
_OFFSET = timedelta(hours=8)


def vtimezone() -> Timezone:
    """The zone as one STANDARD block.

    icalendar's own zones carry the summer times of 1971-79 as RDATEs, which Outlook ignores and
    one reader crashes on; no bus of ours ran then.
    """
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a zone begins in local time
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "HKT")
    zone = Timezone()
    zone.add("tzid", TZID)
    zone.add_component(standard)
    return zone
