"""Names that share a common word: "Các Bộ: Quốc phòng, Công an" is Bộ Quốc phòng and Bộ Công an.

Guideline "Who": the common word is repeated for each member; a range ("các tỉnh từ … đến …") stays one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.agencies.bodies import Body
from pipeline.rules import load_rules
from pipeline.text.letters import UPPER
from pipeline.values.lexicon import WordRule

_CITIES = {"hà nội", "hồ chí minh", "đà nẵng", "hải phòng", "cần thơ", "huế"}
_COMMON = (
    r"(?:các\s+)?(?:tỉnh,\s*thành\s+phố(?:\s+trực\s+thuộc\s+Trung\s+ương)?|thành\s+phố,\s*tỉnh"
    r"|xã,\s*phường(?:,\s*(?:đặc\s+khu|thị\s+trấn))?|tỉnh/thành\s+phố"
    r"|bộ,\s*ngành|tỉnh|thành\s+phố|huyện|xã|phường|quận|thị\s+xã|Bộ|Sở|Cục|Vụ|Phòng|Ban|Tập\s+đoàn"
    r"|Tổng\s+công\s+ty|Tổng\s+Công\s+ty|Hội|Đoàn|Trường|Bệnh\s+viện|Viện|Khu|Ban\s+Quản\s+lý)"
)
_WITH_COLON = re.compile(rf"(?P<before>.*?)(?P<common>(?i:{_COMMON}))\s*:\s*(?P<members>[{UPPER}].*)$", re.S)
_WITHOUT = re.compile(
    rf"(?P<before>.*?)(?P<common>[Cc]ác\s+(?:tập\s+đoàn|Tập\s+đoàn|tỉnh,\s*thành\s+phố|tỉnh|thành\s+phố"
    rf"|huyện|xã|phường|Bộ|Sở|Cục)|tỉnh)\s+(?P<members>[{UPPER}][^,;:()]*(?:,\s*|\s+và\s+)[{UPPER}].*)$",
    re.S,
)
_NOUN_ONCE = re.compile(
    rf"(?P<common>Bộ|Sở|Tập\s+đoàn|Tổng\s+công\s+ty)\s+(?P<members>[{UPPER}].*(?:,|\svà)\s.+)", re.S
)
_FIRM = re.compile(rf"[{UPPER}]{{2,}}|Viettel|MobiFone|Vinaphone|VinaPhone")
_HEAD_OFFICE = re.compile(r"(?:Bí\s+thư|Chủ\s+tịch|Thường\s+trực)")
_SEVERAL = re.compile(r"\bcác\b")
_JOIN = re.compile(r"\s*(?:,\s*và\s+|,|\s+và\s+|;)\s*")
_HEADS = re.compile(r"\s*(?:,|\s+và\s+)\s*(?=(?:Chủ\s+tịch|Bí\s+thư|Ủy\s+ban|UBND|Giám\s+đốc|Hội\s+đồng))")

_BARE_BODY = re.compile(
    r"(?:Đảng\s+[ủu][ỷy]|Cấp\s+[ủu][ỷy]|HĐND|Hội\s+đồng\s+nhân\s+dân|UBND|Ủy\s+ban\s+nhân\s+dân|Công\s+an|Ban\s+CHQS)\Z"
)
_WITH_PLACE = re.compile(
    r"(?:Đảng\s+[ủu][ỷy]|HĐND|UBND|Ủy\s+ban\s+nhân\s+dân|Công\s+an"
    r"|MTTQ)\s+(?P<place>(?:các\s+)?(?:huyện|xã|phường|thị\s+trấn|đặc\s+khu|thị\s+xã|quận|thành\s+phố"
    r"|cấp)\b.*)",
    re.S,
)
_PLACE = rf"(?:tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu)\s+[{UPPER}]"
_BARE_PLACE = re.compile(_PLACE)
_PLACED = re.compile(
    rf"(?P<head>(?:(?:Phó\s+)?Chủ\s+tịch\s+)?(?:Đảng\s+[ủu][ỷy]|HĐND|UBND|(?:Ủy|Uỷ)\s+ban\s+nhân\s+dân|Công\s+an))\s+{_PLACE}"
)

Name = tuple[str, int, int]


def expand_members(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Name, ...]:
    """Names at ``spans`` of ``text``; the members of a list are repeated with their common word."""
    names: list[Name] = []
    i = 0
    while i < len(spans):
        shared = _shares_place(text, spans, i)
        if shared is not None:
            names.append(shared)
            i += 1
            continue
        reach = _list_of_members(text, spans, i)
        if reach is None and (alike := _alike(text, spans[i], names)):
            names += alike
            i += 1
            continue
        if reach is None:
            a, b = spans[i]
            head = _head_of(text[slice(*spans[i - 1])]) if i and _BARE_PLACE.match(text[a:b]) else ""
            names.append((_plain(f"{head} {text[a:b]}"), a, b))
            i += 1
            continue
        last, expanded = reach
        names.extend(expanded)
        i = last + 1
    return tuple(n for n in names if n[0])


def _alike(text: str, span: tuple[int, int], before: Sequence[Name]) -> list[Name]:
    """The bodies of "Bộ Xây dựng, Quốc phòng" and "Tập đoàn FPT, CMC", where only the first has its noun; or none.

    Fields of work are told by their names, firms by their capitals. "Bộ Quốc phòng, Công an" comes as two spans.
    """
    part = text[slice(*span)]
    if part == "Công an" and before and before[-1][0].startswith("Bộ "):
        return [("Bộ Công an", *span)]
    match = _NOUN_ONCE.match(part)
    if match is None:
        return []
    members = _members(match["members"])
    firm = match["common"] not in ("Bộ", "Sở")
    if len(members) < 2 or not all(_FIRM.fullmatch(m) if firm else m.lower() in _fields() for m in members):
        return []
    return _repeat(text, span, "", match, span[0])


def _head_of(name: str) -> str:
    """What a name before "xã B" has in front of its own place: "UBND" of "UBND xã A"."""
    match = _PLACED.match(name)
    return match["head"] if match else ""


def _shares_place(text: str, spans: Sequence[tuple[int, int]], i: int) -> Name | None:
    """ "Đảng ủy - UBND các xã": the bare body has its place from the next name."""
    a, b = spans[i]
    if i + 1 >= len(spans) or not _BARE_BODY.match(text[a:b]):
        return None
    later = _WITH_PLACE.match(text[spans[i + 1][0] : spans[i + 1][1]])
    return (f"{_plain(text[a:b])} {later['place']}", a, b) if later else None


def _list_of_members(text: str, spans: Sequence[tuple[int, int]], i: int) -> tuple[int, list[Name]] | None:
    a, b = spans[i]
    part = text[a:b]
    match = _common_word(part)
    if match is None:
        # "Bí thư tỉnh ủy và Chủ tịch UBND các tỉnh: A, B": the first head has its members from the last one
        if i + 1 < len(spans) and _HEAD_OFFICE.match(part) and not _SEVERAL.search(part):
            c, d = spans[i + 1]
            later = _common_word(text[c:d])
            if later is not None:
                return i + 1, _repeat(text, (a, b), part, later, c) + _repeat(text, (c, d), later["before"], later, c)
        return None
    if re.match(r"từ\s", match["members"]):
        return None
    names: list[Name] = []
    heads = [h for h in _HEADS.split(match["before"]) if h.strip()] or [match["before"]]
    for head in heads:
        names += _repeat(text, (a, b), head, match, a)
    return i, names


def _common_word(part: str) -> re.Match[str] | None:
    """The common word of a list and its members. Few names hold the signs of one, which are looked for first."""
    found = _WITH_COLON.match(part) if ":" in part else None
    if found is None and ("ác" in part or "tỉnh" in part) and ("," in part or "và" in part):
        found = _WITHOUT.match(part)
    return found


def _repeat(text: str, span: tuple[int, int], head: str, match: re.Match[str], base: int) -> list[Name]:
    common = re.sub(r"^các\s+", "", match["common"], flags=re.I)
    head = re.sub(r"(?:^|\s+)các\s*$", "", head.strip(), flags=re.I).strip(" ,")
    names = []
    at = base + match.start("members")
    for member in _members(match["members"].rstrip(" .;:,")):
        where = text.find(member, at)
        if where < 0:
            where = at
        word = "" if head.lower().endswith(("tỉnh ủy", "tỉnh uỷ")) else _singular(common, member)
        full = " ".join(p for p in (head, word, re.sub(r"\s*\(.*?\)", "", member)) if p)
        names.append((_plain(full), where, where + len(member)))
        at = where + len(member)
    return names


def _members(text: str) -> list[str]:
    """The members of a list, fields of two words ("Giáo dục và Đào tạo") kept whole."""
    kept = _double_fields().sub(lambda m: m.group().replace(",", "\x00").replace(" và ", "\x01"), text)
    return [m.replace("\x00", ",").replace("\x01", " và ").strip() for m in _JOIN.split(kept) if m.strip()]


@cache
def _double_fields() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for rule in load_rules("fields", WordRule) for w in rule.words), re.I)


@cache
def _fields() -> frozenset[str]:
    """What ministries and departments are called after their noun, in small letters: "quốc phòng", "nội vụ"."""
    bodies = (*load_rules("agencies/central", Body), *load_rules("agencies/local", Body))
    names = (n for body in bodies for n in (body.name, *body.aliases))
    return frozenset(n.split(maxsplit=1)[1].lower() for n in names if re.match(r"(?:Bộ|Sở)\s", n))


def _singular(common: str, member: str) -> str:
    low = common.lower()
    if member.lower().startswith(f"{low} ") or re.match(r"hiệp\s+hội\s", member, re.I):
        return ""  # các hội: Hội Mẫu, Hiệp hội Thử
    if re.match(r"(?:tỉnh|thành phố|huyện|xã|phường|quận|thị xã)\b", member, re.I):
        return ""
    if "tỉnh" in low and "thành" in low:
        return "thành phố" if member.lower() in _CITIES else "tỉnh"
    if low.startswith("xã,"):
        return "xã"
    if low == "bộ, ngành":
        return "Bộ"
    return common


def _plain(name: str) -> str:
    return " ".join(name.split()).strip(" ,;:.")
