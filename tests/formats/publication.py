"""A publication in all its forms; run as a program, it prints the digests of its files."""

import hashlib
from datetime import date

from tests.api.site import Site
from tests.services.published import cancelled, delayed, timetable

_MONDAY = date(2026, 10, 12)


def published() -> str:
    """A line for each file of a publication with changes: its path, its bytes, its packed bytes."""
    site = Site()
    changes = cancelled("to-hkstp-sz-1345", _MONDAY), delayed("to-hksp-1200", _MONDAY, 20)
    site.publish(timetable(version=1))
    site.publish(timetable(*changes, version=2))
    found = []
    for path in site.store.files("hetao"):
        file = site.store.file("hetao", path)
        assert file
        digests = (hashlib.sha256(body).hexdigest() for body in (file.body, file.gzip_body))
        found.append(" ".join((path, *digests, str(file.last_modified))))
    return "\n".join(found)


if __name__ == "__main__":
    print(published())  # noqa: T201 - its output is what another process compares
