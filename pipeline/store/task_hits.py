"""Which tasks a list holds, in its order: gathered and sorted where they are few, found along an index where many.

What names a small set (an agency, words, a document, who signed) is gathered whole, up to a limit that is told where it
is reached; a list of the whole register is read in portions (:mod:`pipeline.store.task_streams`).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.store.list_schema import WAITS
from pipeline.store.task_filter import TaskFilter, conditions
from pipeline.store.task_places import COLUMNS, JOINED, Hit, Place, hit_of, place_of
from pipeline.store.task_streams import listed_under, read_streams

GATHERED = 10_000  # tasks of a small set: the newest of a larger one
GATHERED_WAITING = 5_000  # of those that wait for a decision, whose members are looked at as well
_FEW_DOCUMENTS = 2_000
_HIGHEST = 2**62  # above every id

_OF_IDS = """SELECT {columns} FROM json_each(:ids) i
    CROSS JOIN standings s ON s.task_id = i.value AND s.is_task = 1 AND s.since <= :day AND s.until >= :day
    {joined} WHERE {conditions}"""
# A lead stands as itself, who coordinates as the task does.
_OF_AGENCIES = """SELECT {columns}, p.id, p.role FROM (
        SELECT id, task_id, role FROM assignments
        WHERE agency_id IN (SELECT value FROM json_each(:agencies)) AND NOT withdrawn AND :role IN ('', role)
        ORDER BY id DESC LIMIT :limit
    ) p CROSS JOIN standings s ON s.task_id = p.task_id AND s.since <= :day AND s.until >= :day
        AND iif(p.role = 'lead', s.assignment_id IS p.id, s.is_task)
    {joined} WHERE {conditions}"""
_ASSIGNED = """SELECT count(*) FROM (SELECT 1 FROM assignments
    WHERE agency_id IN (SELECT value FROM json_each(?)) AND NOT withdrawn LIMIT ?)"""
_MATCHING = """SELECT rowid FROM tasks_fts WHERE tasks_fts MATCH match_query(?1) AND rowid <= ?2
    ORDER BY rowid DESC LIMIT ?3"""
_NEWEST_OF_DAY = """SELECT max(t.id) FROM (
        SELECT id FROM documents INDEXED BY documents_given WHERE given_on <= ?
        ORDER BY given_on DESC, id DESC LIMIT 100
    ) d CROSS JOIN tasks t ON t.document_id = d.id"""
_OF_DOCUMENT = "SELECT id FROM tasks WHERE document_id = ? ORDER BY id DESC LIMIT ?"
_FEW = "SELECT id FROM documents WHERE (?1 = '' OR signer = ?1) AND (?2 = '' OR type = ?2) LIMIT ?3"
_OF_DOCUMENTS = "SELECT id FROM tasks WHERE document_id IN (SELECT value FROM json_each(?)) LIMIT ?"
_WAITING = f"""SELECT task_id FROM standings INDEXED BY standings_waiting
    WHERE is_unit = 1 AND {WAITS} AND state = ?1 AND since <= ?2 AND until >= ?2
    GROUP BY task_id ORDER BY max(since) DESC LIMIT ?3"""  # noqa: S608 - own words
_MEMBERS_WAITING = f"""SELECT m.task_id, group_concat(DISTINCT m.state) FROM json_each(:ids) i
    CROSS JOIN standings m INDEXED BY standings_members_waiting
        ON m.task_id = i.value AND m.is_unit = 1 AND m.is_task = 0 AND m.{WAITS}
    WHERE m.since <= :day AND m.until >= :day GROUP BY m.task_id"""  # noqa: S608 - own words


@dataclass(frozen=True, slots=True)
class Hits:
    """Tasks in the order of their list.

    ``everywhere``: the small set in any status, None where there is none or its status is all that names it.
    ``capped``: the small set is larger than was gathered. ``stopped``: the place at which reading stopped before it had
    found as many as were wanted.
    """

    hits: tuple[Hit, ...]
    everywhere: tuple[Hit, ...] | None = None
    capped: bool = False
    stopped: Place | None = None


def find_hits(conn: sqlite3.Connection, asked: TaskFilter, wanted: int, after: Place | None = None) -> Hits:
    """The first ``wanted`` tasks of a list behind a place in it."""
    gathered = gather(conn, asked)
    if gathered is None:
        hits, stopped = read_streams(conn, asked, wanted, after)
        return Hits(tuple(hits), stopped=stopped)
    everywhere, capped = gathered
    listed = sorted((hit for hit in everywhere if listed_under(hit, asked)), key=lambda hit: place_of(hit, asked))
    rest = (hit for hit in listed if after is None or place_of(hit, asked) > after)
    return Hits(tuple(islice(rest, wanted)), None if _named_by_status(asked) else tuple(everywhere), capped)


def gather(conn: sqlite3.Connection, asked: TaskFilter) -> tuple[list[Hit], bool] | None:
    """Every task of a small set, in any status, and whether there are more; None where nothing names a small set."""
    found = _of_agencies(conn, asked) if asked.agencies else _of_ids(conn, asked)
    return (_with_waiting(conn, found[0], asked), found[1]) if found else None


def _of_ids(conn: sqlite3.Connection, asked: TaskFilter) -> tuple[list[Hit], bool] | None:
    ids = _ids(conn, asked)
    if ids is None:
        return None
    where, said = conditions(asked if asked.document else replace(asked, words=""))
    sql = _OF_IDS.format(columns=COLUMNS, joined=JOINED, conditions=where)
    limit = GATHERED_WAITING if _named_by_status(asked) else GATHERED
    said |= {"ids": json.dumps(ids[:limit]), "day": asked.day.isoformat()}
    return [hit_of(row, asked.day) for row in conn.execute(sql, said)], len(ids) > limit


def _of_agencies(conn: sqlite3.Connection, asked: TaskFilter) -> tuple[list[Hit], bool]:
    where, said = conditions(asked)
    sql = _OF_AGENCIES.format(columns=COLUMNS, joined=JOINED, conditions=where)
    agencies = json.dumps(asked.agencies)
    said |= {"agencies": agencies, "role": asked.role, "limit": GATHERED}
    rows = conn.execute(sql, {**said, "day": asked.day.isoformat()})
    assigned = conn.execute(_ASSIGNED, [agencies, GATHERED + 1]).fetchone()[0]
    # Who took over another agency's work may have a task from both; the part that it leads counts.
    once = {hit.task_id: hit for hit in sorted((hit_of(row, asked.day) for row in rows), key=lambda hit: hit.role)}
    return list(once.values()), assigned > GATHERED


def _with_waiting(conn: sqlite3.Connection, hits: list[Hit], asked: TaskFilter) -> list[Hit]:
    """The tasks, those meant as a whole with what waits in their members."""
    ids = json.dumps([hit.task_id for hit in hits if hit.part is None])
    found = conn.execute(_MEMBERS_WAITING, {"ids": ids, "day": asked.day.isoformat()})
    waiting = {task_id: frozenset(states.split(",")) for task_id, states in found}
    return [hit if hit.part else hit._replace(waiting=waiting.get(hit.task_id, hit.waiting)) for hit in hits]


def _named_by_status(asked: TaskFilter) -> bool:
    """Whether a small set is what waits for a decision, nothing else naming a smaller one."""
    return asked.group.of_any and not (asked.agencies or asked.document or asked.words)


def _ids(conn: sqlite3.Connection, asked: TaskFilter) -> list[int] | None:
    """The tasks of a small set, one more than are gathered where there are more; the newest ones."""
    if asked.document is not None:
        return _column(conn, _OF_DOCUMENT, asked.document, GATHERED + 1)
    if asked.words:
        return _matching(conn, asked)
    if _named_by_status(asked):
        return _column(conn, _WAITING, asked.group.state, asked.day.isoformat(), GATHERED_WAITING + 1)
    if asked.signer or asked.type:
        documents = _column(conn, _FEW, asked.signer, asked.type, _FEW_DOCUMENTS + 1)
        if len(documents) <= _FEW_DOCUMENTS:
            return _column(conn, _OF_DOCUMENTS, json.dumps(documents), GATHERED + 1)
    return None


def _matching(conn: sqlite3.Connection, asked: TaskFilter) -> list[int]:
    """The tasks with these words; of too many the newest that the day could know, not those that came after it."""
    ids = _column(conn, _MATCHING, asked.words, _HIGHEST, GATHERED + 1)
    if len(ids) > GATHERED:
        newest = conn.execute(_NEWEST_OF_DAY, [asked.day.isoformat()]).fetchone()[0] or 0
        ids = _column(conn, _MATCHING, asked.words, newest, GATHERED) + ids[-1:]
    return ids


def _column(conn: sqlite3.Connection, sql: str, *values: object) -> list[int]:
    return [row[0] for row in conn.execute(sql, values)]
