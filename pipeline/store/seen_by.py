"""What an agency's account may see: the tasks it was given, also where given to those whose work it took over."""

from __future__ import annotations

import sqlite3

_ACTED_FOR = """
    WITH RECURSIVE acted_for(id) AS (
        VALUES (?)
        UNION
        SELECT s.agency_id FROM acted_for JOIN agency_successors s ON s.successor_id = acted_for.id
    ) SELECT id FROM acted_for ORDER BY id"""


def agency_of_key(conn: sqlite3.Connection, key: str) -> int | None:
    """The id of the agency that an account names; None while the database has no such agency.

    Looked up at each request, since an agency that no task names any more may lose its row and its number.
    """
    row = conn.execute("SELECT id FROM agencies WHERE key = ?", [key]).fetchone()
    return int(row[0]) if row else None


def agencies_acted_for(conn: sqlite3.Connection, agency_id: int) -> tuple[int, ...]:
    """The agency itself and those whose work it took over, directly or in steps."""
    return tuple(row[0] for row in conn.execute(_ACTED_FOR, [agency_id]))


def agency_has_task(conn: sqlite3.Connection, agency_id: int, task_id: int) -> bool:
    """Whether the agency leads or coordinates a task."""
    sql = "SELECT 1 FROM assignments WHERE task_id = ? AND agency_id = ? AND withdrawn = 0"
    return any(conn.execute(sql, [task_id, one]).fetchone() for one in agencies_acted_for(conn, agency_id))


def agency_has_document(conn: sqlite3.Connection, agency_id: int, document_id: int) -> bool:
    """Whether a document gives the agency a task."""
    sql = """SELECT 1 FROM tasks t JOIN assignments p ON p.task_id = t.id
        WHERE t.document_id = ? AND p.agency_id = ? AND p.withdrawn = 0"""
    return any(conn.execute(sql, [document_id, one]).fetchone() for one in agencies_acted_for(conn, agency_id))
