"""Names that share a common word: "Các Bộ: Quốc phòng, Công an" is Bộ Quốc phòng and Bộ Công an.

Guideline "Who": the common word is repeated for each member; a range ("các tỉnh từ … đến …") stays one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CITIES = {"hà nội", "hồ chí minh", "đà nẵng", "hải phòng", "cần thơ", "huế"}
_COMMON = (
    r"(?:các\s+)?(?:tỉnh,\s*thành\s+phố(?:\s+trực\s+thuộc\s+Trung\s+ương)?|thành\s+phố,\s*tỉnh|xã,\s*phường(?:,\s*(?:đặc\s+khu|thị\s+trấn))?|tỉnh/thành\s+phố"
    r"|bộ,\s*ngành|tỉnh|thành\s+phố|huyện|xã|phường|quận|thị\s+xã|Bộ|Sở|Cục|Vụ|Phòng|Ban|Tập\s+đoàn|Tổng\s+công\s+ty|Tổng\s+Công\s+ty|Hội|Đoàn|Trường|Bệnh\s+viện|Viện|Khu|Ban\s+Quản\s+lý)"
)
_WITH_COLON = re.compile(rf"(?P<before>.*?)(?P<common>(?i:{_COMMON}))\s*:\s*(?P<members>[A-ZĐÀ-ỸƠƯ].*)$", re.S)
_WITHOUT = re.compile(
    rf"(?P<before>.*?)(?P<common>[Cc]ác\s+(?:tỉnh,\s*thành\s+phố|tỉnh|thành\s+phố|huyện|xã|phường|Bộ|Sở|Cục))\s+(?P<members>[A-ZĐÀ-Ỹ][^,;:()]*(?:,\s*|\s+và\s+)[A-ZĐÀ-Ỹ].*)$",
    re.S,
)
_JOIN = re.compile(r"\s*(?:,\s*và\s+|,|\s+và\s+|;)\s*")
_HEADS = re.compile(r"\s*(?:,|\s+và\s+)\s*(?=(?:Chủ\s+tịch|Bí\s+thư|Ủy\s+ban|UBND|Giám\s+đốc|Hội\s+đồng))")

Name = tuple[str, int, int]


def expand_members(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Name, ...]:
    """Names at ``spans`` of ``text``; the parts of a list of members are put together and repeated with their common word."""
    names: list[Name] = []
    i = 0
    while i < len(spans):
        reach = _list_of_members(text, spans, i)
        if reach is None:
            a, b = spans[i]
            names.append((_plain(text[a:b]), a, b))
            i += 1
            continue
        last, expanded = reach
        names.extend(expanded)
        i = last + 1
    return tuple(n for n in names if n[0])


def _list_of_members(text: str, spans: Sequence[tuple[int, int]], i: int) -> tuple[int, list[Name]] | None:
    a, b = spans[i]
    part = text[a:b]
    match = _WITH_COLON.match(part) or _WITHOUT.match(part)
    heads_from = i
    if match is None:
        # "Bí thư tỉnh ủy và Chủ tịch UBND các tỉnh: A, B": the first head has its members from the last one
        if i + 1 < len(spans) and re.match(r"(?:Bí\s+thư|Chủ\s+tịch|Thường\s+trực)", part) and not re.search(r"\bcác\b", part):
            c, d = spans[i + 1]
            later = _WITH_COLON.match(text[c:d]) or _WITHOUT.match(text[c:d])
            if later is not None:
                return i + 1, _repeat(text, (a, b), part, later, c) + _repeat(text, (c, d), later["before"], later, c)
        return None
    if re.match(r"từ\s", match["members"]):
        return None
    names: list[Name] = []
    heads = [h for h in _HEADS.split(match["before"]) if h.strip()] or [match["before"]]
    for head in heads:
        names += _repeat(text, (a, b), head, match, a)
    return heads_from, names


def _repeat(text: str, span: tuple[int, int], head: str, match: re.Match[str], base: int) -> list[Name]:
    common = re.sub(r"^các\s+", "", match["common"], flags=re.I)
    head = re.sub(r"(?:^|\s+)các\s*$", "", head.strip(), flags=re.I).strip(" ,")
    names = []
    at = base + match.start("members")
    for member in _JOIN.split(match["members"].rstrip(" .;:,")):
        member = member.strip()
        if not member:
            continue
        where = text.find(member, at)
        if where < 0:
            where = at
        word = _singular(common, member)
        full = " ".join(p for p in (head, word, re.sub(r"\s*\(.*?\)", "", member)) if p)
        names.append((_plain(full), where, where + len(member)))
        at = where + len(member)
    return names


def _singular(common: str, member: str) -> str:
    low = common.lower()
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
    return re.sub(r"\s+", " ", name).strip(" ,;:.")
