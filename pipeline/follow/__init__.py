"""Follow-up: when work is due again, what happened to a task, whether it may, how it stands on any day. No SQL here."""

from pipeline.follow.history import Event, History
from pipeline.follow.occurrences import occurrences
from pipeline.follow.recording import check_shown, check_whole
from pipeline.follow.rollup import roll_up
from pipeline.follow.standing import Standing, standings
from pipeline.follow.status import Status, status_at
from pipeline.follow.statuses import StatusGroup, status_groups
from pipeline.follow.timing import open_timing, settled_timing, timings
from pipeline.follow.workflow import GIVEN_BACK, workflow

__all__ = [
    "GIVEN_BACK", "Event", "History", "Standing", "Status", "StatusGroup", "check_shown", "check_whole", "occurrences",
    "open_timing", "roll_up", "settled_timing", "standings", "status_at", "status_groups", "timings", "workflow",
]  # fmt: skip
