"""The shared facts (`config/`) and starting scenarios (`seeds/`) that ship with Shuttle."""

from pathlib import Path

import shuttle

SHARED_FILES = {
    "parks": "sites.toml",
    "stops": "sites.toml",
    "ports": "ports.toml",
    "calendars": "calendars.toml",
    "driver_rules": "driver_rules.toml",
}


def shared_root() -> Path:
    """The folder that holds `config/` and `seeds/`: inside an installed wheel, or the checkout."""
    package = Path(shuttle.__file__).parent
    installed = package / "_shared"
    return installed if installed.is_dir() else package.parent
