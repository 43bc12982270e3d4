"""Documents that were taken out of the register by mistake of whoever brought them in, and may be put back.

``removals`` is the record of who took out and put back what, and only grows; ``removed`` holds what is out now. It is a
table of its own, and a small one, because every list looks there and the rows of documents are long.
"""

from __future__ import annotations

from pipeline.store.append_only import append_only

REMOVALS = "removals"
IN_FORCE = "NOT EXISTS (SELECT 1 FROM removed r WHERE r.document_id = {})"
"""A condition that holds for documents that are not taken out; what stands in the braces is the id of one."""

REMOVAL = (
    f"""CREATE TABLE {REMOVALS} (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE RESTRICT,
        deed TEXT NOT NULL CHECK (deed IN ('remove', 'restore')), reason TEXT,
        actor_id TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, recorded_at TEXT NOT NULL
    )""",
    f"CREATE INDEX removals_document ON {REMOVALS}(document_id)",
    f"""CREATE TABLE removed (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE RESTRICT,
        removal_id INTEGER NOT NULL REFERENCES {REMOVALS}(id) ON DELETE RESTRICT
    )""",
    *append_only(REMOVALS).values(),
)
