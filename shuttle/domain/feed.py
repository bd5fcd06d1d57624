"""What a calendar client is told: one revision for each series, and the files it fetches."""

from pydantic import AwareDatetime, NonNegativeInt

from shuttle.domain.base import SafeText, Value

_PRIVATE = "private/"
RESERVED_ROUTES = {
    "stops": "/feeds/en/stops/…, the feeds of single stops",
    "my": "/feeds/my/…, riders' own feeds",
}
"""Route ids that would take the address of other feeds, and which."""


def is_public(path: str) -> bool:
    """Whether a rendered file is served to everybody at its path; others need a token."""
    return not path.startswith(_PRIVATE)


class Revision(Value):
    """The revision of one published UID: its master event and all its overrides together.

    On any change to any of them, also when an override disappears, the sequence rises by one and
    `last_modified` becomes the instant of publication; otherwise nothing changes, to the byte.

    Attributes:
        content_sha256: of everything that the events say, in every language.
    """

    uid: SafeText
    content_sha256: str
    sequence: NonNegativeInt
    created: AwareDatetime
    last_modified: AwareDatetime


class RenderedFile(Value):
    """A published file, rendered once and served as it is.

    Attributes:
        path: where it is served, without a leading slash, as `feeds/en/hetao.ics`.
    """

    path: SafeText
    media_type: SafeText
    body: bytes
