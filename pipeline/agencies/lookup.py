"""A name and its scope → the agency: by its name, alias or abbreviation, its head's title, or the nearest spelling.

`Sở Y tế` in a dispatch of Đắk Lắk is `dak-lak/so-y-te`; `Công an` of a commune's dispatch is that commune's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.agencies.bodies import Body, bodies, bodies_by_key, known_words, untitled
from pipeline.agencies.places import Place, province, provinces, unit_keys, units_called, units_named, unknown_place
from pipeline.agencies.register import Agency, Register, Scope, code_of
from pipeline.agencies.spelling import distance, name_key, plain, spelled_out

_KINDS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã", "xa": "xã",
    "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu",
}  # fmt: skip
_LINKS = {"cua", "thuoc", "tai", "o"}
_VARIANT = re.compile(r"(?:khu vuc )?(?:[ivx]+|\d+)(?= |$)|khu vuc(?= |$)")
_REMARK = re.compile(r"\s*\([^()]*\)|\s+phụ trách\s.*", re.S)
_LONGEST_PLACE = 5
_SHORTEST_MISREAD = 7  # letters: in a shorter name two wrong ones are half of it
_MOST_WRONG = 2


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means: an agency, or a pattern whose place nobody knows; and how that was found."""

    body: str
    agency: Agency | None
    rule: str
    confidence: float


def find_agency(register: Register, name: str, scope: Scope) -> Match | None:
    """The agency of that name in the scope, its titles taken off; None where neither source knows it.

    A group (`các sở`) is none: see :mod:`pipeline.agencies.groups`.
    """
    name = _REMARK.sub("", name)
    key = name_key(name)
    for rule, confidence, written in (("name", 1.0, key), *(("title", 0.98, rest) for rest in untitled(key))):
        found = _exact(register, written, name, scope)
        if found is not None:
            body, agency = found
            return Match(body, agency, rule, confidence)
    return None


def nearest_agency(register: Register, name: str, scope: Scope) -> Match | None:
    """The agency whose name was misread in at most two letters, if there is only one such."""
    key = name_key(_REMARK.sub("", name))
    for written in (key, *untitled(key)):
        respelled = _respelled(written)
        if respelled is not None and (found := _exact(register, respelled, name, scope)) is not None:
            body, agency = found
            return Match(body, agency, "spelling", 0.8)
    return None


def _exact(register: Register, key: str, name: str, scope: Scope) -> tuple[str, Agency | None] | None:
    own = register.own(key, scope)
    if own is not None:
        return own.code, own
    shipped = _shipped(register, key, name, scope)
    if shipped is None or shipped[1] is None:
        return shipped
    # A directory that writes the name in another way: its own agency wins over the shipped one.
    mine = register.own(name_key(shipped[1].name), scope)
    return (mine.code, mine) if mine else shipped


def _shipped(register: Register, key: str, name: str, scope: Scope) -> tuple[str, Agency | None] | None:
    words = key.split()
    for n in range(len(words), 0, -1):
        found = [
            (body, place, variant)
            for body in bodies_by_key().get(" ".join(words[:n]), ())
            for place, variant in _places(body, words[n:], name, scope)
        ]
        if found:
            body, place, variant = min(found, key=lambda row: _rank(register, row, scope))
            known = place is not None or body.central
            return body.id, register.place_body(body, place, variant) if known else None
    if words and (place := _place(words, name, scope)) is not None:
        return "ubnd", register.place_body(bodies()["ubnd"], place)
    return None


def _rank(register: Register, found: tuple[Body, Place | None, str], scope: Scope) -> tuple[object, ...]:
    """Those that exist on the day first, then the side of the issuer: local bodies in a local dispatch."""
    body, place, variant = found
    if place is None and not body.central:
        return True, True, body.id
    made = register.place_body(body, place, variant)
    return not made.valid_on(scope.day), body.central == bool(scope.province), code_of(body, place, variant)


def _places(body: Body, rest: Sequence[str], name: str, scope: Scope) -> Iterator[tuple[Place | None, str]]:
    """Where the body is, as the words behind its name say; none where they say something else."""
    rest = rest[1:] if rest and rest[0] in _LINKS else rest
    if body.central:
        person = body.id == "thu-tuong-chinh-phu" and _is_proper(name, len(rest))
        if not rest or list(rest) == ["viet", "nam"] or person:
            yield None, ""
        return
    variant = ""
    if match := _VARIANT.match(" ".join(rest)):
        variant, rest = match[0].removesuffix("khu vuc"), " ".join(rest)[match.end() :].split()
    if not rest:
        levels = sorted(body.level, key=lambda level: level != scope.level)
        here = next((place for level in levels if (place := scope.at(level)) and body.sits_in(place)), None)
        yield here, variant
    elif (place := _place(rest, name, scope, body.level)) is not None:
        if body.sits_in(place):
            yield place, variant
    elif kind := _kind_of(rest):
        named = len(rest) - len(kind.split())
        if "," not in _last_words(name, len(rest)) and (not named or _is_proper(name, named)):
            yield None, variant


