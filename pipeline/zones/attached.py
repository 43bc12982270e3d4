"""Where a further dispatch begins in the same text: a decision sent with the letter that forwards it.

It counts only where it is beyond doubt, for an annex has much of a letterhead too: Quốc hiệu, a number that is filled
in (in a scan by hand, perhaps), and a date, after the signature of the dispatch before it. Forms to be filled in have
none of the digits.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from pipeline.types import DocumentText, Finding, OffsetMap, Span

__all__ = ["split_documents"]

_NATION = re.compile(r"^.*CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM.*$", re.MULTILINE)
_NUMBER = re.compile(
    r"^.{0,60}?\bSố\s*[:.]?\s*\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\wĐđ&]*(?:[-/][\w&Đđ]+)*", re.MULTILINE
)
# In a scan a number written by hand is left blank; the month and the year are printed there.
_UNREAD_NUMBER = re.compile(r"^.{0,60}?\bSố\s*[:.]?\s*/\s*[A-ZĐ][\wĐđ&]*[-/][\w&Đđ]+", re.MULTILINE)
_DATE = re.compile(r"ngày\s*[\d .…_]{0,12}tháng\s*\d{1,2}\s*năm\s*\d{4}")
_SIGNED = re.compile(
    r"^[ ]*(?:Nơi nhận|NƠI NHẬN)\b|^[ ]*(?:TM|KT|TL|TUQ|Q)\.[ ]*[A-ZĐÀ-Ỹ]"
    r"|^[ ]*(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG|THỦ TƯỚNG)[ ]*$",
    re.MULTILINE,
)
# Above a form or an annex, which may show a letterhead as well.
_FORM = re.compile(r"^\s*(?:Mẫu|Biểu|Phụ lục|PHỤ LỤC|MẪU|BIỂU)\b|[Kk]èm theo", re.MULTILINE)
_HEAD_BEFORE, _HEAD_AFTER = 600, 500  # characters of a letterhead before and after Quốc hiệu
_MOST = 50


def split_documents(text: DocumentText) -> tuple[DocumentText, ...]:
    """The dispatches in ``text`` one after the other, nearly always ``text`` alone; pages keep their numbers."""
    starts = _starts(text)
    if len(starts) == 1:
        return (text,)
    return tuple(_part(text, Span(*span)) for span in pairwise((*starts, len(text.text))))


def _starts(text: DocumentText) -> list[int]:
    starts = [0]
    nations = _NATION.finditer(text.text)
    first = next(nations, None)
    if first is None:
        return starts
    for found in nations:
        start = _opening(text, found.start(), starts[-1])
        if start is not None and len(starts) < _MOST:
            starts.append(start)
    return starts


def _opening(text: DocumentText, nation: int, last: int) -> int | None:
    """Where the letterhead around ``nation`` begins; None where it is not that of a further dispatch."""
    whole = text.text
    page = next((p.span.start for p in reversed(text.pages) if p.span.start <= nation), 0)
    paged = len(text.pages) > 1
    if paged and (page <= last or nation - page > _HEAD_BEFORE):
        return None
    start = page if paged else _line_above(whole, nation)
    head = whole[start : nation + _HEAD_AFTER]
    numbered = _NUMBER.search(head) or (_left_blank(text) and _UNREAD_NUMBER.search(head))
    complete = numbered and _DATE.search(head) and not _FORM.search(whole[start:nation])
    return start if complete and start > last and _SIGNED.search(whole, last, start) else None


def _left_blank(text: DocumentText) -> bool:
    """Whether a number that could not be read was left blank."""
    return any(finding.code == "number-unreadable" for finding in text.findings)


def _line_above(whole: str, nation: int) -> int:
    """The first of the lines in capitals right above: the issuer, which stands on the left of Quốc hiệu."""
    start = nation
    for _ in range(3):
        above = whole.rfind("\n", 0, max(start - 1, 0)) + 1
        line = whole[above : max(start - 1, 0)].strip()
        if not line or not line.isupper():
            break
        start = above
    return start


def _part(text: DocumentText, span: Span) -> DocumentText:
    """The part of ``text`` at ``span`` as a text of its own."""
    start, end = span
    raw_start = text.offsets.raw(start)
    raw_end = text.offsets.raw(end) if end < len(text.text) else len(text.raw)
    return replace(
        text,
        text=text.text[start:end],
        raw=text.raw[raw_start:raw_end],
        offsets=_shifted(text.offsets, start, end, raw_start),
        pages=tuple(
            replace(page, span=_within(page.span, span))
            for page in text.pages
            if page.span.start < end and page.span.end > start
        ),
        lines=tuple(
            replace(line, span=_within(line.span, span)) for line in text.lines if start <= line.span.start < end
        ),
        arrival=text.arrival if start == 0 else None,
        findings=tuple(_moved(f, span) for f in text.findings if _belongs(f, span)),
    )


def _within(inner: Span, outer: Span) -> Span:
    return Span(max(inner.start, outer.start) - outer.start, min(inner.end, outer.end) - outer.start)


def _belongs(finding: Finding, span: Span) -> bool:
    return span.start == 0 if finding.span is None else span.start <= finding.span.start < span.end


def _moved(finding: Finding, span: Span) -> Finding:
    return finding if finding.span is None else replace(finding, span=_within(finding.span, span))


def _shifted(offsets: OffsetMap, start: int, end: int, raw_start: int) -> OffsetMap:
    first = bisect_left(offsets.starts, start + 1)
    last = bisect_left(offsets.starts, end)
    pairs = zip(offsets.starts[first:last], offsets.raw_starts[first:last], strict=True)
    later = [(at - start, raw - raw_start) for at, raw in pairs]
    return OffsetMap((0, *(at for at, _ in later)), (0, *(raw for _, raw in later)))
