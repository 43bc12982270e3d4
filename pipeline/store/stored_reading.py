"""A stored document in the shape of the contract (:mod:`pipeline.contract`): what is in force, people's values too."""

from __future__ import annotations

import sqlite3
from typing import Any

from pipeline.review import HEADER_FIELDS
from pipeline.store.header_snapshots import header_value
from pipeline.store.task_snapshots import snapshot_of

Row = dict[str, Any]

_DOCUMENT = "SELECT source_name, sha256, pages, secrecy FROM documents WHERE id = ?"
_TASKS = "SELECT id FROM tasks WHERE document_id = ? AND NOT withdrawn ORDER BY position, id"
_REFERENCES = "SELECT number, type, date, issuer FROM citations WHERE document_id = ? ORDER BY position"
_FINDINGS = "SELECT code, severity, message FROM findings WHERE document_id = ? ORDER BY position"


def stored_reading(conn: sqlite3.Connection, document_id: int) -> Row:
    """The document as ``giaoviec extract`` would print it."""
    name, sha256, pages, secrecy = conn.execute(_DOCUMENT, [document_id]).fetchone()
    tasks = [snapshot_of(conn, row[0], document_id) for row in conn.execute(_TASKS, [document_id]).fetchall()]
    return {
        "source": name,
        "sha256": sha256,
        "pages": pages,
        "header": {**_header(conn, document_id), "secrecy": secrecy},
        "references": _rows(conn, _REFERENCES, document_id),
        "tasks": [_task(task) for task in tasks if task is not None],
        "findings": _rows(conn, _FINDINGS, document_id),
    }


def _header(conn: sqlite3.Connection, document_id: int) -> Row:
    header: Row = {}
    for field in HEADER_FIELDS:
        value = header_value(conn, document_id, field.id)
        header[field.id] = value if field.several else value and value["value"]
    header["addressees"] = [one["name"] for one in header["addressees"]]
    header["recipients"] = [{"name": one["name"], "note": one["note"]} for one in header["recipients"]]
    return header


def _task(task: Row) -> Row:
    return {
        "path": task["path"],
        "text": task["text"],
        **{role: [one["as_written"] for one in task[role]] for role in ("lead", "coordinate")},
        "deadlines": [
            {"text": one["raw"], "kind": one["kind"], "due": one["due"], "rrule": one["rrule"]}
            for one in task["deadlines"]
        ],
        "targets": [
            {"text": one["raw"], "comparator": one["comparator"], "value": one["value"], "unit": one["unit"]}
            for one in task["targets"]
        ],
        "page": task["page"],
        "span": [task["span_start"], task["span_end"]],
        "confidence": task["confidence"],
        "needs_review": bool(task["needs_review"]),
        "doubts": task["doubts"],
    }


def _rows(conn: sqlite3.Connection, sql: str, document_id: int) -> list[Row]:
    cursor = conn.execute(sql, [document_id])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
