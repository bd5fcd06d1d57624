"""translations.txt: every text of the other tables in the other two languages."""

from collections.abc import Iterable, Iterator

from shuttle.domain.base import LANGUAGES, LocalText
from shuttle.formats.gtfs.table import Row, Table

_MAIN_LANGUAGE = LANGUAGES[0]
_ONE_ROW_ONLY = "feed_info"


def translations(tables: Iterable[Table]) -> Table:
    """What tables say in Traditional and Simplified Chinese, row by row.

    By the row's id and not by its English words, for two places may share those alone.
    """
    columns = ("table_name", "field_name", "language", "translation", "record_id")
    rows = [row for table in tables for row in _rows(table)]
    return Table("translations", columns, tuple(rows))


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        record = None if table.name == _ONE_ROW_ONLY else row[0]
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, LocalText):
                for language in LANGUAGES:
                    words = cell.in_language(language)
                    if language != _MAIN_LANGUAGE and words:
                        yield table.name, column, language, words, record
