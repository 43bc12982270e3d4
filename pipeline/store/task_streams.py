"""Lists of the whole register, read in portions along indexes: no list is read to its end to show its first page.

By deadline a list is a sequence of streams: open work with a deadline, then each other timing. Where little of a stream
passes the filter, reading stops after so many rows and the list says so: the next page goes on behind the last one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.clock import vietnam_today
from pipeline.follow import timings
from pipeline.store.task_filter import NEWEST, RUNNING, WITHOUT_DEADLINE, TaskFilter, conditions, due_range
from pipeline.store.task_places import COLUMNS, JOINED, Hit, Place, hit_of, place_of

EXAMINED = 10_000  # rows of a stream that are looked at for one answer
_DOCUMENTS = 400  # at once, newest first
_TASKS_EACH = 4  # about so many does a document have
_HIGHEST = 2**62  # above every id

# Today the index of the last standings has no row that is over; any other day has to pass over those.
_RUNNING_NOW = """SELECT task_id, due, since, state, timing FROM standings INDEXED BY standings_last
    WHERE is_task = 1 AND until = '9999-12-31' AND (state = 'completed') = 0 AND (due IS NULL) = 0
        AND due BETWEEN :first AND :last AND (due, task_id) > (:at, :task) AND timing IS NULL AND since <= :day
    ORDER BY due, task_id"""
_RUNNING_THEN = """SELECT task_id, due, since, state, timing FROM standings INDEXED BY standings_due
    WHERE timing IS NULL AND is_task = 1 AND since <= :day AND until >= :day
        AND due BETWEEN :first AND :last AND (due, task_id) > (:at, :task)
    ORDER BY due, task_id"""
_SETTLED = """SELECT task_id, due, since, state, timing FROM standings INDEXED BY standings_settled
    WHERE is_task = 1 AND timing IS NOT NULL AND timing = :timing AND since <= :day AND until >= :day
        AND (since, task_id) < (:at, :task)
    ORDER BY since DESC, task_id DESC"""
_WITH_DOCUMENT = """SELECT {columns} FROM ({rows} LIMIT :examined) s
    {joined} WHERE {conditions} AND coalesce(:state, s.state) = s.state LIMIT :wanted"""
_LAST_EXAMINED = "SELECT due, since, task_id FROM ({rows} LIMIT 1 OFFSET :examined - 1)"
_NEWEST_DOCUMENTS = """SELECT id, given_on FROM documents INDEXED BY documents_given
    WHERE given_on IS NOT NULL AND (given_on, id) <= (:given_on, :id) ORDER BY given_on DESC, id DESC LIMIT :limit"""
_OF_DOCUMENTS = """SELECT {columns} FROM json_each(:ids) i
    CROSS JOIN documents d INDEXED BY documents_facets ON d.id = i.value
    CROSS JOIN tasks t ON t.document_id = d.id
    CROSS JOIN standings s ON s.task_id = t.id AND s.is_task = 1 AND s.since <= :day AND s.until >= :day
    WHERE {conditions}"""
_UNDATED = "SELECT id FROM documents WHERE given_on IS NULL AND id <= :id ORDER BY id DESC LIMIT :limit"


@dataclass(frozen=True, slots=True)
class _Stream:
    """One stretch of a list by deadline: its rank in the order, its rows, and what they are asked with."""

    rank: int
    rows: str
    said: dict[str, Any]


def read_streams(
    conn: sqlite3.Connection, asked: TaskFilter, wanted: int, after: Place | None
) -> tuple[list[Hit], Place | None]:
    """The first tasks behind a place; and where reading stopped, if it did before it had found as many."""
    read = _by_document if asked.sort == NEWEST else _by_deadline
    return read(conn, asked, wanted, after)


def _by_deadline(
    conn: sqlite3.Connection, asked: TaskFilter, wanted: int, after: Place | None
) -> tuple[list[Hit], Place | None]:
    hits: list[Hit] = []
    left = EXAMINED
    where, said = conditions(asked)
    for stream in _streams(asked, after):
        if len(hits) >= wanted:
            break
        limits = {"examined": left, "wanted": wanted - len(hits), "state": asked.group.state}
        sql = _WITH_DOCUMENT.format(columns=COLUMNS, joined=JOINED, rows=stream.rows, conditions=where)
        found = [hit_of(row, asked.day) for row in conn.execute(sql, {**said, **stream.said, **limits})]
        hits += found
        if len(hits) < wanted:
            examined = _examined(conn, stream, left)
            if isinstance(examined, Place):
                return hits, examined
            left -= examined
    return hits, None


def _streams(asked: TaskFilter, after: Place | None) -> Iterator[_Stream]:
    """The stretches of a list from a place on, that of the place itself from behind it on."""
    rank, at, _, task = after or Place(0, 0, 0, 0)
    day = asked.day.isoformat()
    if rank == 0 and (due := due_range(asked)):
        said = {"day": day, "first": due[0], "last": due[1], "at": _iso(at) if after else "", "task": task}
        yield _Stream(0, _RUNNING_NOW if asked.day >= vietnam_today() else _RUNNING_THEN, said)
    for number, word in enumerate(timings()):
        if word not in asked.group.timings or word in RUNNING or number < rank:
            continue
        if asked.month and word in WITHOUT_DEADLINE:
            continue
        begin = (_iso(-at), -task) if number == rank else ("9999-12-31", 0)
        yield _Stream(number, _SETTLED, {"day": day, "timing": word, "at": begin[0], "task": begin[1]})


def _examined(conn: sqlite3.Connection, stream: _Stream, limit: int) -> Place | int:
    """How many rows a stream has where it was read to its end, else the place of the last one looked at."""
    sql = _LAST_EXAMINED.format(rows=stream.rows)
    last = conn.execute(sql, {**stream.said, "examined": limit}).fetchone()
    if last is None:
        return int(conn.execute(f"SELECT count(*) FROM ({stream.rows})", stream.said).fetchone()[0])  # noqa: S608 - own
    due, since, task_id = last
    if stream.rank == 0:
        return Place(0, date.fromisoformat(due).toordinal(), 0, task_id)
    return Place(stream.rank, -date.fromisoformat(since).toordinal(), 0, -task_id)


def _by_document(
    conn: sqlite3.Connection, asked: TaskFilter, wanted: int, after: Place | None
) -> tuple[list[Hit], Place | None]:
    """The tasks of the newest documents first, those of a document in their order."""
    hits: list[Hit] = []
    where, said = conditions(asked)
    sql = _OF_DOCUMENTS.format(columns=COLUMNS, conditions=where)
    examined, rest = 0, None
    for ids, last in _documents(conn, asked.day, after):
        rows = conn.execute(sql, {**said, "day": asked.day.isoformat(), "ids": json.dumps(ids)})
        found = [hit for hit in (hit_of(row, asked.day) for row in rows) if listed_under(hit, asked)]
        hits += [hit for hit in found if after is None or place_of(hit, asked) > after]
        examined += len(ids)
        if len(hits) >= wanted:
            break
        if examined >= EXAMINED // _TASKS_EACH:
            rest = last
            break
    return sorted(hits, key=lambda hit: place_of(hit, asked))[:wanted], rest


def _documents(conn: sqlite3.Connection, day: date, after: Place | None) -> Iterator[tuple[list[int], Place]]:
    """Portions of documents, the newest of ``day`` first, those without a day last; each with the place behind it."""
    rank, at, document, _ = after or Place(0, -day.toordinal(), -_HIGHEST, 0)
    given_on, id_ = _iso(-at) if rank == 0 else "", -document
    while rank == 0:
        rows = conn.execute(_NEWEST_DOCUMENTS, {"given_on": given_on, "id": id_, "limit": _DOCUMENTS}).fetchall()
        if not rows:
            rank, id_ = 1, _HIGHEST
            break
        last, given_on = rows[-1]
        yield [row[0] for row in rows], Place(0, -date.fromisoformat(given_on).toordinal(), -last, _HIGHEST)
        id_ = last - 1
    while rows := conn.execute(_UNDATED, {"id": id_, "limit": _DOCUMENTS}).fetchall():
        yield [row[0] for row in rows], Place(1, 0, -rows[-1][0], _HIGHEST)
        id_ = rows[-1][0] - 1


def listed_under(hit: Hit, asked: TaskFilter) -> bool:
    """Whether a task found by other means than a stream of its timing has the status asked for."""
    return asked.group.holds(hit.timing, hit.state, hit.waiting)


def _iso(ordinal: int) -> str:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
