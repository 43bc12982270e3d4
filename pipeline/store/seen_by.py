"""What an agency's account may see: the tasks it was given, also where given to those whose work it took over.

``confirmed``: only those of documents that a clerk has confirmed, so that no agency acts on what was read wrong.
"""

from __future__ import annotations

import sqlite3

from pipeline.store.removal_schema import IN_FORCE

_ACTED_FOR = """
    WITH RECURSIVE acted_for(id) AS (
        VALUES (?)
        UNION
        SELECT s.agency_id FROM acted_for JOIN agency_successors s ON s.successor_id = acted_for.id
    ) SELECT id FROM acted_for ORDER BY id"""
_GIVEN = f"""SELECT 1 FROM assignments p JOIN tasks t ON t.id = p.task_id JOIN documents d ON d.id = t.document_id
    WHERE {{which}} = ?1 AND p.agency_id = ?2 AND p.withdrawn = 0 AND (NOT ?3 OR d.confirmed_at IS NOT NULL)
        AND {IN_FORCE.format("d.id")} LIMIT 1"""  # noqa: S608 - own words
_TASK, _DOCUMENT = _GIVEN.format(which="p.task_id"), _GIVEN.format(which="t.document_id")


def agency_of_key(conn: sqlite3.Connection, key: str) -> int | None:
    """The id of the agency that an account names; None while the database has no such agency.

    Looked up at each request, since an agency that no task names any more may lose its row and its number.
    """
    row = conn.execute("SELECT id FROM agencies WHERE key = ?", [key]).fetchone()
    return int(row[0]) if row else None


def agencies_acted_for(conn: sqlite3.Connection, agency_id: int) -> tuple[int, ...]:
    """The agency itself and those whose work it took over, directly or in steps."""
    return tuple(row[0] for row in conn.execute(_ACTED_FOR, [agency_id]))


def agency_has_task(conn: sqlite3.Connection, agency_id: int, task_id: int, confirmed: bool) -> bool:
    """Whether the agency leads or coordinates a task."""
    return any(conn.execute(_TASK, [task_id, one, confirmed]).fetchone() for one in agencies_acted_for(conn, agency_id))


def agency_has_document(conn: sqlite3.Connection, agency_id: int, document_id: int, confirmed: bool) -> bool:
    """Whether a document gives the agency a task."""
    every = agencies_acted_for(conn, agency_id)
    return any(conn.execute(_DOCUMENT, [document_id, one, confirmed]).fetchone() for one in every)
