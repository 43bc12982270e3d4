"""Number and symbol (Decree 30/2020, article 8, Appendix III): ``Số: 12/UBND-TH``, ``Số:     /KH-UBND``, ``15-CV/TU``.

Where the head is missing, the note above an annex tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.types import Cell, Found, Piece, Role, Span
from pipeline.values.document_types import document_types
from pipeline.zones.cells import fold

_PART = r"[\w&.]+(?:[,+][\w&.]+)*"
_SYMBOL = rf"(?:\d{{4}}\s*/\s*)?[a-z][\w&.]*(?:[,+][\w&.]+)*(?:\s?[-/]\s?{_PART})*"
_LABEL = r"(?:s[o0]\s*[:;.]*\s*)"
_DIGITS = r"\d(?:[\d.]|\ (?=\d))*(?:[a-z](?!\w))?"  # a letter tells one of a series from the next: 15, 15a
_NUMBER = re.compile(
    rf"""{_LABEL}?
    (?P<number>{_DIGITS})?
    [\s….·_]*
    (?:(?:[/-]\s*|(?=[a-z]{{1,6}}\s?-\s?[a-z]))(?P<symbol>{_SYMBOL}))?""",
    re.VERBOSE,
)
_WORDS = r"thang[\s.…]*\d{0,2}[\s.…]*nam\s*\d{0,4}"
_DATE = rf"ngay[\s.…]*(?P<date>\d{{0,2}}[\s.…]*(?:{_WORDS}|[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{4}}))"
_KINDS = "|".join(re.escape(fold(rule.name)) for rule in document_types())
_NOTE = re.compile(
    rf"""(?:kem(?:\ theo)?)\s+(?P<kind>{_KINDS}|van\ ban)\s+(?:so\s*:?\s*)?
    (?P<number>\d+[a-z]?)?[\s….·_]*(?:/|(?<=\d)-)\s*(?P<symbol>{_SYMBOL})\s*,?\s*
    (?:{_DATE})?
    (?:\s*(?:cua|do)\s+(?P<issuer>[^)\n]{{3,160}}))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """What ``(Kèm theo Công văn số 12/STĐ-VP ngày 18/11/2025 của Sở Thí điểm)`` tells of the document it belongs to."""

    kind: str | None
    number: Found[str] | None
    symbol: Found[str] | None
    date: Found[str] | None
    issuer: Found[str] | None


def find_number(head: tuple[Piece, ...]) -> tuple[Found[str] | None, Found[str] | None]:
    """Number and symbol as printed; the number is None where its blank was never filled."""
    number: Found[str] | None = None
    for cell, rest in _cells(head):
        match = _NUMBER.match(cell.key)
        if match is None:
            continue
        if number is None and match["number"]:
            number = _found(cell, match, "number", "head:number")
        if match["symbol"]:
            symbol = _found(cell, match, "symbol", "head:number")
            return number, _joined(symbol, rest) if rest and match.end() >= len(cell.key.rstrip("-/ ")) else symbol
    return number, None


def read_typed_number(typed: str) -> str | None:
    """A number that is typed alone, as it would be read where it is printed; None where it is none.

    >>> read_typed_number(" 15a "), read_typed_number("mười lăm")
    ('15a', None)
    """
    typed = typed.strip()
    return re.sub(r"\s", "", typed).rstrip(".") if re.fullmatch(_DIGITS, fold(typed)) else None


def _cells(head: tuple[Piece, ...]) -> Iterator[tuple[Cell, Cell | None]]:
    """The cells of the number, each with the next one."""
    found = [piece.cell for piece in head if piece.role is Role.NUMBER]
    return zip_longest(found, found[1:])


def _joined(symbol: Found[str], rest: Cell) -> Found[str]:
    """A symbol that the line's end cut (``QĐ-`` / ``UBND``) with what stands below; another number is left alone."""
    printed = re.sub(r"\s", "", _plain(rest.text))
    if rest.key[0].isdigit() or rest.key.startswith("so"):
        return symbol
    return replace(symbol, value=f"{symbol.value}{'' if printed[0] in '-/' else '-'}{printed}", confidence=0.9)


def _found(cell: Cell, match: re.Match[str], group: str, rule: str, confidence: float = 1.0) -> Found[str]:
    start, end = match.span(group)
    raw = cell.text[start:end].rstrip(" .-/")
    at = cell.span.start + start
    value = re.sub(r"\s", "", _plain(raw))
    return Found(value, Span(at, at + len(raw)), rule, confidence, raw)


def _plain(raw: str) -> str:
    """The text with plain hyphens and slashes, whatever the printer made of them."""
    return "".join(k if k in "-/" else c for c, k in zip(raw, fold(raw), strict=True))


def find_note(text: str, annexes: tuple[Span, ...]) -> Note | None:
    """The first note above an annex that names the document it belongs to, number or symbol included."""
    for span in annexes[:4]:
        piece = text[span.start : min(span.end, span.start + 2_500)]
        cell = Cell(Span(span.start, span.start + len(piece)), piece, fold(piece), 0)
        match = _NOTE.search(cell.key)
        if match is None:
            continue
        found = {
            name: _found(cell, match, name, "annex:note", 0.9) if match[name] else None for name in ("number", "symbol")
        }
        kind = next((rule.code for rule in document_types() if fold(rule.name) == match["kind"]), None)
        loose = {name: _loose(cell, match, name) for name in ("date", "issuer")}
        return Note(kind, found["number"], found["symbol"], loose["date"], loose["issuer"])
    return None


def _loose(cell: Cell, match: re.Match[str], group: str) -> Found[str] | None:
    if not match[group]:
        return None
    start, end = match.span(group)
    raw = cell.text[start:end].strip()
    return Found(raw, Span(cell.span.start + start, cell.span.start + start + len(raw)), "annex:note", 0.9, raw)
