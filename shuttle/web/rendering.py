"""Templates: escaped always, and strict about names that are not there."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from shuttle.web.assets import asset_path


def render(template: str, values: Mapping[str, Any]) -> bytes:
    """A page as UTF-8 bytes."""
    return _environment().get_template(template).render(values).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("shuttle.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "stylesheet": asset_path("board.css"),
        "icon": asset_path("icon.svg"),
        "script": asset_path("days.js"),
        "copy_script": asset_path("copy.js"),
    }
    return environment
