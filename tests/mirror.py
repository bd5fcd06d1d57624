"""An ASGI application that answers with what it was asked."""

import json

from starlette.types import Receive, Scope, Send


async def mirror(scope: Scope, receive: Receive, send: Send) -> None:
    """The request as JSON, body in hexadecimal; in pieces where the query says so."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            msg = f"cut off after {len(body)} bytes"
            raise ConnectionAbortedError(msg)
        body, more = body + message["body"], message["more_body"]
    shown = {
        **{name: scope[name] for name in ("type", "http_version", "method", "scheme", "path")},
        "root_path": scope["root_path"],
        # Of addresses the hosts: servers are not at one whether ports are numbers.
        "hosts": [scope["client"][0], scope["server"][0]],
        "query": scope["query_string"].decode(),
        "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
        "body": body.hex(),
    }
    answer = json.dumps(shown).encode()
    headers = [(b"content-type", b"application/json"), (b"x-own", b"1"), (b"x-own", b"2")]
    await send({"type": "http.response.start", "status": 203, "headers": headers})
    if scope["query_string"].startswith(b"pieces"):
        for start in range(0, len(answer), 50):
            piece = answer[start : start + 50]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        answer = b""
    await send({"type": "http.response.body", "body": answer})
