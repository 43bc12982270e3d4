"""What recognition gets wrong time and again in dispatches, put right word for word: few, small, safe fixes.

Every fix keeps the number of words of a line, except that noise is dropped. None of them touches a figure that could be
another figure: only letters that stand where nothing but a figure can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from pipeline.sources.ocr_engine import Word
from pipeline.sources.ocr_formulas import plain, repair_formulas

_DASHES = frozenset({"~", "—", "–", "--", "---", "«", "¬", "=", "_", "-_", "_-", "_=", "•", "·", "-.", ".-", "‹", "-—"})
_KEPT_SIGNS = frozenset("-+–—/&|%:;=")
_NOISE = 0.75
_LETTER_NOISE = 0.35
_ACCENT = "Lm"  # the category of an accent that stands alone
_HEAD = 0.25  # share of the height in which a letterhead stands
_TRUSTED = 0.8
_EDGE = 0.09  # share of the height
_UNREAD = 0.4  # mean confidence of a line below which it is a seal or a scrawl

_FIGURE_LETTERS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "í": "1"})
_FIGURE = r"[0-9lIOoí|]"
_DATED = re.compile(rf"^\(?{_FIGURE}{{1,2}}[/.-]{_FIGURE}{{1,2}}[/.-](?:19|2[0O])[0-9lIOo]{{2}}(?=\W*$)")
_BARE = re.compile(rf"^{_FIGURE}{{1,4}}(?=\W*$)")
_BEFORE_FIGURE = {"ngày": 2, "tháng": 2, "năm": 4, "điều": 3, "khoản": 2}

_SYMBOL = re.compile(
    r"^(?P<number>[^/]{0,8}/)(?P<year>20\d\d/)?(?P<rest>(?:[^\W\d_]|0(?=Đ))[\w&.]*-[^\W_][\w&.-]*\W*)$"
)
_LABEL = re.compile(r"S[ốôóỐ6][:;.]?$")
_STROKE = re.compile(r"^[JIl1|!\])}]{1,2}(?=(?:UBND|HĐND|VP|TB|QĐ|QD|KH|CT|BC|CV|NQ|HD|TTr|CĐ|GM|TTg)-)")
_LOST_STROKE = re.compile(r"(?<!\d)(\d{1,5}/(?:19|20)\d\d)(?=(?:NĐ|NQ|QĐ|TT|TTLT)-|QH\d\d\b)")
_TYPES = {
    **dict.fromkeys(("QD", "OĐ", "OD", "0Đ", "QÐ", "QĐĐ"), "QĐ"), **dict.fromkeys(("CD", "CÐ", "CĐĐ"), "CĐ"),
    **dict.fromkeys(("NÐ", "NĐĐ"), "NĐ"),
    **dict.fromkeys(("TTY", "T1r", "TTT", "Tlr", "TTR"), "TTr"), "KII": "KH", "TIB": "TB",
}  # fmt: skip
_ISSUERS = {
    **dict.fromkeys(("UBNĐ", "UBNÐ", "UBNO", "U8ND", "UĐND"), "UBND"),
    **dict.fromkeys(("HDND", "HÐND", "HĐNĐ"), "HĐND"),
    **dict.fromkeys(("TIg", "TTp", "1Tg", "T1g"), "TTg"),
}  # fmt: skip
_ROMAN = {
    "l.": "I.", **dict.fromkeys(("I1.", "Il.", "lI.", "1I."), "II."), "IY.": "IV.", "1V.": "IV.", "lV.": "IV.",
    **dict.fromkeys(("1II.", "II1.", "IlI.", "IH.", "HI."), "III."), "VỊ.": "VI.", "V1.": "VI.", "VIL.": "VII.",
}  # fmt: skip
_FUSED = re.compile(r"(\d{1,2})L$|(?=§)(§)[.]$")
_ABOUT = re.compile(r"^V[/⁄\\|IilÍí1]?[vwyV]$")
_MARKER = re.compile(r"^([a-zđ])\)$")
_AFTER = dict(zip("abcdđeghiklmnopqrstuvxy", "bcdđeghiklmnopqrstuvxy", strict=False))


def repair_words(words: Sequence[Word], height: float = 0.0) -> list[Word]:
    """The words of a page, line by line, with every fix of :data:`FIXES`; what is no writing is left out.

    ``height`` is the page's, in pixels: page numbers stand at its edges.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    kept: list[Word] = []
    for line in lines.values():
        line = without_noise(repair_page_number(line, height))
        for fix in FIXES:
            line = fix(line)
        kept += line
    return repair_letters(repair_place(kept, height))


