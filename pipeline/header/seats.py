"""The administrative unit that a local body sits in: by the place of the date line, else by what the text speaks of."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.agencies.places import province_kind
from pipeline.header.casing import expand
from pipeline.text.letters import UPPER
from pipeline.zones.cells import fold

__all__ = ["UNITS", "completed", "unit_of"]

UNITS = r"tỉnh|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu"
"""The kinds of units, as alternatives of a pattern."""

_NAME = rf"[{UPPER}][\w’']*(?:[ ][{UPPER}][\w’']*){{0,4}}"
_UNIT = re.compile(rf"(?<!\w)({UNITS})\s+", re.IGNORECASE)
_WORD_GOES_ON = re.compile(r"\w")
_UNIT_NAME = re.compile(rf"(?<!\w)(?i:({UNITS}))\s+({_NAME})")
_LEVEL = re.compile(rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)\s+(?i:({UNITS}))(?!\w)")


def completed(name: str, where: str | None, context: str) -> str:
    """A local body with its unit: ``Ủy ban nhân dân`` and ``An Giang`` make ``Ủy ban nhân dân tỉnh An Giang``."""
    bare = re.fullmatch(rf"(?P<body>.+?)(?:\s+(?P<unit>{UNITS}))?", name)
    if bare is None or _UNIT_NAME.search(name):
        return name
    people = re.search(r"Ủy ban nhân dân|Hội đồng nhân dân", name) is not None
    if not people and not name.startswith("Sở "):
        return name
    unit = unit_of(where, context, bare["unit"])
    return f"{bare['body']} {unit}" if unit else name


def unit_of(where: str | None, context: str, level: str | None = None) -> str | None:
    """The administrative unit with its kind, from the place of the date line or from what the text speaks of."""
    if where is not None:
        plain = re.sub(r"^(?:TP\.?|Tp\.?)\s*", "Thành phố ", expand(where) if where.upper().startswith("TP") else where)
        if _UNIT_NAME.fullmatch(plain):
            return plain
        kind = province_kind(fold(plain))
        if kind is not None and level in (None, kind):
            return f"{kind} {plain}"
        near = _unit_before(plain, context)
        if near and level in (None, near):
            return f"{near} {plain}"
        if kind is None and (spoken := level or _level_spoken_of(context)):
            return f"{spoken} {plain}"
    return _unit_spoken_of(context, level)


def _unit_before(name: str, context: str) -> str | None:
    """The kind of unit that the text first gives to a place of that name: ``huyện`` in ``huyện Mẫu``."""
    for unit in _UNIT.finditer(context):
        if context.startswith(name, unit.end()) and not _WORD_GOES_ON.match(context, unit.end() + len(name)):
            return unit[1].lower()
    return None


def _unit_spoken_of(context: str, level: str | None) -> str | None:
    level = level or _level_spoken_of(context)
    names = Counter(m[2] for m in _UNIT_NAME.finditer(context) if level is None or m[1].lower() == level)
    if not names or level is None:
        return None
    return f"{level} {names.most_common(1)[0][0]}"


def _level_spoken_of(context: str) -> str | None:
    """The level of the people's committee that the text mentions most: ``huyện`` in ``UBND huyện``."""
    levels = Counter(name.lower() for name in _LEVEL.findall(context))
    return levels.most_common(1)[0][0] if levels else None
