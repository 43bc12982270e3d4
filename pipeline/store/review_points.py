"""How much of a document a clerk should look at, kept with it: the list of what waits is sorted by it."""

from __future__ import annotations

import sqlite3

SURE = 0.8
"""From this confidence on a value of the header needs no look."""
GRAVE = ("warning", "error")
"""Findings of these severities are looked at."""

_COUNT = f"""
    UPDATE documents SET to_check =
        (SELECT count(*) FROM tasks WHERE document_id = ?1 AND needs_review AND NOT reviewed AND NOT withdrawn)
        + (SELECT count(*) FROM findings WHERE document_id = ?1 AND severity IN {GRAVE})
        + (SELECT count(*) FROM header_values WHERE document_id = ?1 AND confidence < ?2)
    WHERE id = ?1"""  # noqa: S608 - own words


def count_points(conn: sqlite3.Connection, document_id: int) -> None:
    """Count the points of a document anew, inside the caller's transaction."""
    conn.execute(_COUNT, [document_id, SURE])
