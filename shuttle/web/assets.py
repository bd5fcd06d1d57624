"""Files that browsers and crawlers fetch beside the pages."""

from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from shuttle.api.conditional import respond
from shuttle.api.dependencies import packed

_MEDIA_TYPES = {
    "board.css": "text/css; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "days.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_ASSETS = {
    name: packed(files("shuttle.web").joinpath("static", name).read_bytes(), media_type, None)
    for name, media_type in _MEDIA_TYPES.items()
}

router = APIRouter(include_in_schema=False)


def asset_path(name: str) -> str:
    """Address of an asset; it changes with the content, so that caches may keep it for a year."""
    return f"/static/{_ASSETS[name].etag}/{name}"


def asset_paths() -> list[str]:
    """Addresses of all assets."""
    return [asset_path(name) for name in _ASSETS]


@router.get("/static/{etag}/{name}")
async def asset(request: Request, etag: str, name: str) -> Response:
    """One asset, in the version that this process has."""
    if name not in _ASSETS:
        raise HTTPException(404)
    is_current = etag == _ASSETS[name].etag
    kept = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return respond(request, _ASSETS[name], {"Cache-Control": kept})


@router.get("/robots.txt")
async def robots() -> Response:
    """Crawlers may read everything; feeds say themselves that they are not for an index."""
    return PlainTextResponse("User-agent: *\nDisallow:\n")
