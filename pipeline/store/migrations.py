"""The schema, as numbered steps that are only ever added to; ``PRAGMA user_version`` tells how many were taken.

A step is a function of the connection whose docstring gives its reason. Statements run one at a time, because
``executescript`` would end the surrounding transaction and leave half a step behind when it fails.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from pipeline.store.agency_schema import AGENCY_REGISTER
from pipeline.store.archive_schema import ARCHIVE, FAILED_AS
from pipeline.store.board_schema import BOARD
from pipeline.store.citation_schema import CITATION_LINKS
from pipeline.store.due_schema import OCCURRENCES, RECEIPTS
from pipeline.store.first_schema import TABLES, TRIGGERS
from pipeline.store.intake_schema import INTAKE
from pipeline.store.list_schema import TASK_LISTS, WAITING
from pipeline.store.occurrences import fill_occurrences
from pipeline.store.removal_schema import REMOVAL
from pipeline.store.review_points import count_points
from pipeline.store.review_schema import CONFIRMED, CORRECTIONS, REVIEW
from pipeline.store.tracking_schema import make_tracking
from pipeline.values.citations import citation_key
from pipeline.values.deadlines import find_deadlines

_SEARCH = (
    "CREATE VIRTUAL TABLE documents_fts USING fts5(code, subject, issuer, text, tokenize = 'unicode61')",
    "CREATE VIRTUAL TABLE tasks_fts USING fts5(text, agencies, tokenize = 'unicode61')",
)
_PLACED = ("header_values", "recipients", "tasks", "task_agencies", "deadlines", "targets", "citations", "findings")
# Boxes as JSON, [[page, x0, top, x1, bottom], …] in points from the top left; paragraphs where there is no layout.
_PLACE = ("boxes TEXT", "paragraph INTEGER")
_INTAKE = (
    "ALTER TABLE documents ADD COLUMN parent_id INTEGER REFERENCES documents(id) ON DELETE SET NULL",
    "CREATE INDEX documents_parent ON documents(parent_id)",
    """CREATE TABLE signatures (
        id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, signer TEXT, organisation TEXT, signed_at TEXT,
        intact INTEGER CHECK (intact IN (0, 1)), altered INTEGER CHECK (altered IN (0, 1)),
        UNIQUE (document_id, position)
    )""",
    """CREATE TABLE failures (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE, stage TEXT NOT NULL, reason TEXT NOT NULL, run TEXT NOT NULL,
        failed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    )""",
)


def _001_tables(conn: sqlite3.Connection) -> None:
    """Documents and what was read from them, and the events that people record on tasks, which are only ever added."""
    _run(conn, TABLES + TRIGGERS)


def _002_search(conn: sqlite3.Connection) -> None:
    """Full-text search; the columns hold folded text, so that queries with and without diacritics find the same."""
    _run(conn, _SEARCH)


def _003_views(conn: sqlite3.Connection) -> None:
    """What people read, with Vietnamese column names: views, which are made after the last step."""


def _004_places(conn: sqlite3.Connection) -> None:
    """Where each value stands in the original, so that its page can be shown with the place marked."""
    _run(conn, tuple(f"ALTER TABLE {table} ADD COLUMN {column}" for table in _PLACED for column in _PLACE))
    # Of a document that begins behind another one in the same file, pages are counted as in the file.
    conn.execute("ALTER TABLE documents ADD COLUMN first_page INTEGER NOT NULL DEFAULT 1")


def _005_intake(conn: sqlite3.Connection) -> None:
    """What a document came with, who signed it, and the files of which there is no document."""
    _run(conn, _INTAKE)


def _006_agency_register(conn: sqlite3.Connection) -> None:
    """Who the agencies are (codes, days, successors, an office's own directory), and who of them was given what."""
    _run(conn, AGENCY_REGISTER)


def _007_citations(conn: sqlite3.Connection) -> None:
    """Title and relation of a citation, and the stored document it means, whichever of the two came first."""
    _run(conn, CITATION_LINKS)
    for table, key, number in (("citations", "key", "number"), ("documents", "code_key", "code")):
        rows = conn.execute(f"SELECT id, {number} FROM {table} WHERE {number} IS NOT NULL").fetchall()  # noqa: S608 - own
        keyed = [(citation_key(value), id_) for id_, value in rows]
        conn.executemany(f"UPDATE {table} SET {key} = ? WHERE id = ?", keyed)  # noqa: S608 - own names


def _008_review(conn: sqlite3.Connection) -> None:
    """Which tasks a clerk should look at, and what a second reader makes of them."""
    _run(conn, REVIEW)


def _009_tracking(conn: sqlite3.Connection) -> None:
    """What happens to each assignment, in a chain that shows tampering; measured values; standings as of any day."""
    make_tracking(conn)


def _010_occurrences(conn: sqlite3.Connection) -> None:
    """The due days of repeated work, so that its next report is seen before it is due."""
    _run(conn, OCCURRENCES)
    for (document_id,) in conn.execute("SELECT id FROM documents").fetchall():
        fill_occurrences(conn, document_id)


def _011_receipts(conn: sqlite3.Connection) -> None:
    """When a document came in, and the lengths of time that are counted from that day."""
    _run(conn, RECEIPTS)
    for id_, raw in conn.execute("SELECT id, raw FROM deadlines WHERE kind = 'duration'").fetchall():
        lapse = next((found.lapse for found in find_deadlines(raw) if found.lapse), None)
        if lapse is not None:
            sql = "UPDATE deadlines SET amount = ?, amount_unit = ?, counted_from = ? WHERE id = ?"
            conn.execute(sql, [lapse.amount, lapse.unit, lapse.start, id_])


def _012_archives(conn: sqlite3.Connection) -> None:
    """Which files were read, so that an interrupted run goes on and an unchanged file costs nothing."""
    _run(conn, ARCHIVE)


def _013_corrections(conn: sqlite3.Connection) -> None:
    """What people correct and confirm, beside what was read, and the lines of a page, to mark and select on it."""
    _run(conn, CORRECTIONS)
    for (document_id,) in conn.execute("SELECT id FROM documents").fetchall():
        count_points(conn, document_id)


def _014_task_lists(conn: sqlite3.Connection) -> None:
    """Lists of tasks that answer at once however long the register is, and the views of them that people saved."""
    _run(conn, TASK_LISTS)


def _015_board(conn: sqlite3.Connection) -> None:
    """The dashboard and the calendar answer at once however long the register is."""
    _run(conn, BOARD)


def _016_intake(conn: sqlite3.Connection) -> None:
    """Who brought a document in, and every entry of the register of arrivals."""
    _run(conn, INTAKE)


def _017_waiting(conn: sqlite3.Connection) -> None:
    """What waits for a decision is found by each part of a task, not only by the task as a whole."""
    _run(conn, WAITING)


def _018_confirmed(conn: sqlite3.Connection) -> None:
    """An agency's list holds what was confirmed, told without a look at the long rows of documents."""
    _run(conn, CONFIRMED)


def _019_removals(conn: sqlite3.Connection) -> None:
    """A document that was brought in by mistake is taken out, with who, when and why, and can be put back."""
    _run(conn, REMOVAL)


def _020_failed_as(conn: sqlite3.Connection) -> None:
    """A file that ended a worker is tried again once another one lies in its place."""
    _run(conn, FAILED_AS)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _001_tables, _002_search, _003_views, _004_places, _005_intake, _006_agency_register,
    _007_citations, _008_review, _009_tracking, _010_occurrences, _011_receipts, _012_archives, _013_corrections,
    _014_task_lists, _015_board, _016_intake, _017_waiting,
    _018_confirmed, _019_removals, _020_failed_as,
)  # fmt: skip


def _run(conn: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        conn.execute(statement)
