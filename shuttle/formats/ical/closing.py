"""The last bytes of a feed that ends."""

import re

_EVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)


def without_events(feed: bytes) -> bytes:
    """A feed with its own lines and its zone alone.

    Calendar programs take the events away that a feed no longer has; an empty body, or one that
    is no calendar, some of them would not understand.
    """
    return _EVENT.sub(b"", feed)
