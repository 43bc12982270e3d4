"""Where one name ends and the next begins: separators behind which another noun of an agency stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.values.lexicon import Token, false_nouns, nouns, tokens_from
from pipeline.values.names.members import expand_members
from pipeline.values.names.starts import name_start, skip_honorific
from pipeline.values.names.vocabulary import QUANTIFIERS, SEPARATORS

_LONG_TAIL = 4  # tokens behind a plain noun that make it a name of its own: "cơ quan chủ quản các dự án"


def split_names(text: str, start: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """Split ``text[start:end]``, a list of names, at the separators behind which another name begins."""
    items = tokens_from(text, start, end - start)
    parts: list[tuple[int, int]] = []
    begin = depth = 0
    for i, token in enumerate(items):
        depth += (token.text in "([") - (token.text in ")]")
        if (
            depth == 0
            and token.lower in SEPARATORS | {"cùng", "."}
            and i > begin
            and i + 1 < len(items)
            and _breaks(items, begin, i)
        ):
            parts.append((begin, i))
            begin = i + 1
    parts.append((begin, len(items)))
    spans = [_trim(items, a, b) for a, b in parts]
    return expand_members(text, [s for s in spans if s is not None])


def _trim(items: Sequence[Token], a: int, b: int) -> tuple[int, int] | None:
    while a < b and (items[a].lower in SEPARATORS or items[a].text in ".:"):
        a += 1
    a = skip_honorific(items, a)
    while b > a and (items[b - 1].text in {",", ";", ".", ":", "/", "-", "–"} or items[b - 1].lower == "và"):
        b -= 1
    if b > a and items[b - 1].text == ")":
        opening = next((k for k in range(b - 1, a, -1) if items[k].text == "("), None)
        if opening is not None and opening > a:
            b = opening
    if a >= b:
        return None
    return items[a].start, items[b - 1].end


def _breaks(items: Sequence[Token], begin: int, i: int) -> bool:
    """Whether a new name begins behind the separator at ``i``."""
    k = i + 1
    if items[k].lower in {"và", "cùng"} and items[i].text in ",;":
        return False
    left = [t.lower for t in items[begin:i]]
    quantified = items[k].lower in QUANTIFIERS or tuple(t.lower for t in items[k : k + 2]) in {
        ("tất", "cả"),
        ("một", "số"),
        ("toàn", "thể"),
    }
    if left == ["các", "cấp"] and [t.lower for t in items[k : k + 2]] == ["các", "ngành"]:
        return False
    if items[i].text in {";", "."}:
        return name_start(items, k) is not None
    if (left[-2:] == ["bộ", "trưởng"] and items[k].lower == "thủ") or (
        left[-3:-1] == ["quan", "ngang"] and items[k].lower == "cơ"
    ):
        return False
    if items[i].text in {"-", "–"} and not _spaced(items, i):
        return False
    if "phòng" in left[:3] and (left[-1] in {"hđnd", "đbqh"} or left[-2:] in (["quốc", "hội"], ["nhân", "dân"])):
        return False
    if quantified:
        return name_start(items, k) is not None
    found = nouns().at(items, k)
    if not found or false_nouns().at(items, k):
        return False
    kind, n = found[0]
    return _new_noun(items, k, n, kind, left)


def _new_noun(items: Sequence[Token], k: int, n: int, kind: str, left: Sequence[str]) -> bool:
    after = items[k + n] if k + n < len(items) else None
    bare = (
        after is None
        or after.lower in SEPARATORS
        or after.lower in {"có", "liên", "thuộc", "trên", "cấp", "của", "tỉnh", "trực", "khác", "được", "chức"}
    )
    plain_left = _plain_part(items, k)
    if kind == "person":
        return not (plain_left and items[k].text[0].islower())
    if items[k].lower == "thành" and bare and left[-1:] == ["tỉnh"]:
        return False
    if kind == "place":
        return after is not None and after.text[0].isupper() and "các" not in left
    if (
        kind == "body"
        and ":" in left
        and items[k].lower in {"công", "thanh"}
        and (after is None or after.lower in SEPARATORS)
    ):
        return False
    if kind == "body" and items[k].text[0].isupper():
        if (
            bare
            and plain_left
            and n == 1
            and after is not None
            and items[k].lower in {"ban", "ngành", "sở", "phòng", "bộ", "đoàn", "hội", "cục", "vụ", "trường", "viện"}
            and after.lower in SEPARATORS | {"cấp", "của", "thuộc", "có", "liên", "tỉnh"}
        ):
            return False
        return not (after is None and n == 1 and plain_left)
    if items[k].lower == "nhà":
        return True
    if kind == "collective" and plain_left and not bare and _own_tail(items, k + n) >= _LONG_TAIL:
        return True
    if kind == "collective":
        return not plain_left and not _after_places(left)
    return not (plain_left and bare and (n < 3 or items[k].lower == "tổng")) and (
        kind == "other" and not _after_places(left)
    )


def _plain_part(items: Sequence[Token], k: int) -> bool:
    """Whether the part before the separator in front of ``k`` is a common noun: "các sở", "cơ quan", "Sở"."""
    end = next(j for j in range(k - 1, -1, -1) if items[j].lower in SEPARATORS)
    start = next((j + 1 for j in range(end - 1, -1, -1) if items[j].lower in SEPARATORS), 0)
    part = items[start:end]
    cut = next((j for j in range(len(part) - 1, -1, -1) if part[j].lower in QUANTIFIERS), -1)
    quantified = cut >= 0
    part = part[cut + 1 :]
    if not part:
        return True
    small = [t for t in part if t.text[0].islower()]
    return (
        len(part) == 1
        or len(small) == len(part)
        or (quantified and len(small) >= len(part) - 1)
        or (part[-1].lower in {"sở", "ngành", "quan", "vị", "ban"} and part[-1].text[0].islower())
    )


def _own_tail(items: Sequence[Token], i: int) -> int:
    """How many tokens stand behind a noun before the next separator."""
    return next((j - i for j in range(i, len(items)) if items[j].lower in SEPARATORS), len(items) - i)


def _after_places(left: Sequence[str]) -> bool:
    return bool(left) and left[-1] in {"xã", "phường", "huyện", "phố", "trấn", "khu", "tỉnh", "quận"} and "các" in left


def _spaced(items: Sequence[Token], i: int) -> bool:
    return (
        items[i].start > items[i - 1].end
        and items[i + 1].start > items[i].end
        and items[i - 1].lower in {"ủy", "uỷ", "hđnd", "ubnd"}
    )
