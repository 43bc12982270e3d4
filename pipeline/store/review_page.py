"""What the pages of review show: which documents wait; one of them with its values, places and record of changes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from pipeline.review import HEADER_FIELDS, TASK_FIELDS, Edit, describe, describe_target, field_of, last_act, shown
from pipeline.review.stored import deadline_of, target_of
from pipeline.store.corrections import Recorded, acts_of
from pipeline.store.header_snapshots import header_value
from pipeline.store.labels import type_label
from pipeline.store.layouts import Layout, read_layout
from pipeline.store.removal_schema import IN_FORCE
from pipeline.store.review_reasons import task_reasons, value_reason
from pipeline.store.task_snapshots import field_value, snapshot_of

Row = dict[str, Any]

_DOCUMENT = f"""
    SELECT id, label, subject, revision, confirmed_at, confirmed_by, media_type, pages, first_page, source_name, date
    FROM documents d WHERE id = ? AND {IN_FORCE.format("d.id")}"""  # noqa: S608 - own words
_WAITING = f"""
    SELECT d.id, d.label, d.subject, d.issuer, d.given_on, d.added_at, d.to_check, d.text_confidence, d.revision,
        (SELECT count(*) FROM tasks WHERE document_id = d.id AND NOT withdrawn) AS tasks
    FROM documents d INDEXED BY documents_waiting WHERE d.confirmed_at IS NULL
        AND {IN_FORCE.format("d.id")}
    ORDER BY d.to_check DESC, d.text_confidence, d.id DESC LIMIT ?1 OFFSET ?2"""  # noqa: S608 - own words
_COUNT = f"""SELECT count(*), coalesce(sum(to_check > 0), 0) FROM documents d INDEXED BY documents_waiting
    WHERE confirmed_at IS NULL AND {IN_FORCE.format("d.id")}"""  # noqa: S608 - own words
_NEXT = f"""SELECT id FROM documents d INDEXED BY documents_waiting WHERE confirmed_at IS NULL AND id <> ?
        AND {IN_FORCE.format("d.id")}
    ORDER BY to_check DESC, text_confidence, id DESC LIMIT 1"""  # noqa: S608 - own words
_TASKS = """SELECT id FROM tasks WHERE document_id = ? AND NOT withdrawn ORDER BY position, id"""
_FINDINGS = """
    SELECT code, severity, message, page, boxes, span_start, span_end FROM findings WHERE document_id = ?
    ORDER BY severity = 'info', position"""

_OWN = ("text", "path", "page", "confidence", "doubts", "needs_review", "reviewed", "rule")


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One document under review: rows as the template shows them; ``pages`` with their size in points and text."""

    document: Row
    header: tuple[Row, ...]
    tasks: tuple[Row, ...]
    findings: tuple[Row, ...]
    pages: tuple[Row, ...]
    record: tuple[Row, ...]
    can_undo: bool
    next_id: int | None

    @property
    def waiting(self) -> tuple[Row, ...]:
        """The tasks that somebody should look at, none of which was."""
        return tuple(task for task in self.tasks if task["open"])


def waiting_documents(conn: sqlite3.Connection, limit: int, offset: int = 0) -> tuple[list[Row], int, int]:
    """What waits for review, most in doubt first; how many wait, and how many of these have something in doubt."""
    count, doubtful = conn.execute(_COUNT).fetchone()
    return _rows(conn, _WAITING, limit, offset), int(count), int(doubtful)


def next_waiting(conn: sqlite3.Connection, document_id: int) -> int | None:
    """The document to look at after this one."""
    found = conn.execute(_NEXT, [document_id]).fetchone()
    return int(found[0]) if found else None


def review_page(conn: sqlite3.Connection, document_id: int) -> ReviewPage | None:
    """A document under review; None where there is none."""
    documents, layout = _rows(conn, _DOCUMENT, document_id), read_layout(conn, document_id)
    if not documents or layout is None:
        return None
    ids = [row[0] for row in conn.execute(_TASKS, [document_id]).fetchall()]
    acts, findings = acts_of(conn, document_id), _rows(conn, _FINDINGS, document_id)
    snapshots = [(id_, snapshot_of(conn, id_, document_id)) for id_ in ids]
    return ReviewPage(
        documents[0],
        tuple(_field(field.id, header_value(conn, document_id, field.id)) for field in HEADER_FIELDS),
        tuple(_task(at, id_, one, findings) for at, (id_, one) in enumerate(snapshots, 1) if one is not None),
        tuple(findings),
        tuple(_pages(layout)),
        tuple(_record(acts)),
        last_act([one.act for one in acts]) is not None,
        next_waiting(conn, document_id),
    )


