"""Who brought documents in, and the register of arrivals: under which number each came in, on which day."""

from __future__ import annotations

from pipeline.store.append_only import append_only

ARRIVALS = "arrivals"
"""Every entry and every correction of the register; what holds now stands with the documents."""

INTAKE = (
    "ALTER TABLE documents ADD COLUMN added_by TEXT",
    "ALTER TABLE failures ADD COLUMN added_by TEXT",
    f"""CREATE TABLE {ARRIVALS} (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE RESTRICT,
        number TEXT, day TEXT, actor_id TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
        recorded_at TEXT NOT NULL
    )""",
    f"CREATE INDEX arrivals_document ON {ARRIVALS}(document_id)",
    "CREATE INDEX documents_added ON documents(id) WHERE added_by IS NOT NULL",
    "CREATE INDEX documents_arrival ON documents(arrival_date, arrival_number)",
    *append_only(ARRIVALS).values(),
)
