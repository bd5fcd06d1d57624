"""Every error as an RFC 9457 problem document, without an echo of what was sent."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shuttle.errors import NotFoundError, StoreError
from shuttle.services.riders.live import NothingPublishedError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 30
_TYPE = "urn:shuttle:problem:"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its stable name, status and what it means."""

    name: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        """The `type` of its documents."""
        return _TYPE + self.name


KINDS = {
    kind.name: kind
    for kind in (
        Kind("unknown-stop", 404, "There is no such stop"),
        Kind("unknown-connection", 404, "No route joins these two stops"),
        Kind("unknown-route", 404, "There is no such route"),
        Kind("unknown-trip", 404, "No such trip runs on that date"),
        Kind("unknown-feed", 404, "There is no such calendar feed"),
        Kind("no-gtfs", 404, "This timetable cannot be told as GTFS"),
        Kind("not-found", 404, "There is nothing at this address"),
        Kind("ended-feed", 410, "This calendar feed has ended"),
        Kind("method-not-allowed", 405, "This address is only read"),
        Kind("too-large", 413, "The request is too large"),
        Kind("invalid-request", 422, "A parameter cannot be used"),
        Kind("refused", 400, "The request cannot be answered"),
        Kind("internal", 500, "The service failed"),
        Kind("nothing-published", 503, "No timetable is published"),
        Kind("store-unavailable", 503, "The timetable cannot be read just now"),
    )
}


class InvalidValue(BaseModel):
    """One value that cannot be used."""

    pointer: str = Field(
        description="JSON Pointer: `/query/limit`, `/path/service_date`",
        examples=["/query/limit"],
    )
    detail: str = Field(
        description="What would be accepted.",
        examples=["Input should be less than or equal to 50"],
    )


class ProblemDocument(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(
        description="Stable name of the kind of problem.",
        examples=[KINDS["invalid-request"].uri],
    )
    title: str = Field(examples=[KINDS["invalid-request"].title])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["Mend the values listed in `errors`."])
    instance: str = Field(
        description="Path of the request, percent-encoded.", examples=["/v1/departures"]
    )
    errors: list[InvalidValue] = Field(
        default=[], description="Every value that cannot be used; for invalid-request only."
    )
    known: list[str] = Field(
        default=[], description="Ids that would have been found; for unknown-… only."
    )


PROBLEM_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of an operation besides 200, for the OpenAPI description."""
    described: dict[int | str, dict[str, Any]] = {
        status: {"description": HTTPStatus(status).phrase, "content": PROBLEM_CONTENT}
        for status in statuses
    }
    return {304: {"description": "The copy that the client holds is still good"}, **described}


def problem(
    request: Request,
    kind: Kind,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    """A problem document as a response."""
    return Response(
        json.dumps(document(kind, detail, request.scope["path"], **members), ensure_ascii=False),
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def document(kind: Kind, detail: str, path: str, **members: Any) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": quote(path, errors="replace"),
        **members,
    }


def components() -> dict[str, Any]:
    """The schemas of problem documents, for the OpenAPI description."""
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, ProblemDocument.__name__: schema}


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem document."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(NotFoundError, _not_found)
    app.add_exception_handler(NothingPublishedError, _nothing_published)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(Exception, _internal)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    kind = next((kind for kind in KINDS.values() if kind.status == status), KINDS["refused"])
    if status == HTTPStatus.NOT_FOUND:
        return problem(request, KINDS["not-found"], "See /docs for the addresses that exist.")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = {"Allow": "GET, HEAD, OPTIONS"}
        return problem(request, kind, "Use GET, HEAD or OPTIONS.", allowed)
    return problem(request, kind, HTTPStatus(status).description or kind.title)


async def _invalid(request: Request, error: Exception) -> Response:
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    errors = [
        {
            "pointer": "/" + "/".join(str(part) for part in item["loc"]),
            "detail": item["msg"].removeprefix("Value error, "),
        }
        for item in found
    ]
    detail = "Mend the values listed in `errors`."
    return problem(request, KINDS["invalid-request"], detail, errors=errors)


async def _not_found(request: Request, error: Exception) -> Response:
    sought, known = ("", ()) if not isinstance(error, NotFoundError) else (error.kind, error.known)
    kind = KINDS.get(f"unknown-{sought.split(' ')[0]}", KINDS["not-found"])
    detail = f"{kind.title}. Known: {', '.join(known) or 'none'}."
    return problem(request, kind, detail, known=list(known))


async def _nothing_published(request: Request, error: Exception) -> Response:
    retry = {"Retry-After": str(RETRY_SECONDS)}
    return problem(request, KINDS["nothing-published"], str(error), retry)


async def _store(request: Request, error: Exception) -> Response:
    _log.warning("a request is not answered: %s", error)  # its path may be a token
    retry = {"Retry-After": str(RETRY_SECONDS)}
    detail = "Try again later; the service's log tells the operator what is wrong."
    return problem(request, KINDS["store-unavailable"], detail, retry)


async def _internal(request: Request, error: Exception) -> Response:
    del error  # logged by the server; nothing of it is for the public
    return problem(request, KINDS["internal"], "This is our fault; it has been logged.")
