"""The mark of a state secret (Law 117/2025/QH15, article 5): such a document is refused before anything of it is kept.

When in doubt about a line that holds nothing but the word, it is a mark: a false alarm costs a clerk a minute, a miss
is a breach. The word inside a sentence (``bảo mật``, ``mật khẩu``, ``bí mật``) is never one.
"""

from __future__ import annotations

import re

from pipeline.types import DocumentText, Found, Span

_WINDOW = 6_000
_MOST_LINES = 120
_LONGEST = 600
_STAMP_WINDOW = 60
_LABEL = r"(?i:(?:dấu\s+(?:chỉ\s+)?)?(?:mức\s+)?độ\s+mật)\s*[:.]?\s*"
_LEVEL = r"(?:T\s?U\s?Y\s?[ỆÊ]\s?T|T\s?[ỐÔ]\s?I)\s{0,3}M\s?[ẬÂ]\s?T|M\s?Ậ\s?T"
_SMALL = r"(?:[Tt]uyệt|[Tt]ối)\s+[Mm]ật|Mật"
_EDGE = r"[\s\W_]*"
# A line of its own, or a column of the letterhead: edge, wide gap, bar or tab on either side.
_MARK = re.compile(
    rf"(?:^|[|\t]|\s{{2,}}){_EDGE}?(?:{_LABEL}(?P<labelled>{_LEVEL}|{_SMALL}|mật)|(?P<alone>{_LEVEL})|(?P<line>(?<![^\W_])(?:{_SMALL})))"
    r"[ \t]*(?=[\W_]*(?:$|[|\t])|\s{2,}|[\W_]*\s(?:CỘNG HÒA|CỘNG HOÀ|Số\s*:|ĐẢNG CỘNG))",
)
_BESIDE_LETTERHEAD = re.compile(rf"(?:ĐỘC LẬP|HẠNH PHÚC|Hạnh phúc|VIỆT NAM)\s+(?P<alone>{_LEVEL})\W*$")
_ALONE = re.compile(_LEVEL)
# `BẢO VỆ BÍ` / `MẬT` is one word on two lines.
_WRAPPED = re.compile(r"(?:BÍ|BẢO|CƠ|bí|bảo|cơ)\s*$")
# `UBND TỈNH MẪU MẬT`: the stamp read into the line of the letterhead.
_IN_LETTERHEAD = re.compile(
    rf"^\s*(?:UBND|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ|SỞ|CÔNG AN|TỈNH|THÀNH PHỐ|CỤC|VĂN PHÒNG|BAN)\s[^\Wa-z]*(?:\s[^\Wa-z]+)*?"
    rf"(?<!\bBÍ)(?<!\bBẢO)(?<!\bCƠ)(?<!\bGAN)\s(?P<alone>{_LEVEL})\W*$"
)
# Marks that lost their signs, which only a recognised line may have; the lines before them with which it is a name.
_DAMAGED = re.compile(r"(?:TUY[EÊỆ]T|T[OÔỐ]I)\s{0,3}M[AÂẠẬ]T|M[AÂẠ]T")
_NAMED_SO = re.compile(r"(?:B[IÍ]|B[AẢ]O|C[OƠ]|VI[EÊỆ]N|KHOA|GAN)\s*$", re.IGNORECASE)
_LEVELS = (("TUY", "Tuyệt mật"), ("T", "Tối mật"), ("M", "Mật"))
_BODY = re.compile(r"\s*(?:Kính gửi|Căn cứ\s|Điều 1\b|1\.\s|I\.\s)")


def secrecy_mark(text: DocumentText) -> Found[str] | None:
    """The degree of secrecy that the head of the document is marked with, and where; None for an open document.

    Reads the head only: lines above the addressees, the legal bases or the first numbered point, and never a line of
    running text. Works without the rest of the header, so that it can run first.
    """
    whole = text.text
    starts = [page.span.start for page in text.pages[:1]] or [0]
    at = starts[0]
    end = min(len(whole), at + _WINDOW)
    before = ""
    recognised = {line.span.start for line in text.lines if line.confidence < 1}
    for _ in range(_MOST_LINES):
        if at >= end:
            break
        stop = whole.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = whole[at:stop]
        if _BODY.match(line) or len(line) > _LONGEST:
            break
        if not _WRAPPED.search(before) and (found := _in_line(line, at)):
            return found
        if at in recognised and not _NAMED_SO.search(before) and _DAMAGED.fullmatch(line.strip()):
            return _found(line, at, _DAMAGED.search(line), "damaged")
        before = line if line.strip() else before
        at = stop + 1
    return _stamped(text)


def _stamped(text: DocumentText) -> Found[str] | None:
    """A mark at the end of the first page: text stamped on a page is read after everything printed on it."""
    first = text.pages[0].span if text.pages else Span(0, 0)
    start = max(first.start, first.end - _STAMP_WINDOW)
    offset = start
    before = ""
    for line in text.text[start : first.end].splitlines(keepends=True):
        if _ALONE.fullmatch(line.strip()) and not _WRAPPED.search(before):
            return _in_line(line.rstrip(), offset)
        before = line if line.strip() else before
        offset += len(line)
    return None


def _in_line(line: str, offset: int) -> Found[str] | None:
    match = _MARK.search(line) or _BESIDE_LETTERHEAD.search(line) or _IN_LETTERHEAD.match(line)
    if match is None:
        return None
    group = next(name for name, value in match.groupdict().items() if value)
    if group == "line" and line.strip(" \t\"'“”.*-_[]()") != match[group]:
        return None
    return _found(line, offset, match, group)


def _found(line: str, offset: int, match: re.Match[str] | None, group: str) -> Found[str] | None:
    if match is None:
        return None
    start, end = match.span(group if group in match.groupdict() else 0)
    raw = line[start:end]
    squeezed = re.sub(r"\s", "", raw).upper()
    value = next(value for first, value in _LEVELS if squeezed.startswith(first))
    return Found(value, Span(offset + start, offset + end), f"secrecy:{group}", 1.0, raw)
