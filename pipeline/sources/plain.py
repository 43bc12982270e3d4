"""Plain text: every line as it stands; a form feed starts a page; no boxes, no styles."""

from __future__ import annotations

import re

from pipeline.sources.media import decode
from pipeline.text import from_raw, repair
from pipeline.text.encodings import decode_lines
from pipeline.text.offsets import compose
from pipeline.types import DocumentText, Line, OffsetMap, Page, SourceFile, Span

_LINE = re.compile(r"[^\n]+")


def read(source: SourceFile) -> DocumentText:
    """The text of ``source``. Blank lines have no :class:`Line`: they show as ``\\n\\n`` between two of them."""
    raw = decode(source.name, source.data)
    decoded, coded = decode_lines(raw)
    text, repaired = repair(decoded)
    offsets = compose(repaired, coded)
    pages = _pages(raw, text, offsets)
    return DocumentText(text, raw, offsets, pages, tuple(line for page in pages for line in _lines(text, page)))


def _pages(raw: str, text: str, offsets: OffsetMap) -> tuple[Page, ...]:
    """A page from each form feed to the next; what comes after the last one only counts if something stands there."""
    starts = [0] + [from_raw(offsets, found.end(), len(text)) for found in re.finditer("\f", raw)]
    if len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()
    ends = [*starts[1:], len(text)]
    return tuple(Page(n, Span(*span)) for n, span in enumerate(zip(starts, ends, strict=True), 1))


def _lines(text: str, page: Page) -> list[Line]:
    found = _LINE.finditer(text, *page.span)
    return [Line(Span(*m.span()), page.number) for m in found if not m[0].isspace()]
