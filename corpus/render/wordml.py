"""WordprocessingML by hand: runs, paragraphs, tables and text boxes as a word processor writes them (ECMA-376, part 1).

By hand, because what is to be tested (numbering on styles, footnotes, tracked changes, text boxes with their VML twin)
is what the libraries that write Word files leave out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from typeset.lines import Piece, pieces_of

from render.document import Look
from render.lettering import Lettering

_AUTHOR = 'w:author="Chuyên viên" w:date="2025-01-02T08:00:00Z"'
_TAGS = "urn:schemas-microsoft-com:office:smarttags"
# Words of an earlier draft: who reads them as text reports work that nobody assigned.
_STRUCK = ("trước ngày 01/01/2019", "Giao Sở Ví dụ", "(dự thảo lần 2)", "tối thiểu 12%", "Công văn số 9999/UBND-XX")


@dataclass(frozen=True, slots=True)
class Face:
    """How characters look: size in points."""

    size: float = 14
    bold: bool = False
    italic: bool = False


class Pen:
    """Writes runs of one document: letters in its encoding, footnote calls, changes not yet accepted."""

    def __init__(self, letters: Lettering, notes: Mapping[str, str], chance: Random, look: Look) -> None:
        self.letters = letters
        self.notes = notes
        self.called: list[str] = []
        self._chance = chance
        self._look = look
        self._change = 0

    def runs(self, text: str, face: Face = Face(), tracked: bool = False) -> str:
        """``text`` as runs; where ``tracked``, some words are marked as inserted and others, struck out, stand by."""
        xml = ""
        for piece in pieces_of(text, "", self.notes):
            xml += self._note(piece) if piece.note else self._words(piece.text, face, tracked)
        return xml

    def fonts(self, font: str) -> str:
        """The run property that names ``font``."""
        return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>'

    def _words(self, text: str, face: Face, tracked: bool) -> str:
        words = text.split(" ")
        if not tracked or len(words) < 8:
            return self._plain(text, face)
        begin = self._chance.randrange(2, len(words) - 4)
        end = begin + self._chance.randrange(1, 4)
        struck = self._deleted(self._chance.choice(_STRUCK) + " ", face)
        before, added, after = (" ".join(words[a:b]) for a, b in ((0, begin), (begin, end), (end, len(words))))
        self._change += 2
        return (
            self._plain(before + " ", face)
            + f'<w:del w:id="{900 + self._change}" {_AUTHOR}>{struck}</w:del>'
            + f'<w:ins w:id="{901 + self._change}" {_AUTHOR}>{self._plain(added + " ", face)}</w:ins>'
            + self._plain(after, face)
        )

    def _plain(self, text: str, face: Face) -> str:
        return "".join(
            self._tagged([_run(part, self._font(font) + properties(face)) for part in self._parts(characters)])
            for characters, font in self.letters.runs(text)
        )

    def _tagged(self, runs: Sequence[str]) -> str:
        """Word 2003 put its smart tags (dates, places) around runs anywhere in a text."""
        if len(runs) < 2 or not self._look.controls:
            return "".join(runs)
        return f'{runs[0]}<w:smartTag w:uri="{_TAGS}" w:element="date">{"".join(runs[1:])}</w:smartTag>'

    def struck(self) -> str:
        """A whole paragraph that was struck out, mark and all, and is still in the file."""
        mark = f'<w:rPr><w:del w:id="899" {_AUTHOR}/></w:rPr>'
        text = self._deleted("Giao Sở Ví dụ chủ trì, báo cáo kết quả trước ngày 01/01/2019.", Face())
        return f'<w:p><w:pPr><w:pStyle w:val="VanBan"/>{mark}</w:pPr><w:del w:id="898" {_AUTHOR}>{text}</w:del></w:p>'

    def _deleted(self, text: str, face: Face) -> str:
        return self._plain(text, face).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")

    def _font(self, font: str) -> str:
        return "" if self._look.font_on_style and font == self.letters.font else self.fonts(font)

    def _parts(self, text: str) -> list[str]:
        """Word cuts runs wherever it once checked or saved; now and then within a word."""
        if len(text) < 30 or self._chance.random() < 0.6:
            return [text]
        at = self._chance.randrange(5, len(text) - 5)
        return [text[:at], text[at:]]

    def _note(self, piece: Piece) -> str:
        if piece.note not in self.called:
            self.called.append(piece.note)
        number = self.called.index(piece.note) + 1
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def properties(face: Face) -> str:
    """The run properties of a face."""
    bold = "<w:b/><w:bCs/>" if face.bold else ""
    italic = "<w:i/><w:iCs/>" if face.italic else ""
    size = f'<w:sz w:val="{round(face.size * 2)}"/>' if face.size != Face().size else ""
    return bold + italic + size


def _run(text: str, inner: str) -> str:
    return f"<w:r><w:rPr>{inner}</w:rPr>{_characters(text)}</w:r>"


def _characters(text: str) -> str:
    """Text, soft line breaks and hyphens that don't break as run content."""
    marks = {"\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>"}
    return "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split("([\n\u2011])", text)
        if part
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph is set; ``num`` and ``level`` put it into a list, ``indent`` is its first line in twips."""

    style: str = "VanBan"
    align: str = ""
    num: int = 0
    level: int = 0
    page_break: bool = False


def paragraph(runs: str, shape: Shape = Shape()) -> str:
    """A paragraph around ``runs``."""
    inner = f'<w:pStyle w:val="{shape.style}"/>'
    inner += "<w:pageBreakBefore/>" if shape.page_break else ""
    if shape.num:
        inner += f'<w:numPr><w:ilvl w:val="{shape.level}"/><w:numId w:val="{shape.num}"/></w:numPr>'
    inner += f'<w:jc w:val="{shape.align}"/>' if shape.align else ""
    return f"<w:p><w:pPr>{inner}</w:pPr>{runs}</w:p>"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its paragraphs, how many columns it spans, and its part in a vertical merge."""

    content: str
    span: int = 1
    merge: str = ""  # "restart" or "continue"


def table(rows: Sequence[Sequence[Cell]], widths: Sequence[int], borders: bool, head: bool = False) -> str:
    """A table of ``widths`` in twips; ``head`` repeats the first row on every page."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' if borders else '<w:{} w:val="nil"/>'
    edges = "".join(line.format(edge) for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    body = "".join(_row(row, widths, head and at == 0) for at, row in enumerate(rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _row(row: Sequence[Cell], widths: Sequence[int], head: bool) -> str:
    xml, at = "", 0
    for cell in row:
        inner = f'<w:tcW w:w="{sum(widths[at : at + cell.span])}" w:type="dxa"/>'
        inner += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        inner += f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
        xml += f"<w:tc><w:tcPr>{inner}</w:tcPr>{cell.content or paragraph('', Shape('Bang'))}</w:tc>"
        at += cell.span
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{xml}</w:tr>"


def controlled(content: str, name: str) -> str:
    """Paragraphs or runs inside a content control, as templates have them."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def text_box(content: str, number: int, width: float, height: float) -> str:
    """A run that holds a text box, as Word writes it: the drawing, and the same once more in VML for old readers."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    extent = f'cx="{round(width * 12700)}" cy="{round(height * 12700)}"'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent {extent}/><wp:docPr id="{number}" name="Text Box {number}"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:{width}pt;height:{height}pt"><v:textbox>{inside}</v:textbox></v:shape></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
