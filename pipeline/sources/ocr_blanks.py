"""Number and day of a letterhead: kept only where they are printed and certain, else left blank for a person.

Both are often written by hand into a printed blank. A reading of handwriting looks like any other, so that a figure
counts only if it is as tall as the print beside it and a second reading of the same line agrees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.sources.ocr_engine import Word
from pipeline.types import Finding

Again = Callable[[Sequence[Word]], Sequence[Word]]

_HEAD = 0.4  # share of the height in which a letterhead stands
_MOST_BEFORE = 9  # words before the day: number, symbol and place
_SURE = 0.8
_LETTER_SURE = 0.9
_EVEN = (0.9, 1.1)  # heights of printed figures over that of the capitals of their line
_TALL = 1.15  # of the height of the printed word beside it
_NUMBER = re.compile(r"\d{1,5}[a-zđ]?")
_LABEL = re.compile(r"[Ss][ốôóỐÔ60o]\s?[:;.]?$")
_STROKE = re.compile(r"/|-[A-ZĐ]{1,4}/")  # Hướng dẫn 36-HD/VPTW: the number of the Party ends at a dash
_NUMBERED = re.compile(r"\d{1,5}(?=-[A-ZĐ]{1,4}/)|[^/]{1,7}(?=/[^\W\d])|[^/]{1,7}(?=/20\d\d/)")
_SYMBOL = re.compile(r"\W*[A-ZĐ]{1,6}[a-z]?-\w")
_NOTE = re.compile(r"\W*(?:Ban hành )?[Kk]èm (?:theo|với)|\(")
_GLUED_LABEL = re.compile(r"([Ss][ốôóỐÔ6o][:;.])(?=.)")
_PARTED = re.compile(r"([Nn]gày|[Tt]háng|[Nn]ăm)(?=[^\W\d_]*[\d\W_])|(?<=[\W\d_])(?=(?:tháng|năm)\b)")
_UPRIGHT = frozenset("ABCDEGHIKLMNOPRSTUVXY")
_EDGES = " .,:;…_-—–'`^ˆ\"“”|°*~"


class _Blank(NamedTuple):
    """A place to be filled in: its words, what a person is told if it is empty, the highest number it may hold."""

    first: int
    last: int
    finding: Finding
    most: int


_UNSURE = "{} viết tay hoặc không đọc chắc chắn trên bản quét: để trống."
NUMBER_BLANK = Finding("number-unreadable", "warning", _UNSURE.format("Số văn bản"))
DAY_BLANK = Finding("day-unreadable", "warning", _UNSURE.format("Ngày ban hành"))


def leave_blank(words: Sequence[Word], height: int, again: Again) -> tuple[list[Word], tuple[Finding, ...]]:
    """``words`` of a page without an uncertain number or day in its head. ``again`` reads the words of a line anew."""
    kept: list[Word] = []
    findings: list[Finding] = []
    for line in _lines(words):
        if line[0].top > _HEAD * height:
            kept += line
            continue
        parted = [piece for word in line for piece in _parts(word)]
        changed, found = _without(parted, again)
        kept += changed if found else line
        findings += found
    return kept, tuple(dict.fromkeys(findings))


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _without(line: list[Word], again: Again) -> tuple[list[Word], list[Finding]]:
    dropped: set[int] = set()
    findings: list[Finding] = []
    second: Sequence[Word] | None = None
    for blank in (*_number_blank(line), *_day_blanks(line)):
        held = line[blank.first : blank.last]
        if not held:
            line[blank.first - 1] = line[blank.first - 1]._replace(x1=line[blank.first].x0)
        if any(word.text.strip(_EDGES) for word in held):
            second = again(line) if second is None else second
        if not _is_certain(held, line[blank.first - 1], second or (), blank):
            dropped.update(range(blank.first, blank.last))
            findings.append(blank.finding)
    return _closed_up(line, dropped), findings


def _closed_up(line: Sequence[Word], dropped: set[int]) -> list[Word]:
    """``line`` without the ``dropped``, the words before these as wide as the blank: it is no gap between columns."""
    kept: list[Word] = []
    for at, word in enumerate(line):
        if at in dropped:
            continue
        if kept and at - 1 in dropped:
            kept[-1] = kept[-1]._replace(x1=max(kept[-1].x1, word.x0))
        kept.append(word)
    return kept


def _number_blank(line: Sequence[Word]) -> list[_Blank]:
    """Between ``Số:`` and the stroke; where the stroke is lost in handwriting, whatever stands before the symbol."""
    note = _is_note(line)
    for at, word in enumerate(line if note else line[:3]):
        if _LABEL.match(word.text) and (note or word.text[0] == "S"):
            following = range(at + 1, min(at + 6, len(line)))
            strokes = [end for end in following if _STROKE.match(line[end].text)]
            if strokes:
                return [_Blank(at + 1, strokes[0], NUMBER_BLANK, 99_999)]
            symbols = [end for end in following if _SYMBOL.match(line[end].text)]
            end = symbols[0] if symbols else len(line)
            written = any(map(str.isdigit, "".join(word.text for word in line[at + 1 : end])))
            return [_Blank(at + 1, end, NUMBER_BLANK, 0)] if symbols or (written and not note) else []
    return []


def _day_blanks(line: Sequence[Word]) -> list[_Blank]:
    """Between ``ngày`` and ``tháng``, ``tháng`` and ``năm``: the date of issue, which ends its line."""
    at = {word.text.strip(_EDGES).lower(): n for n, word in enumerate(line)}
    day, month, year = at.get("ngày", -1), at.get("tháng", -1), at.get("năm", -1)
    if not 0 < day < month < year:
        return []
    if not _is_note(line) and (year < len(line) - 3 or day > _MOST_BEFORE or not _names_place(line[day - 1])):
        return []
    return [_Blank(day + 1, month, DAY_BLANK, 31), _Blank(month + 1, year, DAY_BLANK, 12)]


def _is_note(line: Sequence[Word]) -> bool:
    """``(Kèm theo Quyết định số …/QĐ-UBND ngày … tháng 4 năm 2025 của …)`` above an annex, one line or the last."""
    text = " ".join(word.text for word in line)
    return bool(_NOTE.match(text)) or text.endswith(")")


def _names_place(word: Word) -> bool:
    """``Krông Nô, ngày``; in a sentence a figure or a small letter stands there."""
    return word.text in {",", "."} or (word.text[-1:] in ",.;" and word.text[:1] not in "0123456789")


def _is_certain(held: Sequence[Word], beside: Word, second: Sequence[Word], blank: _Blank) -> bool:
    if len(held) != 1:
        return False
    word = held[0]
    figure = word.text.strip(_EDGES)
    if not _NUMBER.fullmatch(figure) or not 0 < int(re.sub(r"\D", "", figure)) <= blank.most:
        return False
    if word.bottom - word.top > _TALL * (beside.bottom - beside.top):
        return False
    if blank.finding is DAY_BLANK and word.x0 - beside.x1 < 1:
        return False  # print leaves a space after a word, a pen does not
    same = [w for w in second if min(w.x1, word.x1) - max(w.x0, word.x0) > 0.3 * (word.x1 - word.x0)]
    agreeing = [w for w in same if re.match(rf"\D*{re.escape(figure)}(?![\w.,])", w.text)]
    if not agreeing:
        return False
    return max(word.confidence, agreeing[0].confidence) >= _SURE or _is_print(figure, agreeing[0], second)


def _is_print(figure: str, word: Word, line: Sequence[Word]) -> bool:
    """Whether ``figure``, which begins ``word``, is sure in every digit and as high as the capitals of its line."""
    start = "".join(letter.text for letter in word.letters).find(figure)
    if start < 0 or len(word.text.strip(_EDGES)) == len(figure):
        return False
    digits = word.letters[start : start + len(figure)]
    others = [letter for w in line for letter in w.letters if letter not in digits and letter.text in _UPRIGHT]
    if not others:
        return False
    low, high = (share * median(letter.height for letter in others) for share in _EVEN)
    return all(low <= digit.height <= high and digit.confidence >= _LETTER_SURE for digit in digits)


def _parts(word: Word) -> list[Word]:
    """``3722/VPCP-CN`` and ``ngày28`` as two words each, their boxes shared out by the letter."""
    cuts: list[int] = []
    if found := _GLUED_LABEL.match(word.text):
        cuts.append(found.end())
    if stroke := _NUMBERED.match(word.text):
        cuts.append(stroke.end())
    cuts += [found.end() for found in _PARTED.finditer(word.text) if 0 < found.end() < len(word.text)]
    edges = [0, *sorted(set(cuts)), len(word.text)]
    step = (word.x1 - word.x0) / max(len(word.text), 1)
    return [
        word._replace(text=word.text[a:b], x0=word.x0 + a * step, x1=word.x0 + b * step) for a, b in pairwise(edges)
    ]
