"""Conditional and compressed answers as RFC 9110 has them: one place for all resources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Representation:
    """Bytes that are ready to be sent.

    Attributes:
        gzip_body: the same compressed, or None where that does not pay.
        etag: content hash without quotes.
        last_modified: None where only the content tells whether it has changed.
        strong: byte equality; then each encoding has its own ETag.
    """

    body: bytes
    gzip_body: bytes | None
    media_type: str
    etag: str
    last_modified: datetime | None
    strong: bool = False

    def tag(self, *, compressed: bool) -> str:
        """The ETag as it stands in the header."""
        if not self.strong:
            return f'W/"{self.etag}"'
        return f'"{self.etag}-gzip"' if compressed else f'"{self.etag}"'


def respond(
    request: Request, representation: Representation, headers: Mapping[str, str]
) -> Response:
    """The representation, compressed where the client takes it, or 304 where it has it."""
    packed = representation.gzip_body
    compressed = packed is not None and accepts_gzip(request.headers.get("accept-encoding", ""))
    all_headers = {
        "ETag": representation.tag(compressed=compressed),
        "Vary": "Accept-Encoding",
        **headers,
    }
    if representation.last_modified is not None:
        changed = representation.last_modified.astimezone(UTC)
        all_headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    held = _held_tag(request, representation, all_headers["ETag"])
    if held is not None:
        return Response(status_code=304, headers={**all_headers, "ETag": held})
    if compressed:
        all_headers["Content-Encoding"] = "gzip"
    body = packed if compressed else representation.body
    return Response(body, headers={"Content-Type": representation.media_type, **all_headers})


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header takes gzip; `gzip;q=0` and silence do not."""
    weights = dict(_weighted(accept_encoding))
    named = [weights[name] for name in ("gzip", "x-gzip") if name in weights]
    return max(named, default=weights.get("*", 0.0)) > 0


def _weighted(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((item[2:] for item in parameters if item.startswith("q=")), "1")
        found.append((name, _number(weight)))
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _held_tag(request: Request, representation: Representation, tag: str) -> str | None:
    """The ETag of the copy that the client holds and may keep, or None."""
    wanted = request.headers.get("if-none-match")
    if wanted is None:
        since = request.headers.get("if-modified-since", "")
        return tag if _unmodified(since, representation.last_modified) else None
    if wanted.strip() == "*":
        return tag
    listed = {item.strip().removeprefix("W/") for item in wanted.split(",")}
    mine = (tag, *(representation.tag(compressed=packed) for packed in (False, True)))
    return next((known for known in mine if known.removeprefix("W/") in listed), None)


def _unmodified(since: str, last_modified: datetime | None) -> bool:
    try:
        instant = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    if instant.tzinfo is None or last_modified is None:
        return False
    return last_modified.replace(microsecond=0) <= instant
