"""What the dashboard, the calendar and the table of documents are read along."""

from __future__ import annotations

from pipeline.follow.timing import RECURRING

BOARD = (
    # Few rows of open work last beyond their deadline: who asks what is overdue reads these alone.
    """CREATE INDEX standings_late ON standings(due, task_id, since, until)
        WHERE timing IS NULL AND is_task = 1 AND due < until""",
    """CREATE INDEX standings_agency ON standings(agency_id, due, since, until, task_id)
        WHERE timing IS NULL AND is_unit = 1""",
    "CREATE INDEX documents_date ON documents(date)",
    # From a day's occurrences to the work that is open, without a look at the rows themselves.
    "CREATE INDEX deadlines_repeated ON deadlines(id, task_id, rrule) WHERE rrule IS NOT NULL",
    f"""CREATE INDEX standings_open ON standings(task_id, since, until, timing, is_task, due)
        WHERE is_task = 1 AND coalesce(timing, '{RECURRING}') = '{RECURRING}'""",
)
