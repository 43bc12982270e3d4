"""What the page of one document shows: its head, its tasks as of a day, and its text cut where tasks begin and end."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.store.functions import read_day
from pipeline.store.removal_schema import IN_FORCE

Row = dict[str, Any]

_DOCUMENT = "SELECT *, type_label(type) AS type_label FROM documents WHERE id = ?"
_TASK = "SELECT id, text, document, given_on FROM task_sheet WHERE id = ?"
_RECIPIENTS = "SELECT kind, name, note FROM recipients WHERE document_id = ? ORDER BY kind, position"
_TASKS = """
    SELECT v.*, t.span_start, t.span_end, s.due AS due_now, state_label(s.state) AS state,
        coalesce(s.timing, open_timing(s.due, :as_of)) AS timing,
        iif(s.state IN ('completed', 'cancelled', 'reassigned', 'rejected'), NULL,
            (SELECT min(o.due) FROM deadlines d JOIN occurrences o ON o.deadline_id = d.id
                WHERE d.task_id = v.id AND o.due >= :as_of)) AS next_due
    FROM task_sheet v JOIN tasks t ON t.id = v.id
    LEFT JOIN standings s ON s.task_id = v.id AND s.is_task = 1
        AND max(:as_of, coalesce(v.given_on, '')) BETWEEN s.since AND s.until
    WHERE v.document_id = :id ORDER BY t.withdrawn, t.position"""
_CITATIONS = """
    SELECT number, title, coalesce(relation_label(relation), 'Viện dẫn') AS relation_label, cited_id AS document_id
    FROM citation_sheet WHERE document_id = ? ORDER BY position"""
_CITED_BY = """
    SELECT d.id AS document_id, d.label, d.subject, relation_label(s.relation) AS relation
    FROM citation_sheet s JOIN documents d ON d.id = s.document_id
    WHERE s.key = (SELECT code_key FROM documents WHERE id = ?1) AND s.cited_id = ?1 ORDER BY d.given_on, d.id"""
_SIGNATURES = """
    SELECT signer, organisation, signed_at, intact, altered FROM signatures WHERE document_id = ? ORDER BY position"""
_PARENT = f"""SELECT p.id, p.label FROM documents d JOIN documents p ON p.id = d.parent_id
    WHERE d.id = ? AND {IN_FORCE.format("p.id")}"""  # noqa: S608 - own words
_CHILDREN = f"""SELECT id, label FROM documents d WHERE parent_id = ? AND {IN_FORCE.format("d.id")}
    ORDER BY id"""  # noqa: S608 - own words
_FINDINGS = "SELECT severity, message, page FROM findings WHERE document_id = ? ORDER BY position"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text: the ids of the tasks whose span covers it, and the page that begins with it, if one does."""

    text: str
    tasks: tuple[int, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A stored document for reading; rows are as the queries above give them."""

    document: Row
    recipients: tuple[Row, ...]
    tasks: tuple[Row, ...]
    citations: tuple[Row, ...]
    cited_by: tuple[Row, ...]
    findings: tuple[Row, ...]
    signatures: tuple[Row, ...]
    parents: tuple[Row, ...]
    children: tuple[Row, ...]
    segments: tuple[Segment, ...]
    as_of: str


def read_document(conn: sqlite3.Connection, document_id: int, as_of: str = "") -> DocumentPage | None:
    """The page of a document as of a day (today where it is empty or no day), or None where there is none."""
    day = (read_day(as_of) or read_day("")).isoformat()  # type: ignore[union-attr]  # today is always a day
    documents = _rows(conn.execute(_DOCUMENT, [document_id]))
    if not documents:
        return None
    document = documents[0]
    tasks = _rows(conn.execute(_TASKS, {"id": document_id, "as_of": day}))
    marks = [(task["span_start"], task["span_end"], task["id"]) for task in tasks if not task["withdrawn"]]
    return DocumentPage(
        document,
        _rows(conn.execute(_RECIPIENTS, [document_id])),
        tasks,
        _rows(conn.execute(_CITATIONS, [document_id])),
        _rows(conn.execute(_CITED_BY, [document_id])),
        _rows(conn.execute(_FINDINGS, [document_id])),
        _rows(conn.execute(_SIGNATURES, [document_id])),
        _rows(conn.execute(_PARENT, [document_id])),
        _rows(conn.execute(_CHILDREN, [document_id])),
        cut(document["text"], marks, json.loads(document["page_starts"]), document["first_page"]),
        day,
    )


def read_task(conn: sqlite3.Connection, task_id: int) -> Row | None:
    """The words of a task and the document that gave it, or None where there is none."""
    return next(iter(_rows(conn.execute(_TASK, [task_id]))), None)


def document_label(conn: sqlite3.Connection, document_id: int) -> str:
    """The name of a document, or its number where there is none."""
    row = conn.execute("SELECT label FROM documents WHERE id = ?", [document_id]).fetchone()
    return str(row[0]) if row else f"số {document_id}"


def cut(
    text: str, marks: Sequence[tuple[int, int, int]], page_starts: Sequence[int] = (), first_page: int = 1
) -> tuple[Segment, ...]:
    """Cut a text at the edges of marks (start, end, id) and of pages; marks may overlap and touch.

    >>> [(segment.text, segment.tasks) for segment in cut("a bc d", [(2, 4, 7)])]
    [('a ', ()), ('bc', (7,)), (' d', ())]
    """
    pages = {start: number for number, start in enumerate(page_starts, start=first_page) if number > 1}
    edges = {0, len(text), *pages, *(edge for start, end, _ in marks for edge in (start, end))}
    places = sorted(edge for edge in edges if 0 <= edge <= len(text))
    return tuple(
        Segment(
            text[start:end],
            tuple(id_ for mark_start, mark_end, id_ in marks if mark_start <= start and end <= mark_end),
            pages.get(start),
        )
        for start, end in pairwise(places)
    )


def _rows(cursor: sqlite3.Cursor) -> tuple[Row, ...]:
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
