"""The tail of a dispatch, cell by cell: recipients and signature, in whichever order they stand.

Decree 30/2020, article 8: Nơi nhận at the left, authority, office and name at the right. As text the right column comes
after the left one, before it, or row by row with it.
"""

from __future__ import annotations

import re
from itertools import chain, islice

from pipeline.text.letters import UPPER
from pipeline.types import Cell, TailPiece, TailRole
from pipeline.zones.cells import cells, fold, is_upper
from pipeline.zones.signing import CAPACITY, is_name, is_office, signing_words
from pipeline.zones.titles import title_of

_CUE = re.compile(r"(?:^|\|)[^\w\n]{0,6}N[ơoƠO]i\s+nh[ậâaẬÂA]n\b[ \t]*[:;.]?", re.MULTILINE | re.IGNORECASE)
_CAPACITY_LINE = re.compile(
    r"^[ \t*|]*(?:(?:T/?M|K/?T|T/?L|TUQ|Q)(?:\s?[./][ ]*|[ ]+)[A-ZĐỦỨỦÔÂ]|ĐẠI DIỆN BÊN )", re.MULTILINE
)
_OFFICE_LINE = re.compile(
    r"^[ \t*|]*(?:(?:Q\. ?)?(?:PHÓ )?(?:TỔNG |CHI )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG"
    r"|CHỦ NHIỆM|HIỆU TRƯỞNG"
    r"|THỦ TƯỚNG|VIỆN TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|BÍ THƯ|THỐNG ĐỐC|CHÁNH ÁN"
    rf"|TRƯỞNG THUẾ|ĐỘI TRƯỞNG|CHỈ HUY TRƯỞNG|TRƯỞNG ĐOÀN))[ {UPPER},]{{0,60}}$",
    re.MULTILINE,
)
_SIGNED = re.compile(r"\W*(?:da ky|ky ten|\(?ky\)?|da ky ten.*|ky, ghi ro.*|chu ky.*|ky, dong dau)\W*$|\[?daky\]?$")
_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"[-+•*·▪●]\s*")
_ARCHIVE = re.compile(r"[-+•*·▪●]?\s*luu\b\s*[:;.,]?")
_ANNEX = re.compile(r"phu luc\b|bieu mau|mau so|danh (?:muc|sach)\b|\[\d+\]|ghi chu")
_DATE = re.compile(r"[\w .'-]{2,40},\s*ngay[\s\d.…]*thang[\s\d.…]*nam\b")
_MOST_LINES, _LONGEST_TAIL = 70, 12_000  # and as many characters
_MOST_OFFICES = 100


def tail_start(text: str, after: int) -> int | None:
    """Where the tail begins: at ``Nơi nhận`` or the signature, whichever comes first; None where there is neither."""
    cue = _CUE.search(text, after)
    if cue is not None:
        return _signature_above(text, after, cue.start())
    lines = [islice(pattern.finditer(text, after), _MOST_OFFICES) for pattern in (_CAPACITY_LINE, _OFFICE_LINE)]
    for match in sorted(chain(*lines), key=lambda line: line.start()):
        block = _signature(list(cells(text, match.start(), min(len(text), match.start() + 2_000), 8)))
        if block and block[-1].role is TailRole.NAME:
            return match.start()
    return None


def _signature_above(text: str, after: int, cue: int) -> int:
    """The start of a signature that stands right above ``Nơi nhận``, or ``cue`` where there is none."""
    above = list(cells(text, max(after, cue - 700), cue))
    for first in range(max(len(above) - 8, 0), len(above)):
        block = _signature(above[first:])
        if len(block) == len(above) - first and block[-1].role is TailRole.NAME and block[0].role is TailRole.OFFICE:
            return above[first].span.start
    return cue


def read_tail(text: str, start: int) -> tuple[TailPiece, ...]:
    """The pieces of the tail from ``start`` on, in reading order, up to the signer's name or the archive line."""
    stop = min(len(text), start + _LONGEST_TAIL)
    queue = [part for cell in cells(text, start, stop, _MOST_LINES) for part in _cut(cell)]
    found: list[TailPiece] = []
    named = False
    for at, cell in enumerate(queue):
        role = _role(cell, queue, at, found)
        if role is None:
            break
        if role is TailRole.CUE:
            cue = _CUE.match(cell.text)
            end = cue.end() if cue else len(cell.text)
            found.append(TailPiece(TailRole.CUE, cell.part(0, end)))
            if rest := cell.text[end:].strip(" :"):
                found.append(TailPiece(_rest_role(rest), cell.part(end)))
        else:
            found.append(TailPiece(role, cell))
        named = named or role is TailRole.NAME
        roles = {piece.role for piece in found}
        if named and (TailRole.ARCHIVE in roles or (TailRole.CUE in roles and not _more(queue, at, roles))):
            break
    return tuple(_without_trailing_notes(found))


