"""The head of a dispatch, cell by cell: letterhead, number, date, title, subject, addressees (Decree 30/2020).

The order and the line breaks of real heads vary (left column first, row by row, title glued to the subject), so every
cell gets a role of its own; where the roles end, the body begins. Blank lines mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.types import Cell, DocumentText, Piece, Role
from pipeline.zones import cues
from pipeline.zones.cells import cells, is_upper
from pipeline.zones.layout import read_layout
from pipeline.zones.roles import ANCHORS, cut, goes_on_number, simple_role
from pipeline.zones.titles import title_of
from pipeline.zones.wraps import follows

_MOST_LINES, _LONGEST_HEAD, _ROW_CELLS = 70, 12_000, 3  # characters; cells on one line are a table, never two columns
_FULL_LINE, _SHORTER = 58, 12  # characters of a line of the body, and how many fewer the subject above has
_INVITES = re.compile(r"tran trong kinh moi|tran trong thong bao|kinh de nghi")
_ABOUT_WHAT = re.compile(r"(?:ve|tai)\b")
# Titles that are part of the names of bodies as well.
_IN_NAMES = frozenset({"ke_hoach", "du_an", "chuong_trinh", "de_an", "luat", "lenh", "hop_dong"})


def read_head(text: DocumentText) -> tuple[Piece, ...]:
    """The pieces of the head of ``text`` in reading order; empty where nothing looks like a dispatch."""
    layout = read_layout(text)
    found = () if layout.body is None else _pieces(text.text, layout.body, layout.wrapped)
    return found or _pieces(text.text, len(text.text), layout.wrapped)


def _pieces(text: str, end: int, wrapped: frozenset[int]) -> tuple[Piece, ...]:
    queue = [part for cell in _until_long(cells(text, 0, min(end, _LONGEST_HEAD), _MOST_LINES)) for part in cut(cell)]
    found: list[Piece] = []
    at = _read_letterhead(queue, found, wrapped)
    at = _read_title(queue, at, found, wrapped)
    _read_addressees(queue, at, found, wrapped)
    return tuple(found) if any(p.role in ANCHORS for p in found) else ()


def _until_long(found: Iterator[Cell]) -> Iterator[Cell]:
    """The cells up to the second of two long paragraphs: no head goes beyond them."""
    long = 0
    for cell in found:
        yield cell
        long = long + 1 if len(cell.text) > 250 and not is_upper(cell.text) else 0
        if long == 2:
            return


def _read_letterhead(queue: list[Cell], found: list[Piece], wrapped: frozenset[int]) -> int:
    """Everything above the title and the addressees; returns the index of the first cell that is not part of it."""
    seen: set[Role] = set()
    about: Cell | None = None
    for at, cell in enumerate(queue):
        role = Role.NUMBER if goes_on_number(found, cell) else simple_role(cell, seen)
        if role is None and _names_a_body(queue, at, found):
            role = Role.LETTERHEAD
        if role is None and (title_of(cell) or cues.TO.match(cell.key) or (at == 0 and cues.wire(cell.text, cell.key))):
            return at
        if role is None and Role.NUMBER in seen and about is None and cues.ABOUT_PLAIN.match(cell.key):
            role = Role.ABOUT
        if role is None and about is not None and not is_upper(cell.text):
            role = Role.ABOUT if follows(about, cell, wrapped) else None
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
    if len(cell.text) > 120:
        return False
    if is_upper(cell.text):
        return cues.BODY_CAPITALS.match(cell.key) is None
    short = not seen & {Role.NUMBER, Role.ABOUT} and len(cell.text) <= 70 and not cues.opens_body(cell.text, cell.key)
    return short and cues.ORGANISATION.match(cell.key) is not None


def _names_a_body(queue: list[Cell], at: int, found: list[Piece]) -> bool:
    """Whether a line is the rest of a name (``BAN QUẢN LÝ`` / ``DỰ ÁN …``): number and title are still to come."""
    title = title_of(queue[at]) if found and found[-1].role is Role.LETTERHEAD else None
    if title is None or title[0].id not in _IN_NAMES or any(p.role is Role.NUMBER for p in found):
        return False
    later = iter(queue[at + 1 : at + 12])
    number = any(simple_role(cell, set()) is Role.NUMBER for cell in later)
    return number and any(title_of(cell) or cues.TO.match(cell.key) or cues.ABOUT.match(cell.key) for cell in later)


def _leads_to_anchor(queue: list[Cell], at: int) -> bool:
    """Whether an unknown short line stands above something that only a head has."""
    cell = queue[at]
    if len(cell.text) > 150 or cues.opens_body(cell.text, cell.key) or cues.BULLET.match(cell.key):
        return False
    for later in queue[at + 1 : at + 9]:
        if len(later.text) > 200 or (cues.opens_body(later.text, later.key) and later.text[0].isupper()):
            return False
        if cues.TO.match(later.key) or simple_role(later, set()) in ANCHORS or title_of(later):
            return True
    return False


def _read_title(queue: list[Cell], at: int, found: list[Piece], wrapped: frozenset[int]) -> int:
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
        row = sum(other.line == cell.line for other in queue[index : index + _ROW_CELLS]) == _ROW_CELLS
        if row or (last is not None and _opens_paragraph(last, cell, queue[index + 1 : index + 2])):
            return index
        role = _under_title(cell, last, found, wrapped)
        if role is None:
            return index
        found.append(Piece(role, cell))
        last = cell if role is Role.SUBJECT else last
    return len(queue)


def _opens_paragraph(last: Cell, cell: Cell, after: list[Cell]) -> bool:
    """Whether a line under the subject is the first of a paragraph: longer than what is centred, and the next as long.

    So told in text that keeps the lines of the page; a subject's first line is its longest.
    """
    if not cell.text[0].isupper() or is_upper(cell.text):
        return False
    speaks = after if after and after[0].text[0].islower() and cues.ORGANISATION.match(cell.key) else []
    if _INVITES.search(" ".join(part.key for part in (cell, *speaks))[:300]):
        return True
    full = len(cell.text) >= _FULL_LINE and len(last.text) + _SHORTER <= len(cell.text)
    return (
        cues.OPEN_END.search(last.key) is None
        and full
        and any(len(line.text) >= _FULL_LINE and line.text[0].islower() for line in after)
    )


def _under_title(cell: Cell, last: Cell | None, found: list[Piece], wrapped: frozenset[int]) -> Role | None:
    role = simple_role(cell, {Role.TITLE})
    cited = role in (Role.NUMBER, Role.DATE) and last is not None and any(p.role is role for p in found)
    if role is not None and not cited:  # a second number or date is that of a document the subject names
        return role
    if cues.TO.match(cell.key) or (found[-1].role is not Role.TITLE and cues.wire(cell.text, cell.key)):
        return None
    upper = is_upper(cell.text)
    if cell.text.startswith("(") and len(cell.text) < 200:
        return Role.OTHER
    if found[-1].role is Role.AUTHORITY:
        return Role.AUTHORITY if cues.SITTING.match(cell.key) or (upper and len(cell.text) < 80) else None
    if last is None:
        return Role.SUBJECT if not (re.match(r"can cu|dieu \d", cell.key) or cues.FILLED_IN.match(cell.key)) else None
    if upper and len(cell.text) < 120 and cues.AUTHORITY.match(cell.key) and not cues.OPEN_END.search(last.key):
        return Role.AUTHORITY
    if is_upper(last.text):
        kind = last.key.startswith("cua ") or len(last.key.split()) <= cues.MOST_KIND_WORDS
        if kind and _ABOUT_WHAT.match(cell.key) and not upper:
            return Role.SUBJECT  # KẾT LUẬN / CỦA BAN THƯỜNG VỤ TỈNH ỦY / về …; BÁO CÁO GIẢI TRÌNH / Về …
        if cues.OPEN_END.search(last.key) and not any(map(str.isalpha, cell.text)):
            return Role.SUBJECT  # … NĂM / 2026
        return Role.SUBJECT if upper and not cues.BODY_CAPITALS.match(cell.key) else None
    if upper:
        return Role.AUTHORITY if len(cell.text) < 120 and not cues.BODY_CAPITALS.match(cell.key) else None
    return Role.SUBJECT if follows(last, cell, wrapped) else None


def _read_addressees(queue: list[Cell], at: int, found: list[Piece], wrapped: frozenset[int]) -> None:
    """``Kính gửi:`` or ``… điện:`` and the list that follows."""
    last: Cell | None = None
    bulleted = False
    for cell in queue[at:]:
        cue = cues.TO.match(cell.key) or (last is None and cues.wire(cell.text, cell.key))
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
            if not (_goes_on(last, cell, bulleted) or (cell.span.start in wrapped and last.text[-1] not in ".;")):
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
    if cues.opens_body(cell.text, cell.key) and cell.text[0].isupper() and last.text[-1] != ";":
        return False
    if cell.text[0].islower() or cues.JOINED_END.search(last.key):
        return last.text[-1] != "." and len(cell.text) <= 200
    if bulleted:  # the rest of a bullet that the line's end cut inside a name
        return last.text[-1] not in ".;:" and cell.text[-1] == ";" and len(cell.text) <= 200
    return last.text[-1] == ";" and len(cell.text) <= 200


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
