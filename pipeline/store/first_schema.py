"""The first tables of the register, with the triggers that keep them: documents, what was read in them, events."""

from __future__ import annotations

_FOUND = """
    raw TEXT NOT NULL, span_start INTEGER, span_end INTEGER, page INTEGER,
    rule TEXT NOT NULL, confidence REAL NOT NULL
"""
_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

TABLES = (
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL,
        code TEXT, type TEXT NOT NULL, number TEXT, symbol TEXT, date TEXT, given_on TEXT, place TEXT, issuer TEXT,
        subject TEXT, archive TEXT, signer TEXT, signer_title TEXT, signer_capacity TEXT, urgency TEXT, secrecy TEXT,
        source_name TEXT NOT NULL, media_type TEXT NOT NULL, pages INTEGER NOT NULL, page_starts TEXT NOT NULL,
        text TEXT NOT NULL, text_confidence REAL NOT NULL, fingerprint TEXT NOT NULL,
        added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
        updated_at TEXT
    )""",
    f"""CREATE TABLE header_values (
        id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        field TEXT NOT NULL, value TEXT NOT NULL, {_FOUND},
        UNIQUE (document_id, field)
    )""",
    f"""CREATE TABLE recipients (
        id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('kinh_gui', 'noi_nhan')), position INTEGER NOT NULL,
        name TEXT NOT NULL, note TEXT, {_FOUND},
        UNIQUE (document_id, kind, position)
    )""",
    """CREATE TABLE agencies (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE)""",
    f"""CREATE TABLE tasks (
        id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE RESTRICT,
        key TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, {_FOUND},
        withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))
    )""",
    f"""CREATE TABLE task_agencies (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE RESTRICT,
        role TEXT NOT NULL CHECK (role IN ('lead', 'coordinate')), position INTEGER NOT NULL,
        as_written TEXT NOT NULL, {_FOUND},
        UNIQUE (task_id, role, position)
    )""",
    f"""CREATE TABLE deadlines (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, kind TEXT NOT NULL, due TEXT CHECK (due {_DAY}), rrule TEXT, {_FOUND},
        UNIQUE (task_id, position)
    )""",
    f"""CREATE TABLE targets (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, comparator TEXT NOT NULL, value NUMERIC, unit TEXT, {_FOUND},
        UNIQUE (task_id, position)
    )""",
    f"""CREATE TABLE citations (
        id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, number TEXT NOT NULL, type TEXT, date TEXT, issuer TEXT, {_FOUND},
        UNIQUE (document_id, position)
    )""",
    """CREATE TABLE findings (
        id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL,
        span_start INTEGER, span_end INTEGER, page INTEGER,
        UNIQUE (document_id, position)
    )""",
    f"""CREATE TABLE task_events (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE RESTRICT,
        kind TEXT NOT NULL, on_day TEXT NOT NULL CHECK (on_day {_DAY}), new_due TEXT CHECK (new_due {_DAY}),
        note TEXT, actor TEXT,
        recorded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
        CHECK (kind <> 'gia_han' OR new_due IS NOT NULL)
    )""",
    "CREATE INDEX tasks_document ON tasks(document_id)",
    "CREATE INDEX task_agencies_agency ON task_agencies(agency_id)",
    "CREATE INDEX deadlines_due ON deadlines(due)",
    "CREATE INDEX citations_number ON citations(number)",
    "CREATE INDEX task_events_task ON task_events(task_id)",
)

TRIGGERS = (
    """CREATE TRIGGER task_events_no_update BEFORE UPDATE ON task_events
        BEGIN SELECT RAISE(ABORT, 'task_events: chỉ thêm, không sửa'); END""",
    """CREATE TRIGGER task_events_no_delete BEFORE DELETE ON task_events
        BEGIN SELECT RAISE(ABORT, 'task_events: chỉ thêm, không xóa'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above unless recursive triggers are on.
    """CREATE TRIGGER task_events_no_replace BEFORE INSERT ON task_events
        WHEN EXISTS (SELECT 1 FROM task_events WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'task_events: chỉ thêm, không thay'); END""",
)
