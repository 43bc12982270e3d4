"""The head of a dispatch, cell by cell: letterhead, number, date, title, subject, addressees (Decree 30/2020).

The order and the line breaks of real heads vary (left column first, row by row, title glued to the subject), so every
cell gets a role of its own; where the roles end, the body begins. Blank lines mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.zones import cues
from pipeline.zones.cells import Cell, cells, is_upper
from pipeline.zones.roles import ANCHORS, Piece, Role, cut, simple_role
from pipeline.zones.titles import title_of

_MOST_LINES = 70


def read_head(text: str, end: int) -> tuple[Piece, ...]:
    """The pieces of the head of ``text[:end]`` in reading order; empty where nothing looks like a dispatch."""
    queue = [part for cell in _until_long(cells(text, 0, min(end, 12_000), _MOST_LINES)) for part in cut(cell)]
    found: list[Piece] = []
    at = _read_letterhead(queue, found)
    at = _read_title(queue, at, found)
    _read_addressees(queue, at, found)
    return tuple(found) if any(p.role in ANCHORS for p in found) else ()


def _until_long(found: Iterator[Cell]) -> Iterator[Cell]:
    """The cells up to the second of two long paragraphs: no head goes beyond them."""
    long = 0
    for cell in found:
        yield cell
        long = long + 1 if len(cell.text) > 250 and not is_upper(cell.text) else 0
        if long == 2:
            return


def _read_letterhead(queue: list[Cell], found: list[Piece]) -> int:
    """Everything above the title and the addressees; returns the index of the first cell that is not part of it."""
    seen: set[Role] = set()
    about: Cell | None = None
    for at, cell in enumerate(queue):
        role = simple_role(cell, seen)
        if role is None and (title_of(cell) or cues.TO.match(cell.key) or (at == 0 and cues.WIRE.match(cell.key))):
            return at
        if role is None and Role.NUMBER in seen and about is None and cues.ABOUT_PLAIN.match(cell.key):
            role = Role.ABOUT
        if role is None and about is not None and not is_upper(cell.text) and continues(about, cell):
            role = Role.ABOUT
        if role is None and _is_letterhead(cell, seen):
            role = Role.LETTERHEAD
        if role is None and _leads_to_anchor(queue, at):
            role = Role.OTHER
        if role is None:
            return at
        about = cell if role is Role.ABOUT else about
        seen.add(role)
        found.append(Piece(role, cell))
    return len(queue)


def _is_letterhead(cell: Cell, seen: set[Role]) -> bool:
    if len(cell.text) > 120 or cues.BODY.match(cell.key):
        return False
    return is_upper(cell.text) or (
        not seen & {Role.NUMBER, Role.ABOUT} and len(cell.text) <= 70 and cues.ORGANISATION.match(cell.key) is not None
    )


def _leads_to_anchor(queue: list[Cell], at: int) -> bool:
    """Whether an unknown short line stands above something that only a head has."""
    cell = queue[at]
    if len(cell.text) > 150 or cues.BODY.match(cell.key) or cues.BULLET.match(cell.key):
        return False
    for later in queue[at + 1 : at + 9]:
        if len(later.text) > 200 or (cues.BODY.match(later.key) and later.text[0].isupper()):
            return False
        if cues.TO.match(later.key) or simple_role(later, set()) in ANCHORS or title_of(later):
            return True
    return False


def continues(before: Cell, cell: Cell) -> bool:
    """Whether a line goes on with the wrapped subject that ``before`` is the last line of."""
    first = cell.text[0]
    if first.islower():
        return True
    if cues.BULLET.match(cell.key) or (cues.BODY.match(cell.key) and not cues.JOINED_END.search(before.key)):
        return False
    if cues.OPEN_END.search(before.key):
        return len(cell.text) <= 160
    if before.text[-1] in ".:;!?" or cues.TO.match(cell.key):
        return False
    return len(cell.text) <= 75 and 25 <= len(before.text) <= 110 and cell.text[-1] not in ".:;,"


def _read_title(queue: list[Cell], at: int, found: list[Piece]) -> int:
    """The title, the subject under it and the authority line; returns the index of the first cell after them."""
    if at >= len(queue) or (title := title_of(queue[at])) is None:
        return at
    cell = queue[at]
    found.append(Piece(Role.TITLE, cell.part(0, title[1])))
    last: Cell | None = None
    if title[1] < len(cell.key):
        last = cell.part(title[1])
        found.append(Piece(Role.SUBJECT, last))
    for index in range(at + 1, len(queue)):
        cell = queue[index]
        role = _under_title(cell, last, found)
        if role is None:
            return index
        found.append(Piece(role, cell))
        last = cell if role is Role.SUBJECT else last
    return len(queue)


def _under_title(cell: Cell, last: Cell | None, found: list[Piece]) -> Role | None:
    if (role := simple_role(cell, {Role.TITLE})) is not None:
        return role
    if cues.TO.match(cell.key) or (found[-1].role is not Role.TITLE and cues.WIRE.match(cell.key)):
        return None
    upper = is_upper(cell.text)
    if cell.text.startswith("(") and len(cell.text) < 200:
        return Role.OTHER
    if found[-1].role is Role.AUTHORITY:
        return Role.AUTHORITY if cues.SITTING.match(cell.key) or (upper and len(cell.text) < 80) else None
    if last is None:
        return Role.SUBJECT if not re.match(r"can cu|dieu \d", cell.key) else None
    if upper and len(cell.text) < 120 and cues.AUTHORITY.match(cell.key) and not cues.OPEN_END.search(last.key):
        return Role.AUTHORITY
    if is_upper(last.text):
        return Role.SUBJECT if upper and not cues.BODY.match(cell.key) else None
    if upper:
        return Role.AUTHORITY if len(cell.text) < 120 and not cues.BODY.match(cell.key) else None
    return Role.SUBJECT if continues(last, cell) else None


def _read_addressees(queue: list[Cell], at: int, found: list[Piece]) -> None:
    """``Kính gửi:`` or ``… điện:`` and the list that follows."""
    last: Cell | None = None
    bulleted = False
    for cell in queue[at:]:
        cue = cues.TO.match(cell.key) or (last is None and cues.WIRE.match(cell.key))
        if cue:
            found.append(Piece(Role.TO, cell.part(0, cue.end())))
            last = cell.part(cue.end())
            if last.text.strip(" :"):
                last = _without_glued_body(last, found)
                found.append(Piece(Role.ADDRESSEE, last))
            bulleted = bulleted or bool(cues.BULLET.match(last.key))
            continue
        if last is None:
            return
        role = simple_role(cell, {Role.TITLE})
        if role is None:
            if not _goes_on(last, cell, bulleted):
                return
            role, bulleted, last = Role.ADDRESSEE, bulleted or bool(cues.BULLET.match(cell.key)), cell
        found.append(Piece(role, cell))


def _goes_on(last: Cell, cell: Cell, bulleted: bool) -> bool:
    """Whether a line belongs to the list of addressees whose last line is ``last``."""
    bullet = cues.BULLET.match(cell.key) is not None and not cell.text[0].isdigit()
    if not last.text.strip(" :"):
        return len(cell.text) <= 300
    if bullet:
        return bulleted or last.text[-1] in ":;" or len(last.text) < 4
    if cues.BODY.match(cell.key) and cell.text[0].isupper() and last.text[-1] != ";":
        return False
    if cell.text[0].islower() or cues.JOINED_END.search(last.key):
        return last.text[-1] != "." and len(cell.text) <= 200
    return last.text[-1] == ";" and not bulleted and len(cell.text) <= 200


def _without_glued_body(cell: Cell, found: list[Piece]) -> Cell:
    """The addressee alone where the first paragraph of the body was glued to its line."""
    if len(cell.text) <= 60:
        return cell
    if match := cues.GLUED_BODY.search(cell.text[:300]):
        return cell.part(0, match.start())
    for piece in reversed([p for p in found if p.role is Role.LETTERHEAD]):
        words = piece.cell.key.split()
        for first in range(len(words) - 1):
            at = cell.key.find(" " + " ".join(words[first:]) + " ", 1, 300)
            if at > 0 and cell.text[at + 1].isupper():
                return cell.part(0, at)
    return cell
