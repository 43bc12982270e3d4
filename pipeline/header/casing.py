"""Names of bodies from letterhead capitals to the spelling of running text, abbreviations written out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.agencies.places import province_kind
from pipeline.rules import load_rules
from pipeline.text.syllables import is_syllable
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
_NOT_PLACE = r"(?!(?:và|ủy|trực|thuộc|đội|hội|đoàn)\b)"
_PLACE = re.compile(rf"(?<!\w){_UNIT}\s+{_NOT_PLACE}([^,;()–-]+?)(?=$|[,;()]|\s[-–]\s|\s(?:và|khóa)\b)")
# Nouns with the field of a body behind them, wherever in the name …
_FIELDS = (
    "(?<!cán )(?<!nội )(?<!đồng )(?<!đường )(?<!đảng )bộ|(?<!cơ )(?<!trụ )sở|cục|(?<!quốc )(?<!hải )(?<!biên )phòng"
    "|chi cục|tổng cục|thanh tra|học viện|đại học|ủy ban|thuế|kho bạc|cơ quan|văn phòng|trung tâm"
)
# … and those that mean something else inside a name: DỊCH VỤ, XÃ HỘI, MÔI TRƯỜNG.
_FIRST = (
    "vụ|ban|hội(?! đồng)|đội|viện|bệnh viện|trạm|hạt|tổ|đoàn|tập đoàn|liên đoàn|liên minh|tổng công ty|trường"
    "|trường (?:tiểu học|mầm non|trung học cơ sở|trung học phổ thông|cao đẳng)"
)
_FIELD = re.compile(
    rf"(?<!\w)(?=(?:{_FIELDS}|(?:(?<!.)|(?<=văn phòng )|(?<=đảng ủy ))(?:{_FIRST}))\s+(?!{_UNIT}\b|và\b|khu vực\b)(\w))"
)
_AND = re.compile(r"((?:,|\bvà|\s-)\s+)(\w)")
_BY_AND = re.compile(r"(?:bộ|sở|phòng|cục|chi cục|vụ|ủy ban)\s")
_PARTY = re.compile(
    rf"(?<!\w)(tỉnh ủy|thành ủy|huyện ủy|đảng ủy|tỉnh đoàn|thành đoàn)\s+(?!{_UNIT}\b|ủy ban|hội đồng|các\b)(.+)$"
)
_ROMAN = re.compile(r"(?:(?<=khu vực )|(?<=quân khu )|(?<=khóa )|(?<=vùng ))[ivx]+(?!\w)")
_FIXED = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Chính phủ", "Quốc hội", "Thủ tướng", "Việt Nam", "Nhà nước", "Hồ Chí Minh",
    "Mặt trận Tổ quốc", "Bộ trưởng", "Trung ương", "Đảng", "Tây Nguyên", "Tây Bắc", "Đông Bắc", "Nam Bộ", "Trung Bộ",
    "Bắc Bộ", "Cửu Long", "Biển Đông", "Bộ Chỉ huy Quân sự", "Bộ đội Biên phòng",
    "Viện kiểm sát nhân dân", "miền Bắc", "miền Trung", "miền Nam",
)  # fmt: skip
_FEW_VOWELS = 1 / 3  # of the letters of an abbreviation that is no syllable: ĐBQH, EVN; a foreign name has more


@cache
def _fixed() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    keys = ((name.lower(), name) for name in _FIXED)
    return tuple((key, re.compile(rf"(?<!\w){re.escape(key)}(?!\w)", re.IGNORECASE), name) for key, name in keys)


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
    return tuple((re.compile(_whole_word(rule.short), re.IGNORECASE), rule.full) for rule in rules)


@cache
def _any_abbreviation() -> re.Pattern[str]:
    shorts = [_whole_word(rule.short) for rule in load_rules("letterhead", Abbreviation)]
    return re.compile("|".join(shorts), re.IGNORECASE)


def _whole_word(short: str) -> str:
    edge = r"(?<!\w)" if short[0].isalpha() else ""
    return rf"{edge}(?:{short})"


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
    if _any_abbreviation().search(name):
        for pattern, full in abbreviations():
            name = pattern.sub(full, name)
    return " ".join(name.split())


@lru_cache(maxsize=256)  # the bodies of one province stand above most of what an office receives
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
    for start in [match.start(1) for match in _FIELD.finditer(low)]:
        low = low[:start] + low[start].upper() + low[start + 1 :]
    if _BY_AND.match(low):
        low = _AND.sub(lambda m: m[1] + m[2].upper(), low)
    low = _PLACE.sub(lambda m: m[0][: m.start(1) - m.start()] + title_case(m[1]), low)
    low = _PARTY.sub(lambda m: f"{m[1]} {title_case(m[2])}", low)
    for key, pattern, fixed in _fixed():
        if key in low.lower():
            low = pattern.sub(fixed, low)
    for unit in re.finditer(r"(?<=\s)(?:[Ủủ]y ban nhân dân|[Hh]ội đồng nhân dân|văn phòng)", low):
        low = low[: unit.start()] + low[unit.start()].upper() + low[unit.start() + 1 :]
    words = low.split()
    for length in (4, 3, 2):
        if len(words) > length and province_kind(" ".join(map(fold, words[-length:]))):
            low = " ".join([*words[:-length], title_case(" ".join(words[-length:]))])
            break
    low = _ROMAN.sub(lambda m: m[0].upper(), low)
    low = re.sub(r"[^\W\d_]{2,}", lambda m: _foreign(m[0]), low)
    return low[0].upper() + low[1:]


def _foreign(word: str) -> str:
    """A word that is no Vietnamese syllable: an abbreviation in capitals, a name with one."""
    low = word.lower()
    if not word[1:].islower() or is_syllable(low):
        return word
    vowels = sum(letter in "aeiouy" for letter in fold(low))
    few = vowels <= len(low) * _FEW_VOWELS and fold(low) == low.replace("đ", "d")
    return word.upper() if few and (word.islower() or not vowels) else word.capitalize()


def title_case(name: str) -> str:
    """Every word with a capital, as in the name of a place."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())
