"""Files that browsers and crawlers fetch beside the pages."""

from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from shuttle.api.conditional import respond
from shuttle.api.dependencies import packed

_STYLESHEET = packed(
    files("shuttle.web").joinpath("static", "board.css").read_bytes(),
    "text/css; charset=utf-8",
    None,
)
# The address changes with the content, so that caches may keep it for a year.
STYLESHEET_PATH = f"/static/{_STYLESHEET.etag}/board.css"

router = APIRouter(include_in_schema=False)


@router.get(STYLESHEET_PATH)
async def stylesheet(request: Request) -> Response:
    """The one stylesheet."""
    return respond(request, _STYLESHEET, {"Cache-Control": "public, max-age=31536000, immutable"})


@router.get("/robots.txt")
async def robots() -> Response:
    """Crawlers may read everything; feeds say themselves that they are not for an index."""
    return PlainTextResponse("User-agent: *\nDisallow:\n")
