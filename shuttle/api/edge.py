"""What holds for every answer: HEAD, OPTIONS, security headers, cross-origin reading."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = b"GET, HEAD, OPTIONS"
_PUBLIC = ("/v1/", "/feeds/", "/openapi.json")

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
        extra = _SECURITY + (_READABLE if scope["path"].startswith(_PUBLIC) else ())
        if scope["method"] == "OPTIONS":
            await _answer_preflight(send, extra)
            return
        is_head = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if is_head else scope

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *extra]}
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        await self._app(inner, receive, send_on)


async def _answer_preflight(send: Send, extra: Iterable[tuple[bytes, bytes]]) -> None:
    headers = [*_PREFLIGHT, *extra]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
