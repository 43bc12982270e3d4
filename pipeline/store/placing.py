"""Where a value stands that a person gave: where its words are printed, else where the former one was."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import EditRefused
from pipeline.review import PEOPLE, TASK_FIELDS, Field, read_typed
from pipeline.review.typed import stored_deadline, stored_target
from pipeline.store.layouts import Layout
from pipeline.store.task_snapshots import PLACE
from pipeline.values import read_deadlines, read_targets

Row = dict[str, Any]

_EDGES = " \t\r\n.,;:)-–+•"

_POSITION = """SELECT coalesce(max(position) + 1, 0) FROM tasks
    WHERE document_id = ?1 AND (?2 IS NULL OR coalesce(span_start, 0) <= ?2)"""


def place_value(layout: Layout, field: Field, value: Any, task: tuple[int, int] | None = None) -> Any:
    """``value`` as :func:`pipeline.review.read_typed` gives it, with its place; ``task`` is the span of its task."""
    if field.several:
        return [_placed(layout, field.key, one, task) for one in value or ()]
    return None if value is None else _placed(layout, field.key, value, task)


def place_text(layout: Layout, snapshot: Mapping[str, Any]) -> Row:
    """A task with the place of its words, looked for where it stands; the place that it has where they are nowhere."""
    span = _span(snapshot)
    found = layout.find(snapshot["text"], span[0] if span else 0, span) or layout.find(snapshot["text"])
    return {**snapshot, **_printed(layout, found)} if found else dict(snapshot)


def new_task(
    conn: sqlite3.Connection, document_id: int, layout: Layout, typed: Mapping[str, str],
    span: tuple[int, int] | None, issued: str | None,
) -> Row:  # fmt: skip
    """A task of words that a person typed or pointed at. Times and targets in the words are read where none is typed.

    Raises EditRefused where there are no words, or where something typed isn't understood.
    """
    if span and not typed.get("text", "").strip():
        span = _without_marker(layout, span)
        typed = {**typed, "text": layout.words(*span)}
    read: Row = {}
    wrong: dict[str, str] = {}
    for field in TASK_FIELDS:
        try:
            read[field.id] = read_typed(field, typed.get(field.id, ""), None, issued)
        except EditRefused as error:
            wrong |= error.sentences
    if wrong:
        raise EditRefused(wrong)
    text = read["text"]["value"]
    found = span or layout.find(text)
    printed = _printed(layout, found) if found else {"raw": text, **layout.place(None, None)}
    lists = {field.id: place_value(layout, field, read[field.id], found) for field in TASK_FIELDS if field.several}
    position = conn.execute(_POSITION, [document_id, found and found[0]]).fetchone()[0]
    task = {"position": position, "path": "", "text": text, **printed, "page": printed["page"] or 1, "rule": PEOPLE,
            "confidence": 1.0, "needs_review": 0, "reviewed": 1, "withdrawn": 0, "doubts": []}  # fmt: skip
    return {**task, **_measures(layout, text, issued, found), **{name: value for name, value in lists.items() if value},
            **{name: lists[name] for name in ("lead", "coordinate")}}  # fmt: skip


def _without_marker(layout: Layout, span: tuple[int, int]) -> tuple[int, int]:
    """A selection without the marks of lists and the breaks at its edges, which a hand takes along."""
    text = layout.text.text[slice(*span)]
    return span[0] + len(text) - len(text.lstrip(_EDGES)), span[0] + len(text.rstrip())


def _measures(layout: Layout, text: str, issued: str | None, span: tuple[int, int] | None) -> Row:
    """The times and targets that the grammar reads in a task's words."""
    deadlines = [{"raw": one.text, **stored_deadline(one)} for one in read_deadlines(text, issued)]
    targets = [{"raw": one.text, **stored_target(one)} for one in read_targets(text)]
    read: dict[str, Sequence[Row]] = {"deadlines": deadlines, "targets": targets}
    given = {"rule": PEOPLE, "confidence": 1.0, "near": None}
    return {name: [_placed(layout, "raw", {**one, **given}, span) for one in values] for name, values in read.items()}


def _placed(layout: Layout, key: str, value: Mapping[str, Any], task: tuple[int, int] | None) -> Row:
    if "near" not in value:
        return dict(value)  # as stored
    near = value["near"]
    own = {name: one for name, one in value.items() if name != "near"}
    words = str(value[key])
    anchor = _span(near) if near else None
    found = layout.find(words, (anchor or task or (0, 0))[0], task) or layout.find(words, (anchor or task or (0, 0))[0])
    if found is not None:
        return {**_printed(layout, found), **own}
    former = {name: near[name] for name in PLACE} if near else layout.place(None, None)
    return {"raw": near["raw"] if near else words, **former, **own}


def _printed(layout: Layout, span: tuple[int, int]) -> Row:
    return {"raw": layout.text.text[slice(*span)], **layout.place(*span)}


def _span(row: Mapping[str, Any]) -> tuple[int, int] | None:
    return None if row["span_start"] is None else (row["span_start"], row["span_end"])
