"""What a list of tasks is asked for, and the SQL in which the parts of it that concern a task are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from pipeline.follow import StatusGroup, status_groups
from pipeline.follow.statuses import EVERY, UNFINISHED
from pipeline.follow.timing import IN_TIME, NO_DEADLINE, OVERDUE, RECURRING, SOON, SOON_WITHIN, TODAY

BY_DUE, NEWEST = "han", "moi"
SORTS: Mapping[str, str] = {BY_DUE: "Hạn gần nhất trước", NEWEST: "Mới giao trước"}

RUNNING = frozenset([OVERDUE, TODAY, SOON, IN_TIME])
"""The timings of open work with a deadline, which depend on the day."""

WITHOUT_DEADLINE = frozenset([NO_DEADLINE, RECURRING])

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """A list of tasks as of ``day``; what is empty or None does not narrow it.

    ``words``: typed, with or without diacritics. ``status``: id of a group of timings. ``agencies``: any of them
    leads or coordinates, ``role`` narrows to one of the two. ``type``: id of a document type. ``field``: id of a field
    of work. ``signer``: who signed the document. ``month``: in which it is due, ``2026-06``. ``confirmed``: only tasks
    of documents that a clerk has confirmed.
    """

    day: date
    words: str = ""
    status: str = UNFINISHED
    agencies: tuple[int, ...] = ()
    role: str = ""
    type: str = ""
    field: str = ""
    signer: str = ""
    month: str = ""
    document: int | None = None
    sort: str = BY_DUE
    confirmed: bool = False

    @property
    def group(self) -> StatusGroup:
        """The group of timings that is listed."""
        return status_groups().get(self.status) or status_groups()[UNFINISHED]

    @property
    def only_status(self) -> bool:
        """Whether nothing but a status, an agency and a day is asked for, of which there are tallies."""
        narrowed = (self.words, self.role, self.type, self.field, self.signer, self.month, self.document)
        return not any((*narrowed, self.confirmed))

    @property
    def every(self) -> bool:
        """Whether every status is listed."""
        return self.group.id == EVERY


def due_range(asked: TaskFilter) -> tuple[str, str] | None:
    """The first and the last day on which open work of these timings may be due; None where there is no such day.

    >>> due_range(TaskFilter(date(2026, 6, 10), status="sap-den-han"))
    ('2026-06-11', '2026-06-15')
    """
    day, ends = asked.day, asked.day + SOON_WITHIN
    ranges = {
        OVERDUE: (date.min, day - _DAY), TODAY: (day, day), SOON: (day + _DAY, ends), IN_TIME: (ends + _DAY, date.max),
    }  # fmt: skip
    wanted = [ranges[word] for word in asked.group.timings & RUNNING]
    if not wanted:
        return None
    first, last = min(low for low, _ in wanted), max(high for _, high in wanted)
    if asked.month:
        begin = date.fromisoformat(f"{asked.month}-01")
        first, last = max(first, begin), min(last, begin + relativedelta(months=1) - _DAY)
    return (first.isoformat(), last.isoformat()) if first <= last else None


def conditions(asked: TaskFilter) -> tuple[str, dict[str, str | int]]:
    """Conditions on a standing ``s``, its task ``t`` and its document ``d``, with their parameters.

    They say all that is asked for but the status and the agency.
    """
    said: dict[str, str | int] = {}
    parts = ["1"]
    for name, column in (("type", "d.type"), ("signer", "d.signer"), ("document", "t.document_id")):
        if value := getattr(asked, name):
            parts.append(f"{column} = :{name}")
            said[name] = value
    if asked.month:
        parts.append("s.due >= :month || '-01' AND s.due <= :month || '-31'")
        said["month"] = asked.month
    if asked.field:
        parts.append(
            """EXISTS (SELECT 1 FROM assignments f WHERE f.task_id = t.id AND f.role = 'lead' AND NOT f.withdrawn
                AND f.agency_id IN (SELECT id FROM agencies WHERE field_id(name) = :field))"""
        )
        said["field"] = asked.field
    if asked.confirmed:
        parts.append(
            """EXISTS (SELECT 1 FROM documents c INDEXED BY documents_confirmed
                WHERE c.id = t.document_id AND c.confirmed_at IS NOT NULL)"""
        )
    if asked.words:
        parts.append("EXISTS (SELECT 1 FROM tasks_fts WHERE tasks_fts MATCH match_query(:words) AND rowid = t.id)")
        said["words"] = asked.words
    return " AND ".join(parts), said