def _cut(cell: Cell) -> list[Cell]:
    """An office in capitals and the name printed behind it as two cells."""
    words = list(_WORD.finditer(cell.text)) if len(cell.text) <= 200 else []
    first = len(words)
    while first and words[first - 1][0][0].isupper() and any(map(str.islower, words[first - 1][0])):
        first -= 1
    if not 0 < first < len(words) or not 2 <= len(words) - first <= 5:
        return [cell]
    at = words[first].start()
    if not is_upper(cell.text[:at]) or not is_office(cell.key[:at].strip()) or _BULLET.match(cell.key):
        return [cell]
    return [cell.part(0, at), cell.part(at)]


def _rest_role(rest: str) -> TailRole:
    key = fold(rest)
    if _ARCHIVE.match(key):
        return TailRole.ARCHIVE
    office = is_office(key) if is_upper(rest) else re.match(r"(?:tm|kt|tl|tuq)\s?[./]", key) is not None
    return TailRole.OFFICE if office else TailRole.RECIPIENT


def _more(queue: list[Cell], at: int, roles: set[TailRole]) -> bool:
    """Whether recipients still follow the name: the rows of a two-column tail were read across."""
    for cell in queue[at + 1 : at + 4]:
        if _CUE.match(cell.text) or _BULLET.match(cell.key) or _ARCHIVE.match(cell.key):
            return True
        if _ANNEX.match(cell.key) or is_upper(cell.text) or len(cell.text) > 120:
            return False
    return False


def _role(cell: Cell, queue: list[Cell], at: int, found: list[TailPiece]) -> TailRole | None:
    last = found[-1].role if found else None
    roles = {piece.role for piece in found}
    key = cell.key
    if _CUE.match(cell.text):
        return TailRole.CUE if TailRole.CUE not in roles else None
    if _ARCHIVE.match(key) and TailRole.CUE in roles and TailRole.ARCHIVE not in roles:
        return TailRole.ARCHIVE
    if _SIGNED.match(key):
        return TailRole.SIGNED
    if _BULLET.match(key) and TailRole.CUE in roles and TailRole.ARCHIVE not in roles:
        return TailRole.RECIPIENT
    if TailRole.NAME not in roles:
        if _is_office_cell(cell, last):
            return TailRole.OFFICE
        if roles & {TailRole.OFFICE} and is_name(cell.text):
            return TailRole.NAME
    if _ANNEX.match(key) or (title_of(cell) and is_upper(cell.text)):
        return None
    if _DATE.match(key):
        return TailRole.DATE
    if TailRole.CUE in roles and TailRole.ARCHIVE not in roles and len(cell.text) <= 250:
        return TailRole.RECIPIENT
    if len(cell.text) > 250 or TailRole.NAME in roles:
        return None
    return TailRole.NOTE if _signature_ahead(queue, at) else None


def _signature_ahead(queue: list[Cell], at: int) -> bool:
    return any(_is_office_cell(cell, None) or _SIGNED.match(cell.key) for cell in queue[at + 1 : at + 5])


def _is_office_cell(cell: Cell, last: TailRole | None) -> bool:
    if len(cell.text) > 160 or _BULLET.match(cell.key):
        return False
    if CAPACITY.match(cell.key) and (is_upper(cell.text) or re.match(r"(?:tm|kt|tl|tuq)\s?[./]", cell.key)):
        return True
    if is_upper(cell.text):
        wraps = last is TailRole.OFFICE and not is_name(cell.text) and not _ANNEX.match(cell.key)
        return wraps or (is_office(cell.key) and not is_name(cell.text))
    return len(cell.text) <= 40 and cell.text[0].isupper() and signing_words("office").fullmatch(cell.key) is not None


def _signature(queue: list[Cell]) -> list[TailPiece]:
    """Office lines and the name under them, from the first cell on."""
    found: list[TailPiece] = []
    for cell in queue:
        last = found[-1].role if found else None
        if _is_office_cell(cell, last):
            role = TailRole.OFFICE
        elif found and _SIGNED.match(cell.key):
            role = TailRole.SIGNED
        elif found and is_name(cell.text):
            return [*found, TailPiece(TailRole.NAME, cell)]
        else:
            break
        found.append(TailPiece(role, cell))
    return found


def _without_trailing_notes(found: list[TailPiece]) -> list[TailPiece]:
    while found and found[-1].role is TailRole.NOTE:
        found.pop()
    return found
