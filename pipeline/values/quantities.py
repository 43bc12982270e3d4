"""Numbers with the unit they count or measure (``3.000 km``, ``1,5 tỷ đồng``, ``03 mũi thi công``).

The units that have a name of their own are rules/units.toml; any other noun behind a number is read as its unit, with
the kind ``open``: whether it counts for anything is the caller's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from pipeline.rules import load_rules
from pipeline.values.expressions import folded
from pipeline.values.numbers import NUMBER, parse_number, parse_small


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as an office may add it: its printed ``names``, the ``unit`` they mean, ``factor`` of it in one of them.

    ``kind``: measure, money or count. Without ``unit`` each name means itself.
    """

    id: str
    names: tuple[str, ...]
    kind: str
    examples: tuple[str, ...]
    unit: str = ""
    factor: int = 1
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit; of a range (``80 - 85%``) the first number, which is what a target asks for at least.

    ``kind``: measure, money, count, or open for a noun that isn't listed.
    """

    value: Decimal
    unit: str
    kind: str
    start: int
    end: int
    number_end: int


class _Noun(NamedTuple):
    """What stands behind a number: the unit it means, its kind, the factor of its name, and where it ends."""

    unit: str
    kind: str
    factor: int
    end: int


# the patterns run on small letters; this one begins with what is rare
_BEGIN: Final = re.compile(
    r"[0-9tí](?:(?<=[0-9])(?<![\w/.,:–-][0-9])|(?:(?<=t)ối\s+(?:thiểu|đa)|(?<=í)t\s+nhất)\s+(?P<word>[mhbstc]))"
)
_WORDED: Final = re.compile(
    r"(?P<number>một|hai|ba|bốn|sáu|bảy|tám|chín|mười)(?P<blank>\s)(?P<scale>)(?!mươi|trăm|nghìn)"
)
_NUMBER: Final = re.compile(
    rf"""(?P<number>{NUMBER})(?:\s?%?\s?[-–]\s?{NUMBER})?(?P<blank>\s?)(?:\([^()]{{1,30}}\)\s*)?
    (?P<scale>(?:(?:trăm|nghìn|ngàn|vạn)\s+)?(?:tỷ|tỉ|triệu|nghìn|ngàn|vạn)\s+)?(?=[^\W\d_]|%)""",
    re.VERBOSE,
)
_SCALES: Final = {"trăm": 10**2, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
# đồng chí, đồng thời; 3 điểm cầu, but 85 điểm trở lên
_OTHER_WORD: Final = (
    r"(?!(?<=đồng)\s+(?:bào|chí|thời|bộ|loạt|đều)\b)(?!(?<=điểm)\s+(?!trở|so|về|trên|trong|và|theo|chỉ|bình)\w)"
)
# đồng/người/năm; đợt/năm; bác sĩ/vạn dân
_RATE: Final = re.compile(
    r"(?:\s?/\s?(?:[0-9][0-9.]*\s|vạn\s)?[^\W\d_]+(?:(?<=ngày)\s+đêm|(?<=lao)\s+động)?){1,3}(?!\w)"
)
_JOINT: Final = re.compile(r"\s?(?P<mark>[,/])\s?")
_SYLLABLE: Final = re.compile(r"\s*([^\W\d_]+)(?!\w)")
_OR: Final = re.compile(r"\s+hoặc(?=\s)")
# where no noun goes on
_STOPS: Final = re.compile(
    r"cho|tại|ở|trong|trên|dưới|với|và|được|có|là|của|từ|đến|để|theo|về|trước|sau|mỗi|vào|khi|đã|đang|phải"
    r"|bị|thuộc|do|bằng|gồm|so|này|đó|kia|đạt|tham|hoàn|nhằm|qua|trở|như|nêu|còn|chưa|không|sẽ|cùng|hoặc"
    r"|nếu|thì|mà|tới|hằng|hàng|tính|kể|nhưng|bao|nhất|rồi|đủ|nằm|trực|mới|đầu|tiên|cần|làm|thực|triển"
)
_TIMES: Final = re.compile(r"giờ|phút|giây|ngày|tuần|tháng|quý|quí|năm|tuổi|thế|đồng|luật|nghị|thông|ca")
# nouns that say nothing without the one behind them
_CLASSIFIERS: Final = re.compile(r"lượt|mũi|bộ|bản|chốt|chiếc|suất|khu|điểm|chuỗi|nhóm|gói|đoàn|cuộc")
_PERSON: Final = re.compile(r"\s*viên")  # tình nguyện viên, huấn luyện viên


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every number with its unit, money and measures in the unit's own scale; of a range, its lower end."""
    small, done = folded(text), 0
    for found in _BEGIN.finditer(small):
        match = (
            _NUMBER.match(small, found.start()) if found["word"] is None else _WORDED.match(small, found.start("word"))
        )
        if match is None or match.start() < done:
            continue
        noun = _listed(text, small, match.end()) or (_open(text, small, match.end()) if match["blank"] else None)
        if noun is None:
            continue
        number = match["number"]
        value = (parse_number(number) if found["word"] is None else Decimal(parse_small(number) or 1)) * noun.factor
        for word in (match["scale"] or "").split():
            value *= _SCALES[word]
        whole, done = value.to_integral_value(), noun.end
        if whole == value:
            value = whole
        yield Quantity(value, noun.unit, noun.kind, match.start(), noun.end, match.end("number"))


