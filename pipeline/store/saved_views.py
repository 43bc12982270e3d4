"""The views of lists that people saved under a name, each person their own."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.errors import RecordRefused
from pipeline.store.database import writing

_LONGEST = 80  # letters of a name
_MOST = 50  # views of a person
_SAVE = """INSERT INTO saved_views (owner, name, query) VALUES (?, ?, ?)
    ON CONFLICT (owner, name) DO UPDATE SET query = excluded.query"""


class SavedView(NamedTuple):
    """A view: ``query`` is what follows the question mark in the address of the list."""

    id: int
    name: str
    query: str


def saved_views(conn: sqlite3.Connection, owner: str) -> tuple[SavedView, ...]:
    """The views of a person, by name."""
    sql = "SELECT id, name, query FROM saved_views WHERE owner = ? ORDER BY name"
    return tuple(SavedView(*row) for row in conn.execute(sql, [owner]))


def save_view(db: Database, owner: str, name: str, query: str) -> None:
    """Keep a view; one of the same name is replaced. Raises RecordRefused for a name that is none, or one too many."""
    name = " ".join(name.split())
    if not name:
        raise RecordRefused("Hãy đặt tên cho chế độ xem.")
    if len(name) > _LONGEST:
        raise RecordRefused(f"Tên dài quá {_LONGEST} chữ.")
    with writing(db) as conn:
        known = {view.name for view in saved_views(conn, owner)}
        if name not in known and len(known) >= _MOST:
            raise RecordRefused(f"Đã có {_MOST} chế độ xem: hãy xóa bớt rồi lưu.")
        conn.execute(_SAVE, [owner, name, query])


def delete_view(db: Database, owner: str, view_id: int) -> None:
    """Forget a view; that of somebody else stays."""
    with writing(db) as conn:
        conn.execute("DELETE FROM saved_views WHERE owner = ? AND id = ?", [owner, view_id])
