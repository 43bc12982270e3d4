"""How many stand how, kept as sums: a report of a million assignments as of any day adds up some thousand numbers.

Each standing makes a few changes (one more in time from this day, one less in time and one more overdue from that
day); ``day_tallies`` and ``month_tallies`` hold their sums for each agency. How many there are on a day is what was
changed in the months before its own and on the days of its month up to it. Both are drawn from ``standings`` by one
view.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

# Agency 0 stands for tasks as a whole, each once; -1 for tasks that nobody leads.
TALLY_CHANGES = """CREATE VIEW tally_changes AS
WITH run AS (
    SELECT task_id, 0 AS agency_id, since, until, timing, due FROM standings WHERE is_task = 1
    UNION ALL
    SELECT task_id, coalesce(agency_id, -1), since, until, timing, due FROM standings WHERE is_unit = 1
)
SELECT task_id, agency_id, coalesce(timing, iif(due < since, 'quá hạn', 'trong hạn')) AS timing, since AS day,
    1 AS change
FROM run
UNION ALL
SELECT task_id, agency_id, coalesce(timing, iif(due < until, 'quá hạn', 'trong hạn')), date(until, '+1 day'), -1
FROM run WHERE until < '9999-12-31'
UNION ALL
SELECT task_id, agency_id, 'trong hạn', date(due, '+1 day'), -1
FROM run WHERE timing IS NULL AND due >= since AND due < until
UNION ALL
SELECT task_id, agency_id, 'quá hạn', date(due, '+1 day'), 1
FROM run WHERE timing IS NULL AND due >= since AND due < until"""

_DAYS = """INSERT INTO day_tallies (agency_id, timing, day, change)
    SELECT agency_id, timing, day, ?1 * sum(change) FROM tally_changes
    WHERE task_id IN (SELECT value FROM json_each(?2)) GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET change = change + excluded.change"""
_MONTHS = """INSERT INTO month_tallies (agency_id, timing, month, change)
    SELECT agency_id, timing, substr(day, 1, 7), ?1 * sum(change) FROM tally_changes
    WHERE task_id IN (SELECT value FROM json_each(?2)) GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET change = change + excluded.change"""
_ALL_DAYS = """INSERT INTO day_tallies (agency_id, timing, day, change)
    SELECT agency_id, timing, day, sum(change) FROM tally_changes GROUP BY 1, 2, 3"""
_ALL_MONTHS = """INSERT INTO month_tallies (agency_id, timing, month, change)
    SELECT agency_id, timing, substr(day, 1, 7), sum(change) FROM day_tallies GROUP BY 1, 2, 3"""


def count_in(conn: sqlite3.Connection, task_ids: Iterable[int]) -> None:
    """Add what the standings of tasks change."""
    _change(conn, 1, task_ids)


def count_out(conn: sqlite3.Connection, task_ids: Iterable[int]) -> None:
    """Take off what the standings of tasks change; before they are deleted."""
    _change(conn, -1, task_ids)


def count_all(conn: sqlite3.Connection) -> None:
    """Add up everything anew."""
    for sql in ("DELETE FROM day_tallies", "DELETE FROM month_tallies", _ALL_DAYS, _ALL_MONTHS):
        conn.execute(sql)


def _change(conn: sqlite3.Connection, sign: int, task_ids: Iterable[int]) -> None:
    ids = json.dumps(list(task_ids))
    conn.execute(_DAYS, [sign, ids])
    conn.execute(_MONTHS, [sign, ids])
