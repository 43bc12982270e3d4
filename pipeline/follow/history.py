"""What is known of a piece of work that somebody must do: when it was given, until when, and what happened since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on ``day``; ``kind`` is an id of ``rules/follow/events.toml``.

    ``new_due``: the extended deadline, or the one asked for. ``percent``: how much is done, 0 to 100. ``actor`` and
    ``role``: who did it. ``to_agency``: to whom the work goes now. ``occurrence_due``: which occurrence of repeated
    work is meant, by its own due day; None for the work as such.
    """

    kind: str
    day: date
    new_due: date | None = None
    percent: int | None = None
    note: str | None = None
    actor: str | None = None
    role: str | None = None
    to_agency: str | None = None
    occurrence_due: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """An assignment from its beginning; ``events`` in the order in which they were recorded.

    ``given``: the day it was given, None where nobody knows: it then always was. ``due``: the deadline in the dispatch,
    the earliest one where there are several. ``recurring``: the only deadline is a repeated one (``hằng tháng``), which
    has no single due day.
    """

    given: date | None
    due: date | None
    events: tuple[Event, ...] = ()
    recurring: bool = False
