"""Web pages, as legal portals and mail programs save them: text, lists and tables without what is only for screens."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from pipeline.errors import UnreadableFile
from pipeline.sources.docx_numbering import in_form
from pipeline.sources.docx_runs import SUPERSCRIPTS
from pipeline.sources.flow import FlowLine, Ink, begins, document, line_of
from pipeline.sources.grid import Cell, table_lines
from pipeline.sources.html_style import Style, bordered, rows_of, styled
from pipeline.text.encodings import from_one_byte
from pipeline.types import DocumentText, SourceFile

_LIMIT = 32 << 20
_DEPTH = 150
_DROPPED_TAGS = """
script style noscript template nav aside footer form button select input textarea iframe object embed svg canvas audio
video map title meta link
"""
_DROPPED = frozenset(_DROPPED_TAGS.split())
_INLINE_TAGS = """
a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q s samp small span strike strong sub sup
time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_XML_CODE = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:-]{2,40})")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}>")
_ONE_BYTE = ("windows-1252", "iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "x-user-defined")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(source: SourceFile) -> DocumentText:
    """The text of ``source``; raises :class:`UnreadableFile` when it is too large or nothing stands in it."""
    if len(source.data) > _LIMIT:
        raise UnreadableFile(f"{source.name}: tệp HTML lớn quá {_LIMIT >> 20} MB nên không được đọc.")
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_XML_DECLARATION.sub("", _characters(source.data), count=1), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    walk = _Walk()
    if root is not None:
        walk.block(root, Style(), 0)
    if not walk.lines:
        raise UnreadableFile(f"{source.name}: tệp HTML không có chữ nào.")
    return document(walk.lines)


def _characters(data: bytes) -> str:
    """By the byte order mark, else by what the page says of itself if that is true, else by the bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff").replace("\0", "")
    head = data[:4096]
    said = _XML_CODE.match(head) or _META.search(head)
    for encoding in (said[1].decode("ascii") if said else "utf-8", "utf-8"):
        if encoding.lower() in _ONE_BYTE:
            break
        with suppress(LookupError, UnicodeDecodeError):
            return data.decode(encoding).replace("\0", "")
    return from_one_byte(data).replace("\0", "")


class _Walk:
    """Goes through a page once and gathers its lines."""

    def __init__(self) -> None:
        self.lines: list[FlowLine] = []
        self._inks: list[Ink] = []
        self._label: Ink | None = None  # of the list item that is read
        self._opened = True  # whether the next line is the first of its block

    def block(self, element: etree._Element, style: Style, depth: int) -> None:
        """An element that stands on lines of its own."""
        self._end(opened=True)
        self._content(element, style, depth)
        self._end(opened=True)

    def _content(self, element: etree._Element, style: Style, depth: int) -> None:
        inner = styled(element, style)
        if inner is None or depth > _DEPTH:
            return
        style = inner
        self._text(element.text, style)
        count = _start(element)
        for child in element:
            if child.tag == "li":
                count = _number(child.get("value"), count)
                self._item(child, element, count, style, depth)
                count += 1
            elif isinstance(child.tag, str):
                self._child(child, style, depth + 1)
            self._text(child.tail, style)

    def _child(self, child: etree._Element, style: Style, depth: int) -> None:
        if child.tag in _DROPPED:
            return
        if child.tag == "br":
            self._end(opened=not self._inks)
        elif child.tag in _INLINE:
            self._content(child, style, depth)
        elif child.tag == "table":
            self._table(child, style, depth)
        else:
            self.block(child, style, depth)

    def _item(self, item: etree._Element, parent: etree._Element, count: int, style: Style, depth: int) -> None:
        self._end(opened=True)
        hidden = "list-style-type:none" in (parent.get("style") or "").replace(" ", "")
        if not hidden:
            number = in_form(count, _FORMS.get(parent.get("type", ""), "decimal")) + ". "
            self._label = Ink(number if parent.tag == "ol" else "- ")
            self._inks.append(self._label)
        self._content(item, style, depth + 1)
        self._end(opened=True)
        self._label = None
        self._inks.clear()

    def _text(self, text: str | None, style: Style) -> None:
        if not text:
            return
        if style.kept_breaks:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._end(opened=not self._inks)
                self._inks.append(self._ink(line, style))
            return
        joined = _SPACE.sub(" ", text)
        if not self._inks or self._inks[-1].text.endswith(" "):
            joined = joined.removeprefix(" ")
        if joined:
            self._inks.append(self._ink(joined, style))

    def _ink(self, text: str, style: Style) -> Ink:
        if style.raised and text.strip().isdigit():
            text = text.translate(SUPERSCRIPTS)
        return Ink(text, style.font, None, style.bold, style.italic, style.capitals)

    def _end(self, *, opened: bool) -> None:
        """End the line; ``opened`` says that what follows begins a block or stands behind an empty line."""
        if self._label is not None and self._inks == [self._label]:
            return  # the item's text stands in a block of its own
        above = self.lines[-1].text if self.lines else ""
        starts = self._opened or begins(above, "".join(ink.text for ink in self._inks))
        line = line_of(self._inks, starts=starts)
        self._inks.clear()
        if line is not None:
            self.lines.append(line)
            self._opened = False
        self._opened = self._opened or opened

    def _table(self, table: etree._Element, style: Style, depth: int) -> None:
        self._end(opened=True)
        inner = styled(table, style)
        if inner is not None and depth < _DEPTH:
            rows = list(self._rows(table, inner, depth))
            self.lines += table_lines(rows, bordered(table))
        self._opened = True

    def _rows(self, table: etree._Element, style: Style, depth: int) -> Iterator[list[Cell]]:
        """The rows; a cell that spans rows is there in each of them, blank and marked as continued."""
        left: dict[int, tuple[int, int]] = {}  # column → rows still to come, columns spanned
        for row in rows_of(table):
            found: list[Cell] = []
            at = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                at = _continue(found, left, at)
                span, rows = (max(min(_number(cell.get(name), 1), 100), 1) for name in ("colspan", "rowspan"))
                found.append(Cell(at, span, self._cell(cell, style, depth), begins_merge=rows > 1))
                if rows > 1:
                    left[at] = (rows, span)
                at += span
            _continue(found, left, at)
            left = {column: (rows - 1, span) for column, (rows, span) in left.items() if rows > 1}
            yield found

    def _cell(self, cell: etree._Element, style: Style, depth: int) -> tuple[FlowLine, ...]:
        inner = _Walk()
        inner.block(cell, style, depth + 2)
        return tuple(inner.lines)


def _continue(found: list[Cell], left: dict[int, tuple[int, int]], at: int) -> int:
    """Put the cells that come down from above at column ``at``; returns the next free column."""
    begun = {cell.start for cell in found}
    while at in left and at not in begun:
        span = left[at][1]
        found.append(Cell(at, span, (), continued=True))
        at += span
    return at


def _start(element: etree._Element) -> int:
    return _number(element.get("start"), 1) if element.tag == "ol" else 1


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.strip().isdecimal() and len(text) < 7 else default
