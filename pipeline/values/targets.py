"""The levels that assigned work must reach: ``trên 50% số hồ sơ``, ``giảm ít nhất 20%``, ``trồng 500 ha rừng``.

Reported results, conditions (``các dự án có vốn trên 10 tỷ đồng``), lengths of time and what stands in quotation
marks are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Final

from pipeline.types import Span, Target
from pipeline.values.expressions import before, folded
from pipeline.values.measured import measured_start, next_measured
from pipeline.values.quantities import Quantity, find_quantities
from pipeline.values.told import is_told

_SOFT: Final = (
    r"(?:\s+(?:tỷ\s+lệ|tỉ\s+lệ|mức|là|được|khoảng|ở\s+mức|thêm|còn|cho|về|với|đủ|toàn\s+bộ"
    r"|mỗi\s+(?:tuần|tháng|quý|năm|xã|phường|thôn|đơn\s+vị)))*[\s:(]*\Z"
)

# in the order of their right; each stands directly before the number
_COMPARATORS: Final = tuple(
    (sign, re.compile(rf"\b(?:{words}){_SOFT}", re.VERBOSE))
    for sign, words in (
        (
            "<=",
            r"không\s+(?:được\s+|để\s+)?(?:quá|vượt\s+quá|vượt|lớn\s+hơn|cao\s+hơn|nhiều\s+hơn)|tối\s+đa|nhiều\s+nhất|(?:giảm\s+)?xuống",
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
# the last word of any of them: most numbers have another word before them
_LAST: Final = re.compile(
    r"""(?<!\w)(?:quá|vượt|hơn|đa|nhất|xuống|thiểu|dưới|trên|từ|mức|đạt|bằng|lên|đến|tới|tăng|trưởng|giảm|đấu|tiêu|nâng
        |lệ|là|được|khoảng|thêm|còn|cho|về|với|đủ|bộ|tuần|tháng|quý|năm|xã|phường|thôn|vị)[\s:(]*\Z""",
    re.VERBOSE,
)
_NEAR: Final = 60  # how far before its number a comparing word may begin
_FROM: Final = re.compile(r"\btừ\s+(?:mức\s+)?\Z")
_ONWARD: Final = re.compile(r"[^,;.\d]{0,30}?\b(?:lên|đến|xuống|còn|tới)(?:\s+(?:còn|mức|đến|trên|dưới))*\s+\d")
_ONWARD_CHANGE: Final = re.compile(r"[^,;.\d]{0,30}?\b(?:lên|xuống)\b")
_CHANGE: Final = re.compile(r"\b(?:tăng|giảm|nâng|đưa|hạ|rút)\b")
_TOP: Final = re.compile(r"\btừ\s+[\d.,]+\s?(?:%|[^\W\d_]+(?:\s[^\W\d_]+)?)?\s+đến\s+\Z")
_LEAST: Final = re.compile(r"\b(?:ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+quá|không\s+dưới)\b")
# a floor makes a count a level to be reached; a ceiling (tối đa 02 trang, kinh phí không quá 5 tỷ đồng) does not
_NAMED: Final = re.compile(r"\b(?:ít\s+nhất|tối\s+thiểu|không\s+dưới|trên|hơn|vượt)")
# two classes, one meeting: what is held a few times is an order, unless a floor is set
_HELD: Final = re.compile(r"(?:lớp|khóa|đợt|buổi|cuộc|hội\s+nghị|hội\s+thảo|hội\s+thi|chuyến|phiên)\b")
# a verb of quantity: what follows is a level even without a comparing word
_VERB: Final = re.compile(
    r"""\b(?:đạt|phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu|trồng|giải\s+ngân|thu\s+hút|đào\s+tạo|bồi\s+dưỡng|tập\s+huấn|kết\s+nạp|tạo\s+việc\s+làm|xóa|xoá
        |giải\s+quyết\s+việc\s+làm|tạo|phát\s+triển|tăng|giảm|nâng|thu\s+ngân\s+sách|khai\s+thác|huy\s+động|vận\s+động|đón|tuyển)
        (?:\s+(?:mới|thêm|được|cho|khoảng|đủ|lên|toàn\s+trình|đưa\s+vào\s+khai\s+thác|hoàn\s+thành))*[\s:]*\Z""",
    re.VERBOSE,
)
_MEASURED: Final = re.compile(
    r"\b(?:đưa\s+vào(?:\s+khai\s+thác|\s+sử\s+dụng)?|bố\s+trí|mục\s+tiêu|có)(?:\s+(?:khoảng|được|thêm|đủ))*\s*\Z"
)
# tu sửa 350 km, hoàn thành 850 căn: work whose amount is measured, or counted in hundreds
_WORK: Final = re.compile(
    r"""(?<!dự\sán\s)(?<!công\strình\s)(?<!gói\sthầu\s)(?<!tuyến\s)(?<!đầu\stư\s)
        \b(?:hoàn\s+thành(?:\s+(?:mục\s+tiêu|xây\s+dựng|nâng\s+cấp|cải\s+tạo|sửa\s+chữa))?|xây\s+dựng|xây|làm(?:\s+mới)?|mở(?:\s+rộng)?
        |nâng\s+cấp|cải\s+tạo|sửa\s+chữa|tu\s+sửa|tu\s+bổ|duy\s+tu|phát\s+dọn|nạo\s+vét|khơi\s+thông|gia\s+cố|kiên\s+cố\s+hóa|cứng\s+hóa
        |bê\s+tông\s+hóa|nhựa\s+hóa|thảm(?:\s+nhựa)?|lắp\s+đặt|lắp|kéo|thông\s+xe|giải\s+phóng\s+mặt\s+bằng|bàn\s+giao|thu\s+hồi|giao|cắm(?:\s+mốc)?
        |gieo(?:\s+(?:trồng|cấy|sạ))?|thu\s+hoạch|sản\s+xuất|chăm\s+sóc|khoanh\s+nuôi|bảo\s+vệ|phục\s+hồi|khôi\s+phục|chuyển\s+đổi|tái\s+canh
        |thả|tiêm(?:\s+phòng)?|dự\s+trữ|mua|(?<!nâng\s)cấp|thu\s+gom|xử\s+lý|tiêu\s+thụ|xuất\s+khẩu|chỉnh\s+lý|số\s+hóa|số\s+hoá|tạo\s+lập|cập\s+nhật
        |rà\s+soát|đo\s+đạc|xóa|xoá|sắp\s+xếp|tiếp\s+nhận|hỗ\s+trợ|khám|tư\s+vấn|cai\s+nghiện|phủ\s+sóng|trồng)
        (?:\s+(?:mới|thêm|bổ\s+sung|được|khoảng|đủ|xong|hoàn\s+chỉnh|dứt\s+điểm|cơ\s+bản|toàn\s+bộ|cho|từ|tiếp|đạt))*\s*\Z""",
    re.VERBOSE,
)
_MANY: Final = 100  # fewer things than these, without a comparing word, are an order, not a level
# Có 1.200 hộ …; mỗi xã có 02 …; có thêm 05 …; phấn đấu đến năm 2026 có 40 …
_HAVE: Final = re.compile(
    r"""(?: \A[\s*+–-]*(?:(?:toàn|cả)\s+(?:tỉnh|thành\s+phố|huyện|xã|phường|ngành|quốc)\s+)?
          | \bmỗi\s[^,;]{1,40}\s | \b(?:phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu)\b[^;]{0,60}\s
        )có(?:\s+(?:khoảng|thêm|đủ|được))*\s*\Z | \bcó\s+thêm\s+\Z""",
    re.VERBOSE,
)
_STATE: Final = re.compile(r"\s*(?:[^\W\d_]+\s+){0,4}?(?:bị|đã|chưa|đang|hiện|còn|gặp)\b")

# không để xe trên 2,5 tấn qua cầu: whom a ban concerns
_BARRED: Final = re.compile(
    r"""\b(?:không\s+(?:để|cho(?:\s+phép)?)|cấm|hạn\s+chế|ngăn\s+chặn)\s+(?:(?!tỷ|tỉ|số|mức|xảy)[^\W\d_]+\s+){1,5}(?:trên|dưới|từ|quá|hơn)\s*\Z"""
)
_MUST: Final = re.compile(r"\b(?:phấn\s+đấu|phải|bảo\s+đảm|đảm\s+bảo|yêu\s+cầu|mục\s+tiêu|chỉ\s+tiêu|hoàn\s+thành)\b")
_UPWARD: Final = re.compile(r"\s*(?:[^\W\d_]+\s+){0,3}?(?P<up>trở\s+lên)|\s*(?P<down>trở\s+xuống)")
_MEANS: Final = re.compile(
    r"\s+(?:với|bằng|từ)\s+(?:tổng\s+)?(?:kinh\s+phí|nguồn|số\s+tiền|mức|giá|vốn|chi\s+phí|dự\s+toán)\b"
)
_REST: Final = re.compile(r"[^,;.()|\n\d]{0,90}")
_LOOSE_END: Final = re.compile(
    r"(?:\s+(?:và|khoảng|trên|trong|vào|năm|tháng|quý|đến|hết|mỗi|với|ít\s+nhất|tối\s+thiểu|so|từ|trước|ngay|vòng|suốt|cuối|đầu|ngày|thời\s+hạn|chậm\s+nhất|tuần(?:\s+(?:này|tới|sau))?|(?<!trở\s)lên|xuống|còn"
    r"|tại|ở|cho|của|đạt|phấn\s+đấu|tối\s+đa|không\s+quá|dưới|hơn|gồm|là))*\s*\Z"
)
_COMPARED: Final = re.compile(r"[^,;.]{0,40}\bso\s+với\s+(?:cùng\s+kỳ|tháng\s+trước)|\s*/\s*năm\b")

# cao hơn mức bình quân của cả nước; không thấp hơn năm 2024
_BENCHMARK: Final = re.compile(
    r"""\b(?P<sign>(?:bằng\s+hoặc\s+)?(?:cao|lớn|nhanh|tốt)\s+hơn|không\s+thấp\s+hơn|thấp\s+hơn|vượt|bằng)
        (?:\s+(?:hoặc\s+bằng|so\s+với))?\s+
        (?:(?:mức\s+)?(?:bình\s+quân|trung\s+bình)|cùng\s+kỳ|năm\s+(?:trước|\d{4})|mức\s+(?:của\s+)?(?:năm|cả\s+nước|toàn))[^,;.()\n]{0,60}""",
    re.VERBOSE,
)
_BENCHMARK_CUE: Final = re.compile(r"(?:hơn|vượt|bằng)\s")  # cheap: in small letters, beginning with letters
_AFTER: Final = 120
_SIGNS: Final = {"không": ">=", "bằng": ">=", "thấp": "<"}


def read_targets(text: str) -> list[Target]:
    """The levels that a task's text sets, in its order; a level against a benchmark has no value.

    A number inside what another level measures tells only of what: ``tỷ lệ hộ có ít nhất một người … đạt 85%``.

    >>> [(t.comparator, str(t.value), t.unit) for t in read_targets("đạt tối thiểu 80% hồ sơ trực tuyến")]
    [('>=', '80', '%')]
    """
    small = folded(text)
    found = sorted([*_numbers(text, small), *_benchmarks(text, small)], key=lambda t: t.span.start)
    ends = accumulate((target.span.end for target in found), max, initial=0)
    return [target for target, end in zip(found, ends, strict=False) if target.span.end > end]


def _numbers(text: str, small: str) -> Iterator[Target]:
    for quantity in find_quantities(text):
        left = before(small, quantity.start)
        if _is_base(small, left, quantity):
            continue
        sign, at = _comparator(left, quantity)
        upward = _UPWARD.match(small, quantity.end)
        named = at is not None and _NAMED.search(left[at:]) is not None
        named = named or (upward is not None and quantity.kind != "open")  # từ 3 sao trở lên is a rank
        if not _is_target(small, left, quantity, named):
            continue
        if upward:
            sign = ">=" if upward["up"] else "<="
        start = quantity.start - (len(left) - at if at is not None else 0)
        if at is not None and quantity.kind not in ("count", "open"):
            start = measured_start(small, start)
        rest = _REST.match(small, quantity.end)
        end = next_measured(small, quantity.end, rest.end() if rest else quantity.end)
        if means := _MEANS.search(small, quantity.end, end):
            end = means.start()
        raw = text[start : start + len(_LOOSE_END.sub("", small[start:end]))]
        rule = f"target-{quantity.kind}"
        yield Target(raw, sign, quantity.value, quantity.unit, Span(start, start + len(raw)), rule, 0.85)


def _is_base(text: str, left: str, quantity: Quantity) -> bool:
    """Whether a number is not the level itself: the start of a change (``từ 50% lên 80%``), the top of a range."""
    if _FROM.search(left) and _ONWARD.match(text, quantity.end):
        return _CHANGE.search(left) is not None or _ONWARD_CHANGE.match(text, quantity.end) is not None
    return bool(_TOP.search(left)) and not _CHANGE.search(left)


def _comparator(left: str, quantity: Quantity) -> tuple[str, int | None]:
    near = left[-_NEAR:]
    word = _LAST.search(near, max(0, len(near) - 12))
    for sign, pattern in _COMPARATORS if word else ():
        if match := pattern.search(near):
            return sign, match.start() + len(left) - len(near)
    return ("=" if quantity.unit != "%" or quantity.value == 100 else ">="), None


def _is_target(text: str, left: str, quantity: Quantity, named: bool) -> bool:
    if quantity.unit.startswith("lần/"):
        return False  # how often, not how much
    if quantity.unit != "%" and not (named or _is_level(text, left, quantity)):
        return False
    must = _MUST.search(left) is not None
    if quantity.unit != "%" and _BARRED.search(left):
        return False
    if _quoted(text, quantity.start) or is_told(left, must, share=quantity.unit == "%"):
        return False
    if quantity.unit == "%":
        bracketed = left.endswith("(") and text.startswith(")", quantity.end)
        return not bracketed and (must or not _COMPARED.match(text, quantity.end))
    return quantity.kind not in ("count", "open") or not (
        _over(left, quantity.value) or _is_state(text, left, quantity)
    )


def _is_level(text: str, left: str, quantity: Quantity) -> bool:
    """Whether the words before an amount make it a level without a comparing word."""
    if _VERB.search(left):
        return quantity.value >= _MANY or _HELD.match(quantity.unit.lower()) is None
    if quantity.kind in ("count", "open"):
        return _HAVE.search(left) is not None or (quantity.value >= _MANY and _WORK.search(left) is not None)
    if quantity.kind == "measure" and _WORK.search(left):
        return True
    return _MEASURED.search(left) is not None and _MUST.search(left) is not None


def _is_state(text: str, left: str, quantity: Quantity) -> bool:
    """Whether a count is of what is there, not of what must be (``hơn 500 hộ bị ngập``)."""
    if _LEAST.search(left) or _WORK.search(left) or _VERB.search(left):
        return False
    return _STATE.match(text, quantity.end) is not None


def _over(left: str, value: Decimal) -> bool:
    """Whether ``trên`` before a small count is the preposition of a place (``trên 34 xã, phường``)."""
    return value < 100 and bool(re.search(r"(?<!đạt\s)(?<!có\s)\btrên\s*\Z", left))


def _quoted(text: str, at: int) -> bool:
    window = text[max(0, at - 160) : at]
    return window.rfind("“") > window.rfind("”")


def _benchmarks(text: str, small: str) -> Iterator[Target]:
    done = 0
    for cue in _BENCHMARK_CUE.finditer(small):
        match = _BENCHMARK.search(small, max(done, cue.start() - _NEAR // 2), cue.end() + _AFTER)
        if match is None or cue.start() < done:
            continue
        done = match.end()
        left = before(small, match.start())
        if is_told(left, _MUST.search(left) is not None, share=True):
            continue
        word = match["sign"].split()[0]
        if word == "thấp" and not _MUST.search(left):
            continue
        raw = text[match.start() : match.end()].rstrip()
        span = Span(match.start(), match.start() + len(raw))
        value: Decimal | None = None
        yield Target(raw, _SIGNS.get(word, ">"), value, None, span, "target-benchmark", 0.8)
