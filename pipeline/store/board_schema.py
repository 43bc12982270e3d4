"""What the dashboard and the calendar read along."""

from __future__ import annotations

BOARD = (
    # Few rows of open work last beyond their deadline: who asks what is overdue reads these alone.
    """CREATE INDEX standings_late ON standings(due, task_id, since, until)
        WHERE timing IS NULL AND is_task = 1 AND due < until""",
    """CREATE INDEX standings_agency ON standings(agency_id, due, since, until, task_id)
        WHERE timing IS NULL AND is_unit = 1""",
)
