"""Lines → paragraphs: joins what wrapping or a page break cut, sets page furniture and footnotes aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.outline.bare_tables import find_bare_tables
from pipeline.outline.markers import read_marker
from pipeline.types import DocumentText, Line, Span

_PAGE_NUMBER = re.compile(r"[-–]?\s*(?:Trang\s*)?\d{1,3}\s*(?:/\s*\d{1,3})?\s*[-–]?\Z", re.I)
_RULE = re.compile(r"[-_=–—.…*\s]{3,}\Z")
_FOOTNOTE = re.compile(r"(?:[¹²³⁰⁴-⁹]{1,3}\s*|\[\d{1,3}\]\s*)(?=\S)")
_CLOSING, _ENDING = "'\"”’)]", (".", ";", ":", "!", "?", "…")
_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# A line that ends in one of these goes on, whatever the next one begins with.
_LEADS_ON = re.compile(
    r"(?:^|\s)(?:năm|tháng|ngày|tại|của|và|theo|số|các|những|về|với|cho|từ|đến|do|để|hoặc|khoản|điểm"
    r"|Điều)\s*\Z"
)
# … of which "số" tells that it is digital, and leads to no number
_DIGITAL = re.compile(
    r"(?:chính\s+quyền|chuyển\s+đổi|kinh\s+tế|xã\s+hội|chữ\s+ký|hạ\s+tầng|công\s+dân)\s+số\s*\Z", re.I
)
_STRAY_DASH = re.compile(r"[-–_][^\W\d_]")  # what a scan put before a word: "-hội", not "- Hội"
_NARROW, _WRAPPED_SHARE, _FULL_SHARE = 130, 0.55, 0.92


class Paragraph(NamedTuple):
    """Lines that belong together; ``role`` is "text", "footnote", "furniture" or "row".

    ``cells``: of a row without bars, the lines of each cell; its ``spans`` are then all of them.
    """

    spans: tuple[Span, ...]
    role: str
    page: int
    cells: tuple[tuple[Span, ...], ...] = ()


def paragraphs(text: DocumentText, zone: Span) -> list[Paragraph]:
    """The paragraphs of ``zone`` in reading order, those cut by a footnote or a page break joined."""
    lines = [line for line in text.lines if zone.start <= line.span.start < zone.end]
    wrap = _wrap_width(text, lines)
    return _join_cut(text, list(_with_rows(text, lines, wrap)))


def _with_rows(text: DocumentText, lines: Sequence[Line], wrap: int | None) -> Iterator[Paragraph]:
    """The paragraphs of ``lines``, those of tables without bars as rows."""
    done = 0
    for table in find_bare_tables(text, lines):
        yield from _gather(text, lines[done : table.start], wrap)
        for row in table.rows:
            spans = tuple(span for cell in row for span in cell)
            yield Paragraph(spans, "row", text.page_at(spans[0].start), row)
        done = table.end
    yield from _gather(text, lines[done:], wrap)


def _wrap_width(text: DocumentText, lines: Sequence[Line]) -> int | None:
    """The width at which a plain text was hard-wrapped, None where a line is a paragraph."""
    widths = [line.span.end - line.span.start for line in lines if text.text[line.span.start : line.span.end].strip()]
    if len(widths) < 8 or max(widths) > _NARROW:
        return None
    widest = max(widths)
    full = sum(width >= 0.75 * widest for width in widths)
    return widest if full / len(widths) >= _WRAPPED_SHARE else None


def _gather(text: DocumentText, lines: Sequence[Line], wrap: int | None) -> Iterator[Paragraph]:
    spans: list[Span] = []
    role, page = "text", 1
    previous: Line | None = None
    for line in lines:
        content = text.text[line.span.start : line.span.end]
        stripped = content.strip()
        fresh = _role(stripped)
        if not stripped:
            continue
        if previous is not None and text.text.count("\n", previous.span.end, line.span.start) > 1:
            previous = None
        joins = bool(spans) and fresh in ("text", role) and role != "furniture" and previous is not None
        if not (joins and fresh != "footnote" and _continues(text, previous, line, content, wrap, role)):
            if spans:
                yield Paragraph(tuple(spans), role, page)
            spans, role, page = [], fresh, line.page
        spans.append(_strip(line.span, content, stripped))
        previous = line
    if spans:
        yield Paragraph(tuple(spans), role, page)


def _role(stripped: str) -> str:
    if stripped[:1].isalpha() and stripped[0] not in "tT":  # as most lines begin; a page number may with "Trang"
        return "text"
    if _PAGE_NUMBER.match(stripped) or _RULE.match(stripped):
        return "furniture"
    return "footnote" if _FOOTNOTE.match(stripped) else "text"


def _continues(
    text: DocumentText, previous: Line | None, line: Line, content: str, wrap: int | None, role: str
) -> bool:
    """Whether ``line`` goes on with the paragraph that ``previous`` belongs to."""
    if previous is None:
        return False
    if line.starts_paragraph is not None:
        return not line.starts_paragraph and (previous.page == line.page or role != "footnote")
    before = text.text[previous.span.start : previous.span.end]
    stray = wrap is not None and _STRAY_DASH.match(content.strip()) is not None and not _is_ended(before)
    if (read_marker(content.strip()).style and not stray) or " | " in content:
        return False
    if wrap is not None and len(before.strip()) >= 0.7 * wrap:
        if _is_ended(before) and content.strip()[:1].isupper() and _has_room(before, content, wrap):
            return False
        return not (len(content) - len(content.lstrip()) >= 3 > len(before) - len(before.lstrip()))
    if _LEADS_ON.search(before) and not content.strip().isupper() and not _DIGITAL.search(before):
        return True
    return content.strip()[:1].islower() and not _is_ended(before) and " | " not in before


def _is_ended(text: str) -> bool:
    """Whether a line ends a sentence or a point: "…", "… ./.", "…”." or "…;²" """
    text = text.rstrip()
    if text.endswith("/") or text.rstrip(_CLOSING).endswith(_ENDING):
        return True
    unmarked = text.rstrip(_RAISED)
    return unmarked != text and unmarked.rstrip().endswith((".", ";", ":"))


def _has_room(before: str, content: str, wrap: int) -> bool:
    """Whether the first word of ``content`` would have stood on the line before it, so that the break was meant.

    Printed letters differ in width: a line with as many letters less than the widest as this is full.
    """
    return len(before.strip()) + 1 + len(content.split(maxsplit=1)[0]) <= _FULL_SHARE * wrap


def _strip(span: Span, content: str, stripped: str) -> Span:
    """The span of ``stripped``, which is the ``content`` at ``span`` without the blanks around it."""
    if len(stripped) == len(content):
        return span
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, start + len(stripped))


def _join_cut(text: DocumentText, found: list[Paragraph]) -> list[Paragraph]:
    """Join a paragraph with the one that goes on behind furniture, footnotes or a page break."""
    done: list[Paragraph] = []
    last_text: int | None = None
    for paragraph in found:
        if paragraph.role != "text":
            done.append(paragraph)
            last_text = None if paragraph.role == "row" else last_text
            continue
        if last_text is not None and _goes_on(text, done[last_text], paragraph, between=last_text != len(done) - 1):
            head = done[last_text]
            done[last_text] = Paragraph(head.spans + paragraph.spans, "text", head.page)
            continue
        done.append(paragraph)
        last_text = len(done) - 1
    return done


def _goes_on(text: DocumentText, head: Paragraph, tail: Paragraph, *, between: bool) -> bool:
    before = text.text[head.spans[-1].start : head.spans[-1].end]
    after = text.text[tail.spans[0].start : tail.spans[0].end]
    if _is_ended(before) or " | " in before or " | " in after or read_marker(after).style:
        return False
    if after[:1].islower():
        return True
    apart = between or head.page != tail.page
    length = sum(span.end - span.start for span in head.spans)
    return apart and length > 80 and not before.isupper() and not after.isupper()
