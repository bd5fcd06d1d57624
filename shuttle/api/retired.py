"""Answers for feeds that were served once: where they went, or that they have ended."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from shuttle.api.problems import KINDS, problem
from shuttle.services.publishing.retirement import successor
from shuttle.services.riders.live import Snapshot

_MAX_AGE_SECONDS = 300


def answer_retired(request: Request, snapshot: Snapshot, path: str) -> Response | None:
    """308 to the successor with the options asked for, 410 for a feed that has ended.

    The redirection is kept for minutes only, for the path may be served again.

    Args:
        request: what is asked.
        snapshot: the version in force.
        path: of a feed that it does not have, without a leading slash.

    Returns:
        None for a path that was never served.
    """
    if path not in snapshot.retired:
        return None
    following = successor(path, snapshot.retired)
    if following not in snapshot.files:
        detail = "Nothing took its place; /v1/routes lists the feeds there are."
        return problem(request, KINDS["ended-feed"], detail, {"X-Robots-Tag": "noindex"})
    query = request.scope["query_string"].decode("latin-1")
    root = request.scope.get("root_path", "")
    headers = {
        "Location": f"{root}/{following}" + (f"?{query}" if query else ""),
        "Cache-Control": f"public, max-age={_MAX_AGE_SECONDS}",
        "X-Robots-Tag": "noindex",
    }
    return Response(status_code=HTTPStatus.PERMANENT_REDIRECT, headers=headers)
