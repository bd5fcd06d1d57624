"""What holds for every answer: HEAD, OPTIONS, security headers, cross-origin reading."""

import json
from collections.abc import Iterable
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shuttle.api.problems import KINDS, MEDIA_TYPE, document

MAX_BODY_BYTES = 64 * 1024
METHODS = b"GET, HEAD, OPTIONS"
_PUBLIC = ("/v1/", "/feeds/", "/gtfs.zip", "/gtfs-rt/", "/openapi.json")

_Headers = tuple[tuple[bytes, bytes], ...]

_SECURITY: _Headers = (
    (
        b"content-security-policy",
        (
            b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
            b"object-src 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
_READABLE: _Headers = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After"),
)
_PREFLIGHT: _Headers = (
    (b"allow", METHODS),
    (b"access-control-allow-methods", METHODS),
    (b"access-control-allow-headers", b"If-None-Match, If-Modified-Since"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
)


class Edge:
    """Wraps the whole service, its error pages included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        readable = _READABLE if scope["path"].startswith(_PUBLIC) else ()
        if scope["method"] == "OPTIONS":
            await _answer_preflight(send, _SECURITY + readable)
            return
        is_head = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if is_head else scope

        refusal = b""

        async def send_on(message: Message) -> None:
            nonlocal refusal
            if message["type"] == "http.response.start":
                headers = message["headers"]
                if message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                    refusal, headers = _too_large(scope["path"])
                # What a client holds has its security headers, and 304 need not repeat them.
                held = message["status"] == HTTPStatus.NOT_MODIFIED
                extra = readable if held else _SECURITY + readable
                message = {**message, "headers": [*headers, *extra]}
            elif is_head or refusal:
                message = {**message, "body": b"" if is_head else refusal}
            await send(message)

        await self._app(inner, receive, send_on)


def _too_large(path: str) -> tuple[bytes, _Headers]:
    """A problem document in place of the plain text that the body limit itself answers with."""
    detail = f"A request may have {MAX_BODY_BYTES} bytes at most."
    body = json.dumps(document(KINDS["too-large"], detail, path)).encode()
    length = str(len(body)).encode()
    return body, ((b"content-type", MEDIA_TYPE.encode()), (b"content-length", length))


async def _answer_preflight(send: Send, extra: Iterable[tuple[bytes, bytes]]) -> None:
    headers = [*_PREFLIGHT, *extra]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
