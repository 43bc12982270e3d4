"""What the lists of tasks need: indexes along which they are read, and the views that people saved."""

from __future__ import annotations

TASK_LISTS = (
    # Work whose timing no day changes, the newest change first: what stands so on a day began shortly before it.
    """CREATE INDEX standings_settled ON standings(timing, since, task_id, until)
        WHERE is_task = 1 AND timing IS NOT NULL""",
    """CREATE INDEX standings_asked ON standings(since, task_id, until)
        WHERE is_task = 1 AND state = 'extension_requested'""",
    # What a list needs of a task's document, apart from the long rows of texts.
    "CREATE INDEX tasks_documents ON tasks(id, document_id)",
    "CREATE INDEX documents_facets ON documents(id, type, signer, given_on)",
    "CREATE INDEX documents_signer ON documents(signer, given_on)",
    "CREATE INDEX documents_type ON documents(type, given_on)",
    """CREATE TABLE saved_views (
        id INTEGER PRIMARY KEY,
        owner TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,
        created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
        UNIQUE (owner, name)
    )""",
)

WAITS = "state IN ('reported', 'rejected', 'extension_requested')"
"""The states of :attr:`StatusGroup.of_any`, in the words of the indexes: a query names them so to be read along one."""

WAITING = (
    # What waits for a decision: what does so now lasts until the end of time, and is found without what was decided.
    "DROP INDEX standings_asked",
    f"""CREATE INDEX standings_waiting ON standings(state, until, since, task_id)
        WHERE is_unit = 1 AND {WAITS}""",
    # Which members of a group wait, from their task.
    f"""CREATE INDEX standings_members_waiting ON standings(task_id, state, since, until)
        WHERE is_unit = 1 AND is_task = 0 AND {WAITS}""",
)
