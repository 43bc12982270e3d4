"""Taking a document out of the register, and putting it back: hidden from every list and report, and nothing lost.

What hides it is that its tasks have no standings, that search does not know it, and that views leave it out. Its text,
its tasks, what was recorded on them and its original stay where they are.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlite_utils import Database

from pipeline.errors import RecordRefused
from pipeline.review import Author
from pipeline.store.clock import now
from pipeline.store.database import writing
from pipeline.store.removal_schema import REMOVALS
from pipeline.store.search_rows import index_document, index_tasks
from pipeline.store.standings import forget, refresh

LONGEST = 500
"""Letters of a reason."""

_RECORD = f"""INSERT INTO {REMOVALS} (document_id, deed, reason, actor_id, actor, role, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""  # noqa: S608 - own name
_TASKS = "SELECT id FROM tasks WHERE document_id = ?"
_RECORDED = """SELECT count(*), count(DISTINCT e.task_id) FROM tasks t JOIN task_events e ON e.task_id = t.id
    WHERE t.document_id = ?"""
_OUT = f"""SELECT m.reason, m.actor, m.recorded_at AS at FROM removed r JOIN {REMOVALS} m ON m.id = r.removal_id
    WHERE r.document_id = ?"""  # noqa: S608 - own name
_WHO = f"SELECT m.actor_id FROM removed r JOIN {REMOVALS} m ON m.id = r.removal_id WHERE r.document_id = ?"  # noqa: S608
_EVERY = f"""SELECT d.id, d.label, d.subject, d.source_name, m.reason, m.actor, m.recorded_at AS at
    FROM removed r JOIN {REMOVALS} m ON m.id = r.removal_id JOIN documents d ON d.id = r.document_id
    ORDER BY m.id DESC LIMIT ?"""  # noqa: S608 - own name


def remove_document(db: Database, document_id: int, reason: str, who: Author, anyway: bool = False) -> None:
    """Take a document out.

    Raises RecordRefused without a reason, for a document that is not there or is out already, and, unless ``anyway``,
    for one on whose tasks people have recorded something.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST:
        raise RecordRefused(f"Hãy nêu lý do gỡ văn bản, dài nhất {LONGEST} chữ.", "reason")
    with writing(db) as conn:
        if not _exists(conn, document_id) or removal_of(conn, document_id):
            raise RecordRefused("Văn bản này không có trong sổ, hoặc đã được gỡ.")
        events, tasks = recorded_on(conn, document_id)
        if events and not anyway:
            raise RecordRefused(
                f"Đã có {events} điều ghi trên {tasks} việc của văn bản: hãy đánh dấu để vẫn gỡ.", "anyway"
            )
        take_out(conn, document_id, reason, who)


def restore_document(db: Database, document_id: int, who: Author) -> None:
    """Put a document back as it was. Raises RecordRefused for one that is not out."""
    with writing(db) as conn:
        if removal_of(conn, document_id) is None:
            raise RecordRefused("Văn bản này đang có trong sổ.")
        put_back(conn, document_id, who)


def take_out(conn: sqlite3.Connection, document_id: int, reason: str, who: Author) -> None:
    """Take out a document that is in the register, inside the caller's transaction."""
    ids = _task_ids(conn, document_id)
    forget(conn, ids)
    removal = _record(conn, document_id, "remove", reason, who)
    conn.execute("INSERT INTO removed (document_id, removal_id) VALUES (?, ?)", [document_id, removal])
    _index(conn, document_id, ids)


def put_back(conn: sqlite3.Connection, document_id: int, who: Author) -> None:
    """Put back a document that is out, inside the caller's transaction."""
    _record(conn, document_id, "restore", None, who)
    conn.execute("DELETE FROM removed WHERE document_id = ?", [document_id])
    ids = _task_ids(conn, document_id)
    refresh(conn, ids)
    _index(conn, document_id, ids)


def taken_out_by(conn: sqlite3.Connection, document_id: int) -> str | None:
    """The id of who took a document out; None for one that is not out."""
    found = conn.execute(_WHO, [document_id]).fetchone()
    return str(found[0]) if found else None


def removal_of(conn: sqlite3.Connection, document_id: int) -> dict[str, Any] | None:
    """Why a document is out, who took it out and when; None for one that is not."""
    return next(iter(_rows(conn.execute(_OUT, [document_id]))), None)


def removed_documents(conn: sqlite3.Connection, limit: int) -> list[dict[str, Any]]:
    """What is out, the last first."""
    return _rows(conn.execute(_EVERY, [limit]))


def recorded_on(conn: sqlite3.Connection, document_id: int) -> tuple[int, int]:
    """How many events people have recorded on the tasks of a document, and on how many of them."""
    events, tasks = conn.execute(_RECORDED, [document_id]).fetchone()
    return int(events), int(tasks)


def _exists(conn: sqlite3.Connection, document_id: int) -> bool:
    return conn.execute("SELECT 1 FROM documents WHERE id = ?", [document_id]).fetchone() is not None


def _task_ids(conn: sqlite3.Connection, document_id: int) -> list[int]:
    return [row[0] for row in conn.execute(_TASKS, [document_id]).fetchall()]


def _record(conn: sqlite3.Connection, document_id: int, deed: str, reason: str | None, who: Author) -> int:
    row = [document_id, deed, reason, who.id, who.name, who.role, now()]
    return int(conn.execute(_RECORD, row).lastrowid or 0)


def _index(conn: sqlite3.Connection, document_id: int, task_ids: list[int]) -> None:
    index_document(conn, document_id)
    index_tasks(conn, task_ids)


def _rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
