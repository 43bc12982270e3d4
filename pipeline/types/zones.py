"""The parts of a dispatch, as :mod:`pipeline.zones` tells them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pipeline.types.places import Span


class Cell(NamedTuple):
    """A stretch of one line. ``key`` is ``text`` in small letters without diacritics, of the same length."""

    span: Span
    text: str
    key: str
    line: int

    def part(self, start: int, end: int | None = None) -> Cell:
        """The cell's ``text[start:end]`` as a cell, without the space around it."""
        piece = self.text[start:end]
        left = len(piece) - len(piece.lstrip())
        begin = start + left
        stop = begin + len(piece.strip())
        at = self.span.start
        return Cell(Span(at + begin, at + stop), self.text[begin:stop], self.key[begin:stop], self.line)


class Role(StrEnum):
    """What a cell of the head is."""

    LETTERHEAD = "letterhead"
    NATION = "nation"  # Quốc hiệu, Tiêu ngữ, and their counterpart of Party documents
    RULE = "rule"  # a drawn line
    NUMBER = "number"
    DATE = "date"
    MARK = "mark"  # urgency, secrecy
    ABOUT = "about"  # V/v
    TITLE = "title"
    SUBJECT = "subject"
    AUTHORITY = "authority"  # THỦ TƯỚNG CHÍNH PHỦ above the legal bases
    TO = "to"  # Kính gửi:, … điện:
    ADDRESSEE = "addressee"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell of the head and its role."""

    role: Role
    cell: Cell


class TailRole(StrEnum):
    """What a cell of the tail is."""

    CUE = "cue"  # Nơi nhận:
    RECIPIENT = "recipient"
    ARCHIVE = "archive"  # Lưu: VT
    OFFICE = "office"  # authority and office: everything in capitals above the name
    SIGNED = "signed"  # (Đã ký)
    NAME = "name"
    NOTE = "note"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class TailPiece:
    """A cell of the tail and its role."""

    role: TailRole
    cell: Cell


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a dispatch: head, body, recipients and signature, then what is attached. Any may be empty.

    Head and tail are told cell by cell; the cells come with their roles, for the header to be read from.
    """

    head: Span
    body: Span
    tail: Span
    annexes: tuple[Span, ...] = ()
    head_pieces: tuple[Piece, ...] = ()
    tail_pieces: tuple[TailPiece, ...] = ()
