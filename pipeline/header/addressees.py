"""Those a dispatch is sent to: the lines after ``Kính gửi:``, or after ``… điện:`` of a công điện."""

from __future__ import annotations

import re

from pipeline.types import Cell, Found, Piece, Role, Span

_BULLET = re.compile(r"[-+•*·▪●]\s*|\d{1,2}[.)]\s+")
_INNER_BULLET = re.compile(r"(?<=[;.:])\s*-\s+")
_SEMICOLON = re.compile(r"(?<=[;.:])\s*-\s+|;\s+(?=\S)")
_EDGE = " .,;:*"
# What the letter is sent for is no part of the name: `Tỉnh ủy X để lãnh đạo, chỉ đạo`.
_PURPOSE = re.compile(
    r",?\s+(?:để|nhằm)\s+(?:lãnh đạo|chỉ đạo|báo cáo|b/c|biết|thực hiện|phối hợp|theo dõi|triển khai|xem xét|giải quyết"
    r"|tổ chức|xử lý|chủ trì|nghiên cứu|quán triệt|tổng hợp|kiểm tra|hướng dẫn|quản lý|tham mưu)(?!\w)[^()]{0,200}$"
)


def find_addressees(head: tuple[Piece, ...]) -> tuple[Found[str], ...]:
    """The addressees as written, wrapped lines joined, without bullets and closing marks."""
    items: list[list[Cell]] = []
    bulleted = any(p.role is Role.ADDRESSEE and _BULLET.match(p.cell.key) for p in head)
    for before, piece in zip((None, *head), head, strict=False):
        if piece.role is not Role.ADDRESSEE:
            continue
        cell = piece.cell
        bullet = _BULLET.match(cell.key)
        after_cue = before is not None and before.role is Role.TO
        if bullet or after_cue or not items or (not bulleted and _ended(items[-1][-1])):
            items.append([cell.part(bullet.end() if bullet else 0)])
        else:
            items[-1].append(cell)
    return tuple(found for item in items for found in _split(item, _INNER_BULLET if bulleted else _SEMICOLON))


def _ended(cell: Cell) -> bool:
    return cell.text.rstrip()[-1:] in ";."


def _split(item: list[Cell], separator: re.Pattern[str]) -> list[Found[str]]:
    """One addressee, or several that share a line; within a bullet a semicolon separates nothing."""
    if len(item) > 1:
        raw = " ".join(" ".join(cell.text.split()) for cell in item)
        return [Found(_name(raw), Span(item[0].span.start, item[-1].span.end), "head:to", 1.0, raw)]
    cell, at, found = item[0], 0, []
    for gap in [*separator.finditer(cell.text), None]:
        part = cell.part(at, gap.start() if gap else None)
        at = gap.end() if gap else at
        value = _name(part.text)
        if value and any(map(str.isalpha, value)):
            found.append(Found(value, part.span, "head:to", 1.0, part.text))
    return found


def _name(raw: str) -> str:
    return _PURPOSE.sub("", " ".join(raw.split()).strip(_EDGE)).strip(_EDGE)
