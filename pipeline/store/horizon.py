"""Moving the horizon of repeated work on with the calendar: whoever opens the store asks for it."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from pipeline.store.database import writing
from pipeline.store.occurrences import AHEAD, LEFT, fill_occurrences, months_later

_SHORT = """
    SELECT id FROM documents m WHERE given_on IS NOT NULL AND coalesce(occurrences_until, '') < ?
        AND EXISTS (SELECT 1 FROM deadlines d JOIN tasks t ON t.id = d.task_id
            WHERE t.document_id = m.id AND d.rrule IS NOT NULL)
    ORDER BY id"""


def extend_occurrences(db: Database, today: date) -> int:
    """Fill 12 months from ``today`` wherever less than one is left; how many documents were extended.

    Asking again on the same day changes nothing. Raises StoreError where the database can't be written.
    """
    short = db.conn.execute(_SHORT, [months_later(today, LEFT).isoformat()]).fetchall()
    if not short:
        return 0
    with writing(db) as conn:
        for (document_id,) in short:
            fill_occurrences(conn, document_id, months_later(today, AHEAD))
    return len(short)
