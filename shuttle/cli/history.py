"""`shuttle history`."""

import typer

from shuttle.cli.options import AsJson, Database, Service
from shuttle.cli.published import local, opened, read_settings, service_in
from shuttle.cli.terminal import say_json, say_table
from shuttle.services.publishing import publications
from shuttle.store.records import VersionRow

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def history(*, service: Service = None, database: Database = None, as_json: AsJson = False) -> None:
    """List the published versions.

    Example: shuttle history --json

    The newest comes last, and is in force.
    """
    with opened(read_settings(database=database)) as application:
        name = service_in(application, service)
        rows = publications.history(application.store, name)
        log = application.store.audit_log(name)
    # A version's own entry is the first under its number; later ones tell of tokens.
    details = {entry.seq: entry.detail for entry in reversed(log)}
    if as_json:
        say_json([_document(row, details[row.seq]) for row in rows])
        return
    headers = ("version", "published at", "what", "from", "to", "note")
    say_table(headers, (_row(row, details[row.seq]) for row in rows))


def _row(row: VersionRow, detail: str) -> tuple[str, ...]:
    what = f"rollback to {row.rollback_of}" if row.rollback_of else row.kind
    note = detail if row.kind == "change" else row.note
    at = f"{local(row.published_at):%Y-%m-%d %H:%M:%S}"
    return str(row.seq), at, what, row.first.isoformat(), row.last.isoformat(), note


def _document(row: VersionRow, detail: str) -> dict[str, str | int | None]:
    return {
        "version": row.seq,
        "published_at": local(row.published_at).isoformat(),
        "kind": row.kind,
        "rollback_of": row.rollback_of,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "note": row.note,
        "detail": detail,
        "sha256": row.timetable_sha256,
    }
