"""Nơi nhận: who gets a copy, with the note in brackets, and the archive line (``Lưu: VT, TH``)."""

from __future__ import annotations

import re

from pipeline.types import Cell, Found, Recipient, Span, TailPiece, TailRole
from pipeline.zones.cells import fold

_BULLET = re.compile(r"[-+•*·▪●]\s*")
_NOTE = re.compile(r"\s*\(([^()]*)\)?\s*$")
_PLAIN_NOTE = re.compile(r"\s+(để (?:báo cáo|b/c|biết|thực hiện|phối hợp|lãnh đạo|chỉ đạo|theo dõi)[^;]*|b/c|t/h)$")
_ARCHIVE = re.compile(r"[-+•*·▪●]?\s*luu\b\s*[:;.,]?\s*")
_SEVERAL = re.compile(r"(?<=[;.])\s*-\s+|;\s+(?=(?:Lưu|Như)\b)")
_UNBULLETED = re.compile(r"(?<=[;.])\s*-\s+|;\s+(?=\S)")
_EDGE = " .,;:*"


def find_recipients(tail: tuple[TailPiece, ...]) -> tuple[tuple[Recipient, ...], Found[str] | None]:
    """The recipients in printed order, and the archive."""
    lines = [p.cell for p in tail if p.role is TailRole.RECIPIENT]
    items = _items(lines)
    archive = next((p.cell for p in tail if p.role is TailRole.ARCHIVE), None)
    found: list[Recipient] = []
    for item in items:
        for cell, value in item:
            if _ARCHIVE.match(fold(value)):
                archive = archive or cell
            elif recipient := _recipient(cell, value):
                found.append(recipient)
    return tuple(found), _archive(archive)


def _items(lines: list[Cell]) -> list[list[tuple[Cell, str]]]:
    """Per printed item its recipients; a wrapped line belongs to the item above it."""
    bulleted = any(_BULLET.match(line.key) for line in lines)
    joined: list[tuple[Cell, str]] = []
    for line in lines:
        bullet = _BULLET.match(line.key)
        text = " ".join(line.text[bullet.end() if bullet else 0 :].split())
        if joined and not bullet and (bulleted or not _ended(joined[-1][1], line)):
            first, before = joined[-1]
            whole = Span(first.span.start, line.span.end)
            joined[-1] = Cell(whole, first.text, first.key, first.line), f"{before} {text}"
        else:
            joined.append((line, text))
    separator = _SEVERAL if bulleted else _UNBULLETED
    return [[(cell, part) for part in separator.split(text)] for cell, text in joined]


def _ended(before: str, line: Cell) -> bool:
    return before[-1:] in ";." or line.text[0].isupper()


def _recipient(cell: Cell, value: str) -> Recipient | None:
    name = value.strip(_EDGE)
    notes: list[str] = []
    while (match := _NOTE.search(name)) and match.start() > 0:
        notes.insert(0, match[1].strip())
        name = name[: match.start()].rstrip(_EDGE)
    if match := _PLAIN_NOTE.search(name):
        notes.insert(0, match[1])
        name = name[: match.start()].rstrip(_EDGE)
    if not any(map(str.isalpha, name)):
        return None
    return Recipient(Found(name, cell.span, "tail:recipient", 1.0, value), "; ".join(notes) or None)


def _archive(cell: Cell | None) -> Found[str] | None:
    if cell is None:
        return None
    match = _ARCHIVE.search(cell.key)
    value = cell.text[match.end() if match else 0 :].strip().rstrip(".;, ")
    return Found(value, cell.span, "tail:archive", 1.0, cell.text) if value else None
