"""Numbers that a text tells of and does not set: results, shares, conditions, what somebody is named or blamed for.

All of it reads small letters: see :func:`pipeline.values.expressions.folded`.
"""

from __future__ import annotations

import re
from typing import Final

_REPORTED: Final = re.compile(
    r"""(?: \b(?:đã|đến\s+nay|chỉ(?!\s+(?:tiêu|đạo|thị|số))|vẫn|còn(?!\s+(?:lại|dưới))
              |(?<!thực\s)(?<!phát\s)(?<!thể\s)hiện(?:\s+nay)?)
            \s+(?:[^\W\d_]+\s+){0,4}?(?:đạt|chiếm|có|là|giảm|tăng|hoàn\s+thành|được|trên|dưới)
          | \bmới\s+(?:chỉ\s+)?(?:đạt|chiếm|có)(?<!thôn\smới\sđạt))\b[^;]{0,40}\Z
      | \bchiếm(?:\s+\S+){0,3}\s*\Z | \((?:đạt|chiếm|tương\s+đương|tăng|giảm|bằng)\s+\Z
      | \bchưa\s+(?:bảo\s+đảm|đảm\s+bảo|đạt)\b[^,;]{0,50}\Z
      | \b(?:thuế\s+suất|lãi\s+suất|nồng\s+độ|cổ\s+phần|vốn\s+điều\s+lệ|mức\s+phạt|thuế|lệ\s+phí
              |đoạn|(?<!trực\s)tuyến|bán\s+kính|cách|dài|rộng|điểm\s+tối\s+đa|giá|mức\s+chi(?:\s+phí)?)
            (?:\s+[^\W\d_]+){0,4}\s*\Z | ±\s*\Z""",
    re.VERBOSE,
)
_CONDITION: Final = re.compile(
    r"""\b(?:đối\s+với|các|những|trường\s+hợp|nếu|khi|đơn\s+vị|địa\s+phương|nơi|ưu\s+tiên|danh\s+sách|nhóm)\b
        [^,;]{0,70}\b(?:có|đạt|với|quy\s+mô|bị|từ|trên|dưới)\b[^,;]{0,60}\Z""",
    re.VERBOSE,
)
# doanh nghiệp có từ 50 lao động trở lên
_HAVING: Final = re.compile(r"(?<!mỗi)(?<!tỉnh)(?<!phố)\s(?:có|với)\s+(?:quy\s+mô\s+)?(?:từ|trên|dưới|hơn)\s+\Z")
# what is named, blamed or praised for a level that it has
_SINGLED: Final = re.compile(
    r"\bdanh\s+sách\b[^,;]{0,100}\Z|\b(?:phê\s+bình|nhắc\s+nhở|kiểm\s+điểm|biểu\s+dương|khen\s+thưởng|cảnh\s+báo|công\s+khai|xử\s+phạt)\b[^;]{0,100}\Z",
)
# what each of the four holds a part of, beginning with letters: a cheap first look
_DOUBT: Final = re.compile(
    r"""(?:đã|đến\s+nay|chỉ|vẫn|còn|hiện|mới|chiếm|\(|chưa|suất|nồng|cổ\s|vốn|phạt|thuế|phí|đoạn|tuyến|kính|cách|dài|rộng|điểm|giá
        |chi|±|đối|các|những|trường|nếu|khi|đơn|địa|nơi|ưu|danh|nhóm|phê|nhắc|kiểm|biểu|khen|cảnh|công|xử|\scó|với)""",
    re.VERBOSE,
)


def is_told(left: str, must: bool, *, share: bool) -> bool:
    """Whether the words before an amount report it or make it a condition.

    ``must`` tells that they ask for something, ``share`` that the amount is a percentage or a benchmark.
    """
    if not _DOUBT.search(left):
        return False
    if _REPORTED.search(left) or _SINGLED.search(left):
        return True
    return not must and bool(_CONDITION.search(left) or (not share and _HAVING.search(left)))
