"""What a clerk does with a document under review; every act is recorded with old and new values and can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from pipeline.errors import RecordRefused
from pipeline.review import (
    HEADER_FIELDS,
    TASK_FIELDS,
    Act,
    Author,
    Edit,
    inverse,
    last_act,
    merged,
    redated,
    split_into,
)  # fmt: skip
from pipeline.store.applying import deadlines_by_task
from pipeline.store.corrections import acts_of
from pipeline.store.desk import Desk, Done, act
from pipeline.store.placing import new_task, place_text

_DOUBTED = "SELECT id FROM tasks WHERE document_id = ? AND needs_review AND NOT reviewed AND NOT withdrawn"
_SURE = "SELECT id FROM tasks WHERE document_id = ? AND NOT needs_review AND NOT reviewed AND NOT withdrawn"
_NEXT = """
    SELECT id FROM tasks WHERE document_id = ?1 AND NOT withdrawn AND (position, id) >
        (SELECT position, id FROM tasks WHERE id = ?2) ORDER BY position, id LIMIT 1"""


def correct_header(db: Database, document_id: int, revision: int, typed: Mapping[str, str], author: Author) -> Done:
    """Set the fields of the head that were typed otherwise than the form had them; deadlines follow a new date."""

    def edits(desk: Desk) -> list[Edit]:
        found = desk.changes(None, HEADER_FIELDS, typed)
        day = next((edit for edit in found if edit.field == "date"), None)
        return [*found, *_redated(desk, day.value and day.value["value"])] if day else found

    return act(db, document_id, revision, author, edits)


def correct_task(
    db: Database, document_id: int, revision: int, task_id: int, typed: Mapping[str, str], author: Author
) -> Done:
    """Set the fields of a task that were typed otherwise; who saves a task has looked at it."""

    def edits(desk: Desk) -> list[Edit]:
        if desk.value(task_id, "task") is None:
            desk.task(task_id)
        found = desk.changes(task_id, TASK_FIELDS, typed)
        return found if desk.value(task_id, "reviewed") else [*found, Edit("reviewed", 1, task_id)]

    return act(db, document_id, revision, author, edits)


def add_task(
    db: Database, document_id: int, revision: int, typed: Mapping[str, str], author: Author,
    span: tuple[int, int] | None = None,
) -> Done:  # fmt: skip
    """Make a task of words that a person typed or pointed at; times and targets in them are read unless typed."""

    def edits(desk: Desk) -> list[Edit]:
        return [Edit("task", new_task(db.conn, document_id, desk.layout, typed, span, desk.issued))]

    return act(db, document_id, revision, author, edits)


def split_task(
    db: Database, document_id: int, revision: int, task_id: int, first: str, rest: str, author: Author
) -> Done:
    """Cut a task in two; the second stands behind the first."""

    def edits(desk: Desk) -> list[Edit]:
        parts = split_into(desk.task(task_id), first, rest)
        one, other = (place_text(desk.layout, {**part, "reviewed": 1, "doubts": []}) for part in parts)
        return [Edit("task", one, task_id), Edit("task", {**other, "key": None, "position": one["position"] + 1})]

    return act(db, document_id, revision, author, edits)


def merge_tasks(db: Database, document_id: int, revision: int, task_id: int, author: Author) -> Done:
    """Make one task of a task and the one behind it, which goes."""

    def edits(desk: Desk) -> list[Edit]:
        first = desk.task(task_id)
        found = db.conn.execute(_NEXT, [document_id, task_id]).fetchone()
        if found is None:
            raise RecordRefused("Đây là việc cuối, không có việc nào sau nó để gộp.")
        both = merged(first, desk.task(found[0]))
        return [Edit("task", place_text(desk.layout, {**both, "reviewed": 1}), task_id), Edit("task", None, found[0])]

    return act(db, document_id, revision, author, edits)


def delete_task(db: Database, document_id: int, revision: int, task_id: int, author: Author) -> Done:
    """Take a task out of the document; one on which people recorded something is only marked."""

    def edits(desk: Desk) -> list[Edit]:
        desk.task(task_id)
        return [Edit("task", None, task_id)]

    return act(db, document_id, revision, author, edits)


def accept_task(db: Database, document_id: int, revision: int, task_id: int, author: Author) -> Done:
    """Say that a task is right as it stands."""

    def edits(desk: Desk) -> list[Edit]:
        return [] if desk.task(task_id)["reviewed"] else [Edit("reviewed", 1, task_id)]

    return act(db, document_id, revision, author, edits)


def accept_sure(db: Database, document_id: int, revision: int, author: Author) -> Done:
    """Accept every task in which nothing is in doubt."""

    def edits(desk: Desk) -> list[Edit]:
        return _accepted(desk, _SURE)

    return act(db, document_id, revision, author, edits)


def confirm(db: Database, document_id: int, revision: int, author: Author, anyway: bool = False) -> Done:
    """Say that the document is right as it stands, and with it each of its tasks.

    Raises RecordRefused while a doubted task was not looked at, unless ``anyway``; EditConflict where the document
    changed since the page was made that is confirmed.
    """

    def edits(desk: Desk) -> list[Edit]:
        desk.unchanged()
        waiting = _accepted(desk, _DOUBTED)
        if waiting and not anyway:
            raise RecordRefused(f"Còn {len(waiting)} việc cần xem trước khi xác nhận.")
        confirmed = [] if desk.value(None, "confirmed") else [Edit("confirmed", True)]
        return [*waiting, *_accepted(desk, _SURE), *confirmed]

    return act(db, document_id, revision, author, edits)


def undo(db: Database, document_id: int, revision: int, author: Author) -> Done:
    """Take the last act back that still stands, as an act of its own; again, and the one before it goes too."""
    meant: list[Act] = []

    def edits(desk: Desk) -> list[Edit]:
        desk.unchanged()
        acts = [one.act for one in acts_of(db.conn, document_id)]
        last = last_act(acts)
        if last is None:
            raise RecordRefused("Không còn sửa đổi nào để lấy lại.")
        meant.append(last)
        return list(inverse(last, acts))

    return act(db, document_id, revision, author, edits, lambda: meant[0].revision)


def _accepted(desk: Desk, sql: str) -> list[Edit]:
    return [Edit("reviewed", 1, row[0]) for row in desk.db.conn.execute(sql, [desk.id]).fetchall()]


def _redated(desk: Desk, day: str | None) -> list[Edit]:
    """The deadlines that the document's date placed, placed by the new one."""
    found: list[tuple[int, Any, Any]] = [
        (task_id, values, redated(values, desk.issued, day)) for task_id, values in deadlines_by_task(desk.db, desk.id)
    ]
    return [Edit("deadlines", new, task_id) for task_id, old, new in found if new != old]
