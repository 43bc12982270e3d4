"""Follow-up: what happened to a task and how it stands for its deadline as of a day. No SQL here: see the store."""

from pipeline.follow.timing import TIMINGS, Event, EventKind, standing, timing

__all__ = ["TIMINGS", "Event", "EventKind", "standing", "timing"]
