"""`shuttle token`."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from shuttle.bootstrap import Application
from shuttle.cli.options import (
    AsJson,
    Database,
    InLanguage,
    Service,
    parse_id,
    parse_text,
    parse_time,
)
from shuttle.cli.published import local, opened, read_settings, service_in
from shuttle.cli.terminal import note, say, say_json, say_table
from shuttle.domain.subscription import WEEKDAYS, Pick, Subscription, Weekday
from shuttle.errors import InputError, NotFoundError, Problem
from shuttle.services.riders.picks import Wish, duties, picks
from shuttle.services.riders.subscriptions import TokenDesk
from shuttle.store.tokens import FeedToken

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def parse_wish(text: str) -> Wish:
    """A direction and a clock time, `to-hksp@08:30`."""
    direction, _, clock = text.partition("@")
    if not direction or not clock:
        message = f"{text!r} names no bus; write direction and time, as to-hksp@08:30"
        raise typer.BadParameter(message)
    return Wish(parse_id(direction), parse_time(clock))


def parse_weekdays(text: str) -> tuple[Weekday, ...]:
    """Weekdays, `mon-thu` or `mon,wed,fri`; a range may pass Sunday."""
    found = [day for part in text.lower().split(",") for day in _range(part, text)]
    return tuple(day for day in WEEKDAYS if day in found)


def _range(part: str, text: str) -> Sequence[Weekday]:
    numbers: dict[str, int] = {day: number for number, day in enumerate(WEEKDAYS)}
    first, dash, last = (piece.strip() for piece in part.partition("-"))
    ends = (first, last if dash else first)
    if any(end not in numbers for end in ends):
        message = f"{text!r} are no weekdays; write them as mon-thu or mon,wed,fri"
        raise typer.BadParameter(message)
    start, end = (numbers[name] for name in ends)
    return [WEEKDAYS[number % 7] for number in range(start, (end if end >= start else end + 7) + 1)]


@app.callback(no_args_is_help=True)
def token() -> None:
    """Give riders and drivers a calendar feed of their own, and take it back.

    Example: shuttle token add --pick to-hksp@08:30 --days mon-thu
    """


@app.command()
def add(  # noqa: PLR0913 - one parameter an option
    *,
    pick: Annotated[
        list[Wish] | None,
        typer.Option(
            metavar="DIRECTION@TIME", parser=parse_wish, help="A bus that the rider takes."
        ),
    ] = None,
    days: Annotated[
        Any,
        typer.Option(
            metavar="DAYS", parser=parse_weekdays, help="Its weekdays, as mon-thu or mon,fri."
        ),
    ] = "mon-sun",
    duty: Annotated[
        list[str] | None,
        typer.Option(metavar="DUTY", parser=parse_text, help="A duty that the driver works."),
    ] = None,
    lang: InLanguage = "en",
    alarm: Annotated[
        int | None, typer.Option(metavar="MINUTES", min=0, max=1440, help="Remind so early.")
    ] = None,
    mark_cancelled: Annotated[
        bool, typer.Option(help="Keep cancelled trips visible where a calendar would hide them.")
    ] = False,
    label: Annotated[
        str, typer.Option(metavar="TEXT", parser=parse_text, help="Whose it is, for the list.")
    ] = "",
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Give a token, which opens one private feed.

    Example: shuttle token add --pick to-hksp@08:30 --pick to-sz@18:15 --days mon-thu --alarm 15

    The links are printed this once: the store keeps a digest alone. Whoever has a link can read
    the feed. A pick follows its trip when the timetable moves it by some minutes.
    """
    with opened(read_settings(database=database)) as application:
        desk = _desk(application, service)
        content = _content(application, desk.service, (pick or [], duty or [], days))
        subscription = Subscription(
            **content, language=lang, alarm_minutes=alarm, mark_cancelled=mark_cancelled
        )
        made = desk.give(subscription, label)
        links = _links(application, desk.service, made.token)
    if as_json:
        say_json({**_document(made.kept), "token": made.token, "links": links})
        return
    for link in links.values():
        say(link)
    note(f"{made.kept.prefix}… is given; take it back by: shuttle token revoke {made.kept.prefix}")


@app.command("list")
def list_tokens(
    *, service: Service = None, database: Database = None, as_json: AsJson = False
) -> None:
    """List the tokens that were given.

    Example: shuttle token list --json
    """
    with opened(read_settings(database=database)) as application:
        rows = application.store.tokens(service_in(application, service))
    if as_json:
        say_json([_document(row) for row in rows])
        return
    say_table(("token", "given at", "taken back at", "shows", "label"), map(_row, rows))


@app.command()
def revoke(
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="Its first characters.")],
    *,
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Take a token back: its feed is unknown from the next second or two on.

    Example: shuttle token revoke shf_Vb3k9Qx1
    """
    with opened(read_settings(database=database)) as application:
        gone = _desk(application, service).take_back(prefix)
    if as_json:
        say_json(_document(gone))
    else:
        say(f"{gone.prefix}… is taken back")


def _desk(application: Application, service: str | None) -> TokenDesk:
    name = service_in(application, service)
    return TokenDesk(application.store, name, application.clock(), application.random_bytes)


def _content(
    application: Application,
    service: str,
    asked: tuple[Sequence[Wish], Sequence[str], Sequence[Weekday]],
) -> dict[str, Any]:
    """Picks of a rider or duties of a driver."""
    wishes, names, weekdays = asked
    if bool(wishes) == bool(names):
        message = "give either --pick DIRECTION@TIME for a rider, or --duty DUTY for a driver"
        raise InputError([Problem("", "--pick, --duty", message)])
    if names:
        return {"kind": "driver", "duties": duties(application.store.files(service), names)}
    timetable = application.store.latest(service)
    if timetable is None:
        raise NotFoundError(kind="service", name=service, known=application.store.services())
    today = local(application.clock()).date()
    return {"kind": "rider", "picks": picks(timetable, wishes, weekdays, today)}


def _links(application: Application, service: str, token: str) -> dict[str, str]:
    """Where the feed is: for copying, and for a click that subscribes."""
    base = application.public_url(application.store.latest(service))
    https = f"{base}/feeds/my/{token}.ics"
    return {"https": https, "webcal": f"webcal://{https.partition('://')[2]}"}


def _document(row: FeedToken) -> dict[str, Any]:
    return {
        "prefix": row.prefix,
        "label": row.label,
        "created_at": local(row.created_at).isoformat(),
        "revoked_at": local(row.revoked_at).isoformat() if row.revoked_at else None,
        "subscription": _subscription(row).model_dump(mode="json"),
    }


def _row(row: FeedToken) -> tuple[str, ...]:
    gone = f"{local(row.revoked_at):%Y-%m-%d %H:%M}" if row.revoked_at else ""
    shown = _subscription(row)
    content = (*map(_pick, shown.picks), *shown.duties)
    at = f"{local(row.created_at):%Y-%m-%d %H:%M}"
    return row.prefix, at, gone, ", ".join(content), row.label


def _subscription(row: FeedToken) -> Subscription:
    return Subscription.model_validate_json(row.subscription)


def _pick(pick: Pick) -> str:
    named = "" if pick.departure is None else str(Wish(pick.direction or "", pick.departure))
    days = "" if pick.weekdays == WEEKDAYS else f" {','.join(pick.weekdays)}"
    return (named or " ".join(pick.trips)) + days
