"""Headings: those that only lead to the points below them, and those whose order the points below only divide.

Guideline "Where a task begins and ends", 2: a heading that only names who acts or announces a list is no task. In
"Sở Mẫu kiểm tra các cầu sau: - Cầu A; - Cầu B" the heading and its points are one task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.tasks.clauses import Clause, clauses
from pipeline.tasks.generic import is_generic
from pipeline.tasks.labels import Label, read_labels
from pipeline.tasks.predicate import predicate
from pipeline.types import Block

_DESCRIBES = re.compile(r"(?:quy\s+định|(?:bao\s+)?gồm|là)\b", re.I)
_LONGEST_HEADING = 200
_LONGEST_PART = 200  # characters of a point that only names something
# "… thực hiện các nhiệm vụ trọng tâm sau:" announces work.
_ANNOUNCES_WORK = re.compile(
    r"(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|giải\s+pháp|biện\s+pháp|công\s+tác|hoạt\s+động|yêu\s+cầu|việc|phần\s+việc)"
    r"(?:\s+(?:trọng\s+tâm|chủ\s+yếu|chính|cụ\s+thể|trên|sau|sau\s+đây|dưới\s+đây|như\s+sau|cơ\s+bản|cần\s+thiết"
    r"|được\s+giao))*\s*:\s*$",
    re.I,
)
_AMONG_IT = re.compile(r"\btrong\s+đó\s*:\s*$", re.I)  # what stands behind it is work
# "… báo cáo các nội dung sau:" asks for information.
_ASKS = re.compile(r"\b(?:báo\s+cáo|cung\s+cấp|thống\s+kê|tổng\s+hợp|đăng\s+ký|kê\s+khai)\b[^.;:]{0,80}:\s*$", re.I)


def leads_on(block: Block, *, over: bool, over_points: bool) -> bool:
    """Whether a block only leads to others: it ends in a colon, or is a heading without a sentence of its own.

    ``over`` and ``over_points`` tell that blocks, or marked ones, stand below it.
    """
    text = block.text.rstrip()
    if text.endswith(":"):
        return True
    if over_points:
        return not text.endswith((".", ";", "/"))
    return over and len(text) < _LONGEST_HEADING and text[-1:].isalnum()


def states_work(text: str, label: Label) -> bool:
    """Whether a label's value is the work itself: "Nội dung: rà soát các quy trình".

    One that tells what the work named above it holds is not: "Nội dung: quy định chi tiết Điều 5", "gồm 3 phân hệ".
    """
    if label.role != "content" or _DESCRIBES.match(text, label.start):
        return False
    said = clauses(text[label.start : label.end])
    return bool(said) and said[0].kind == "order"


def is_aside(block: Block) -> bool:
    """Whether an unmarked paragraph stands in brackets and orders nothing: "(Công văn này thay thế Công văn số …)"."""
    text = block.text.rstrip(" ./;")
    bracketed = not block.style and text.startswith("(") and text.endswith(")") and text.count("(") == text.count(")")
    return bracketed and not any(clause.commanded for clause in clauses(block.text))


def holds_order(block: Block, below: Sequence[Block]) -> bool:
    """Whether a heading that ends in a colon orders something itself and every point below it only names a part."""
    text = block.text.rstrip()
    if not below or not text.endswith(":") or _AMONG_IT.search(text):
        return False
    if _ANNOUNCES_WORK.search(text) and not _ASKS.search(text):
        return False
    last = clauses(block.text)[-1]
    return last.kind == "order" and _asks(text, last) and all(map(_names_part, below))


def _asks(text: str, order: Clause) -> bool:
    """Whether an order asks for something of its own, with a verb that says what."""
    if is_generic(text[order.start : order.end]):
        return False
    return order.names is None or predicate(text, order.names.end, order.end)[0] == "order"


def _names_part(block: Block) -> bool:
    text = block.text.rstrip()
    if not block.style or len(text) > _LONGEST_PART or text.endswith(":") or read_labels(text):
        return False
    return all(clause.kind != "order" for clause in clauses(block.text))