def page_layer(conn: sqlite3.Connection, document_id: int, number: int) -> Row | None:
    """The lines of a page with their boxes, to be pointed at; None where the document has no such page."""
    layout = read_layout(conn, document_id)
    if layout is None:
        return None
    page = next((page for page in layout.text.pages if page.number == number), None)
    if page is None:
        return None
    text = layout.text.text
    lines = [[*line.span, text[slice(*line.span)], line.box] for line in layout.text.lines
             if line.page == number and line.box is not None]  # fmt: skip
    return {"page": number, "width": page.width, "height": page.height, "lines": lines}


def _field(id_: str, value: Any) -> Row:
    field = field_of(id_)
    values = [_placed(one, one[field.key]) for one in (value if field.several else [value] if value else [])]
    if id_ == "type":
        values = [{**one, "words": type_label(one["words"])} for one in values]
    text = shown(field, value)
    if id_ == "date":
        values = [{**one, "words": text} for one in values]
    return {"id": id_, "label": field.label, "typed": text, "several": field.several, "values": values,
            "why": value_reason(values)}  # fmt: skip


def _task(number: int, id_: int, snapshot: Row, findings: list[Row]) -> Row:
    fields: dict[str, Row] = {}
    for field in TASK_FIELDS:
        value = field_value(snapshot, field.id)
        values = [_placed(one, one[field.key]) for one in (value if field.several else [value])]
        fields[field.id] = {"id": field.id, "label": field.label, "typed": shown(field, value), "values": values}
    said = {
        "deadlines": [describe(deadline_of(row)) for row in snapshot["deadlines"]],
        "targets": [describe_target(target_of(row)) for row in snapshot["targets"]],
    }
    for name, sentences in said.items():
        values = [{**one, "said": sentence} for one, sentence in zip(fields[name]["values"], sentences, strict=True)]
        fields[name] = {**fields[name], "values": values}
    own = {name: snapshot[name] for name in _OWN}
    waits = bool(snapshot["needs_review"] and not snapshot["reviewed"])
    place = _placed(snapshot, snapshot["text"])
    why = task_reasons(snapshot, findings) if waits else []
    return {**own, "id": id_, "number": number, "fields": fields, "place": place, "open": waits, "why": why}


def _placed(value: Row, words: str) -> Row:
    place = {name: value[name] for name in ("span_start", "span_end", "page", "boxes", "rule", "confidence")}
    return {**place, "words": " ".join(str(words).split())}


def _pages(layout: Layout) -> list[Row]:
    text = layout.text.text
    return [
        {"number": page.number, "width": page.width, "height": page.height, "start": page.span.start,
         "text": text[slice(*page.span)]}
        for page in layout.text.pages
    ]  # fmt: skip


def _record(acts: list[Recorded]) -> list[Row]:
    """The acts, newest first, each with its changes in words; the tasks that it says were looked at are one change."""
    return [
        {"revision": one.act.revision, "undoes": one.act.undoes, "actor": one.actor, "role": one.role, "at": one.at,
         "seen": [edit.task_id for edit, _ in one.act.edits if edit.field == "reviewed" and edit.value],
         "unseen": [edit.task_id for edit, _ in one.act.edits if edit.field == "reviewed" and not edit.value],
         "changes": [_change(edit, old) for edit, old in one.act.edits if edit.field != "reviewed"]}
        for one in reversed(acts)
    ]  # fmt: skip


def _change(edit: Edit, old: Any) -> Row:
    said = {"old": said_value(edit.field, old), "new": said_value(edit.field, edit.value)}
    return {"task_id": edit.task_id, "label": field_of(edit.field).label, **said}


def said_value(field: str, value: Any) -> str:
    """A value of the record as people read it, "" for none."""
    if value in (None, 0, []):
        return ""
    if field == "task":
        return str(value["text"])
    if field == "confirmed":
        return "đã xác nhận"
    if field == "type":
        return type_label(value["value"])
    return shown(field_of(field), value)


def _rows(conn: sqlite3.Connection, sql: str, *values: Any) -> list[Row]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
