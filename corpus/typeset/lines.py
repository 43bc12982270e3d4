"""Text to printed lines: words of several faces, footnote marks raised, broken at a width."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from typeset.fonts import REGULAR
from typeset.text import note_number

_MARK = re.compile(r"(?<!\b[mk]m)(?<!\bm)([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\d{1,2}\])")


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set. ``align`` is justify, left or center; ``indent`` moves the first line."""

    face: str = REGULAR
    size: float = 14
    leading: float = 17.5
    align: str = "justify"
    indent: float = 0
    before: float = 0


class Piece(NamedTuple):
    """Characters of one face; ``note`` is the number of the footnote that they call."""

    text: str
    face: str
    note: str = ""


class Line(NamedTuple):
    """Words of one printed line, each a tuple of pieces; ``last`` lines of a paragraph are not stretched."""

    words: tuple[tuple[Piece, ...], ...]
    width: float
    last: bool

    def notes(self) -> list[str]:
        """The footnotes called on this line."""
        return [piece.note for word in self.words for piece in word if piece.note]


def pieces_of(text: str, face: str, notes: Mapping[str, str]) -> list[Piece]:
    """``text`` with its footnote marks told apart; a mark without a note (``m²``) stays a character."""
    pieces = []
    for part in _MARK.split(text):
        number = note_number(part) if _MARK.fullmatch(part) else ""
        if number in notes:
            pieces.append(Piece(number, face, number))
        elif part:
            pieces.append(Piece(part, face))
    return pieces


def break_lines(pieces: Sequence[Piece], style: Style, width: float) -> list[Line]:
    """Greedy line breaking of ``pieces`` in ``width``; the first line is shorter by the indent.

    Centred lines are made about equally long, as a typist breaks them by hand.
    """
    words = _words(pieces)
    lines = _greedy(words, style, width)
    while style.align == "center" and len(lines) > 1 and width > 40:
        width -= 6
        narrower = _greedy(words, style, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _greedy(text: Sequence[tuple[Piece, ...]], style: Style, width: float) -> list[Line]:
    lines: list[Line] = []
    words: list[tuple[Piece, ...]] = []
    used, room = 0.0, width - style.indent
    space = stringWidth(" ", style.face, style.size)
    for word in text:
        wide = sum(stringWidth(piece.text, piece.face, size_of(piece, style)) for piece in word)
        if words and used + space + wide > room:
            lines.append(Line(tuple(words), used, last=False))
            words, used, room = [], 0.0, width
        used += wide + (space if words else 0)
        words.append(word)
    return [*lines, Line(tuple(words), used, last=True)] if words else lines


def size_of(piece: Piece, style: Style) -> float:
    """The size of a piece: footnote marks are small."""
    return style.size * 0.65 if piece.note else style.size


def _words(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Pieces cut at spaces; a footnote mark stays with the word before it."""
    words: list[list[Piece]] = [[]]
    for piece in pieces:
        for at, part in enumerate(re.split(r"\s+", piece.text)):
            if at:
                words.append([])
            if part:
                words[-1].append(piece._replace(text=part))
    return [tuple(word) for word in words if word]


def runs_of(line: Line) -> list[Piece]:
    """The line's pieces with the spaces between its words, neighbours of the same look joined."""
    runs: list[Piece] = []
    for at, word in enumerate(line.words):
        for index, piece in enumerate(word):
            text = f" {piece.text}" if at and not index else piece.text
            same = runs and runs[-1][1:] == piece[1:]
            if same:
                runs[-1] = runs[-1]._replace(text=runs[-1].text + text)
            else:
                runs.append(piece._replace(text=text))
    return runs
