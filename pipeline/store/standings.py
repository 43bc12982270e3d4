"""Standings drawn from events: written anew for a task whenever something of it changes, checked by ``verify``.

A row says how an assignment (``is_unit``) or a task as a whole (``is_task``) stands from ``since`` to ``until``. A task
with one lead stands as its assignment does, and one row says both. ``timing`` is empty where it depends on the day: of
open work with a deadline.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.follow import Standing, roll_up, settled_timing, standings, workflow
from pipeline.store.tallies import count_all, count_in, count_out
from pipeline.store.units import Unit, units_of

COLUMNS = (
    "task_id", "assignment_id", "agency_id", "is_unit", "is_task",
    "since", "until", "state", "timing", "due", "done_on",
)  # fmt: skip
Row = tuple[int | str | None, ...]

_INSERT = f"INSERT INTO standings ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - own names
_AT_ONCE = 500  # tasks
_DRAWN_AS = 1  # counts up when this module or pipeline.follow comes to draw other rows from the same events


def refresh(conn: sqlite3.Connection, task_ids: Iterable[int]) -> None:
    """Draw the standings of tasks anew, inside the caller's transaction."""
    for ids in _portions(task_ids):
        forget(conn, ids)
        conn.executemany(_INSERT, drawn(conn, ids))
        count_in(conn, ids)


def forget(conn: sqlite3.Connection, task_ids: Iterable[int]) -> None:
    """Take the standings of tasks off the tallies and delete them, before their rows or assignments go with them."""
    for ids in _portions(task_ids):
        count_out(conn, ids)
        conn.executemany("DELETE FROM standings WHERE task_id = ?", [(id_,) for id_ in ids])


def refresh_all(conn: sqlite3.Connection) -> None:
    """Draw all standings anew, and remember by which workflow and program."""
    conn.execute("DELETE FROM standings")
    for ids in _portions(row[0] for row in conn.execute("SELECT id FROM tasks ORDER BY id").fetchall()):
        conn.executemany(_INSERT, drawn(conn, ids))
    count_all(conn)
    mark_drawn(conn)


def mark_drawn(conn: sqlite3.Connection) -> None:
    """Remember that all standings are drawn by the workflow and program of now."""
    conn.execute("INSERT OR REPLACE INTO standing_rules (id, version) VALUES (1, ?)", [_version()])


def are_stale(conn: sqlite3.Connection) -> bool:
    """Whether the standings were drawn by another workflow or in another way than this program's."""
    found = conn.execute("SELECT version FROM standing_rules").fetchone()
    return found is None or found[0] != _version()


def drawn(conn: sqlite3.Connection, task_ids: Iterable[int]) -> Iterator[Row]:
    """The rows of tasks as their events have them, whatever is stored."""
    return rows_of(units_of(conn, task_ids))


def rows_of(every: Iterable[Unit]) -> Iterator[Row]:
    """The rows of units, which come task after task."""
    for task_id, group in groupby(every, key=attrgetter("task_id")):
        units = list(group)
        # The members of a group mostly have the same history, often the very same one: nothing happened yet.
        histories = {id(unit.history): unit.history for unit in units}
        runs = {id_: standings(history) for id_, history in histories.items()}
        written = {id_: _written(mine, histories[id_].recurring) for id_, mine in runs.items()}
        for unit in units:
            whose = task_id, unit.assignment_id, unit.agency_id, 1, int(len(units) == 1)
            for run in written[id(unit.history)]:
                yield whose + run
        if len(units) > 1:
            for run in _written(roll_up(list(runs.values())), units[0].history.recurring):
                yield task_id, None, None, 0, 1, *run


def _version() -> str:
    return f"{workflow().version}.{_DRAWN_AS}"


def _portions(task_ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(task_ids)
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))


def _written(runs: Sequence[Standing], recurring: bool) -> list[Row]:
    """The columns of runs from ``since`` on."""
    return [
        (run.since.isoformat(), run.until.isoformat(), run.state, settled_timing(run, recurring),
         run.due.isoformat() if run.due else None, run.done.isoformat() if run.done else None)
        for run in runs
    ]  # fmt: skip
