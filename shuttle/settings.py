"""The one reader of the environment: variables named SHUTTLE_*."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from shuttle.domain.base import Slug

_BaseUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+$")]


class Settings(BaseSettings):
    """How this process runs.

    Attributes:
        database: file of the embedded store.
        host: address on which to listen.
        base_url: scheme and host under which riders reach the service, as
            `https://bus.example.org`. Where it is not given, feeds name that of the version before,
            and pages that of each request.
        service: id of the service to serve; needed only where several are published.
        workers: serving processes.
    """

    model_config = SettingsConfigDict(env_prefix="SHUTTLE_", frozen=True, extra="ignore")

    database: Path = Path("shuttle.sqlite3")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    base_url: _BaseUrl | None = None
    service: Slug | None = None
    workers: int = Field(default=1, ge=1, le=64)

    @property
    def listening_url(self) -> str:
        """Where this process listens: for want of a public address, what feeds name."""
        return f"http://{self.host}:{self.port}"

    def hand_down(self) -> None:
        """Let serving processes, which read the environment for themselves, run by these."""
        for name, value in self:
            if value is not None:
                os.environ[f"SHUTTLE_{name.upper()}"] = str(value)
