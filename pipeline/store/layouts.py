"""The lines of a document with their boxes, kept so that a person can point at the page and be understood."""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.store.rows import place_row
from pipeline.types import DocumentText, Line, OffsetMap, Page, Span

Row = dict[str, Any]

_WRITE = "INSERT OR REPLACE INTO layouts (document_id, pages, lines) VALUES (?, ?, ?)"
_READ = """
    SELECT d.text, d.page_starts, d.first_page, l.pages, l.lines
    FROM documents d LEFT JOIN layouts l ON l.document_id = d.id WHERE d.id = ?"""
_FEWEST = 2  # letters of words that are looked for anywhere: one digit stands everywhere


class PackedLayout(NamedTuple):
    """Pages and lines as JSON, and the text that they belong to."""

    text: str
    pages: str
    lines: str


def pack_layout(text: DocumentText) -> PackedLayout:
    """The pages and lines of ``text`` as they are kept."""
    pages = [[page.number, *page.span, round(page.width, 1), round(page.height, 1)] for page in text.pages]
    lines = [[*line.span, line.page, _rounded(line), line.starts_paragraph] for line in text.lines]
    packed = (json.dumps(rows, separators=(",", ":")) for rows in (pages, lines))
    return PackedLayout(text.text, *packed)


def keep_layout(conn: sqlite3.Connection, document_id: int, layout: PackedLayout) -> None:
    """Keep the pages and lines of a document that was read, inside the caller's transaction.

    A document that stays as people have it keeps its text, and the lines of another text would point beside it.
    """
    if conn.execute("SELECT text FROM documents WHERE id = ?", [document_id]).fetchone()[0] == layout.text:
        conn.execute(_WRITE, [document_id, layout.pages, layout.lines])


class Layout:
    """The text of a stored document, and where in it and on its pages something stands."""

    def __init__(self, text: DocumentText) -> None:
        self.text = text

    @cached_property
    def _small(self) -> str:
        """The text in small letters with plain spaces, every character at its place."""
        small = "".join(char.lower() if len(char.lower()) == 1 else char for char in self.text.text)
        return re.sub(r"\s", " ", small)

    def place(self, start: int | None, end: int | None) -> Row:
        """The columns of a place; none of them where there is no span, or none inside the text."""
        inside = start is not None and end is not None and 0 <= start < end <= len(self.text.text)
        return place_row(Span(start, end) if inside else None, self.text)  # type: ignore[arg-type]

    def find(self, words: str, near: int = 0, within: tuple[int, int] | None = None) -> tuple[int, int] | None:
        """The span of ``words``, whatever their case and line breaks, beginning nearest to ``near``; None for none."""
        parts = [re.escape(part.lower()) for part in words.split()]
        if not parts or len("".join(parts)) < _FEWEST:
            return None
        pattern = re.compile(r"(?<!\w)" + r" +".join(parts) + r"(?!\w)")
        start, end = within or (0, len(self._small))
        found = [match.span() for match in pattern.finditer(self._small, start, end)]
        return min(found, key=lambda span: abs(span[0] - near), default=None)

    def words(self, start: int, end: int) -> str:
        """What is printed there, on one line."""
        return " ".join(self.text.text[start:end].split())

    def page_at(self, at: int) -> int:
        """The page on which a character stands; 1 where the document has no pages."""
        starts = [page.span.start for page in self.text.pages]
        return self.text.pages[max(bisect_right(starts, at) - 1, 0)].number if starts else 1


def read_layout(conn: sqlite3.Connection, document_id: int) -> Layout | None:
    """The layout of a document, without boxes where it was stored before they were kept; None for no document."""
    found = conn.execute(_READ, [document_id]).fetchone()
    if found is None:
        return None
    text, page_starts, first_page, pages, lines = found
    kept = tuple(Page(n, Span(a, b), w, h) for n, a, b, w, h in json.loads(pages or "[]"))
    read = tuple(_line(*row) for row in json.loads(lines or "[]"))
    document = DocumentText(text, text, OffsetMap(), kept or _pages(text, json.loads(page_starts), first_page), read)
    return Layout(document)


def _rounded(line: Line) -> list[float] | None:
    return None if line.box is None else [round(edge, 1) for edge in line.box]


def _line(start: int, end: int, page: int, box: list[float] | None, starts_paragraph: bool | None) -> Line:
    placed = (box[0], box[1], box[2], box[3]) if box else None
    return Line(Span(start, end), page, placed, starts_paragraph=starts_paragraph)


def _pages(text: str, starts: list[int], first: int) -> tuple[Page, ...]:
    ends = [*starts[1:], len(text)]
    return tuple(Page(n, Span(a, b)) for n, (a, b) in enumerate(zip(starts, ends, strict=True), start=first))
