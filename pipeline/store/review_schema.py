"""What a clerk should look at: the doubts of the second reader, and whether a task may be accepted unseen."""

from __future__ import annotations

REVIEW = (
    "ALTER TABLE tasks ADD COLUMN needs_review INTEGER NOT NULL DEFAULT 1 CHECK (needs_review IN (0, 1))",
    """CREATE TABLE doubts (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, field TEXT NOT NULL, rules TEXT NOT NULL, model TEXT NOT NULL,
        UNIQUE (task_id, position)
    )""",
)
