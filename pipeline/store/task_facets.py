"""How many tasks of a list there are of each kind: counted over its first thousands, statuses taken from tallies."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.follow import status_groups
from pipeline.follow.fields import field_of, fields
from pipeline.follow.timing import IN_TIME, SOON, SOON_WITHIN, TODAY
from pipeline.store.labels import type_label
from pipeline.store.list_schema import WAITS
from pipeline.store.task_filter import TaskFilter
from pipeline.store.task_places import Hit

COUNTED = 5_000
"""Over how many tasks of a list its facets are counted."""

_SHOWN = 12  # values of a facet
_LEADS = """SELECT p.agency_id, a.name, count(*) FROM json_each(?) i
    CROSS JOIN assignments p ON p.task_id = i.value AND p.role = 'lead' AND NOT p.withdrawn
    CROSS JOIN agencies a ON a.id = p.agency_id GROUP BY p.agency_id ORDER BY 3 DESC, a.name"""
_TALLIES = """SELECT timing, sum(change) FROM (
        SELECT timing, change FROM month_tallies WHERE agency_id = 0 AND month < substr(?1, 1, 7)
        UNION ALL SELECT timing, change FROM day_tallies WHERE day BETWEEN substr(?1, 1, 7) AND ?1 AND agency_id = 0
    ) GROUP BY timing"""
_SOON = """SELECT due = ?1, count(*) FROM standings
    WHERE timing IS NULL AND due BETWEEN ?1 AND ?2 AND is_task = 1 AND ?1 BETWEEN since AND until GROUP BY 1"""
_WAITING = f"""SELECT count(DISTINCT task_id) FROM standings INDEXED BY standings_waiting
    WHERE is_unit = 1 AND {WAITS} AND state = ?1 AND ?2 BETWEEN since AND until"""  # noqa: S608 - own words


@dataclass(frozen=True, slots=True)
class Choice:
    """A value by which a list can be narrowed; ``count`` is None where nobody counted."""

    value: str
    label: str
    count: int | None


def facets(conn: sqlite3.Connection, hits: Sequence[Hit]) -> dict[str, tuple[Choice, ...]]:
    """The values that tasks have, by the name of the filter, the most frequent first and months in their order."""
    leads = conn.execute(_LEADS, [json.dumps([hit.task_id for hit in hits])]).fetchall()
    types = Counter(hit.type for hit in hits)
    signers = Counter(hit.signer for hit in hits if hit.signer)
    months = Counter(hit.due[:7] for hit in hits if hit.due)
    return {
        "agency": tuple(Choice(str(id_), name, count) for id_, name, count in leads[:_SHOWN]),
        "type": tuple(Choice(type_, type_label(type_), count) for type_, count in types.most_common(_SHOWN)),
        "field": _fields(leads),
        "signer": tuple(Choice(name, name, count) for name, count in signers.most_common(_SHOWN)),
        "month": tuple(Choice(month, f"{month[5:]}/{month[:4]}", count) for month, count in _months(months)),
    }


def status_counts(conn: sqlite3.Connection, asked: TaskFilter, everywhere: Iterable[Hit] | None) -> dict[str, int]:
    """How many tasks there are in each group of timings: of a small set, or of the whole register; else nothing."""
    if everywhere is not None:
        counted = Counter((hit.timing, hit.state, hit.waiting) for hit in everywhere)
        return {
            group.id: sum(n for stands, n in counted.items() if group.holds(*stands))
            for group in status_groups().values()
        }  # fmt: skip
    if not asked.only_status:
        return {}
    counts = timing_counts(conn, asked.day.isoformat(), (asked.day + SOON_WITHIN).isoformat())
    groups = status_groups().values()
    told = {group.id: sum(counts.get(word, 0) for word in group.timings) for group in groups if group.state is None}
    return told | {group.id: _waiting(conn, group.state, asked.day.isoformat()) for group in groups if group.of_any}


def timing_counts(conn: sqlite3.Connection, day: str, soon: str) -> Mapping[str, int]:
    """How many tasks have each timing on a day, from the tallies, which know neither today's nor soon due ones."""
    counts: dict[str, int] = dict(conn.execute(_TALLIES, [day]).fetchall())
    for today, count in conn.execute(_SOON, [day, soon]).fetchall():
        counts[TODAY if today else SOON] = count
        counts[IN_TIME] = counts.get(IN_TIME, 0) - count
    return counts


def _waiting(conn: sqlite3.Connection, state: str | None, day: str) -> int:
    return int(conn.execute(_WAITING, [state, day]).fetchone()[0])


def _fields(leads: Sequence[tuple[int, str, int]]) -> tuple[Choice, ...]:
    counted: Counter[str] = Counter()
    for _, name, count in leads:
        if field := field_of(name):
            counted[field.id] += count
    labels = {field.id: field.label for field in fields()}
    return tuple(Choice(id_, labels[id_], count) for id_, count in counted.most_common(_SHOWN))


def _months(counted: Counter[str]) -> list[tuple[str, int]]:
    """The months with the most tasks, in the order of the calendar."""
    return sorted(counted.most_common(_SHOWN))
