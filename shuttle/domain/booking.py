"""How riders book a seat, on services whose seats must be booked."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, NonNegativeInt, PositiveInt, model_validator

from shuttle.domain.base import LocalText, SafeText, Value
from shuttle.domain.time import MINUTES_PER_DAY, ServiceMinute


def _web_address(text: str) -> str:
    """The address as it is; raises ValueError for one that no browser opens."""
    if not is_web_address(text):
        msg = "is not a web address; write it as https://example.org/book"
        raise ValueError(msg)
    return text


def is_web_address(text: str) -> bool:
    """Whether a browser would open it: http or https with a host, in ASCII without blanks."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = text.isascii() and not any(character.isspace() for character in text)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


WebAddress = Annotated[SafeText, AfterValidator(_web_address)]


class Booking(Value):
    """Seats must be booked: where, and until when.

    Attributes:
        url: where to book; `phone` likewise; at least one of them.
        info_url: where the rules of booking are told.
        message: what riders should know, as who may book.
        minutes_before: latest booking before departure; 0 for up to departure.
        days_before: latest booking that many days before the trip, in place of `minutes_before`.
        until: up to which time of that day.
    """

    url: WebAddress | None = None
    phone: SafeText | None = None
    info_url: WebAddress | None = None
    message: LocalText | None = None
    minutes_before: Annotated[NonNegativeInt, Field(le=MINUTES_PER_DAY)] | None = None
    days_before: PositiveInt | None = None
    until: ServiceMinute | None = None

    @model_validator(mode="after")
    def _tells_how(self) -> Self:
        if self.url is None and self.phone is None:
            msg = "needs url or phone, so that riders can book"
            raise ValueError(msg)
        if (self.minutes_before is None) == (self.days_before is None):
            msg = "needs either minutes_before, or days_before with until"
            raise ValueError(msg)
        if (self.days_before is None) != (self.until is None):
            msg = "needs days_before and until together"
            raise ValueError(msg)
        if self.until is not None and self.until > MINUTES_PER_DAY:
            msg = 'until is a time of that day, "24:00" at the latest'
            raise ValueError(msg)
        return self
