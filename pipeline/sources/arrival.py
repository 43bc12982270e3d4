"""The received-stamp: no part of the text of a dispatch, but its number and date are those of the register.

Decree 30/2020/NĐ-CP, appendix IV: a frame of 35 by 50 mm with the office's name, ``ĐẾN``, ``Số: …``, ``Ngày: …``,
``Chuyển: …``. Number and date are stamped or written in; only what is read with certainty counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipeline.sources.ocr_engine import DPI, Word
from pipeline.types import Arrival, Box

_MM = DPI / 25.4
_LEFT, _RIGHT, _UP, _DOWN = 8 * _MM, 52 * _MM, 14 * _MM, 20 * _MM  # around ĐẾN where no frame is seen
_WIDEST = 80 * _MM
_TOP_HALF = 0.55
_SURE = 0.75
_ANCHOR = re.compile(r"\W*[ĐÐDB][ẾÊỀEÉỂ]N\W*")
_LABEL = re.compile(r"\W*(S[ốôóỐ6]|Ng[àảaâ]y|Giờ|Chuy[ểêeề]n|Gi[ờơò])\s*[:.…]", re.IGNORECASE)
_WHOLE = re.compile(r"C[ÔO]NG V[ĂẢA]N [ĐÐD][ẾÊỀE]N")
_NUMBER = re.compile(r"S[ốôóỐ6]\s*[:.…\s]*(\d{1,6})(?![\d/.-])", re.IGNORECASE)
_DATE = re.compile(r"Ng[àảaâ]y[\s:.…]*(\d{1,2})[\s./…-]+(\d{1,2})[\s./…-]+(20\d\d)(?!\d)", re.IGNORECASE)


def take_arrival(words: Sequence[Word], frames: Sequence[Box], height: int) -> tuple[list[Word], Arrival | None]:
    """``words`` of a page, in pixels, without those of a received-stamp, and what the stamp tells.

    ``frames`` are the ruled boxes on the page, in pixels.
    """
    place = _place(words, frames, height)
    if place is None:
        return list(words), None
    inside = [word for word in words if _holds(place, word)]
    crossing = _lines_across(words, inside)
    taken = {id(word) for word in inside if word.line not in crossing or word.confidence < _SURE}
    stamp = [word for word in inside if id(word) in taken]
    return [word for word in words if id(word) not in taken], read_stamp(stamp)


def read_stamp(words: Sequence[Word]) -> Arrival:
    """Number and date on the stamp; None for what is not certain."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    text = "\n".join(" ".join(word.text for word in line if word.confidence >= _SURE) for line in lines.values())
    number = _NUMBER.search(text)
    return Arrival(number[1] if number else None, _date(text))


def _date(text: str) -> str | None:
    found = _DATE.search(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _place(words: Sequence[Word], frames: Sequence[Box], height: int) -> Box | None:
    """Where the stamp is: the frame around ``ĐẾN``, or what stands around it beside ``Số:``, ``Giờ:`` or ``Ngày:``."""
    for anchor in words:
        if anchor.top > _TOP_HALF * height or not _ANCHOR.fullmatch(anchor.text):
            continue
        x, y = (anchor.x0 + anchor.x1) / 2, (anchor.top + anchor.bottom) / 2
        around = [f for f in frames if f[0] < x < f[2] and f[1] < y < f[3] and f[2] - f[0] < _WIDEST]
        if around:
            x0, top, x1, bottom = max(around, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]))
            return x0 - 2 * _MM, top - 2 * _MM, x1 + 2 * _MM, bottom + 2 * _MM
        if _is_labelled(anchor, words):
            return x - _LEFT - 5 * _MM, y - _UP, x + _RIGHT, y + _DOWN
    return None


def _is_labelled(word: Word, words: Sequence[Word]) -> bool:
    near = [w for w in words if -_LEFT < w.x0 - word.x0 < _RIGHT and abs(w.top - word.top) < _UP]
    line = " ".join(w.text for w in words if w.line == word.line)
    return any(_LABEL.match(w.text) for w in near) or bool(_WHOLE.search(line))


def _holds(place: Box, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return place[0] < x < place[2] and place[1] < y < place[3]


def _lines_across(words: Sequence[Word], inside: Sequence[Word]) -> set[int]:
    """The lines of print that go on beyond the stamp, which lies over their ends."""
    within: dict[int, int] = {}
    for word in inside:
        within[word.line] = within.get(word.line, 0) + len(word.text)
    whole: dict[int, int] = {}
    for word in words:
        if word.line in within:
            whole[word.line] = whole.get(word.line, 0) + len(word.text)
    return {line for line, letters in within.items() if 2 * letters < whole[line]}
