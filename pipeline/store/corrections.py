"""The record of changes: every correction with its old and its new value, by whom and when, in acts; only added to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.review import Act, Author, Edit
from pipeline.store.clock import now
from pipeline.store.task_snapshots import field_value

_COLUMNS = ("revision", "task_id", "field", "old", "new", "undoes", "actor", "role", "recorded_at")
_INSERT = """INSERT INTO corrections
    (document_id, revision, task_id, field, old, new, undoes, actor_id, actor, role, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class Recorded(NamedTuple):
    """An act with who recorded it, in which role, and when (UTC)."""

    act: Act
    actor: str
    role: str
    at: str


def record_act(conn: sqlite3.Connection, document_id: int, act: Act, author: Author) -> None:
    """Add the corrections of an act and count the document's revision up, inside the caller's transaction."""
    at = now()
    who = [act.undoes, author.id, author.name, author.role, at]
    rows = [[document_id, act.revision, edit.task_id, edit.field, _packed(old), _packed(edit.value), *who]
            for edit, old in act.edits]  # fmt: skip
    conn.executemany(_INSERT, rows)
    conn.execute("UPDATE documents SET revision = ? WHERE id = ?", [act.revision, document_id])


def acts_of(conn: sqlite3.Connection, document_id: int, after: int = 0) -> list[Recorded]:
    """The acts on a document that came after a revision, in their order."""
    sql = f"SELECT {', '.join(_COLUMNS)} FROM corrections WHERE document_id = ? AND revision > ? ORDER BY id"  # noqa: S608
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in conn.execute(sql, [document_id, after]).fetchall()]
    return [_recorded(list(group)) for _, group in groupby(rows, key=itemgetter("revision"))]


def value_at(acts: Sequence[Recorded], task_id: int | None, field: str, current: Any) -> tuple[Any, Recorded | None]:
    """What a field was before ``acts``, and the last of them that changed it, if any did."""
    old, last = current, None
    for one in reversed(acts):
        for edit, before in reversed(one.act.edits):
            if edit.task_id != task_id or edit.field not in (field, "task"):
                continue
            last = last or one
            old = before if edit.field == field else field_value(before, field)
    return old, last


def _recorded(rows: Sequence[dict[str, Any]]) -> Recorded:
    first = rows[0]
    edits = tuple((Edit(row["field"], _open(row["new"]), row["task_id"]), _open(row["old"])) for row in rows)
    return Recorded(Act(first["revision"], edits, first["undoes"]), first["actor"], first["role"], first["recorded_at"])


def _packed(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _open(text: str | None) -> Any:
    return None if text is None else json.loads(text)
