"""When a document came in, and what is due so long after: ``trong vòng 05 ngày kể từ ngày nhận được văn bản này``."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pipeline.errors import RecordRefused, StoreError
from pipeline.store.standings import refresh
from pipeline.types import Lapse
from pipeline.values.durations import end_of

_PAST = "deadline-past-at-receipt"
_STAMP = """
    UPDATE documents SET arrival_number = ?2, arrival_date = ?3,
        arrival_by = iif(coalesce(?2, ?3) IS NULL, NULL, 'stamp')
    WHERE id = ?1 AND arrival_by IS NOT 'person'"""
_COUNTED = """
    SELECT d.id, d.amount, d.amount_unit FROM deadlines d JOIN tasks t ON t.id = d.task_id
    WHERE t.document_id = ? AND d.counted_from = 'receipt' ORDER BY d.id"""
_LATE = """
    INSERT INTO findings (document_id, position, code, severity, message, span_start, span_end, page, boxes, paragraph)
    SELECT ?1, (SELECT coalesce(max(position), -1) FROM findings WHERE document_id = ?1) + row_number() OVER (),
        ?2, 'warning', 'Thời hạn đã qua ' || CAST(julianday(m.arrival_date) - julianday(d.due) AS INTEGER)
            || ' ngày khi nhận được văn bản.',
        d.span_start, d.span_end, d.page, d.boxes, d.paragraph
    FROM deadlines d JOIN tasks t ON t.id = d.task_id JOIN documents m ON m.id = t.document_id
    WHERE m.id = ?1 AND d.due < m.arrival_date AND d.due >= coalesce(m.given_on, '')"""


class Receipt(NamedTuple):
    """What recording a receipt did: the document's label, and the due days that were counted from it."""

    label: str
    due: tuple[date, ...]


def set_receipt(conn: sqlite3.Connection, document_id: int, day: date | None, number: str | None) -> Receipt:
    """Set the day and the number, inside the caller's transaction; None where there is none.

    Raises StoreError for an unknown document, RecordRefused for a day before the one on which it was issued.
    """
    found = conn.execute("SELECT label, given_on FROM documents WHERE id = ?", [document_id]).fetchone()
    if found is None:
        raise StoreError(f"Không có văn bản số {document_id} trong cơ sở dữ liệu.")
    label, given_on = found
    if day is not None and given_on is not None and day < date.fromisoformat(given_on):
        raise RecordRefused(f"Ngày đến {day:%d/%m/%Y} trước ngày ban hành của {label}.", "day")
    conn.execute(
        "UPDATE documents SET arrival_date = ?2, arrival_number = ?3, arrival_by = 'person' WHERE id = ?1",
        [document_id, day and day.isoformat(), number or None],
    )
    due = count_from_receipt(conn, document_id)
    refresh(conn, [row[0] for row in conn.execute("SELECT id FROM tasks WHERE document_id = ?", [document_id])])
    return Receipt(label, due)


def keep_stamp(conn: sqlite3.Connection, document_id: int, stamp: Mapping[str, str | None]) -> None:
    """Take over what the received-stamp says, unless a person has said it, and count from it.

    Inside the caller's transaction, once the document's tasks and findings are written and before its standings are.
    """
    conn.execute(_STAMP, [document_id, stamp["number"], stamp["date"]])
    count_from_receipt(conn, document_id)


def count_from_receipt(conn: sqlite3.Connection, document_id: int) -> tuple[date, ...]:
    """Set the due days that are counted from the receipt, none while it is unknown, and tell which had passed by it."""
    arrived = conn.execute("SELECT arrival_date FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    counted = conn.execute(_COUNTED, [document_id]).fetchall()
    start = date.fromisoformat(arrived) if arrived else None
    due = [start and end_of(Lapse(amount, unit), start) for _, amount, unit in counted]
    conn.executemany(
        "UPDATE deadlines SET due = ? WHERE id = ?",
        [(day and day.isoformat(), row[0]) for day, row in zip(due, counted, strict=True)],
    )
    conn.execute("DELETE FROM findings WHERE document_id = ? AND code = ?", [document_id, _PAST])
    if start:
        conn.execute(_LATE, [document_id, _PAST])
    return tuple(day for day in due if day is not None)
