"""The tables of follow-up: events in their chain with the files that prove them, values measured, standings.

``task_events`` is the truth and only grows. ``standings`` is drawn from it (:mod:`pipeline.store.standings`): a row for
every run of days in which nothing happens, so that how a million tasks stood on a day is a look-up and no replay.
"""

from __future__ import annotations

import sqlite3

from pipeline.store.append_only import append_only
from pipeline.store.event_chain import append_event

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

_EVENTS = f"""CREATE TABLE task_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE RESTRICT,
    assignment_id INTEGER REFERENCES assignments(id) ON DELETE RESTRICT,
    occurrence_due TEXT CHECK (occurrence_due {_DAY}),
    kind TEXT NOT NULL, on_day TEXT NOT NULL CHECK (on_day {_DAY}), new_due TEXT CHECK (new_due {_DAY}),
    percent INTEGER CHECK (percent BETWEEN 0 AND 100),
    agency TEXT, to_agency_id INTEGER REFERENCES agencies(id) ON DELETE RESTRICT,
    note TEXT, actor TEXT, role TEXT, recorded_at TEXT NOT NULL,
    previous TEXT UNIQUE, hash TEXT NOT NULL UNIQUE
)"""

_TABLES = (
    "CREATE INDEX task_events_task ON task_events(task_id)",
    "CREATE INDEX task_events_assignment ON task_events(assignment_id)",
    "CREATE INDEX task_events_to_agency ON task_events(to_agency_id) WHERE to_agency_id IS NOT NULL",
    """CREATE TABLE event_files (
        id INTEGER PRIMARY KEY,
        event_id INTEGER NOT NULL REFERENCES task_events(id) ON DELETE RESTRICT,
        position INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
        UNIQUE (event_id, position)
    )""",
    "ALTER TABLE assignments ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))",
    "ALTER TABLE assignments ADD COLUMN given_by INTEGER REFERENCES task_events(id) ON DELETE RESTRICT",
    f"""CREATE TABLE target_measures (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE RESTRICT,
        assignment_id INTEGER REFERENCES assignments(id) ON DELETE RESTRICT,
        target TEXT NOT NULL, value NUMERIC NOT NULL, on_day TEXT NOT NULL CHECK (on_day {_DAY}),
        source TEXT, actor TEXT NOT NULL, recorded_at TEXT NOT NULL
    )""",
    "CREATE INDEX target_measures_task ON target_measures(task_id, target, on_day)",
    f"""CREATE TABLE standings (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        assignment_id INTEGER REFERENCES assignments(id) ON DELETE CASCADE,
        agency_id INTEGER,
        is_unit INTEGER NOT NULL CHECK (is_unit IN (0, 1)), is_task INTEGER NOT NULL CHECK (is_task IN (0, 1)),
        since TEXT NOT NULL CHECK (since {_DAY}), until TEXT NOT NULL CHECK (until {_DAY}),
        state TEXT NOT NULL, timing TEXT, due TEXT CHECK (due {_DAY}), done_on TEXT CHECK (done_on {_DAY}),
        CHECK (since <= until), CHECK (timing IS NOT NULL OR due IS NOT NULL)
    )""",
    "CREATE INDEX standings_task ON standings(task_id, since)",
    "CREATE INDEX standings_assignment ON standings(assignment_id, since)",
    # Reports ask what is open and due by a day; lists want what stands last, in their order.
    """CREATE INDEX standings_due ON standings(due, task_id, since, until, is_task, is_unit, agency_id)
        WHERE timing IS NULL""",
    """CREATE INDEX standings_last ON standings(state = 'completed', due IS NULL, due, task_id)
        WHERE is_task = 1 AND until = '9999-12-31'""",
    """CREATE INDEX standings_several ON standings(task_id)
        WHERE is_task = 1 AND is_unit = 0 AND until = '9999-12-31'""",
    """CREATE TABLE day_tallies (
        agency_id INTEGER NOT NULL, timing TEXT NOT NULL, day TEXT NOT NULL, change INTEGER NOT NULL,
        PRIMARY KEY (day, agency_id, timing)
    ) WITHOUT ROWID""",
    """CREATE TABLE month_tallies (
        agency_id INTEGER NOT NULL, timing TEXT NOT NULL, month TEXT NOT NULL, change INTEGER NOT NULL,
        PRIMARY KEY (agency_id, timing, month)
    ) WITHOUT ROWID""",
    "CREATE INDEX documents_given ON documents(given_on, id)",
    "CREATE INDEX agencies_name ON agencies(name)",
    "CREATE TABLE standing_rules (id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL)",
)

APPEND_ONLY = ("task_events", "event_files", "target_measures")
"""Tables to which rows are only added."""

_LINKED = """CREATE TRIGGER task_events_linked BEFORE INSERT ON task_events
    WHEN NEW.previous IS NOT (SELECT hash FROM task_events ORDER BY id DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'task_events: không nối với sự kiện trước'); END"""

# What the kinds of earlier registers are called now. Others are kept as they are: they changed nothing and still don't.
_KINDS = {"hoan_thanh": "complete", "gia_han": "extend", "lam_lai": "redo", "huy": "cancel"}
_FORMER = ("id", "task_id", "kind", "on_day", "new_due", "note", "actor", "recorded_at")


def append_only_triggers() -> dict[str, str]:
    """The triggers that refuse to change or delete what was recorded, by name."""
    triggers = {"task_events_linked": _LINKED}
    for table in APPEND_ONLY:
        triggers |= append_only(table)
    return triggers


def make_tracking(conn: sqlite3.Connection) -> None:
    """Make the tables and take over the events recorded before, each with its id, its day and its words."""
    former = conn.execute(f"SELECT {', '.join(_FORMER)} FROM task_events ORDER BY id").fetchall()  # noqa: S608 - own names
    for statement in ("DROP TABLE task_events", _EVENTS, *_TABLES, *append_only_triggers().values()):
        conn.execute(statement)
    for values in former:
        row = dict(zip(_FORMER, values, strict=True))
        append_event(conn, {**row, "kind": _KINDS.get(row["kind"], row["kind"])})
