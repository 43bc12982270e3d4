"""Why somebody should look at a task or at a value of the header, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.calibration import load_weights
from pipeline.store.review_points import SURE

Row = Mapping[str, Any]

_DOUBTS = {"task": "đây có phải việc không", "lead": "chủ trì", "deadline": "thời hạn", "target": "chỉ tiêu"}
_NO_LEAD = "lead-missing"


def task_reasons(task: Row, findings: Sequence[Row]) -> list[str]:
    """What is in doubt about a task (a snapshot): agency, readings that differ, findings inside it, confidence.

    A task that the program of another day doubted for nothing of this shows its confidence.
    """
    doubted = list(dict.fromkeys(_DOUBTS.get(doubt["field"], doubt["field"]) for doubt in task["doubts"]))
    reasons = [
        *([] if task["lead"] else ["chưa rõ cơ quan chủ trì"]),
        *([f"hai cách đọc khác nhau về {', '.join(doubted)}"] if doubted else []),
        *(_clause(one["message"]) for one in findings if one["code"] != _NO_LEAD and _inside(one, task)),
    ]
    if task["confidence"] < load_weights().threshold or not reasons:
        reasons.append(_confidence(task["confidence"]))
    return reasons


def value_reason(values: Sequence[Row]) -> str:
    """Why the values of a field of the header want a look; "" where they are sure."""
    lowest = min((one["confidence"] for one in values), default=1.0)
    return _confidence(lowest) if lowest < SURE else ""


def _inside(finding: Row, task: Row) -> bool:
    places = (finding["span_start"], finding["span_end"], task["span_start"], task["span_end"])
    if None in places:
        return False
    start, end, first, last = places
    return bool(first <= start and end <= last)


def _clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _confidence(share: float) -> str:
    return f"độ tin cậy {share:.2f}".replace(".", ",")