def _kind_of(words: Sequence[str]) -> str:
    """The kind of place with which the words begin, as a key; empty where they don't."""
    return next((kind for kind in (" ".join(words[:2]), words[0]) if kind in _KINDS), "")


def _place(words: Sequence[str], name: str, scope: Scope, levels: Sequence[str] = ()) -> Place | None:
    """The place that the words name: a kind alone is the issuer's, a name alone needs ``levels`` to be looked for."""
    kind = _kind_of(words)
    rest = list(words[len(kind.split()) :])
    if not rest:
        return next(
            (p for p in (scope.commune, scope.district, scope.province) if p and p.kind == _KINDS[kind]),
            scope.province if kind == "tinh" else None,
        )
    if len(rest) > _LONGEST_PLACE or (not kind and not levels):
        return None
    if kind in ("", "tinh", "thanh pho") and (not levels or "tinh" in levels):
        home = province(" ".join(rest)) or _near_province(rest)
        if home is not None and (not kind or kind == plain(home.kind) or kind == "tinh"):
            return home
    found = _unit(" ".join((kind, *rest)).strip(), scope, levels)
    if found is None and kind and kind != "tinh" and scope.province and _is_proper(name, len(rest)):
        return unknown_place(_KINDS[kind], _last_words(name, len(rest)), scope.province.code)
    return found


def _unit(key: str, scope: Scope, levels: Sequence[str]) -> Place | None:
    """The district or commune of that key: in the issuer's province, else the only one, or that of a province named."""
    if scope.province is not None:
        found, home = units_called(scope.province.code, key), scope.district
    else:
        found, home = units_named(key), None
    fitting = [p for p in found if not levels or p.level in levels]
    alive = [p for p in fitting if p.valid_on(scope.day)] or fitting
    near = [p for p in alive if home and p.code.startswith(f"{home.code}/")] or alive
    if len({p.province for p in near}) > 1:
        spoken_of = province_spoken_of(scope.hint)
        near = [p for p in near if spoken_of and p.province == spoken_of.code]
    return near[0] if near else None


def province_spoken_of(text: str) -> Place | None:
    """The province that a text names most, with its kind: `tỉnh Đắk Lắk`.

    >>> province_spoken_of("UBND tỉnh Đắk Lắk, Báo Gia Lai, tỉnh Đắk Lắk").code
    'dak-lak'
    """
    words = f" {plain(text)} "
    named = [(words.count(f" {key} "), place) for place in provinces() for key in unit_keys(place)[:1]]
    most, place = max(named, key=lambda row: row[0])
    return place if most else None


def _near_province(words: Sequence[str]) -> Place | None:
    letters = "".join(words)
    if len(letters) < _SHORTEST_MISREAD - 1:
        return None
    near = [home for home in provinces() if distance(letters, plain(home.name).replace(" ", ""), 1) <= 1]
    return near[0] if len(near) == 1 else None


def _is_proper(name: str, count: int) -> bool:
    """Whether the last words of a name are a proper name: no comma, capitals."""
    last = _last_words(name, count)
    return bool(last) and "," not in last and all(word[0].isupper() or word[0].isdigit() for word in last.split())


def _last_words(name: str, count: int) -> str:
    """The last words of a name as written; an apostrophe parts what is one word to the eye."""
    words = spelled_out(name).split()
    for n in range(1, len(words) + 1):
        if len(plain(" ".join(words[-n:])).split()) >= count:
            return " ".join(words[-n:])
    return ""


def _respelled(key: str) -> str | None:
    """The key with the name of a body spelled right: the only one within two letters, whose words say nothing else."""
    words = key.split()
    best: dict[int, set[str]] = {}
    for n in range(len(words), 0, -1):
        for right in _keys_of_length().get(n, ()):
            wrong = _wrong_letters(words[:n], right)
            if wrong is not None:
                best.setdefault(wrong, set()).add(" ".join([*right, *words[n:]]))
        if best:
            nearest = best[min(best)]
            return nearest.pop() if len(nearest) == 1 else None
    return None


def _wrong_letters(words: Sequence[str], right: Sequence[str]) -> int | None:
    wrong = 0
    for word, other in zip(words, right, strict=True):
        if word != other:
            if word in known_words():
                return None
            wrong += distance(word, other, _MOST_WRONG)
            if wrong > _MOST_WRONG:
                return None
    return wrong if 0 < wrong <= _MOST_WRONG and sum(map(len, right)) >= _SHORTEST_MISREAD - (wrong == 1) else None


@cache
def _keys_of_length() -> dict[int, tuple[tuple[str, ...], ...]]:
    found: dict[int, list[tuple[str, ...]]] = {}
    for key in bodies_by_key():
        found.setdefault(len(key.split()), []).append(tuple(key.split()))
    return {n: tuple(keys) for n, keys in found.items()}
