"""Where a further task begins behind the one before it in a paragraph.

Guideline "Where a task begins and ends", 3 and 4: another lead, or a time of its own for different work, begins one; a
clause that only says when or only asks to report on the same work goes with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.tasks.clauses import Clause, is_strong
from pipeline.values.expressions import TimeExpression
from pipeline.values.names import NameList

__all__ = ["is_further", "only_says_when"]

_REPORTS = re.compile(
    r"(?:(?:định\s+kỳ|kịp\s+thời|(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần|ngày)|đột\s+xuất|hoặc|và)\s*,?\s+)*(?:(?:tổng\s+hợp|đánh\s+giá|gửi|kết\s+quả"
    r"|và)\s*,?\s*(?:kết\s+quả\s+)?)*(?:báo\s+cáo|gửi|trình)\b|kết\s+quả\b",
    re.I,
)
# What is reported is no result of the work before it but work of its own.
_REPORTS_OTHER = re.compile(
    r"(?:đồng\s+thời\s*,?\s*)?(?:(?:tổng\s+hợp|thống\s+kê|rà\s+soát|lập)\s*,?\s*)*(?:báo\s+cáo|gửi"
    r"|trình|đề\s+xuất)\s+(?:kế\s+hoạch|nhu\s+cầu|phương\s+án|danh\s+sách|dự\s+toán|số\s+liệu"
    r"|đề\s+xuất)\b|đồng\s+thời\s*,?\s*thống\s+kê",
    re.I,
)
# A regular report on something, not "gửi báo cáo về Sở Mẫu hằng tuần".
_REPORTS_ON = re.compile(r"\bvề\s+(?:tình\s+hình|diễn\s+biến|số\s+liệu|công\s+tác)\b", re.I)
_KEEPS_UP = re.compile(r"(?:tổng\s+hợp|cập\s+nhật)\b", re.I)
_ONLY_WHEN = re.compile(
    r"(?:\(?\s*)(?:phấn\s+đấu\s+)?(?:(?:cơ\s+bản\s+)?hoàn\s+thành|thời\s+(?:gian|hạn)|xong"
    r"|thực\s+hiện\s+(?:xong\s+)?(?:trước|trong|từ)|các\s+nội\s+dung\s+trên|việc\s+này"
    r"|nội\s+dung\s+này|bắt\s+đầu|tiến\s+độ|chậm\s+nhất|trước\s+ngày|trong\s+(?:tháng|quý|năm))\b",
    re.I,
)
# "…; Sở Nội vụ phối hợp.": it leads nothing, and works along with the one before it.
_ONLY_HELPS = re.compile(
    r"\s+(?:có\s+trách\s+nhiệm\s+)?(?:cùng\s+)?phối\s+hợp(?:\s+(?:tổ\s+chức|triển\s+khai|thực\s+hiện))*[\s.;/]*", re.I
)


def only_says_when(said: str) -> bool:
    """Whether the words of a clause only give the time of the work before it: "hoàn thành trong quý III"."""
    return _ONLY_WHEN.match(said.strip()) is not None


def is_further(
    clause: Clause,
    dated_before: Sequence[TimeExpression],
    lead: NameList | None,
    text: str,
    times: Sequence[TimeExpression],
) -> bool:
    """Whether the clause begins a further task behind one whose orders name the times ``dated_before``."""
    if clause.names is not None and is_strong(text, clause.names):
        mine = {n.lower() for n, _, _ in clause.names.names}
        theirs = {n.lower() for n, _, _ in lead.names} if lead else set()
        if mine != theirs:
            return not _ONLY_HELPS.fullmatch(text, clause.names.end, clause.end)
    dated = [t for t in times if t.kind not in ("event", "duration")]
    if not dated:
        return False
    body = text[clause.start : clause.end].strip()
    if _ONLY_WHEN.match(body):
        return False
    recurring = any(t.kind == "recurring" for t in dated)
    if clause.opens_sentence and _REPORTS_OTHER.match(body):
        return True
    if _REPORTS.match(body) or (
        clause.opens_sentence and re.match(r"(?:đồng\s+thời\s*,?\s*)?(?:tổng\s+hợp|báo\s+cáo)", body, re.I)
    ):
        return recurring and not dated_before and not clause.opens_sentence and _REPORTS_ON.search(body) is not None
    if clause.opens_sentence:
        return True
    if recurring and not dated_before and "kết quả" not in body and _KEEPS_UP.match(body):
        return True
    earlier = [t for t in dated_before if t.kind != "event"]
    return bool(earlier)
