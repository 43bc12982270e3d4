"""What a cell of the head is, as far as its own words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.types import Cell, Piece, Role
from pipeline.zones import cues

# What only the head of a dispatch has.
ANCHORS = frozenset({Role.NATION, Role.NUMBER, Role.DATE, Role.TITLE, Role.ABOUT, Role.TO})
_SYMBOL_REST = re.compile(r"[a-z][\w&.]{0,12}(?:\s?-\s?[\w&.]{1,12}){0,3}")
_SYMBOL_TAIL = re.compile(r"[-/]\s?[a-z][\w&.]{0,12}(?:\s?[-/]\s?[\w&.]{1,12}){0,3}")
_PLACE_WORDS = frozenset({"phố", "thị", "xã", "-", "–", "huyện", "tỉnh"})


def cut(cell: Cell) -> Iterator[Cell]:
    """The cell, with the national motto and a date line that share its line as cells of their own."""
    at = 0
    if len(cell.key) <= 250:
        for nation in cues.NATION.finditer(cell.key):
            if nation.start() > at:
                yield cell.part(at, nation.start())
            yield cell.part(nation.start(), nation.end())
            at = nation.end()
        date = cues.DATE.search(cell.key, at)
        place = place_before(cell.text, date.start()) if date else None
        if date and place is not None and (place < date.start() or place == at):
            if place > at:
                yield cell.part(at, place)
            yield cell.part(place)
            return
    if at == 0:
        yield cell
    elif at < len(cell.key.rstrip()):
        yield cell.part(at)


def place_before(text: str, at: int) -> int | None:
    """Where the place of a date line begins (``Hà Nội, `` before ``ngày``); ``at`` itself where the line has none."""
    before = text[:at].rstrip()
    if not before:
        return at
    if not before.endswith(","):
        return None
    start = len(before) - 1
    for word in reversed(list(re.finditer(r"\S+", before[-60:-1]))):
        if re.search(r"[\d:/]", word[0]) or not (word[0][0].isupper() or word[0] in _PLACE_WORDS):
            break
        start = max(len(before) - 60, 0) + word.start()
    return start if start < len(before) - 1 else (0 if len(before) <= 30 else None)


def goes_on_number(found: list[Piece], cell: Cell) -> bool:
    """Whether a cell is the rest of a number that the line's end cut: ``Số: 12/QĐ-`` / ``UBND``."""
    before = next((p for p in reversed(found) if p.role not in (Role.NATION, Role.DATE, Role.RULE)), None)
    if before is None or before.role is not Role.NUMBER:
        return False
    if before.cell.key[-1] in "-/":
        return _SYMBOL_REST.fullmatch(cell.key) is not None and any(map(str.isupper, cell.text))
    return _SYMBOL_TAIL.fullmatch(cell.key) is not None and any(map(str.isupper, cell.text))


def simple_role(cell: Cell, seen: set[Role]) -> Role | None:
    """The role that the cell's own words give it."""
    key = cell.key
    if cues.RULE.match(key):
        return Role.RULE
    if cues.NATION.fullmatch(key):
        return Role.NATION
    if cues.DATE.search(key) and len(key) <= 90 and place_before(cell.text, cues.DATE.search(key).start()) is not None:  # type: ignore[union-attr]
        return Role.DATE
    if cues.MARK.match(key) and not cell.text.islower():
        return Role.MARK
    if len(key) <= 120 and (
        (cues.NUMBER.match(key) and cell.text.lower() != "sở")
        or (cues.CODE.fullmatch(key) and any(map(str.isupper, cell.text)))
    ):
        return Role.NUMBER
    return Role.ABOUT if cues.ABOUT.match(key) and Role.TITLE not in seen else None
