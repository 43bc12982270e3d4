"""What the page of one agency shows: who it is, how its work stands as of a day, and how old what is overdue is."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline.follow.fields import field_of
from pipeline.follow.timing import OVERDUE
from pipeline.store.task_facets import status_counts
from pipeline.store.task_filter import TaskFilter
from pipeline.store.task_hits import find_hits
from pipeline.store.task_list import TaskList, list_tasks
from pipeline.store.task_places import Hit

AGES: tuple[tuple[str, int], ...] = (("1–30 ngày", 30), ("31–90 ngày", 90), ("91–120 ngày", 120), ("trên 120 ngày", 0))
"""How overdue work is grouped by its age: the most days of each group, 0 for no end."""

Row = dict[str, Any]

_LISTED = 10  # tasks
_AGENCY = "SELECT * FROM agencies WHERE id = ?"
_SUCCESSORS = """SELECT a.id, a.name, a.valid_from FROM agency_successors s JOIN agencies a ON a.id = s.successor_id
    WHERE s.agency_id = ? ORDER BY s.position"""
_PREDECESSORS = """SELECT a.id, a.name, a.valid_until FROM agency_successors s JOIN agencies a ON a.id = s.agency_id
    WHERE s.successor_id = ? ORDER BY a.name"""
_PARENT = "SELECT id, name FROM agencies WHERE code = ?"
_CALLED = """SELECT DISTINCT as_written FROM (SELECT as_written FROM task_agencies WHERE agency_id = ? LIMIT 2000)
    ORDER BY as_written LIMIT 12"""


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """An agency as of a day. ``figures`` count the tasks that it leads by group of timings, ``ages`` the overdue ones.

    ``capped``: it has more tasks than were counted. ``leads`` and ``helps``: the beginnings of its lists of open work.
    """

    agency: Row
    aliases: tuple[str, ...]
    called: tuple[str, ...]
    field: str | None
    parent: Row | None
    successors: tuple[Row, ...]
    predecessors: tuple[Row, ...]
    figures: Mapping[str, int]
    ages: tuple[tuple[str, int], ...]
    capped: bool
    leads: TaskList
    helps: TaskList


def read_agency(conn: sqlite3.Connection, agency_id: int, day: date, confirmed: bool = False) -> AgencyPage | None:
    """The page of an agency as of a day, or None where there is none; ``confirmed``: as an agency's account sees it."""
    found = _rows(conn, _AGENCY, agency_id)
    if not found:
        return None
    agency = found[0]
    asked = TaskFilter(day, agencies=(agency_id,), role="lead", confirmed=confirmed)
    hits = find_hits(conn, replace(asked, status="tat-ca"), 0)
    name = str(agency["name"])
    field = field_of(name)
    called = tuple(row["as_written"] for row in _rows(conn, _CALLED, agency_id) if row["as_written"] != name)
    aliases = tuple(agency["aliases"].split("; ")) if agency["aliases"] else ()
    return AgencyPage(
        agency, aliases, called, field.label if field else None,
        next(iter(_rows(conn, _PARENT, agency["parent"])), None), _rows(conn, _SUCCESSORS, agency_id),
        _rows(conn, _PREDECESSORS, agency_id), status_counts(conn, asked, hits.everywhere),
        _ages(hits.everywhere or (), day), hits.capped, list_tasks(conn, asked, None, _LISTED),
        list_tasks(conn, replace(asked, role="coordinate"), None, _LISTED),
    )  # fmt: skip


def agency_label(conn: sqlite3.Connection, agency_id: int) -> str:
    """The name of an agency, or its number where there is none."""
    row = conn.execute("SELECT name FROM agencies WHERE id = ?", [agency_id]).fetchone()
    return str(row[0]) if row else f"số {agency_id}"


def agency_names(conn: sqlite3.Connection, limit: int = 3_000) -> tuple[str, ...]:
    """Names to propose where an agency is typed: those that have work, or are in the office's directory."""
    sql = """SELECT DISTINCT name FROM agencies a WHERE coalesce(kind, '') <> 'nhom' AND (source = 'directory'
        OR EXISTS (SELECT 1 FROM assignments WHERE agency_id = a.id)) ORDER BY name LIMIT ?"""
    return tuple(row[0] for row in conn.execute(sql, [limit]))


def _ages(hits: tuple[Hit, ...], day: date) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for hit in hits:
        if hit.timing == OVERDUE and hit.due:
            days = (day - date.fromisoformat(hit.due)).days
            counted[next(label for label, most in AGES if days <= most or not most)] += 1
    return tuple((label, counted[label]) for label, _ in AGES)


def _rows(conn: sqlite3.Connection, sql: str, *values: object) -> tuple[Row, ...]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
