"""What a clerk should look at, what clerks changed, and what the program itself had read.

``corrections`` is the record of changes and only grows; the values in force stay in the tables that reports read.
"""

from __future__ import annotations

from pipeline.store.append_only import append_only

REVIEW = (
    "ALTER TABLE tasks ADD COLUMN needs_review INTEGER NOT NULL DEFAULT 1 CHECK (needs_review IN (0, 1))",
    """CREATE TABLE doubts (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, field TEXT NOT NULL, rules TEXT NOT NULL, model TEXT NOT NULL,
        UNIQUE (task_id, position)
    )""",
)

RECORD = ("corrections", "readings")
"""Tables of review to which rows are only added."""

# A correction outlives its task, which has then gone: task_id refers to nothing that the database could check.
CORRECTIONS = (
    """CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE RESTRICT,
        revision INTEGER NOT NULL, task_id INTEGER, field TEXT NOT NULL, old TEXT, new TEXT,
        undoes INTEGER, actor_id TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, recorded_at TEXT NOT NULL
    )""",
    "CREATE INDEX corrections_document ON corrections(document_id, revision)",
    "CREATE INDEX corrections_task ON corrections(task_id)",
    """CREATE TABLE readings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE RESTRICT,
        fingerprint TEXT NOT NULL, read_at TEXT NOT NULL, reading TEXT NOT NULL,
        UNIQUE (document_id, fingerprint)
    )""",
    # Lines with their boxes, apart from the documents: only the page of one document needs them.
    """CREATE TABLE layouts (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
        pages TEXT NOT NULL, lines TEXT NOT NULL
    )""",
    "ALTER TABLE documents ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN confirmed_at TEXT",
    "ALTER TABLE documents ADD COLUMN confirmed_by TEXT",
    "ALTER TABLE documents ADD COLUMN to_check INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tasks ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0 CHECK (reviewed IN (0, 1))",
    """CREATE INDEX documents_waiting ON documents(to_check DESC, text_confidence, id DESC)
        WHERE confirmed_at IS NULL""",
    *(trigger for table in RECORD for trigger in append_only(table).values()),
)

CONFIRMED = ("CREATE INDEX documents_confirmed ON documents(id) WHERE confirmed_at IS NOT NULL",)
