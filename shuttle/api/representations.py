"""Feeds as HTTP gives them: what caches may do with them, and how their bytes are known again."""

from typing import Literal

from shuttle.api.conditional import Representation
from shuttle.api.dependencies import STALE_IF_ERROR_SECONDS
from shuttle.store.records import StoredFile

_MAX_AGE_SECONDS = 300
_DAYS = 7 * 24


def feed_headers(who: Literal["public", "private"]) -> dict[str, str]:
    """Headers of a feed: whose caches may keep it, and that search engines are not to list it."""
    return {
        "Cache-Control": (
            f"{who}, max-age={_MAX_AGE_SECONDS}, stale-while-revalidate={_MAX_AGE_SECONDS}, "
            f"stale-if-error={_DAYS * STALE_IF_ERROR_SECONDS}"
        ),
        "X-Robots-Tag": "noindex",
    }


def representation(file: StoredFile) -> Representation:
    """A feed's bytes, each encoding of them with a strong ETag of its own."""
    has_charset = "charset=" in file.media_type
    return Representation(
        body=file.body,
        gzip_body=file.gzip_body,
        media_type=file.media_type if has_charset else f"{file.media_type}; charset=utf-8",
        etag=file.etag,
        last_modified=file.last_modified,
        strong=True,
    )
