"""The start and end of a serving process."""

import asyncio

from shuttle.web.rsgi import Front
from tests.api.site import Site


def test_new_versions_are_looked_for_from_start_to_end(site: Site) -> None:
    front, live = Front(site.app), site.application.live
    loop = asyncio.new_event_loop()
    front.__rsgi_init__(loop)
    loop.run_until_complete(asyncio.sleep(0))
    site.pass_seconds(100)
    between = live.at_hand
    front.__rsgi_del__(loop)
    afterwards = live.at_hand
    loop.close()
    assert between is not None
    assert afterwards is None
