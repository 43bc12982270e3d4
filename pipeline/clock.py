"""What day it is in Vietnam, wherever the computer stands: deadlines, registers and what people read go by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Without summer time since 1975; the names of zones would have to be installed on Windows."""


def vietnam_today() -> date:
    """The day that it is now in Vietnam."""
    return datetime.now(VIETNAM).date()
