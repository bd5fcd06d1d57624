"""What a server process loads."""

from asyncio import AbstractEventLoop

from shuttle.api.app import ShuttleApi
from shuttle.api.lane import Lane
from shuttle.bootstrap import Application, build
from shuttle.settings import Settings
from shuttle.web.site import create_site


class Front(Lane):
    """The lane in front of a site, and the start and end of its process.

    Args:
        site: by itself an ASGI application that any server can run, without the lane.
    """

    def __init__(self, site: ShuttleApi) -> None:
        application: Application = site.state.application
        super().__init__(site, application.live, application.clock)
        self._lifespan = site.router.lifespan_context(site)

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        """Before the first request."""
        loop.run_until_complete(self._lifespan.__aenter__())

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        """After the last one."""
        loop.run_until_complete(self._lifespan.__aexit__(None, None, None))


def create() -> Front:
    """The service as the environment configures it."""
    return Front(create_site(build(Settings())))
