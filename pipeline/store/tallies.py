"""How many stand how, kept as sums: a report of a million assignments as of any day adds up some thousand numbers.

Each standing makes a few changes (one more in time from this day, one less in time and one more overdue from that
day); ``day_tallies`` and ``month_tallies`` hold their sums for each agency. How many there are on a day is what was
changed in the months before its own and on the days of its month up to it. Both are drawn from ``standings`` by one
view.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

# Agency 0 stands for tasks as a whole, each once; -1 for tasks that nobody leads. Open work with a deadline begins and
# ends in time or overdue, and turns overdue on the day behind its deadline if it is still open then.
TALLY_CHANGES = """CREATE VIEW tally_changes AS
WITH turn (name, change) AS (VALUES ('begin', 1), ('end', -1), ('in time no more', -1), ('overdue', 1)),
    counted (whole) AS (VALUES (0), (1))
SELECT s.task_id, iif(counted.whole, 0, coalesce(s.agency_id, -1)) AS agency_id,
    CASE turn.name
        WHEN 'begin' THEN coalesce(s.timing, iif(s.due < s.since, 'quá hạn', 'trong hạn'))
        WHEN 'end' THEN coalesce(s.timing, iif(s.due < s.until, 'quá hạn', 'trong hạn'))
        WHEN 'overdue' THEN 'quá hạn' ELSE 'trong hạn' END AS timing,
    CASE turn.name WHEN 'begin' THEN s.since WHEN 'end' THEN date(s.until, '+1 day') ELSE date(s.due, '+1 day') END
        AS day,
    turn.change
FROM standings s CROSS JOIN counted CROSS JOIN turn
WHERE iif(counted.whole, s.is_task, s.is_unit) AND
    CASE turn.name WHEN 'begin' THEN 1 WHEN 'end' THEN s.until < '9999-12-31'
        ELSE s.timing IS NULL AND s.due >= s.since AND s.due < s.until END"""

_CHANGES = """SELECT agency_id, timing, day, sum(change) FROM tally_changes
    WHERE task_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3"""
_DAYS = """INSERT INTO day_tallies (agency_id, timing, day, change) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET change = change + excluded.change"""
_MONTHS = """INSERT INTO month_tallies (agency_id, timing, month, change) VALUES (?, ?, ?, ?)
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
    days = conn.execute(_CHANGES, [json.dumps(list(task_ids))]).fetchall()
    months: Counter[tuple[int, str, str]] = Counter()
    for agency_id, timing, day, change in days:
        months[agency_id, timing, day[:7]] += change
    conn.executemany(_DAYS, [(*key, sign * change) for *key, change in days])
    conn.executemany(_MONTHS, [(*key, sign * change) for key, change in months.items()])
