"""Times that are seen and not understood: ``chậm nhất ngày 31/6``, ``trước ngày 25``, ``trước 17 giờ`` of no day.

Nothing is guessed for them; a person is told. What was understood and found to be no deadline is none of them.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.values.dates import find_days, find_stretches
from pipeline.values.deadlines import find_deadlines
from pipeline.values.durations import find_plain_durations
from pipeline.values.expressions import folded

_LIMITED: Final = re.compile(
    r"""\b(?: (?:chậm|muộn|trễ)\s+nhất | hạn\s+(?:chót|cuối|hoàn\s+thành|báo\s+cáo|gửi|nộp)
          | trước\s+(?:ngày|tháng|quý|(?=\d{1,2}\s?[/.-]\s?\d)|(?P<clock>(?=\d{1,2}\s*(?:giờ|h)\b)))
          | (?:xong|hoàn\s+thành)\s+(?:trước|trong|vào) | trong\s+vòng | đến\s+hết
        )\b[^.;,()\d]{0,20}\d(?:[\d/.-]*\d)?(?:\s*(?:giờ|h)\b)?(?![\d/]|\s?%)""",
    re.VERBOSE,
)


def find_unread(text: str) -> list[tuple[int, int]]:
    """The places of limits with a number that no reading of times has taken.

    >>> text = "báo cáo trước ngày 25, gửi Sở Mẫu"
    >>> [text[start:end] for start, end in find_unread(text)]
    ['trước ngày 25']
    """
    small = folded(text)
    cues = list(_LIMITED.finditer(small))
    if not cues:
        return []
    read = [(e.start, e.end) for e in find_deadlines(text)]
    read += [(place.start, place.end) for place in (*find_days(small), *find_stretches(small))]
    amounts = [(e.start, e.end) for e in find_plain_durations(text)]  # "17 giờ" is one, too, but none of a clock
    return [
        cue.span()
        for cue in cues
        if not any(
            start < cue.end() and cue.start() < end
            for start, end in (read if cue["clock"] is not None else [*read, *amounts])
        )
    ]
