"""What falls due without a day of its own in the dispatch: repeated work, and work counted from the day of receipt.

The views show the next due day of repeated work beside its deadline (``ky_toi``); its timing stays ``định kỳ``, because
nobody has recorded yet which reports were made, and what isn't known to be late must not be called late.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

OCCURRENCES = (
    f"""CREATE TABLE occurrences (
        deadline_id INTEGER NOT NULL REFERENCES deadlines(id) ON DELETE CASCADE,
        due TEXT NOT NULL CHECK (due {_DAY}),
        PRIMARY KEY (deadline_id, due)
    ) WITHOUT ROWID""",
    "CREATE INDEX occurrences_due ON occurrences(due)",
    "ALTER TABLE documents ADD COLUMN occurrences_until TEXT",
)

RECEIPTS = (
    "ALTER TABLE documents ADD COLUMN arrival_number TEXT",
    f"ALTER TABLE documents ADD COLUMN arrival_date TEXT CHECK (arrival_date {_DAY})",
    "ALTER TABLE documents ADD COLUMN arrival_by TEXT CHECK (arrival_by IN ('stamp', 'person'))",
    "ALTER TABLE deadlines ADD COLUMN amount INTEGER",
    "ALTER TABLE deadlines ADD COLUMN amount_unit TEXT",
    "ALTER TABLE deadlines ADD COLUMN counted_from TEXT CHECK (counted_from IN ('issue', 'receipt', 'other'))",
)
