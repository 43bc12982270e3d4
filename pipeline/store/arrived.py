"""Documents as somebody sees them who has just brought them in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from pipeline.store.removal_schema import IN_FORCE

_SHOWN = """
    SELECT d.id, d.label, d.subject, d.to_check, d.confirmed_at, d.arrival_number, d.arrival_date, d.parent_id,
        d.added_by, d.added_at, d.source_name,
        (SELECT count(*) FROM tasks t WHERE t.document_id = d.id AND NOT t.withdrawn) AS tasks,
        EXISTS (SELECT 1 FROM removed WHERE document_id = d.id) AS removed
    FROM documents d"""


def arrived_document(conn: sqlite3.Connection, document_id: int) -> dict[str, Any] | None:
    """What was found in a document, or None where there is none."""
    sql = f"{_SHOWN} WHERE d.id = ?"
    return next(iter(_rows(conn.execute(sql, [document_id]))), None)


def brought_lately(conn: sqlite3.Connection, count: int) -> list[dict[str, Any]]:
    """The newest documents that people brought in."""
    sql = f"{_SHOWN} WHERE d.added_by IS NOT NULL AND {IN_FORCE.format('d.id')} ORDER BY d.id DESC LIMIT ?"
    return list(_rows(conn.execute(sql, [count])))


def _rows(cursor: sqlite3.Cursor) -> Iterable[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
