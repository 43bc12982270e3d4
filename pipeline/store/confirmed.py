"""Documents that people confirmed, as gold: what somebody looked at and says is right."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.agencies import slug
from pipeline.errors import RecordRefused
from pipeline.review import as_gold
from pipeline.store.originals import find_original, is_further
from pipeline.store.removal_schema import IN_FORCE
from pipeline.store.stored_reading import stored_reading

_CONFIRMED = f"""SELECT id FROM documents d WHERE confirmed_at IS NOT NULL
    AND {IN_FORCE.format("d.id")} ORDER BY id"""  # noqa: S608 - own words
_DOCUMENT = """SELECT d.label, d.sha256, d.source_name, p.sha256, d.text, d.confirmed_at
    FROM documents d LEFT JOIN documents p ON p.id = d.parent_id WHERE d.id = ?"""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed document: ``name`` for its files, the file it came in (None: only its text is left), and its gold."""

    name: str
    original: Path | None
    text: str
    gold: dict[str, Any]


def confirmed_ids(conn: sqlite3.Connection) -> list[int]:
    """The documents that were confirmed."""
    return [int(row[0]) for row in conn.execute(_CONFIRMED).fetchall()]


def confirmed_document(conn: sqlite3.Connection, folder: Path, document_id: int) -> Confirmed:
    """A confirmed document. Raises RecordRefused where there is none with that number, or nobody confirmed it."""
    found = conn.execute(_DOCUMENT, [document_id]).fetchone()
    if found is None:
        raise RecordRefused(f"Không có văn bản số {document_id} trong sổ.")
    label, digest, source_name, parent, text, confirmed_at = found
    if confirmed_at is None:
        raise RecordRefused(f"Văn bản số {document_id} ({label}) chưa được xác nhận.")
    # Of several documents in one file, the file begins with another one.
    original = None if is_further(digest, source_name, parent) else find_original(conn, folder, document_id)
    name = f"{slug(label)[:60].strip('-')}-{document_id}"
    return Confirmed(name, original, text, as_gold(stored_reading(conn, document_id)))
