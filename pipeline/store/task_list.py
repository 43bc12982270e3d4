"""A page of a list of tasks, with what the page shows of each task and how the whole list is made up."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from pipeline.follow import status_groups
from pipeline.store.events import last_event
from pipeline.store.task_facets import COUNTED, Choice, facets, status_counts
from pipeline.store.task_filter import TaskFilter
from pipeline.store.task_hits import Hits, find_hits
from pipeline.store.task_places import Hit, Place, place_of

PAGE = 50

Row = dict[str, Any]

_DETAILS = """
    SELECT v.id, v.text, v.lead, v.coordinate, v.document, v.document_id, v.type, v.given_on, v.deadline_texts,
        v.target_texts, v.withdrawn, v.path, v.page,
        iif(v.recurring, (SELECT min(o.due) FROM deadlines h CROSS JOIN occurrences o ON o.deadline_id = h.id
            WHERE h.task_id = v.id AND o.due >= :day), NULL) AS next_due
    FROM json_each(:ids) i CROSS JOIN task_sheet v ON v.id = i.value"""
_MEMBERS = """SELECT task_id, count(*), sum(reported) FROM member_sheet
    WHERE task_id IN (SELECT value FROM json_each(:ids)) AND :day BETWEEN since AND until GROUP BY task_id"""


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page: ``rows`` join a task with how it stands.

    ``count``: of the whole list, ``more`` where there are still more; ``next``: the place behind the page, None at the
    end. ``capped``: the list holds only the newest of what was asked for. ``stopped``: reading stopped before the page
    was full.
    """

    rows: tuple[Row, ...]
    count: int
    more: bool
    next: Place | None
    capped: bool
    stopped: bool
    statuses: tuple[Choice, ...]
    facets: dict[str, tuple[Choice, ...]]


def list_tasks(conn: sqlite3.Connection, asked: TaskFilter, after: Place | None = None, size: int = PAGE) -> TaskList:
    """A page of a list behind a place in it, and the counts of its facets."""
    found = find_hits(conn, asked, COUNTED + 1)
    page = _page(conn, asked, found, after, size + 1)
    shown = page.hits[:size]
    full = len(page.hits) > size
    counts = status_counts(conn, asked, found.everywhere)
    known = counts.get(asked.group.id)
    first = min(len(found.hits), COUNTED)
    return TaskList(
        task_rows(conn, shown, asked),
        first if known is None else known,
        found.capped or (known is None and (len(found.hits) > COUNTED or found.stopped is not None)),
        place_of(shown[-1], asked) if full else page.stopped,
        found.capped,
        page.stopped is not None and not full,
        tuple(Choice(group.id, group.label, counts.get(group.id)) for group in status_groups().values()),
        facets(conn, found.hits[:COUNTED]),
    )


def _page(conn: sqlite3.Connection, asked: TaskFilter, found: Hits, after: Place | None, wanted: int) -> Hits:
    """The tasks behind a place: of those found from the beginning, or read from there on where these are too few."""
    if after is None:
        return found
    rest = tuple(hit for hit in found.hits if place_of(hit, asked) > after)
    whole = len(found.hits) <= COUNTED and found.stopped is None
    return (
        replace(found, hits=rest, stopped=None)
        if whole or len(rest) >= wanted
        else find_hits(conn, asked, wanted, after)
    )


def task_rows(conn: sqlite3.Connection, hits: tuple[Hit, ...], asked: TaskFilter) -> tuple[Row, ...]:
    """What is shown of tasks, in their order; of a task with several leads also how many have reported.

    ``part`` is the assignment that a row stands for, None for all of its task; ``seen`` the last event of just that.
    """
    said = {"ids": json.dumps([hit.task_id for hit in hits]), "day": asked.day.isoformat()}
    cursor = conn.execute(_DETAILS, said)
    names = [column[0] for column in cursor.description]
    details = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    members = {task_id: (count, reported) for task_id, count, reported in conn.execute(_MEMBERS, said)}
    return tuple(
        {
            **details[hit.task_id],
            "due": hit.due, "state": hit.state, "timing": hit.timing, "since": hit.since, "signer": hit.signer,
            "role": hit.role, "part": hit.part, "seen": last_event(conn, hit.task_id, hit.part),
            "members": members.get(hit.task_id) if hit.part is None else None,
        }
        for hit in hits
    )  # fmt: skip
