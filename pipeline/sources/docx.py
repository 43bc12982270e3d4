"""Word documents (.docx): paragraphs with the numbers Word prints, tables, notes and text boxes, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import UnreadableFile
from pipeline.sources.docx_numbering import Numbering, read_numbering
from pipeline.sources.docx_package import Element, Package, W, flag, open_package, value
from pipeline.sources.docx_runs import PRINTED_BREAK, SUPERSCRIPTS, Note, Piece, TextBox, ink, pieces
from pipeline.sources.docx_styles import Look, Styles, look_of, place_of, read_styles
from pipeline.sources.docx_tables import cell_elements, is_bordered, merge_of, widths_of
from pipeline.sources.flow import FlowLine, Ink, begins, document, line_of, plain_text, with_notes
from pipeline.sources.grid import Cell, table_lines
from pipeline.types import DocumentText, SourceFile

_CONTAINERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_NOTES = ("footnote", "endnote")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_DEPTH = 12  # tables in tables, boxes in boxes
_NATION = re.compile(r"cộng\s+h[oò][aà]\s+xã\s+hội\s+chủ\s+nghĩa|đảng\s+cộng\s+sản\s+việt\s+nam")
_HEAD_LINES = 25


def read(source: SourceFile) -> DocumentText:
    """The text of ``source``; raises :class:`UnreadableFile` when it is damaged, hostile or blank."""
    return read_bytes(source.name, source.data)


def read_bytes(name: str, data: bytes) -> DocumentText:
    """The same for the bytes of a .docx that another format was converted to; ``name`` is that of the original."""
    package = open_package(name, data)
    main = package.main()
    root = package.part(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise UnreadableFile(f"{name}: tệp Word hỏng, không có phần nội dung.")
    related = package.related(main)
    reader = _Reader(package, related, body)
    lines = list(with_notes([*reader.letterhead(body), *reader.lines]))
    if not lines:
        raise UnreadableFile(f"{name}: tệp Word (.docx) không có chữ nào (có thể chỉ có ảnh).")
    return document(lines, *_page_size(body))


def _page_size(body: Element) -> tuple[float, float]:
    size = next(body.iter(W + "pgSz"), None)
    if size is None:
        return 0.0, 0.0
    width, height = size.get(W + "w", ""), size.get(W + "h", "")
    return (int(width) / 20, int(height) / 20) if width.isdecimal() and height.isdecimal() else (0.0, 0.0)


def _part(package: Package, related: dict[str, tuple[str, str]], kind: str) -> Element | None:
    name = next((name for found, name in related.values() if found == kind), None)
    return package.part(name) if name else None


@dataclass(slots=True)
class _Place:
    """Where the reader is: the page, and whether anything stands on it yet (two breaks in a row are one)."""

    page: int = 1
    inked: bool = False

    def turn(self) -> None:
        """Go on to the next page."""
        if self.inked:
            self.page, self.inked = self.page + 1, False


class _Reader:
    """Walks the body once: list counters, note numbers and pages run on from paragraph to paragraph."""

    def __init__(self, package: Package, related: dict[str, tuple[str, str]], body: Element) -> None:
        self._package, self._related = package, related
        self._styles: Styles = read_styles(_part(package, related, "styles"))
        self._numbering: Numbering = read_numbering(_part(package, related, "numbering"))
        self._notes = {kind: _notes_by_id(_part(package, related, kind + "s"), kind) for kind in _NOTES}
        self._marks = dict.fromkeys(_NOTES, 0)
        self._sections = [value(section, "type") for section in body.iter(W + "sectPr")]
        self._section = 0
        self._place = _Place()
        self._carried: list[Piece] = []
        self.lines = self._blocks(body, 0)

    def letterhead(self, body: Element) -> list[FlowLine]:
        """The lines of a page header that holds the letterhead, where the body has none."""
        if _has_nation(self.lines[:_HEAD_LINES]):
            return []
        for kind, name in self._related.values():
            root = self._package.part(name) if kind == "header" else None
            if root is None:
                continue
            lines = [replace(line, page=1) for line in self._blocks(root, 0)]
            if _has_nation(lines):
                return lines
        return []

    def _blocks(self, container: Element, depth: int) -> list[FlowLine]:
        """The lines of the paragraphs and tables in ``container``."""
        found: list[FlowLine] = []
        if depth > _DEPTH:
            return found
        for child in container:
            if child.tag == W + "p":
                found += self._paragraph(child, depth)
            elif child.tag == W + "tbl":
                found += self._table(child, depth)
            elif child.tag in _CONTAINERS:
                found += self._blocks(child, depth + 1)
        return found

    def _paragraph(self, paragraph: Element, depth: int) -> list[FlowLine]:
        properties = paragraph.find(W + "pPr")
        style_id = value(properties, "pStyle") or self._styles.paragraph
        style = self._styles.of(style_id)
        if style.contents:
            return []
        look = self._styles.defaults.under(style.look)
        parts = list(pieces(paragraph, self._styles, look))
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried += parts  # its end is deleted: the next paragraph goes on with it
            return []
        parts, self._carried = [*self._carried, *parts], []
        fresh = flag(properties, "pageBreakBefore")
        if style.new_page if fresh is None else fresh:
            self._place.turn()
        label = self._label(properties, style_id, look)
        lines = self._lines(([label] if label else []) + parts, depth, blank=label is not None)
        if properties is not None and properties.find(W + "sectPr") is not None:
            self._next_section()
        return lines

    def _label(self, properties: Element | None, style_id: str, look: Look) -> Ink | None:
        """The number that Word prints before a paragraph, in the look of the list or else of the paragraph's end."""
        own = place_of(properties)
        styled = self._styles.of(style_id).place
        place = own or styled
        if own is not None and styled is not None and not own.number:
            place = replace(own, number=styled.number)
        label = self._numbering.label(place, style_id)
        if label is None or not label.text:
            return None
        end = look_of(None if properties is None else properties.find(W + "rPr"))
        return ink(label.text, look.under(end).under(label.look))

    def _lines(self, parts: Sequence[Piece], depth: int, blank: bool) -> list[FlowLine]:
        """The lines of one paragraph, then those of the boxes that hang on it; a label alone is no line."""
        found: list[FlowLine] = []
        boxes: list[Element] = []
        inks: list[Ink] = []
        notes: list[FlowLine] = []
        torn = False  # by the end of a page as Word last printed it

        def end_line() -> None:
            below = "".join(i.text for i in inks)
            starts = not found or (not torn and begins(found[-1].text, below))
            line = line_of(inks, self._place.page, starts, notes)
            if line is not None and not (blank and not found and len(inks) == 1):
                found.append(line)
                self._place.inked = True
            inks.clear()
            notes.clear()

        for part in parts:
            if isinstance(part, Ink):
                inks.append(part)
            elif isinstance(part, Note):
                inks.append(self._note(part, notes, depth))
            elif isinstance(part, TextBox):
                boxes.append(part.content)
            else:
                end_line()
                torn = part is PRINTED_BREAK
                if part.page:
                    self._place.turn()
        end_line()
        return found + [line for box in boxes for line in self._blocks(box, depth + 1)]

    def _note(self, note: Note, notes: list[FlowLine], depth: int) -> Ink:
        """The mark of a note; its text is added to ``notes``."""
        self._marks[note.kind] += 1
        number = str(self._marks[note.kind])
        both = self._notes["footnote"] and note.kind == "endnote"
        mark = f"[{number}]" if both else number.translate(SUPERSCRIPTS)
        element = self._notes[note.kind].get(note.id)
        if element is not None:
            kept = self._place, self._carried
            self._place, self._carried = _Place(), []
            lines = self._blocks(element, depth + 1)
            self._place, self._carried = kept
            for at, line in enumerate(lines):
                inks = line.inks if at else (Ink(mark + " "), *line.inks)
                notes.append(replace(line, inks=inks, starts=not at))
        return Ink(mark)

    def _table(self, table: Element, depth: int) -> list[FlowLine]:
        rows = [self._row(cells, depth) for cells in cell_elements(table)]
        return list(table_lines(rows, is_bordered(table, self._styles), widths_of(table)))

    def _row(self, cells: Sequence[tuple[int, int, Element]], depth: int) -> list[Cell]:
        """The cells of one row. They stand side by side: each begins on the page where the row begins."""
        begin, last = self._place, self._place
        row: list[Cell] = []
        for start, span, element in cells:
            self._place = replace(begin)
            lines = self._blocks(element, depth + 1)
            row.append(Cell(start, span, tuple(lines), *merge_of(element)))
            last = max(last, self._place, key=lambda place: (place.page, place.inked))
        self._place = last
        return row

    def _next_section(self) -> None:
        self._section += 1
        following = self._sections[self._section : self._section + 1]
        if following and following[0] != "continuous":
            self._place.turn()


def _notes_by_id(root: Element | None, kind: str) -> dict[str, Element]:
    if root is None:
        return {}
    return {note.get(W + "id", ""): note for note in root.iter(W + kind) if note.get(W + "type") not in _SEPARATORS}


def _has_nation(lines: Sequence[FlowLine]) -> bool:
    return bool(_NATION.search("\n".join(map(plain_text, lines)).lower()))
