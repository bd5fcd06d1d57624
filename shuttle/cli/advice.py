"""`shuttle simulate --advise`: at what percentile and layover to plan."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import typer

from shuttle.cli.outputs import make_folder
from shuttle.cli.plan_file import write_plan
from shuttle.cli.terminal import note, say, say_json, say_table
from shuttle.domain.base import Language
from shuttle.domain.facts import Percentile
from shuttle.domain.plan import Plan
from shuttle.domain.sentences import say as in_words
from shuttle.domain.time import MINUTES_PER_DAY
from shuttle.services.deciding.advice import Keep
from shuttle.services.deciding.compared_settings import Advice, Setting, SettingFigures
from shuttle.services.deciding.simulation import share

_MOST_SETTINGS = 36
_COLUMNS = ("setting", "cost", "gap", "buses", "duties", "trips", "leaves", "arrives")
_WHOLE = re.compile(r"\d{1,4}")


def settings(percentiles: str, layovers: str) -> tuple[Setting, ...]:
    """Every percentile with every layover, as two lists with commas say; raises BadParameter."""
    known = get_args(Percentile)
    wanted = _parts(percentiles)
    if not wanted or any(name not in known for name in wanted):
        message = f"{percentiles[:100]!r} is not accepted; write percentiles, as p50,p85,p95"
        raise typer.BadParameter(message, param_hint="--settings")
    minutes = _parts(layovers)
    fit = all(_WHOLE.fullmatch(text) and int(text) < MINUTES_PER_DAY for text in minutes)
    if not minutes or not fit:
        message = f"{layovers[:100]!r} is not accepted; write minutes, as 5,10"
        raise typer.BadParameter(message, param_hint="--layovers")
    found = [Setting(name, int(text)) for name in known if name in wanted for text in minutes]
    if len(found) > _MOST_SETTINGS:
        message = f"{len(found)} settings are too many; ask for at most {_MOST_SETTINGS}"
        raise typer.BadParameter(message, param_hint="--layovers")
    return tuple(found)


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def keeper(folder: Path | None) -> Keep:
    """Puts each plan into a folder, where one is given; raises InputError."""
    if folder is None:
        return lambda _, __: None
    make_folder(folder)

    def keep(setting: Setting, plan: Plan) -> None:
        write_plan(folder / f"{setting.id}.json", plan)

    return keep


def listener(*, quiet: bool) -> Callable[[Setting], None]:
    """Says which setting is being planned, on a terminal."""
    silent = quiet or not sys.stderr.isatty()
    return lambda setting: note(f"planning at {setting.name.en}", quiet=silent)


def say_advice(advice: Advice, lang: Language, *, as_json: bool) -> None:
    """The answer, as a table with its sentences or as JSON."""
    if as_json:
        say_json(advice.model_dump(mode="json", by_alias=True))
        return
    head, *rest = (sentence.in_language(lang) for sentence in advice.sentences)
    say(head)
    headers = [in_words(f"simulate.column-{name}").in_language(lang) for name in _COLUMNS]
    say_table(headers, _rows(advice.settings, advice.currency, lang))
    for sentence in rest:
        say(sentence)


def _rows(found: Sequence[SettingFigures], currency: str, lang: Language) -> list[tuple[str, ...]]:
    return [
        (
            entry.name.in_language(lang),
            f"{currency} {entry.cost:,.2f}",
            f"{100 * entry.gap:.2f} %",
            str(entry.buses),
            str(entry.duties),
            str(entry.trips),
            share(entry.departs_within_3).in_language(lang),
            share(entry.arrives_within_5).in_language(lang),
        )
        for entry in found
    ]
