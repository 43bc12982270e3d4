"""What the program itself read of a document, each time that it read something else: kept as it was, never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from pipeline.review import differences
from pipeline.store.clock import now
from pipeline.store.stored_reading import stored_reading

DIFFERENT = "reading-differs"

_KEEP = "INSERT OR IGNORE INTO readings (document_id, fingerprint, read_at, reading) VALUES (?, ?, ?, ?)"
_FINDING = """
    INSERT INTO findings (document_id, position, code, severity, message)
    VALUES (?1, (SELECT coalesce(max(position) + 1, 0) FROM findings WHERE document_id = ?1), ?2, 'info', ?3)"""
_SHOWN = 5  # differences in a sentence


def keep_reading(conn: sqlite3.Connection, document_id: int, fingerprint: str, reading: str) -> None:
    """Keep a reading (the contract as JSON), once for each fingerprint, inside the caller's transaction."""
    conn.execute(_KEEP, [document_id, fingerprint, now(), reading])


def keep_stored_reading(conn: sqlite3.Connection, document_id: int) -> None:
    """Keep what is stored as the reading, before a person changes it, where the document came before readings were."""
    if conn.execute("SELECT 1 FROM readings WHERE document_id = ?", [document_id]).fetchone() is None:
        fingerprint = conn.execute("SELECT fingerprint FROM documents WHERE id = ?", [document_id]).fetchone()[0]
        reading = json.dumps(stored_reading(conn, document_id), ensure_ascii=False)
        keep_reading(conn, document_id, fingerprint, reading)


def is_of_people(conn: sqlite3.Connection, document_id: int) -> bool:
    """Whether people corrected or confirmed a document: then no reading replaces what is stored."""
    found = conn.execute("SELECT revision > 0 FROM documents WHERE id = ?", [document_id]).fetchone()
    return bool(found and found[0])


def tell_differences(conn: sqlite3.Connection, document_id: int, reading: Mapping[str, Any]) -> None:
    """A finding on what a new reading would have otherwise than people have it, in the place of the last such one."""
    forget_finding(conn, document_id, DIFFERENT)
    found = differences(stored_reading(conn, document_id), reading)
    if found:
        more = f" và {len(found) - _SHOWN} điểm khác" if len(found) > _SHOWN else ""
        message = f"Lần đọc lại khác với nội dung đã được người sửa: {', '.join(found[:_SHOWN])}{more}."
        tell(conn, document_id, DIFFERENT, message)


def tell(conn: sqlite3.Connection, document_id: int, code: str, message: str) -> None:
    """A finding on the reading itself, in the place of the last one of that code."""
    forget_finding(conn, document_id, code)
    conn.execute(_FINDING, [document_id, code, message])


def forget_finding(conn: sqlite3.Connection, document_id: int, code: str) -> None:
    """Nothing is told of that code any more."""
    conn.execute("DELETE FROM findings WHERE document_id = ? AND code = ?", [document_id, code])
