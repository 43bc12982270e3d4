"""The tables of the agency register: who the agencies are, and to which of them each task was given."""

from __future__ import annotations

_COLUMNS = (
    "code TEXT", "kind TEXT", "level TEXT", "province TEXT", "area TEXT", "valid_from TEXT", "valid_until TEXT",
    "successor TEXT", "aliases TEXT", "groups TEXT", "parent TEXT", "source TEXT NOT NULL DEFAULT 'document'",
)  # fmt: skip

AGENCY_REGISTER = (
    *(f"ALTER TABLE agencies ADD COLUMN {column}" for column in _COLUMNS),
    "CREATE UNIQUE INDEX agencies_code ON agencies(code)",
    """CREATE TABLE agency_successors (
        agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE CASCADE,
        successor_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE RESTRICT,
        position INTEGER NOT NULL,
        PRIMARY KEY (agency_id, position)
    )""",
    "CREATE INDEX agency_successors_successor ON agency_successors(successor_id)",
    """CREATE TABLE assignments (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE RESTRICT,
        role TEXT NOT NULL CHECK (role IN ('lead', 'coordinate')),
        via_id INTEGER REFERENCES agencies(id) ON DELETE RESTRICT,
        rule TEXT NOT NULL, confidence REAL NOT NULL,
        UNIQUE (task_id, agency_id, role)
    )""",
    "CREATE INDEX assignments_agency ON assignments(agency_id)",
    "CREATE INDEX assignments_via ON assignments(via_id)",
    """CREATE TABLE directory (
        id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL, file TEXT NOT NULL,
        loaded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    )""",
    "ALTER TABLE documents ADD COLUMN resolved_with TEXT",
)
