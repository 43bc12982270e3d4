"""One act on a document under review: in a transaction, recorded, and refused where it rests on what is no more so.

``revision`` is the one that the clerk's form was made from. Who changes what somebody else changed since is told so by
EditConflict; changes to different things do not get in each other's way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from pipeline.errors import EditConflict, EditRefused, RecordRefused
from pipeline.review import Act, Author, Edit, Field, is_same, read_typed
from pipeline.store.applying import apply, current_value
from pipeline.store.corrections import Recorded, acts_of, record_act, value_at
from pipeline.store.database import writing
from pipeline.store.layouts import Layout, read_layout
from pipeline.store.placing import place_value
from pipeline.store.readings import keep_stored_reading
from pipeline.store.removal_schema import IN_FORCE

_DOCUMENT = f"SELECT revision, date FROM documents d WHERE id = ? AND {IN_FORCE.format('d.id')}"  # noqa: S608 - own words


class Done(NamedTuple):
    """What an act led to: the document's revision now, and the task that it made, if it made one."""

    revision: int
    task_id: int | None = None


class Desk(NamedTuple):
    """A document inside a transaction, and what was recorded on it since the clerk's form was made."""

    db: Database
    id: int
    layout: Layout
    since: list[Recorded]
    issued: str | None

    def value(self, task_id: int | None, field: str) -> Any:
        """The value in force."""
        return current_value(self.db, self.id, task_id, field)

    def task(self, task_id: int) -> dict[str, Any]:
        """A task to be changed as a whole. Raises EditConflict where somebody did so meanwhile, or it is gone."""
        changed = [one for one in self.since for edit, _ in one.act.edits if edit.task_id == task_id]
        if changed:
            raise _conflict(["task"], changed[-1])
        snapshot: dict[str, Any] | None = self.value(task_id, "task")
        if snapshot is None or snapshot["withdrawn"]:
            raise RecordRefused("Việc này không còn trong văn bản.")
        return snapshot

    def unchanged(self) -> None:
        """Raise EditConflict where anything was recorded on the document meanwhile."""
        if self.since:
            raise _conflict(["confirmed"], self.since[-1])

    def changes(self, task_id: int | None, fields: Sequence[Field], typed: Mapping[str, str]) -> list[Edit]:
        """The edits that a form asks for: of the fields that were typed otherwise than the form had them.

        Raises EditRefused with a sentence for each field that isn't understood, and EditConflict where somebody else
        changed one of them meanwhile.
        """
        edits: list[Edit] = []
        wrong: dict[str, str] = {}
        both: list[str] = []
        last: Recorded | None = None
        span = self._span(task_id)
        for field in (field for field in fields if field.id in typed):
            now = self.value(task_id, field.id)
            was, changed_by = value_at(self.since, task_id, field.id, now)
            if is_same(field, typed[field.id], was):
                continue
            try:
                value = read_typed(field, typed[field.id], now, self.issued)
            except EditRefused as error:
                wrong |= error.sentences
                continue
            if changed_by and value != now:
                both.append(field.id)
                last = changed_by
            elif value != now:
                edits.append(Edit(field.id, place_value(self.layout, field, value, span), task_id))
        if last:
            raise _conflict(both, last)
        if wrong:
            raise EditRefused(wrong)
        return edits

    def _span(self, task_id: int | None) -> tuple[int, int] | None:
        text = self.value(task_id, "text") if task_id is not None else None
        return None if text is None or text["span_start"] is None else (text["span_start"], text["span_end"])


def act(
    db: Database, document_id: int, revision: int, author: Author,
    edits_of: Callable[[Desk], Sequence[Edit]], undoes: Callable[[], int | None] = lambda: None,
) -> Done:  # fmt: skip
    """Write the edits that ``edits_of`` asks for; nothing where it asks for none.

    Raises what ``edits_of`` raises, and RecordRefused where there is no such document.
    """
    with writing(db) as conn:
        found = conn.execute(_DOCUMENT, [document_id]).fetchone()
        layout = read_layout(conn, document_id)
        if found is None or layout is None:
            raise RecordRefused("Không có văn bản này.")
        now, issued = found
        edits = edits_of(Desk(db, document_id, layout, acts_of(conn, document_id, revision), issued))
        if not edits:
            return Done(now)
        keep_stored_reading(conn, document_id)
        done = apply(db, document_id, edits, author)
        record_act(conn, document_id, Act(now + 1, tuple(done), undoes()), author)
        made = next((edit.task_id for asked, (edit, _) in zip(edits, done, strict=True) if _makes(asked)), None)
        return Done(now + 1, made)


def _makes(edit: Edit) -> bool:
    return edit.field == "task" and edit.task_id is None


def _conflict(fields: Sequence[str], last: Recorded) -> EditConflict:
    return EditConflict(fields, last.actor, last.at)
