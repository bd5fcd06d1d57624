"""The API's documentation as a page of our own: nothing is loaded from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from shuttle.api.conditional import respond
from shuttle.api.dependencies import application_of, packed
from shuttle.api.problems import KINDS
from shuttle.web.links import base_url
from shuttle.web.rendering import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    required: bool
    kind: str
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what it does and how to call it."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    parameters: list[Parameter]
    statuses: list[tuple[str, str]]
    call: str


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Every operation with its parameters and a line for the shell."""
    base = base_url(request, application_of(request).settings)
    described = request.app.openapi()
    page = render(
        "docs.html",
        {
            "info": described["info"],
            "operations": list(operations(described, base)),
            "problems": list(KINDS.values()),
        },
    )
    headers = {"Cache-Control": "public, max-age=300", "Content-Language": "en"}
    return respond(request, packed(page, "text/html; charset=utf-8", None), headers)


def operations(described: Mapping[str, Any], base: str) -> Iterator[Operation]:
    """The operations of an OpenAPI description."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parameters = [_parameter(item) for item in operation.get("parameters", ())]
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation["summary"],
                text=operation.get("description", ""),
                parameters=sorted(parameters, key=lambda item: not item.required),
                statuses=[
                    (status, answer["description"])
                    for status, answer in operation["responses"].items()
                ],
                call=_call(base, path, parameters),
            )


def _parameter(item: Mapping[str, Any]) -> Parameter:
    schema = _plain(item["schema"])
    examples = schema.get("examples") or item["schema"].get("examples") or [""]
    return Parameter(
        name=item["name"],
        place=item["in"],
        required=item.get("required", False),
        kind=" | ".join(schema["enum"]) if "enum" in schema else _kind(schema),
        text=item.get("description", ""),
        example=str(examples[0]),
    )


def _plain(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of the value itself, where it may also be left out."""
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return choices[0] if choices else schema


def _kind(schema: Mapping[str, Any]) -> str:
    if "minimum" in schema:
        return f"{schema['type']}, {schema['minimum']} to {schema['maximum']}"
    return str(schema.get("format", schema.get("type", "")))


def _call(base: str, path: str, parameters: list[Parameter]) -> str:
    filled = path
    for parameter in parameters:
        example = parameter.example or parameter.kind.split(" ")[0]
        filled = filled.replace(f"{{{parameter.name}}}", example)
    needed = {
        item.name: item.example for item in parameters if item.place == "query" and item.required
    }
    return f"curl '{base}{filled}{'?' if needed else ''}{urlencode(needed)}'"
