"""A value of a document's head as the record of changes keeps it, and back into rows and what follows from it."""

from __future__ import annotations

import sqlite3
from typing import Any

from pipeline.store.rows import first_day, label_of
from pipeline.store.task_snapshots import FOUND
from pipeline.values.citations import citation_key

Row = dict[str, Any]

_KINDS = {"addressees": "kinh_gui", "recipients": "noi_nhan"}
_NAMED = ("name", "note", *FOUND)
_VALUE = ("value", *FOUND)
_HEAD = "SELECT type, number, symbol, date, code, source_name FROM documents WHERE id = ?"
_FOLLOWING = "UPDATE documents SET code = ?, code_key = ?, label = ?, given_on = ? WHERE id = ?"


def header_value(conn: sqlite3.Connection, document_id: int, field: str) -> Any:
    """The value of a field: a list of names, or one value, or None."""
    if field in _KINDS:
        sql = f"SELECT {', '.join(_NAMED)} FROM recipients WHERE document_id = ? AND kind = ? ORDER BY position"  # noqa: S608
        found = conn.execute(sql, [document_id, _KINDS[field]]).fetchall()
        return [dict(zip(_NAMED, row, strict=True)) for row in found]
    sql = f"SELECT {', '.join(_VALUE)} FROM header_values WHERE document_id = ? AND field = ?"  # noqa: S608 - own names
    row = conn.execute(sql, [document_id, field]).fetchone()
    return dict(zip(_VALUE, row, strict=True)) if row else None


def write_header(conn: sqlite3.Connection, document_id: int, field: str, value: Any) -> None:
    """Set a field, and the document's code, label and day where they follow from it."""
    if field in _KINDS:
        conn.execute("DELETE FROM recipients WHERE document_id = ? AND kind = ?", [document_id, _KINDS[field]])
        sql = f"""INSERT INTO recipients (document_id, kind, position, {", ".join(_NAMED)})
            VALUES (?, ?, ?, {", ".join("?" * len(_NAMED))})"""  # noqa: S608 - own names
        for position, one in enumerate(value or ()):
            conn.execute(sql, [document_id, _KINDS[field], position, *(one.get(name) for name in _NAMED)])
        return
    before = conn.execute(_HEAD, [document_id]).fetchone()
    conn.execute("DELETE FROM header_values WHERE document_id = ? AND field = ?", [document_id, field])
    if value:
        sql = f"""INSERT INTO header_values (document_id, field, {", ".join(_VALUE)})
            VALUES (?, ?, {", ".join("?" * len(_VALUE))})"""  # noqa: S608 - own names
        conn.execute(sql, [document_id, field, *(value.get(name) for name in _VALUE)])
    words = value["value"] if value else None
    conn.execute(f"UPDATE documents SET {field} = ? WHERE id = ?", [words, document_id])  # noqa: S608 - a known field
    if field in ("type", "number", "symbol", "date"):
        _follow(conn, document_id, before)


def _follow(conn: sqlite3.Connection, document_id: int, before: tuple[Any, ...]) -> None:
    type_, number, symbol, day, _, source_name = conn.execute(_HEAD, [document_id]).fetchone()
    code = f"{number}{_between(before)}{symbol}" if number and symbol else None
    following = [code, citation_key(code) if code else None, label_of(type_, code, source_name), first_day(day)]
    conn.execute(_FOLLOWING, [*following, document_id])


def _between(before: tuple[Any, ...]) -> str:
    """What stands between number and symbol: ``/``, and ``-`` in documents of the Party, as it stood before."""
    _, number, symbol, _, code, _ = before
    return "-" if code and code == f"{number}-{symbol}" else "/"
