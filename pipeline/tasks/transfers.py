"""Sentences that pass something on and say what is to come of it: "Văn phòng chuyển đơn đến Sở Mẫu để giải quyết, …".

A transfer slip (phiếu chuyển, Decree 30/2020/NĐ-CP) orders by passing on. It is work for the one who receives it where
a day or a report is asked for; to pass on what is not one's own, and no more, assigns nothing.
"""

from __future__ import annotations

import re

from pipeline.tasks.command import is_strong
from pipeline.tasks.sentences import sentences
from pipeline.values.deadlines import find_deadlines
from pipeline.values.names import NameList, read_names

__all__ = ["passed_on_to"]

_PASSES_ON = re.compile(r"\s*(?:(?:xin|kính)\s+)?chuyển\s+(?!đổi\b)", re.I)
_TO = re.compile(r"\b(?:đến|tới|cho|để)\s+")
_PURPOSE = re.compile(
    r"\b(?:để|xem\s+xét|nghiên\s+cứu|xử\s+lý|giải\s+quyết|kiểm\s+tra|xác\s+minh|thẩm\s+định|tham\s+mưu)\b", re.I
)
_REPORT = re.compile(
    r"""\b(?:báo\s+cáo|thông\s+báo|gửi)\b[^.;]*\bkết\s+quả\b | \bkết\s+quả\b[^.]*\b(?:báo\s+cáo|thông\s+báo|gửi)\b
        | \bbáo\s+cáo\s+(?:Chủ\s+tịch\s+)?(?:UBND|Ủy\s+ban)\b""",
    re.VERBOSE,
)
_GOES_ON = re.compile(r"(?:(?:đề\s+nghị|yêu\s+cầu)\s+)?(?:kết\s+quả|báo\s+cáo|thông\s+báo|trả\s+lời|gửi)\b", re.I)


def passed_on_to(text: str, at: int) -> NameList | None:
    """Those to whom the words from ``at`` on pass something that they have to deal with; None where they don't.

    >>> said = "chuyển đơn đến Sở Y tế để giải quyết, báo cáo kết quả trước ngày 30/4."
    >>> [name for name, _, _ in passed_on_to(said, 0).names]
    ['Sở Y tế']
    >>> passed_on_to("chuyển đơn đến Sở Y tế để giải quyết theo thẩm quyền.", 0) is None
    True
    """
    verb = _PASSES_ON.match(text, at)
    if verb is None:
        return None
    said = list(sentences(text[at:]))
    end = at + said[0][1]
    names = _receiver(text, verb.end(), end)
    if names is None or not _PURPOSE.search(text, names.start - len("để "), end):
        return None
    if len(said) > 1 and _GOES_ON.match(text, at + said[1][0]):
        end = at + said[1][1]
    asked = text[names.end : end]
    due = any(time.kind != "event" for time in find_deadlines(asked))
    return names if due or _REPORT.search(asked) else None


def _receiver(text: str, start: int, end: int) -> NameList | None:
    """The names behind "đến" or "để", or those right behind the verb: "chuyển Sở Mẫu xem xét"."""
    for begin in (*(to.end() for to in _TO.finditer(text, start, end)), start):
        names = read_names(text, begin)
        if names is not None and names.end < end and is_strong(text, names):
            return names
    return None
