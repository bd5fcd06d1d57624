"""Whether the process lives, and whether it can do its work."""

import asyncio
from typing import Any

from fastapi import APIRouter, Response

from shuttle.api import schemas
from shuttle.api.dependencies import App
from shuttle.api.problems import responses

router = APIRouter(tags=["service"])

# Nobody keeps these answers, so that there is no 304.
_UNREADY: dict[int | str, dict[str, Any]] = {503: responses(503)[503]}


@router.get("/healthz", summary="Whether the process answers")
async def healthz(response: Response) -> schemas.Health:
    """Asks nothing of the store."""
    response.headers["Cache-Control"] = "no-store"
    return schemas.Health()


@router.get("/readyz", responses=_UNREADY, summary="Whether the store can read and write")
async def readyz(app: App, response: Response) -> schemas.Health:
    """503 while the store cannot; the service's log says why."""
    response.headers["Cache-Control"] = "no-store"
    await asyncio.to_thread(app.store.ready)
    return schemas.Health()
