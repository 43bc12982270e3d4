"""How names are compared: one key for every way of writing a name, and how far two keys are apart.

A key has no case, diacritics, punctuation and no "và", and abbreviations are spelled out: `Sở TT&TT`, `STTTT` and
`Sở Thông tin và Truyền thông` have one key. The abbreviations are data (``rules/agencies/abbreviations.toml``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.rules import load_rules

_CAPITALS = "A-ZĐƯÔ"
_ABBREVIATED = re.compile(
    rf"(?<!\w)(?:P\.\s*(?=\w)|[{_CAPITALS}]{{2,}}[a-zđ]{{0,2}}[{_CAPITALS}]*"
    rf"(?:\s?[&,/–-]\s?[{_CAPITALS}]{{2,}}[a-zđ]?[{_CAPITALS}]*)*(?!\w))"
)
_PIECE = re.compile(rf"[{_CAPITALS}a-zđ]+")
_LONGEST_NAME = 200
_NOT_A_WORD = re.compile(r"[\W_]+")
_NOUNS = {"S": "sở", "B": "bộ", "P": "phòng"}
_TAKES_FIELD = re.compile(r"(?:sở|bộ|phòng|vụ|cục|ban)\s*$", re.I)


class _Letters(dict[int, str]):
    """One plain small letter for every character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        small = chr(code).lower()
        base = "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
        self[code] = base.replace("đ", "d")
        return self[code]


_LETTERS = _Letters()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Ways of shortening ``stands_for``; a ``field`` counts only behind Sở, Bộ, Phòng or their first letter."""

    id: str
    words: tuple[str, ...]
    stands_for: str
    field: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The key under which a name is known.

    >>> name_key("STTTT") == name_key("Sở TT&TT") == name_key("Sở Thông tin và Truyền thông")
    True
    >>> name_key("Ủy ban nhân dân xã Đắk R’lấp")
    'uy ban nhan dan xa dak r lap'
    """
    return " ".join(word for word in plain(spelled_out(name)).split() if word != "va")


def plain(text: str) -> str:
    """Small letters without diacritics, one space between words, no marks.

    >>> plain("Ủy ban  nhân dân, Đắk R’lấp")
    'uy ban nhan dan dak r lap'
    """
    return _remembered(text) if len(text) < _LONGEST_NAME else _plain(text)


def _plain(text: str) -> str:
    return _NOT_A_WORD.sub(" ", unicodedata.normalize("NFC", text).translate(_LETTERS)).strip()


_remembered = lru_cache(maxsize=16_384)(_plain)


def slug(text: str) -> str:
    """The form that codes are made of: `Đắk Lắk` is `dak-lak`."""
    return plain(text).replace(" ", "-")


def spelled_out(name: str) -> str:
    """``name`` with the abbreviations of the register written in full; others stay.

    >>> spelled_out("VP UBND tỉnh; P. Nội vụ; Sở NN&PTNT; BTC")
    'văn phòng ủy ban nhân dân tỉnh; phòng Nội vụ; Sở nông nghiệp và phát triển nông thôn; bộ tài chính'
    """
    name = unicodedata.normalize("NFC", name)
    return _ABBREVIATED.sub(lambda found: _full(found[0], name[: found.start()]), name)


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add or drop between two strings; ``most + 1`` as soon as it is more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for (above_left, above), theirs in zip(pairwise(before), other, strict=True):
            row.append(min(above_left + (letter != theirs), above + 1, row[-1] + 1))
        if min(row) > most:
            return most + 1
        before = row
    return min(before[-1], most + 1)


def _full(short: str, before: str) -> str:
    whole = _lookup(short, before)
    if whole is not None:
        return whole
    full, at = "", 0
    for piece in _PIECE.finditer(short):
        full += short[at : piece.start()]
        full += _lookup(piece[0], before + full) or piece[0]
        at = piece.end()
    return full + short[at:]


def _lookup(short: str, before: str) -> str | None:
    general, fields = _tables()
    letters = "".join(_PIECE.findall(short)).upper()
    if short.startswith("P."):
        return "phòng "
    if _TAKES_FIELD.search(before) and letters in fields:
        return fields[letters]
    if letters in general:
        return general[letters]
    if letters[0] in _NOUNS and letters[1:] in fields:
        return f"{_NOUNS[letters[0]]} {fields[letters[1:]]}"
    return None


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    general: dict[str, str] = {}
    fields: dict[str, str] = {}
    for rule in load_rules("agencies/abbreviations", Abbreviation):
        for word in rule.words:
            (fields if rule.field else general)["".join(_PIECE.findall(word)).upper()] = rule.stands_for
    return general, fields