def without_noise(line: Sequence[Word]) -> list[Word]:
    """``line`` without specks, and nothing at all of one that is a seal."""
    signs = sum(len(word.text) for word in line)
    sure = sum(len(word.text) * word.confidence for word in line) / signs if signs else 0.0
    if sure < _UNREAD and not _is_letterhead(line):
        return []
    return [word for at, word in enumerate(line) if (at == 0 and _is_dash(line)) or not _is_noise(word)]


def _is_letterhead(line: Sequence[Word]) -> bool:
    """``Số:      /TB-UBND``, of which the program is never sure: the blank between is wide."""
    return len(line) > 1 and bool(_LABEL.match(line[0].text)) and bool(_SYMBOL.match(line[-1].text))


def repair_page_number(line: list[Word], height: float) -> list[Word]:
    """A figure alone at the top or the bottom of the page; a letter or two there are none of the text."""
    if len(line) != 1 or len(line[0].text) > 3 or _EDGE * height < line[0].base < (1 - _EDGE) * height:
        return line
    text = line[0].text.translate(_FIGURE_LETTERS)
    return [line[0]._replace(text=text, confidence=max(line[0].confidence, _NOISE))] if text.isdigit() else []


def repair_bullets(line: list[Word]) -> list[Word]:
    """A dash at the beginning that was taken for another sign."""
    if len(line) > 1 and line[0].text in _DASHES and line[0].text != "-" and _is_dash(line):
        return [line[0]._replace(text="-"), *line[1:]]
    return line


def repair_symbols(line: list[Word]) -> list[Word]:
    """``12/QD-UBNĐ``, ``12/QĐĐ-UBND``, ``12/2025NĐ-CP`` as they are written by Decree 30/2020/NĐ-CP, appendix III.

    The program reads a wide Đ twice; such a number would be cited beside the right one as if it were another document.
    """
    if line and _LABEL.match(line[0].text) and not any("/" in word.text for word in line):
        line = [word._replace(text=_STROKE.sub("/", word.text)) for word in line]
    return [word._replace(text=_symbol(word.text)) for word in line]


def repair_figures(line: list[Word]) -> list[Word]:
    """``ngày 2l tháng O5``: letters where only a figure can stand."""
    result = list(line)
    for at, word in enumerate(line):
        text = word.text
        before = line[at - 1].text.lower() if at else ""
        if _DATED.match(text):
            text = text.translate(_FIGURE_LETTERS)
        elif (found := _BARE.match(text)) and len(found[0]) <= _BEFORE_FIGURE.get(before, 0):
            after = line[at + 1].text.lower() if at + 1 < len(line) else ""
            if any(map(str.isdigit, text)) or (before == "ngày" and after == "tháng"):
                text = text[: found.end()].translate(_FIGURE_LETTERS) + text[found.end() :]
        result[at] = word._replace(text=text)
    return result


def repair_openings(line: list[Word]) -> list[Word]:
    """Roman numerals of headings and ``V/v``."""
    line = _without_smears(line)
    if len(line) < 2:
        return line
    first, text = line[0], line[0].text
    if (found := _FUSED.match(text)) and line[1].text[:1].isupper():
        return [first._replace(text=f"{(found[1] or '8')}."), *line[1:]]
    if text in _ROMAN and line[1].text[:1].isupper():
        return [first._replace(text=_ROMAN[text]), *line[1:]]
    if _ABOUT.match(text) and text != "Vy":
        return [first._replace(text="V/v"), *line[1:]]
    return line


