"""Names of bodies from letterhead capitals to the spelling of running text, abbreviations written out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.agencies.places import province_kind
from pipeline.rules import load_rules
from pipeline.zones.cells import fold, is_upper


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body and its part of the symbol: see ``rules/issuers.toml``."""

    id: str
    name: str
    local: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


_UNIT = r"(?:tỉnh|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu)"
_NOT_PLACE = r"(?!(?:và|ủy|trực|thuộc|đội|hội)\b)"
_PLACE = re.compile(rf"(?<!\w){_UNIT}\s+{_NOT_PLACE}([^,;()–-]+?)(?=$|[,;()]|\s[-–]\s|\s(?:và|khóa)\b)")
_FIELDS = "bộ|sở|cục|vụ|phòng|chi cục|tổng cục|thanh tra|học viện|đại học|ủy ban|thuế|kho bạc"
_FIELD = re.compile(rf"(?<!\w)({_FIELDS})\s+(\w)")
_AND = re.compile(r"((?:,|\bvà|\s-)\s+)(\w)")
_PARTY = re.compile(r"(?<!\w)(tỉnh ủy|thành ủy|huyện ủy|đảng ủy)\s+(.+)$")
_FIXED = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Chính phủ", "Quốc hội", "Thủ tướng", "Việt Nam", "Nhà nước", "Hồ Chí Minh",
    "Mặt trận Tổ quốc", "Bộ trưởng", "Trung ương", "Đảng",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation in letterheads: see ``rules/letterhead.toml``."""

    id: str
    short: str
    full: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@cache
def abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of the rule file with what replaces them, in order."""
    rules = load_rules("letterhead", Abbreviation)
    return tuple((_whole_word(rule.short), rule.full) for rule in rules)


def _whole_word(short: str) -> re.Pattern[str]:
    edge = r"(?<!\w)" if short[0].isalpha() else ""
    return re.compile(rf"{edge}(?:{short})", re.IGNORECASE)


@cache
def issuers() -> dict[str, Issuer]:
    """The issuing bodies by their part of the symbol, in capitals."""
    return {rule.id.upper(): rule for rule in load_rules("issuers", Issuer)}


@cache
def _known() -> dict[str, str]:
    return {fold(rule.name): rule.name for rule in issuers().values()}


def expand(name: str) -> str:
    """A name with its abbreviations written out and single spaces.

    >>> expand("VĂN PHÒNG HĐND&UBND")
    'VĂN PHÒNG hội đồng nhân dân và ủy ban nhân dân'
    """
    for pattern, full in abbreviations():
        name = pattern.sub(full, name)
    return " ".join(name.split())


def proper(name: str) -> str:
    """A letterhead name as it is written in running text.

    >>> proper("ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK"), proper("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
    ('Ủy ban nhân dân tỉnh Đắk Lắk', 'Sở Nông nghiệp và Môi trường')
    """
    full = expand(name.strip(" .,;:-*"))
    if known := _known().get(fold(full)):
        return known
    if not full or not is_upper(name):
        return full[:1].upper() + full[1:]
    low = full.lower()
    low = _FIELD.sub(lambda m: f"{m[1]} {m[2].upper()}", low)
    if re.match(r"(?:bộ|sở|phòng|cục|chi cục|vụ)\s", low):
        low = _AND.sub(lambda m: m[1] + m[2].upper(), low)
    low = _PLACE.sub(lambda m: m[0][: m.start(1) - m.start()] + title_case(m[1]), low)
    low = _PARTY.sub(lambda m: f"{m[1]} {title_case(m[2])}", low)
    for fixed in _FIXED:
        low = re.sub(rf"(?<!\w){re.escape(fixed.lower())}(?!\w)", fixed, low, flags=re.IGNORECASE)
    for unit in re.finditer(r"(?<=\s)(?:[Ủủ]y ban nhân dân|[Hh]ội đồng nhân dân|văn phòng)", low):
        low = low[: unit.start()] + low[unit.start()].upper() + low[unit.start() + 1 :]
    words = low.split()
    for length in (4, 3, 2):
        if len(words) > length and province_kind(" ".join(map(fold, words[-length:]))):
            low = " ".join([*words[:-length], title_case(" ".join(words[-length:]))])
            break
    return low[0].upper() + low[1:]


def title_case(name: str) -> str:
    """Every word with a capital, as in the name of a place."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())
