"""Follow-up: when work is due again, what happened to a task, how it stands as of a day. No SQL here: see the store."""

from pipeline.follow.occurrences import occurrences
from pipeline.follow.timing import TIMINGS, Event, EventKind, standing, timing

__all__ = ["TIMINGS", "Event", "EventKind", "occurrences", "standing", "timing"]