def load_units() -> tuple[Unit, ...]:
    """The units of rules/units.toml."""
    return load_rules("units", Unit)


def _listed(text: str, small: str, at: int) -> _Noun | None:
    """The listed unit at ``at``, with its rate (``đợt/năm``) or with the other half of a pair (``tổ, đội``)."""
    names, units = _pattern()
    match = names.match(small, at)
    if match is None:
        return None
    unit, end = units[" ".join(match[0].split())], match.end()
    name = unit.unit or _printed(unit, match[0])
    if unit.unit == "%":
        return _Noun(name, unit.kind, unit.factor, end)
    if unit.kind == "count" and (joint := _JOINT.match(small, end)):
        other = names.match(small, joint.end())
        short = other and " " not in match[0] and " " not in other[0]
        if other and units[" ".join(other[0].split())].kind == "count" and (joint["mark"] == "/" or short):
            return _Noun(" ".join(text[match.start() : other.end()].split()), unit.kind, unit.factor, other.end())
    if rate := _RATE.match(small, end):
        return _Noun(name + re.sub(r"\s*/\s*", "/", rate[0]), unit.kind, unit.factor, rate.end())
    return _Noun(name, unit.kind, unit.factor, end)


def _printed(unit: Unit, found: str) -> str:
    """The name as it is listed, for one that was found in small letters."""
    key = " ".join(found.split())
    return next(name for name in unit.names if name.lower() == key)


def _open(text: str, small: str, at: int) -> _Noun | None:
    """A noun that isn't listed: all of it where it is short, else its first word of two syllables."""
    ends = _syllables(small, at)
    if not ends or _TIMES.fullmatch(small[at : ends[0]].strip()):
        return None
    first = small[at : ends[0]].strip()
    long = _CLASSIFIERS.fullmatch(first) or (len(ends) > 2 and _PERSON.fullmatch(small, ends[1], ends[2]))
    end = ends[-1] if len(ends) <= 3 else ends[2 if long else 1]
    if (either := _OR.match(small, end)) and (more := _syllables(small, either.end())):
        end = more[min(1, len(more) - 1)]
    if rate := _RATE.match(small, end):
        end = rate.end()
    return _Noun(" ".join(text[at:end].split()), "open", 1, end)


def _syllables(small: str, at: int) -> list[int]:
    """Where the syllables from ``at`` on end, up to a mark, a number or a word that no noun goes on with."""
    ends: list[int] = []
    while len(ends) < 5 and (match := _SYLLABLE.match(small, at)) and not _STOPS.fullmatch(match[1]):
        at = match.end()
        ends.append(at)
    return ends


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Unit]]:
    units = {name.lower(): unit for unit in load_units() for name in unit.names}
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?:{names})(?!\w|²|³){_OTHER_WORD}"), units
