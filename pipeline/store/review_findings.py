"""Findings on tasks, asked again of what people corrected: a lead that was filled in is missing no longer."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from pipeline.findings.tasks import CODES, on_tasks
from pipeline.store.layouts import Layout, read_layout
from pipeline.store.task_snapshots import snapshot_of
from pipeline.types import Deadline, Found, Header, Span, Target, Task

_HEAD = "SELECT type, date, arrival_date FROM documents WHERE id = ?"
_TASKS = "SELECT id FROM tasks WHERE document_id = ? AND NOT withdrawn ORDER BY position, id"
_INSERT = """
    INSERT INTO findings (document_id, position, code, severity, message, span_start, span_end, page, boxes, paragraph)
    VALUES (?1, (SELECT coalesce(max(position) + 1, 0) FROM findings WHERE document_id = ?1),
        ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
"""


def find_anew(conn: sqlite3.Connection, document_id: int) -> None:
    """Replace what was found on a document's tasks by what is to be found now, inside the caller's transaction."""
    type_, issued, arrived = conn.execute(_HEAD, [document_id]).fetchone()
    header = Header(type=_found(type_), date=_found(issued) if issued else None)
    snapshots = [snapshot_of(conn, row[0], document_id) for row in conn.execute(_TASKS, [document_id]).fetchall()]
    tasks = [_task(one) for one in snapshots if one is not None]
    layout = read_layout(conn, document_id)
    marks = ", ".join("?" * len(CODES))
    conn.execute(f"DELETE FROM findings WHERE document_id = ? AND code IN ({marks})", [document_id, *CODES])  # noqa: S608
    for finding in on_tasks(header, tasks, arrived):
        place = _place(layout, finding.span)
        conn.execute(_INSERT, [document_id, finding.code, finding.severity, finding.message, *place])


def _task(snapshot: dict[str, Any]) -> Task:
    def names(role: str) -> tuple[Found[str], ...]:
        return tuple(_found(one["as_written"]) for one in snapshot[role])

    deadlines = tuple(
        Deadline(one["raw"], one["kind"], one["due"] and date.fromisoformat(one["due"]), one["rrule"], _span(one), "")
        for one in snapshot["deadlines"]
    )
    targets = tuple(
        Target(one["raw"], one["comparator"], one["value"], one["unit"], _span(one), "") for one in snapshot["targets"]
    )
    page = snapshot["page"] or 1
    return Task(
        snapshot["path"], snapshot["text"], _span(snapshot), page, names("lead"), names("coordinate"),
        deadlines, targets, snapshot["rule"],
    )  # fmt: skip


def _span(row: dict[str, Any]) -> Span:
    return Span(row["span_start"] or 0, row["span_end"] or 0)


def _found(value: str) -> Found[str]:
    return Found(value, None, "store")


def _place(layout: Layout | None, span: Span | None) -> list[Any]:
    columns = ("span_start", "span_end", "page", "boxes", "paragraph")
    row = layout.place(*span) if layout and span else {}
    return [row.get(column) for column in columns]
