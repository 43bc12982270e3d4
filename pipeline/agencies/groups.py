"""A name that means many agencies: which they are, in the issuer's places, on the day of the document.

`các sở, ban, ngành` are all of some kinds; `UBND các huyện, thị xã, thành phố` is one body in every place of some
kinds; `các đơn vị có liên quan` is a group whose members nobody can list. What an office's directory says of a group
wins. The nouns are data (``rules/agencies/groups.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.agencies.bodies import CENTRAL, QUANTIFIER, Body, bodies, bodies_by_key, group_key, untitled
from pipeline.agencies.places import Place, provinces_on, units_inside
from pipeline.agencies.register import Agency, Register, Scope
from pipeline.agencies.spelling import name_key, plain, spelled_out
from pipeline.rules import load_rules

_SPLIT = re.compile(r"\s*(?:[,;/&]|\s[-–]\s|\s(?:và|cùng|hoặc)\s)\s*")
_MANY = re.compile(r"^cac\s+")
_QUANTIFIED = re.compile(r"\bcac\b|\bcap (?:tinh|huyen|xa)\b")
_LOOSE = re.compile(r"\b(?:lien quan|khac|duoc|co(?! quan| so)|tren|neu|cung cap|cac cap|giao|chu tri|phoi hop|nay)\b")
_ALL_PROVINCES = "truc thuoc trung uong"
_UNITS = {
    "tinh": ("tinh", "tỉnh"), "thanh pho": ("huyen", "thành phố"), "huyen": ("huyen", "huyện"),
    "thi xa": ("huyen", "thị xã"), "quan": ("huyen", "quận"), "xa": ("xa", "xã"), "phuong": ("xa", "phường"),
    "thi tran": ("xa", "thị trấn"), "dac khu": ("xa", "đặc khu"),
}  # fmt: skip
_LEVELS = {"cap tinh": "tinh", "cap huyen": "huyen", "cap xa": "xa", "cap phuong": "xa", "cap co so": "xa"}
_TAIL = re.compile(
    r"(?:\s+(?:cua|thuoc|truc thuoc|o|tai|tren dia ban))?(?:\s+uy ban nhan dan)?\s+"
    r"(?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong|trung uong)$"
)


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A noun that stands for many agencies of some kinds at some levels, or for the units below."""

    id: str
    words: tuple[str, ...]
    level: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    below: bool = False
    common: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group as named: its key (`so ban nganh`) and its members, none where nobody can list them."""

    key: str
    members: tuple[Agency, ...]
    source: str = "register"


@dataclass(frozen=True, slots=True)
class _Part:
    """One noun of a group: kinds of agencies, or a body in units (kinds of places of a level); loose: nobody knows."""

    nouns: tuple[GroupNoun, ...] = ()
    body: Body | None = None
    units: tuple[tuple[str, str], ...] = ()
    loose: bool = False


def find_group(register: Register, name: str, scope: Scope) -> Group | None:
    """The group of that name; None where the name is none."""
    key = group_key(name)
    own = register.in_group(key)
    if own:
        return Group(key, tuple(a for a in own if a.valid_on(scope.day)), "directory")
    parts = _parts(name)
    if parts is None:
        return None
    if any(part.loose for part in parts):
        return Group(key, ())
    members: dict[str, Agency] = {}
    for part in parts:
        found = _members(register, part, scope)
        if found is None:
            return Group(key, ())
        members |= {agency.code: agency for agency in found}
    members.pop(scope.issuer, None)
    return Group(key, tuple(members.values()))


def _parts(name: str) -> tuple[_Part, ...] | None:
    """The nouns that a group consists of; None where the name is no group."""
    pieces = [plain(piece) for piece in _SPLIT.split(QUANTIFIER.sub("các", spelled_out(name))) if plain(piece)]
    small = name[:1].islower() or _is_common(pieces)
    quantified = small or bool(_QUANTIFIED.search(" ".join(pieces)))
    parts: list[_Part] = []
    for piece in pieces:
        part = _part(piece, parts[-1] if parts else None, quantified)
        if part is None:
            if not quantified:
                return None
            part = _Part(loose=True)
        parts.append(part)
    return None if not parts or (len(parts) == 1 and not quantified) else tuple(parts)


def _part(piece: str, before: _Part | None, quantified: bool) -> _Part | None:
    for text in (*untitled(_unquantified(piece)), piece, *_title_alone(piece)):
        text = _unquantified(text)
        if _ALL_PROVINCES in text:
            text = text.replace(_ALL_PROVINCES, "").strip()
        units = _units(text)
        if units is not None:
            body = before.body if before and before.units and before.body else bodies()["ubnd"]
            return _Part(body=body, units=units)
        noun, _, tail = _head(text)
        if noun:
            return _Part(nouns=noun, loose=bool(_LOOSE.search(tail)) or not all(n.kinds or n.below for n in noun))
        if (placed := _body_in_units(text)) is not None:
            return placed
        if quantified and (everywhere := _body_everywhere(text)) is not None:
            return everywhere
    return _Part(loose=True) if before and _LOOSE.search(piece) else None


def _is_common(pieces: Sequence[str]) -> bool:
    """Whether the name begins with a noun that is never a proper name: `Cơ quan chủ trì`, `Doanh nghiệp`."""
    words = pieces[0].split() if pieces else []
    heads = (" ".join(words[:n]) for n in range(1, 4))
    return any(noun.common for head in heads for noun in _nouns().get(head, ()))


def _title_alone(piece: str) -> list[str]:
    """`Bộ trưởng` in front of other heads stands for the noun that it implies."""
    return ["bo"] if piece == "bo truong" else []


def _unquantified(text: str) -> str:
    return _MANY.sub("", text)


def _head(text: str) -> tuple[tuple[GroupNoun, ...], str, str]:
    """The noun with which the text begins, when only its place or a loose remark follows."""
    stem = _TAIL.sub("", text)
    for candidate in (text, stem):
        if candidate in _nouns():
            return _nouns()[candidate], candidate, ""
    words = text.split()
    for n in range(len(words) - 1, 0, -1):
        noun = " ".join(words[:n])
        if noun in _nouns() and _LOOSE.match(tail := " ".join(words[n:])):
            return _nouns()[noun], noun, tail
    return (), "", ""


def _units(text: str) -> tuple[tuple[str, str], ...] | None:
    """The level and kinds of places that a text of nothing else names: `cap xa`, `huyen`."""
    if text in _LEVELS:
        return tuple(row for row in _UNITS.values() if row[0] == _LEVELS[text]) or None
    stem = _TAIL.sub("", text)
    return (_UNITS[text],) if text in _UNITS else (_UNITS[stem],) if stem in _UNITS else None


def _body_in_units(text: str) -> _Part | None:
    words = text.split()
    for n in range(len(words) - 1, 0, -1):
        units = _units(_unquantified(" ".join(words[n:])))
        found = bodies_by_key().get(" ".join(word for word in words[:n] if word != "va"))
        if units is not None and found:
            body = next((b for b in found if not b.central and units[0][0] in b.level), None)
            return _Part(body=body, units=units) if body else None
    return None


def _body_everywhere(text: str) -> _Part | None:
    """`các Sở Y tế`: one in every province."""
    found = bodies_by_key().get(" ".join(word for word in text.split() if word != "va"), ())
    body = next((b for b in found if "tinh" in b.level), None)
    return _Part(body=body, units=(_UNITS["tinh"],)) if body else None


def _members(register: Register, part: _Part, scope: Scope) -> list[Agency] | None:
    """The agencies that a part means; None where they can't be listed."""
    if part.body is not None:
        places = _places(part.units, scope)
        return None if places is None else _in_places(register, part.body, places, scope)
    nouns = [noun for noun in part.nouns if scope.level in noun.level] or [
        noun for noun in part.nouns if any(scope.at(level) for level in noun.level)
    ]
    found: list[Agency] = []
    for noun in nouns:
        level = scope.level if scope.level in noun.level else next(lv for lv in noun.level if scope.at(lv))
        if noun.below:
            below = _below(scope)
            if below is None:
                return None
            found += _in_places(register, bodies()["ubnd"], below, scope)
        else:
            found += register.of_kinds(noun.kinds, scope.at(level), scope.day)
    return found if nouns else None


