"""A dispatch as a Word file in the layout of Decree 30/2020/NĐ-CP, appendix I, the way clerks build it.

Letterhead and signature stand in tables without borders; markers are numbered by Word, on paragraphs or on styles, or
typed, as the document's look says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from random import Random

from typeset.parts import TITLES, Parts, annex_head
from typeset.text import is_capitals, table_cells

from render.document import Document, Look
from render.lettering import lettering
from render.numbering import ARTICLE, TYPED, Numbering
from render.package import write_package
from render.wordml import Cell, Face, Pen, Shape, controlled, paragraph, table, text_box

_NAMES = (4200, 5200)  # columns in twips: the letterhead, then the signature
_HALVES = (4700, 4700)
_WIDTH = 9400
_GROUP = re.compile(r"[IVX]+|[A-Z]")
_BODY, _BOLD, _LIST = Face(), Face(bold=True), Face(11)


def write_docx(document: Document, look: Look, path: Path, encoding: str = "unicode") -> None:
    """Write ``document`` to ``path``; ``encoding`` is that of :func:`render.lettering.lettering`."""
    letters = lettering(encoding, lower_capitals=look.broken_names)
    pen = Pen(letters, document.parts.notes, Random(f"runs {document.name}"), look)
    layout = _Layout(document.parts, look, pen)
    body = layout.body()
    notes = [pen.runs(" " + document.parts.notes[number], Face(10)) for number in pen.called]
    fonts = pen.fonts(letters.font)
    write_package(path, body, layout.numbering.xml(fonts, tab=look.typed_rules), notes, fonts)


class _Layout:
    """One document on its way from parts to XML."""

    def __init__(self, parts: Parts, look: Look, pen: Pen) -> None:
        by_hand = {ARTICLE} if pen.letters.name != "unicode" else set()  # a label in another font than its list
        typed = TYPED if look.markers == "typed" else frozenset(by_hand)
        self.parts, self.look, self.pen = parts, look, pen
        self.numbering = Numbering(typed)
        self._boxes = 0

    def body(self) -> str:
        """The whole body in printing order."""
        parts = self.parts
        return (
            self._letterhead()
            + "".join(self._centred(line, _BOLD) for line in (parts.title, parts.subject, *parts.authority) if line)
            + self._addressees()
            + self._paragraphs(parts.body)
            + (self.pen.struck() if self.look.tracked else "")
            + self._signature()
            + "".join(self._annex(annex) for annex in parts.annexes)
        )

    def _centred(self, text: str, face: Face, page_break: bool = False) -> str:
        return paragraph(self.pen.runs(text, face), Shape("TieuDe", page_break=page_break))

    def _column(self, lines: Sequence[str], face: Face, align: str = "center") -> str:
        return "".join(paragraph(self.pen.runs(line, face), Shape("Normal", align)) for line in lines)

    def _names(self, superior: Sequence[str], issuer: Sequence[str], nation: Sequence[str]) -> list[Cell]:
        """Who issues on the left, Quốc hiệu and Tiêu ngữ on the right."""
        joint = "\n" if self.look.broken_names else None
        party = bool(nation) and nation[0].startswith("ĐẢNG")
        left = self._column(superior, Face(12))
        left += self._column([joint.join(issuer)] if joint and issuer else issuer, Face(12, bold=True))
        right = self._column(nation[:1], Face(12, bold=True)) + self._column(nation[1:], Face(13, bold=True))
        if party:
            left += self._column(["*"], Face(12))
        elif self.look.typed_rules:
            left += self._column(["-------"], Face(12))
            right += self._column(["---------------"], Face(12)) if nation else ""
        return [Cell(left), Cell(right)]

    def _letterhead(self) -> str:
        parts = self.parts
        first = self._names(parts.superior, parts.issuer, parts.nation)
        number = parts.number.replace("-", "\u2011") if self.look.controls else parts.number
        left = self._column([number] if number else [], Face(13))
        reason = self._column([_broken(parts.reason, 30)], Face(12)) if parts.reason else ""
        left += self._box(reason, 190, 48) if reason and self.look.boxed else reason
        left += self._box(self._column([parts.urgency], Face(13, bold=True)), 90, 24) if parts.urgency else ""
        dated = self.pen.runs(parts.place_date, Face(13, italic=True))
        dated = controlled(dated, "Ngày") if self.look.controls else dated
        right = paragraph(dated, Shape("Normal", "center")) if parts.place_date else ""
        return table([first, [Cell(left), Cell(right)]], _NAMES, borders=False)

    def _box(self, content: str, width: float, height: float) -> str:
        self._boxes += 1
        return paragraph(text_box(content, self._boxes, width, height), Shape("Normal", "center"))

    def _addressees(self) -> str:
        parts = self.parts
        if not parts.addressing:
            return ""
        if len(parts.addressees) == 1:
            return self._centred(f"{parts.addressing} {parts.addressees[0]}", _BODY).replace("TieuDe", "Normal")
        listed = "".join(self._item(line, _BODY) for line in parts.addressees)
        listed = controlled(listed, "Nơi gửi") if self.look.controls else listed
        return paragraph(self.pen.runs(parts.addressing), Shape("Normal", "center")) + listed

    def _item(self, line: str, face: Face) -> str:
        numbered = self.numbering.number(line)
        shape = Shape("Normal", num=numbered.num, level=numbered.level)
        return paragraph(self.pen.runs(numbered.text, face), shape)

    def _paragraphs(self, lines: Sequence[str]) -> str:
        xml = ""
        for is_table, group in groupby(lines, lambda line: table_cells(line) is not None):
            if is_table:
                xml += self._table([table_cells(line) or [] for line in group]) + paragraph("", Shape("Normal"))
            else:
                xml += "".join(self._paragraph(line) for line in group)
        return xml

    def _paragraph(self, line: str) -> str:
        numbered = self.numbering.number(line)
        if is_capitals(line) and not numbered.num:
            return self._centred(line, _BOLD)
        heading = len(line) < 110 and not line.endswith((".", ";", ":"))
        face = _BOLD if heading and numbered.text != line else _BODY
        runs = self.pen.runs(numbered.text, face, tracked=self.look.tracked)
        if numbered.style and self.look.markers == "styles":
            return paragraph(runs, Shape(numbered.style))
        return paragraph(runs, Shape(num=numbered.num, level=numbered.level))

    def _table(self, rows: Sequence[Sequence[str]]) -> str:
        """A ruled table: group rows span it, a cell that says what the one above says is merged with it."""
        count = max(len(row) for row in rows)
        first = 700 if all(len(row[0]) < 6 for row in rows) else _WIDTH // count
        widths = [first, *[(_WIDTH - first) // (count - 1)] * (count - 1)]
        made: list[list[Cell]] = []
        for at, row in enumerate(rows):
            face = Face(12, bold=at == 0)
            if at and (len(row) < count or (not any(row[2:]) and _GROUP.fullmatch(row[0]))):
                made.append([Cell(self._cell(row[0], face)), Cell(self._cell(row[1], Face(12, bold=True)), count - 1)])
                continue
            above = rows[at - 1] if at else []
            below = rows[at + 1] if at + 1 < len(rows) else []
            made.append([self._merged(text, column, above, below, face) for column, text in enumerate(row)])
        return table(made, widths, borders=True, head=True)

    def _merged(self, text: str, column: int, above: Sequence[str], below: Sequence[str], face: Face) -> Cell:
        def same(row: Sequence[str]) -> bool:
            return column > 1 and bool(text) and len(row) > column and row[column] == text

        if same(above):
            return Cell("", merge="continue")
        if column == 0 and text.isdecimal() and self.look.markers != "typed":
            return Cell(paragraph("", Shape("Bang", num=self.numbering.row(int(text)))))
        return Cell(self._cell(text, face), merge="restart" if same(below) else "")

    def _cell(self, text: str, face: Face) -> str:
        return paragraph(self.pen.runs(text, face), Shape("Bang"))

    def _signature(self) -> str:
        parts = self.parts
        if not (parts.recipients or parts.office or parts.signer):
            return ""
        left = self._column(parts.recipients[:1], Face(12, bold=True, italic=True), "left")
        left += "".join(self._item(line, _LIST) for line in parts.recipients[1:])
        left += self._column(parts.party, _BOLD)
        right = self._column(parts.office, _BOLD) + self._column([""] * 4, _BOLD) + self._column([parts.signer], _BOLD)
        return table([[Cell(left), Cell(right)]], _HALVES, borders=False)

    def _annex(self, lines: Sequence[str]) -> str:
        if not is_capitals(lines[0]) and len(lines) == 1:
            return self._paragraphs(lines)
        nation, head, body = annex_head(lines)
        titles = next((at for at, line in enumerate(head) if line in TITLES.values()), 0) if nation else 0
        opening = paragraph('<w:r><w:br w:type="page"/></w:r>', Shape("Normal"))
        if nation:
            opening += table([self._names((), head[:titles], nation)], _NAMES, borders=False)
        for line in head[titles:]:
            opening += self._centred(line, Face(italic=True) if line.startswith("(") else _BOLD)
        return opening + self._paragraphs(body)


def _broken(text: str, width: int) -> str:
    """``text`` with soft breaks after about ``width`` characters, as typists set the V/v under its number."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
