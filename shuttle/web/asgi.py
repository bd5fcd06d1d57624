"""What a server process loads."""

from shuttle.api.app import ShuttleApi
from shuttle.bootstrap import build
from shuttle.settings import Settings
from shuttle.web.site import create_site


def create() -> ShuttleApi:
    """The service as the environment configures it."""
    return create_site(build(Settings()))
