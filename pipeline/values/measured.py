"""What a level is the level of, where it is named before it: ``tỷ lệ hồ sơ nộp trực tuyến đạt tối thiểu 80%``.

Where the noun stands behind the number (``80% hồ sơ``), the text of the target holds it already.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["measured_start", "next_measured"]

_LONGEST: Final = 200  # characters of a noun phrase before its level
_NOUN: Final = r"""\b(?:t[ỷỉ]\s+(?:lệ|trọng)|chỉ\s+số|tổng\s+(?:thu|mức)|số\s+(?:người|hộ|doanh\s+nghiệp)|sản\s+lượng
        |diện\s+tích|độ\s+che\s+phủ|năng\s+suất|kim\s+ngạch|doanh\s+thu|thu\s+nhập|giá\s+trị|tốc\s+độ\s+tăng|mức\s+độ|giải\s+ngân)\b"""
_MEASURED: Final = re.compile(_NOUN, re.VERBOSE)
_NEXT: Final = re.compile(rf"\s+và\s+{_NOUN}[^;.]{{0,90}}?\d", re.VERBOSE)
# Where the phrase cannot have begun yet: another clause, another level, or a further aim of the same sentence.
_BOUND: Final = re.compile(
    r"""[;.:“”\n%] | \((?![^()]*\)) | \d[^,;]{0,40}?(?:,|\bvà\b)
      | (?:,|\bvà)\s+(?:nâng|tăng|giảm|duy\s+trì|phấn\s+đấu|(?:bảo\s+đảm|đảm\s+bảo)(?!\s+an)|không|trong\s+đó)\b""",
    re.VERBOSE,
)


def measured_start(small: str, at: int) -> int:
    """Where the noun phrase begins whose level is told from ``at`` on, in a text in small letters; ``at`` without one.

    >>> text = "nâng tỷ lệ hộ nghe đài đạt tối thiểu 80%"
    >>> text[measured_start(text, text.index("tối")):]
    'tỷ lệ hộ nghe đài đạt tối thiểu 80%'
    >>> measured_start("rà soát 02 lần, đạt 80%", 16)
    16
    """
    floor = max(at - _LONGEST, 0)
    for bound in _BOUND.finditer(small, floor, at):
        floor = bound.end()
    noun = _MEASURED.search(small, floor, at)
    return noun.start() if noun else at


def next_measured(small: str, start: int, end: int) -> int:
    """Where in ``small[start:end]`` the next level of a list begins, which ``và`` joins; ``end`` where none does.

    >>> next_measured("10% và tỷ lệ nghe đạt 90%", 3, 21)
    3
    """
    found = _NEXT.search(small, start, end + _LONGEST)
    return found.start() if found and found.start() < end else end
