"""Authority line, office and name of the signer (Decree 30/2020, article 8; TM., KT., TL., TUQ., Q.).

Of an agreement that two parties sign, the first one's: ``ĐẠI DIỆN BÊN A``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.types import Cell, Found, Span, TailPiece, TailRole
from pipeline.zones.cells import fold
from pipeline.zones.signing import signing_words, without_rank

_PREFIX = re.compile(
    r"(?<!\w)(?:t/?m|k/?t|t/?l|t/?uq)(?!\w)\s?[.,:/]?\s*(?=[a-z])|(?:thay mat|thua lenh|thua uy quyen)\s+"
    r"|(?<!\w)dai dien (?=ben )"
)
_PARTY = re.compile(r"dai dien ben\b")
_ON_BEHALF = re.compile(r"(?:t/?m(?!\w)|thay mat)")
# These words end an office, as in `PHÓ CHỦ TỊCH THƯỜNG TRỰC`.
_TRAILING = frozenset({"thuong truc", "phu trach"})
# An office that begins right behind these is still the one before it.
_BOUND = re.compile(r"(?:[,(/-]|(?<!\w)(?:pho|tong|q\.|quyen|kiem|va|nguyen|chi))$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in which office, by whose authority; None where the text does not say."""

    signer: Found[str] | None = None
    title: Found[str] | None = None
    capacity: Found[str] | None = None


def find_signature(tail: tuple[TailPiece, ...]) -> Signature:
    """The first signature of the tail; several authority lines are joined by a comma."""
    capacities: list[Cell] = []
    titles: list[Cell] = []
    name: Cell | None = None
    for piece in tail:
        if piece.role is TailRole.OFFICE:
            if capacities and _PARTY.match(piece.cell.key):
                continue  # the second party's line, printed beside the first one's
            _sort_office(piece.cell, capacities, titles)
        elif piece.role is TailRole.NAME:
            name = piece.cell
            break
    return Signature(_signer(name), _title(titles), _capacity(capacities))


def _sort_office(cell: Cell, capacities: list[Cell], titles: list[Cell]) -> None:
    """Put the parts of one printed line where they belong: ``KT. BỘ TRƯỞNG THỨ TRƯỞNG`` is one of each."""
    starts = [match.start() for match in _PREFIX.finditer(cell.key)]
    if not starts:
        if capacities and not titles and not _has_office(cell.key):
            capacities.append(cell)  # an authority line that was wrapped
        else:
            titles.append(cell)
        return
    if starts[0] > 0:
        titles.append(cell.part(0, starts[0]))
    for start, end in zip(starts, [*starts[1:], len(cell.key)], strict=True):
        part = cell.part(start, end)
        at = _second_office(part.key)
        if at is None:
            capacities.append(part)
        else:
            capacities.append(part.part(0, at))
            titles.append(part.part(at))


def _has_office(key: str) -> bool:
    return signing_words("office").search(key) is not None


def _second_office(key: str) -> int | None:
    """Where the signer's own office begins behind the authority that shares its line; None where it is alone."""
    offices = [m.start() for m in signing_words("office").finditer(key) if m[0] not in _TRAILING]
    if not _ON_BEHALF.match(key):
        offices = offices[1:]
    for at in offices:
        before = key[:at].rstrip()
        if before and not _BOUND.search(before) and not _PREFIX.fullmatch(key[:at]):
            return at
    return None


def _signer(cell: Cell | None) -> Found[str] | None:
    if cell is None:
        return None
    value = " ".join(without_rank(cell.text).split())
    at = cell.text.find(value)
    span = Span(cell.span.start + at, cell.span.start + at + len(value)) if at >= 0 else cell.span
    return Found(value, span, "tail:name", 1.0, value if at >= 0 else cell.text)


def _title(cells: list[Cell]) -> Found[str] | None:
    """The signer's office: the first line and those that only wrap it; an office held beside it is left out."""
    if not cells:
        return None
    used = [cells[0]]
    for cell in cells[1:]:
        unfinished = used[-1].key.endswith((",", "-", " va", " kiem")) or cell.key.startswith("kiem")
        if _has_office(cell.key) and not unfinished:
            break
        used.append(cell)
    return _joined(used, " ", "tail:office")


def _capacity(cells: list[Cell]) -> Found[str] | None:
    if not cells:
        return None
    value = ""
    texts = [" ".join(cell.text.strip(" ,;*").split()) for cell in cells]
    for cell, text in zip(cells, texts, strict=True):
        by = ", " if _PREFIX.match(cell.key) else " "
        value = f"{value}{by}{text}" if value else text
    return Found(value, Span(cells[0].span.start, cells[-1].span.end), "tail:authority", 1.0, " ".join(texts))


def _joined(cells: list[Cell], by: str, rule: str) -> Found[str]:
    raw = by.join(" ".join(cell.text.split()) for cell in cells)
    return Found(raw.strip(" ,;.*|"), Span(cells[0].span.start, cells[-1].span.end), rule, 1.0, raw)


def is_on_behalf(signature: Signature) -> bool:
    """Whether the signature is given for a body (``TM. ỦY BAN NHÂN DÂN``)."""
    return signature.capacity is not None and _ON_BEHALF.match(fold(signature.capacity.value)) is not None
