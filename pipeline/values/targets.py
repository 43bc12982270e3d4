"""The levels that assigned work must reach: ``trên 50% số hồ sơ``, ``giảm ít nhất 20%``, ``trồng 500 ha rừng``.

Reported results, conditions (``các dự án có vốn trên 10 tỷ đồng``), lengths of time and what stands in quotation
marks are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pipeline.types import Span, Target
from pipeline.values.expressions import before
from pipeline.values.quantities import Quantity, find_quantities

_FLAGS: Final = re.IGNORECASE | re.VERBOSE
_SOFT: Final = r"(?:\s+(?:tỷ\s+lệ|tỉ\s+lệ|mức|là|được|khoảng|ở\s+mức|thêm|còn|cho|về|với|đủ|toàn\s+bộ))*[\s:(]*\Z"

# in the order of their right; each stands directly before the number
_COMPARATORS: Final = tuple(
    (sign, re.compile(rf"\b(?:{words}){_SOFT}", _FLAGS))
    for sign, words in (
        (
            "<=",
            r"không\s+(?:được\s+)?(?:quá|vượt\s+quá|vượt|lớn\s+hơn|cao\s+hơn|nhiều\s+hơn)|tối\s+đa|nhiều\s+nhất|(?:giảm\s+)?xuống",
        ),
        (
            ">=",
            r"""ít\s+nhất|tối\s+thiểu|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn|nhỏ\s+hơn)|(?:bằng|đạt)\s+hoặc\s+(?:trên|cao\s+hơn|vượt)
                  |(?<!kể\s)(?<!tính\s)từ|đạt\s+và\s+vượt""",
        ),
        (">", r"(?:khoảng\s+)?trên|hơn|vượt(?:\s+mức)?|cao\s+hơn|lớn\s+hơn"),
        ("<", r"dưới|thấp\s+hơn|nhỏ\s+hơn"),
        (
            ">=",
            r"""đạt|bằng|lên(?:\s+đến|\s+tới)?|đến|tăng(?:\s+trưởng)?|giảm|phấn\s+đấu(?:\s+đạt)?|cắt\s+giảm|chỉ\s+tiêu|mục\s+tiêu|nâng""",
        ),
    )
)
_STRONG: Final = frozenset({"<=", ">=", ">", "<"})
_NAMED: Final = re.compile(r"\b(?:ít\s+nhất|tối\s+thiểu|không\s+dưới|tối\s+đa|trên|hơn|vượt)", re.IGNORECASE)
# a verb of quantity: what follows is a level even without a comparing word
_VERB: Final = re.compile(
    r"""\b(?:đạt|phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu|trồng|giải\s+ngân|thu\s+hút|đào\s+tạo|bồi\s+dưỡng|tập\s+huấn|kết\s+nạp|tạo\s+việc\s+làm|xóa|xoá
        |giải\s+quyết\s+việc\s+làm|tạo|phát\s+triển|tăng|giảm|nâng|thu\s+ngân\s+sách|khai\s+thác|huy\s+động|vận\s+động|đón|tuyển)
        (?:\s+(?:mới|thêm|được|cho|khoảng|đủ|lên|toàn\s+trình|đưa\s+vào\s+khai\s+thác|hoàn\s+thành))*[\s:]*\Z""",
    _FLAGS,
)
_MEASURED: Final = re.compile(
    r"\b(?:hoàn\s+thành(?:\s+mục\s+tiêu)?|xây\s+dựng(?:\s+mới)?|xây\s+mới|nâng\s+cấp|cải\s+tạo|đưa\s+vào(?:\s+khai\s+thác|\s+sử\s+dụng)?"
    r"|bố\s+trí|sản\s+xuất|thông\s+xe|mục\s+tiêu|có)(?:\s+(?:khoảng|được|thêm|đủ))*\s*\Z",
    re.IGNORECASE,
)

_REPORTED: Final = re.compile(
    r"""(?: \b(?:đã|đến\s+nay|chỉ(?!\s+(?:tiêu|đạo|thị|số))|vẫn|còn(?!\s+lại)
              |(?<!thực\s)(?<!phát\s)(?<!thể\s)hiện(?:\s+nay)?)
            \s+(?:[^\W\d_]+\s+){0,4}?(?:đạt|chiếm|có|là|giảm|tăng|hoàn\s+thành|được|trên|dưới)
          | \bmới\s+(?:chỉ\s+)?(?:đạt|chiếm|có)(?<!thôn\smới\sđạt))\b[^;]{0,40}\Z
      | \bchiếm(?:\s+\S+){0,3}\s*\Z | \((?:đạt|chiếm|tương\s+đương|tăng|giảm|bằng)\s+\Z
      | \bchưa\s+(?:bảo\s+đảm|đảm\s+bảo|đạt)\b[^,;]{0,50}\Z
      | \b(?:thuế\s+suất|lãi\s+suất|nồng\s+độ|cổ\s+phần|vốn\s+điều\s+lệ|mức\s+phạt|thuế|lệ\s+phí
              |đoạn|(?<!trực\s)tuyến|bán\s+kính|cách|dài|rộng|điểm\s+tối\s+đa|giá|mức\s+chi(?:\s+phí)?)
            (?:\s+[^\W\d_]+){0,4}\s*\Z | ±\s*\Z""",
    _FLAGS,
)
_CONDITION: Final = re.compile(
    r"\b(?:đối\s+với|các|những|trường\s+hợp|nếu|khi|đơn\s+vị|địa\s+phương|nơi|ưu\s+tiên)\b[^,;]{0,70}\b(?:có|đạt|với|quy\s+mô|bị)\b[^,;]{0,60}\Z",
    re.IGNORECASE,
)
_MUST: Final = re.compile(
    r"\b(?:phấn\s+đấu|phải|bảo\s+đảm|đảm\s+bảo|yêu\s+cầu|mục\s+tiêu|chỉ\s+tiêu|hoàn\s+thành)\b", re.IGNORECASE
)
_UPWARD: Final = re.compile(r"\s*(?:[^\W\d_]+\s+){0,3}?(?P<up>trở\s+lên)|\s*(?P<down>trở\s+xuống)", re.IGNORECASE)
_REST: Final = re.compile(r"[^,;.()|\n\d]{0,90}")
_LOOSE_END: Final = re.compile(
    r"(?:\s+(?:và|khoảng|trên|trong|vào|năm|tháng|quý|đến|hết|mỗi|với|ít\s+nhất|tối\s+thiểu))+\s*\Z", re.IGNORECASE
)
_COMPARED: Final = re.compile(r"[^,;.]{0,40}\bso\s+với\s+(?:cùng\s+kỳ|tháng\s+trước)|\s*/\s*năm\b", re.IGNORECASE)

# cao hơn mức bình quân của cả nước; không thấp hơn năm 2024
_BENCHMARK: Final = re.compile(
    r"""\b(?P<sign>(?:bằng\s+hoặc\s+)?(?:cao|lớn|nhanh|tốt)\s+hơn|không\s+thấp\s+hơn|thấp\s+hơn|vượt|bằng)
        (?:\s+(?:hoặc\s+bằng|so\s+với))?\s+
        (?:(?:mức\s+)?(?:bình\s+quân|trung\s+bình)|cùng\s+kỳ|năm\s+(?:trước|\d{4})|mức\s+(?:của\s+)?(?:năm|cả\s+nước|toàn))[^,;.()\n]{0,60}""",
    _FLAGS,
)
_SIGNS: Final = {"không": ">=", "bằng": ">=", "thấp": "<"}


def read_targets(text: str) -> list[Target]:
    """The levels that a task's text sets, in its order; a level against a benchmark has no value.

    >>> [(t.comparator, str(t.value), t.unit) for t in read_targets("đạt tối thiểu 80% hồ sơ trực tuyến")]
    [('>=', '80', '%')]
    """
    found = [*_numbers(text), *_benchmarks(text)]
    return sorted(found, key=lambda t: t.span.start)


def _numbers(text: str) -> Iterator[Target]:
    for quantity in find_quantities(text):
        left = before(text, quantity.start)
        sign, at = _comparator(left, quantity)
        upward = _UPWARD.match(text, quantity.end)
        named = bool(upward or (at is not None and _NAMED.search(left[at:])))
        if not _is_target(text, left, quantity, named):
            continue
        if upward:
            sign = ">=" if upward["up"] else "<="
        start = quantity.start - (len(left) - at if at is not None else 0)
        rest = _REST.match(text, quantity.end)
        end = rest.end() if rest else quantity.end
        raw = _LOOSE_END.sub("", text[start:end]).rstrip()
        rule = f"target-{quantity.kind}"
        yield Target(raw, sign, quantity.value, quantity.unit, Span(start, start + len(raw)), rule, 0.85)


def _comparator(left: str, quantity: Quantity) -> tuple[str, int | None]:
    for sign, pattern in _COMPARATORS:
        if match := pattern.search(left):
            return sign, match.start()
    return ("=" if quantity.unit != "%" or quantity.value == 100 else ">="), None


def _is_target(text: str, left: str, quantity: Quantity, named: bool) -> bool:
    if _REPORTED.search(left) or (_CONDITION.search(left) and not _MUST.search(left)) or _quoted(text, quantity.start):
        return False
    if quantity.unit == "%":
        bracketed = left.endswith("(") and text.startswith(")", quantity.end)
        return not bracketed and (bool(_MUST.search(left)) or not _COMPARED.match(text, quantity.end))
    if text.startswith("/", quantity.end) and quantity.kind == "count":
        return False
    if named and (quantity.kind != "count" or not _over(left, quantity.value)):
        return True
    return bool(_VERB.search(left)) or (
        quantity.kind != "count" and bool(_MEASURED.search(left)) and bool(_MUST.search(left))
    )


def _over(left: str, value: Decimal) -> bool:
    """Whether ``trên`` before a small count is the preposition of a place (``trên 34 xã, phường``)."""
    return value < 100 and bool(re.search(r"(?<!đạt\s)(?<!có\s)\btrên\s*\Z", left, re.IGNORECASE))


def _quoted(text: str, at: int) -> bool:
    window = text[max(0, at - 160) : at]
    return window.rfind("“") > window.rfind("”")


def _benchmarks(text: str) -> Iterator[Target]:
    for match in _BENCHMARK.finditer(text):
        left = before(text, match.start())
        if _REPORTED.search(left) or (_CONDITION.search(left) and not _MUST.search(left)):
            continue
        word = match["sign"].split()[0].lower()
        if word == "thấp" and not _MUST.search(left):
            continue
        raw = match[0].rstrip()
        span = Span(match.start(), match.start() + len(raw))
        value: Decimal | None = None
        yield Target(raw, _SIGNS.get(word, ">"), value, None, span, "target-benchmark", 0.8)
