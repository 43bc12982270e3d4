"""Urgency (Decree 30/2020: Hỏa tốc, Thượng khẩn, Khẩn): a stamp of its own, or part of the title of a công điện."""

from __future__ import annotations

import re

from pipeline.types import Found, Piece, Role

_LEVELS = (
    (re.compile(r"hoa\s*toc"), "Hỏa tốc"),
    (re.compile(r"thuong\s*khan"), "Thượng khẩn"),
    (re.compile(r"\bkhan\b"), "Khẩn"),
)
_AFTER_TITLE = re.compile(r"(?:hoa toc|thuong khan|khan)\b(?!\s+(?:cap|truong))")


def find_urgency(head: tuple[Piece, ...]) -> Found[str] | None:
    """The degree of urgency, or None."""
    for before, piece in zip((None, *head), head, strict=False):
        key = piece.cell.key
        titled = before is not None and before.role is Role.TITLE and before.cell.key.endswith("dien")
        if piece.role is Role.MARK or (titled and _AFTER_TITLE.match(key)):
            for pattern, value in _LEVELS:
                if pattern.search(key):
                    return Found(value, piece.cell.span, "head:mark", 1.0, piece.cell.text)
    return None