def _without_smears(line: list[Word]) -> list[Word]:
    """``Kính gửi:`` and ``Nơi nhận:`` begin their lines: what seems to stand before them is of a pen or a stamp."""
    for at, word in enumerate(line[:4]):
        if word.text in {"Kính", "Nơi"} and line[at + 1 : at + 2] and line[at + 1].text.startswith(("gửi", "nhận")):
            smears = all(sum(map(str.isalpha, before.text)) < 3 for before in line[:at])
            return line[at:] if smears else line
    return line


def repair_place(words: Sequence[Word], height: float) -> list[Word]:
    """``Krông Nó, ngày`` under ``HUYỆN KRÔNG NÔ``: the place of the date as the letterhead spells it."""
    capitals: dict[str, Word] = {}
    spelled = {word.text.strip(".,") for word in words if word.top < _HEAD * height and word.text.isupper()}
    for word in words:
        key = plain(word.text.strip(".,"))
        if word.top < _HEAD * height and word.text.isupper() and key.isalpha():
            capitals[key] = max(capitals.get(key, word), word, key=lambda w: w.confidence)
    days = {word.line: word.x0 for word in words if word.text.startswith("ngày") and word.top < _HEAD * height}
    return [
        _like(word, capitals)
        if word.x0 < days.get(word.line, 0) and word.text.strip(".,").upper() not in spelled
        else word
        for word in words
    ]


def _like(word: Word, capitals: Mapping[str, Word]) -> Word:
    bare = word.text.strip(".,")
    other = capitals.get(plain(bare))
    if other is None or not bare.istitle() or other.confidence < _TRUSTED:
        return word
    return word._replace(text=word.text.replace(bare, other.text.strip(".,").capitalize()), confidence=other.confidence)


def repair_letters(words: Sequence[Word]) -> list[Word]:
    """``đ)`` read as ``d)``: the point that follows ``d)`` and is called ``d)`` again, and ``c)``'s follower ``đ)``."""
    result: list[Word] = []
    last, line = "", -1
    for word in words:
        found = _MARKER.match(word.text) if word.line != line else None
        line = word.line
        if found:
            letter = found[1]
            if letter == "d" and last == "d":
                word, letter = word._replace(text="đ)"), "đ"
            elif letter == "đ" and last == "c":
                word, letter = word._replace(text="d)"), "d"
            last = letter
        result.append(word)
    return result


FIXES: tuple[Callable[[list[Word]], list[Word]], ...] = (
    repair_bullets,
    repair_formulas,
    repair_symbols,
    repair_figures,
    repair_openings,
)


def _symbol(text: str) -> str:
    text = _LOST_STROKE.sub(r"\1/", text)
    found = _SYMBOL.match(text) or _SYMBOL.match("/" + text)
    if found is None:
        return text
    parts = re.split(r"([-.&,;/]+)", found["rest"])
    if parts[0] in _TYPES:
        parts[0] = _TYPES[parts[0]]
    parts = [_ISSUERS.get(part, part) for part in parts]
    whole = found["number"] + (found["year"] or "") + "".join(parts)
    return whole if text.startswith("/") or "/" in text else whole[1:]


def _is_dash(line: Sequence[Word]) -> bool:
    """Whether the first word is a short flat stroke that stands right before a letter."""
    if len(line) < 2 or not line[1].text[:1].isalpha():
        return False
    first = line[0]
    flat = first.bottom - first.top < 0.45 * first.size
    return first.text in _DASHES | {"-"} and flat and line[1].x0 - first.x1 < 1.2 * first.size


def _is_noise(word: Word) -> bool:
    letters = sum(char.isalnum() and unicodedata.category(char) != _ACCENT for char in word.text)
    if letters == 0:
        return (word.confidence < _NOISE and word.text not in _KEPT_SIGNS) or word.confidence < _LETTER_NOISE
    return letters < 3 and word.confidence < _LETTER_NOISE and not any(map(str.isdigit, word.text))
