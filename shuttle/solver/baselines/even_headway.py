"""Even headways: a bus every so many minutes from the first departure to the last."""

from collections.abc import Iterator

import numpy as np

from shuttle.solver.baselines.line import Line

HEADWAYS_MINUTES = (5, 10, 12, 15, 20, 25, 30, 40, 45, 60, 90, 120, 150, 180)


def wished(line: Line) -> Iterator[tuple[str, list[int]]]:
    """Wished departures of one direction for each choice, with the choice in words.

    Each headway is tried over the longest day that the windows for the first and the last
    departure allow, and over the day from the first rider to the last, as far as they allow it.
    """
    days = {"long day": _long_day(line), "riders' day": _riders_day(line)}
    for headway in HEADWAYS_MINUTES:
        for name, (start, end) in days.items():
            yield f"every {headway} min, {name}", list(range(start, end + 1, headway))


def _long_day(line: Line) -> tuple[int, int]:
    firsts, lasts = line.departure[line.first], line.departure[line.last]
    return int(firsts[0]) if len(firsts) else 0, int(lasts[-1]) if len(lasts) else -1


def _riders_day(line: Line) -> tuple[int, int]:
    riders = line.wished_departures()
    firsts, lasts = line.departure[line.first], line.departure[line.last]
    if not riders or not len(firsts) or not len(lasts):
        return _long_day(line)
    start = np.clip(riders[0], firsts[0], firsts[-1])
    return int(start), int(np.clip(riders[-1], lasts[0], lasts[-1]))