def _in_places(register: Register, body: Body, places: Sequence[Place], scope: Scope) -> list[Agency]:
    made = register.in_places(body, places)
    if register.directory:
        made = tuple(register.own(name_key(agency.name), scope) or agency for agency in made)
    return [agency for agency in made if agency.valid_on(scope.day)]


def _places(units: Sequence[tuple[str, str]], scope: Scope) -> tuple[Place, ...] | None:
    """The places of those kinds that the issuer stands over; None for the communes of the whole country."""
    levels, kinds = {level for level, _ in units}, frozenset(kind for _, kind in units)
    if "tinh" in levels or (scope.province is None and kinds == {"thành phố"}):
        return provinces_on(scope.day) if scope.province is None else (scope.province,)
    if scope.province is None:
        return None
    return units_inside(scope.district if scope.district and levels == {"xa"} else scope.province, kinds, scope.day)


def _below(scope: Scope) -> tuple[Place, ...] | None:
    if scope.level == CENTRAL:
        return provinces_on(scope.day)
    for level in ("huyen", "xa") if scope.level == "tinh" else ("xa",):
        found = _places([row for row in _UNITS.values() if row[0] == level], scope)
        if found:
            return found
    return None


@cache
def _nouns() -> dict[str, tuple[GroupNoun, ...]]:
    found: dict[str, tuple[GroupNoun, ...]] = {}
    for rule in load_rules("agencies/groups", GroupNoun):
        for words in rule.words:
            found[plain(words)] = (*found.get(plain(words), ()), rule)
    return found
