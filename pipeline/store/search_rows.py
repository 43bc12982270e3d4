"""The rows of full-text search, drawn from the rows that people see; their text is folded (:mod:`…store.folding`).

What was taken out of the register is not found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.store.folding import fold
from pipeline.store.removal_schema import IN_FORCE

_DOCUMENT = f"""SELECT coalesce(code, symbol), subject, issuer, text FROM documents d
    WHERE id = ? AND {IN_FORCE.format("d.id")}"""  # noqa: S608 - own words
_TASK = f"""
    SELECT t.text, (SELECT group_concat(as_written, '; ') FROM
        (SELECT as_written FROM task_agencies WHERE task_id = t.id ORDER BY role DESC, position))
    FROM tasks t WHERE t.id = ? AND {IN_FORCE.format("t.document_id")}"""  # noqa: S608 - own words


def index_document(conn: sqlite3.Connection, id_: int) -> None:
    """Make a document findable by what is stored of it now, inside the caller's transaction."""
    conn.execute("DELETE FROM documents_fts WHERE rowid = ?", [id_])
    sql = "INSERT INTO documents_fts (rowid, code, subject, issuer, text) VALUES (?, ?, ?, ?, ?)"
    for row in conn.execute(_DOCUMENT, [id_]).fetchall():
        conn.execute(sql, [id_, *(fold(value or "") for value in row)])


def index_tasks(conn: sqlite3.Connection, ids: Iterable[int]) -> None:
    """The same for tasks; one that is stored no more is found no more."""
    for id_ in ids:
        conn.execute("DELETE FROM tasks_fts WHERE rowid = ?", [id_])
        for row in conn.execute(_TASK, [id_]).fetchall():
            folded = [fold(value or "") for value in row]
            conn.execute("INSERT INTO tasks_fts (rowid, text, agencies) VALUES (?, ?, ?)", [id_, *folded])
