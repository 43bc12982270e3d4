"""Sheets of A4 with running text, footnotes, columns and ruled tables: what reportlab leaves to do by hand.

Footnotes are the reason for an own page flow: a line is set on a page only if the notes it calls fit at the foot of
the same page. Lengths are PDF points; ``y`` is measured from the bottom edge, as PDF does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from typeset.fonts import BOLD, REGULAR, register_fonts
from typeset.lines import Line, Piece, Style, break_lines, pieces_of, runs_of, size_of

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 20 * mm
WIDTH = A4[0] - LEFT - RIGHT

_NOTE_SIZE, _NOTE_LEADING, _NOTE_RULE, _NOTE_GAP = 10, 12.0, 113, 8.0


class Sheet:
    """A document under construction: a canvas, the place reached on the page and the notes due at its foot."""

    def __init__(self, path: Path, title: str, notes: Mapping[str, str]) -> None:
        rl_config.useA85 = 0  # compressed bytes as they are: a fifth smaller
        toolchain = register_fonts()
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1, initialFontName=REGULAR)
        self.canvas.setCreator(toolchain)
        self.canvas.setTitle(title)
        self.notes = notes
        self.page = 1
        self.y = A4[1] - TOP
        self._due: list[str] = []

    def paragraph(self, text: str, style: Style, lead: str = "", keep: int = 1) -> None:
        """Set a paragraph; ``lead`` is its bold beginning, ``keep`` the lines that may not be parted from its first."""
        pieces = [*pieces_of(lead, BOLD, self.notes), *pieces_of(text, style.face, self.notes)]
        lines = break_lines(pieces, style, WIDTH)
        self.y -= style.before
        for at, line in enumerate(lines):
            ahead = style.leading * (keep if at == 0 else 1)
            if not self._fits(ahead, line.notes()):
                self.new_page()
            self._due += [note for note in line.notes() if note not in self._due]
            self.y -= style.leading
            self.draw(line, LEFT + (style.indent if at == 0 else 0), self.y, WIDTH, style, first=at == 0)

    def column(self, texts: Sequence[str], x: float, width: float, top: float, style: Style) -> float:
        """Set ``texts`` one under another in a column and return the y of the last baseline."""
        for text in texts:
            for line in break_lines(pieces_of(text, style.face, {}), style, width):
                top -= style.leading
                self.draw(line, x, top, width, style)
        return top

    def centred(self, text: str, middle: float, top: float, face: str, size: float) -> float:
        """Print one line as it stands, blanks to be filled by hand included; return its baseline."""
        self.canvas.setFont(face, size)
        self.canvas.drawCentredString(middle, top - size * 1.2, text)
        return top - size * 1.2

    def draw(self, line: Line, x: float, y: float, width: float, style: Style, first: bool = False) -> None:
        """Print one line; justified lines get wider word spaces, as a word processor gives them."""
        room = width - (style.indent if first else 0)
        gaps = len(line.words) - 1
        stretch = (room - line.width) / gaps if style.align == "justify" and not line.last and gaps else 0.0
        start = x + (width - line.width) / 2 if style.align == "center" else x
        run = self.canvas.beginText(start, y)
        run.setWordSpace(stretch)
        for piece in runs_of(line):
            run.setFont(piece.face, size_of(piece, style))
            run.setRise(style.size / 3 if piece.note else 0)
            run.textOut(piece.text)
        self.canvas.drawText(run)

    def rule(self, middle: float, y: float, length: float) -> None:
        """A thin rule centred on ``middle``."""
        self.canvas.setLineWidth(0.6)
        self.canvas.line(middle - length / 2, y, middle + length / 2, y)

    def height(self, text: str, style: Style) -> float:
        """The height of a paragraph, without footnotes."""
        return style.before + style.leading * len(break_lines(pieces_of(text, style.face, {}), style, WIDTH))

    def room(self, height: float) -> None:
        """Begin a new page unless ``height`` is left on this one."""
        if not self._fits(height, ()):
            self.new_page()

    def table(self, rows: Sequence[Sequence[str]], size: float = 12) -> None:
        """A ruled table: the first row is its head, a row with fewer cells is a group title."""
        style = Style(size=size, leading=size * 1.2, align="left")
        rows = [_without_blanks(row) for row in rows]
        widths = _column_widths(rows, style)
        for at, row in enumerate(rows):
            cells = _row_lines(row, widths, style, head=at == 0)
            height = max(len(lines) for _, lines, _ in cells) * style.leading + 6
            self.room(height)
            x = LEFT
            for width, lines, cell_style in cells:
                self.canvas.setLineWidth(0.5)
                self.canvas.rect(x, self.y - height, width, height)
                for index, line in enumerate(lines):
                    self.draw(line, x + 4, self.y - style.leading * (index + 1), width - 8, cell_style)
                x += width
            self.y -= height

    def new_page(self) -> None:
        """Print the footnotes of this page and turn to the next, with its number at the top centre."""
        self._print_notes()
        self.canvas.showPage()
        self.page += 1
        self.y = A4[1] - TOP
        self.canvas.setFont(REGULAR, 13)
        self.canvas.drawCentredString(LEFT + WIDTH / 2, A4[1] - 13 * mm, str(self.page))

    def save(self) -> None:
        """Print the last footnotes and write the file."""
        self._print_notes()
        self.canvas.save()

    def _fits(self, height: float, notes: Sequence[str]) -> bool:
        due = [*self._due, *(note for note in notes if note not in self._due)]
        foot = sum(len(self._note_lines(note)) for note in due) * _NOTE_LEADING + (_NOTE_GAP if due else 0)
        return bool(self.y - height - foot >= BOTTOM)

    def _note_lines(self, note: str) -> list[Line]:
        style = Style(size=_NOTE_SIZE, leading=_NOTE_LEADING)
        pieces = [Piece(note, REGULAR, note), Piece(f" {self.notes[note]}", REGULAR)]
        return break_lines(pieces, style, WIDTH)

    def _print_notes(self) -> None:
        style = Style(size=_NOTE_SIZE, leading=_NOTE_LEADING)
        lines = [line for note in self._due for line in self._note_lines(note)]
        y = BOTTOM + len(lines) * _NOTE_LEADING
        if lines:
            self.rule(LEFT + _NOTE_RULE / 2, y + 2, _NOTE_RULE)
        for line in lines:
            y -= _NOTE_LEADING
            self.draw(line, LEFT, y + 2, WIDTH, style)
        self._due = []


def _column_widths(rows: Sequence[Sequence[str]], style: Style) -> list[float]:
    """Widths that let the longest word of each column stand, the rest shared by what the columns hold."""
    count = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == count]

    def measure(text: str) -> float:
        return float(stringWidth(text, BOLD, style.size)) + 9

    least = [max(measure(word) for row in full for word in (row[at].split() or [""])) for at in range(count)]
    whole = [max(measure(row[at]) for row in full) for at in range(count)]
    wish = [(long - short) ** 0.6 if long > short else 0.0 for short, long in zip(least, whole, strict=True)]
    spare = WIDTH - sum(least)
    total = sum(wish) or 1.0
    return [short + spare * share / total for short, share in zip(least, wish, strict=True)]


def _without_blanks(row: Sequence[str]) -> list[str]:
    """A group title (``II`` and its words, all other cells blank) without its blanks."""
    blank = len(row) > 2 and not any(row[2:]) and re.fullmatch(r"[IVX]+|[A-Z]", row[0])
    return list(row[:2] if blank else row)


def _row_lines(
    row: Sequence[str], widths: Sequence[float], style: Style, head: bool
) -> list[tuple[float, list[Line], Style]]:
    """For each cell its width, its lines and how they are set; the last cell of a short row spans the rest."""
    group = len(row) < len(widths)
    cells = []
    for at, text in enumerate(row):
        width = sum(widths[at:]) if at == len(row) - 1 else widths[at]
        face = BOLD if head or group else REGULAR
        align = "center" if head or (at == 0 and len(text) < 6) else "left"
        cell = replace(style, face=face, align=align)
        cells.append((width, break_lines([Piece(text, face)], cell, width - 8), cell))
    return cells
