"""Where one name ends and the next begins: separators behind which another noun of an agency stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.values.lexicon import Token, false_nouns, nouns, tokens_from
from pipeline.values.names.members import expand_members
from pipeline.values.names.reach import reach
from pipeline.values.names.starts import name_start, skip_honorific
from pipeline.values.names.vocabulary import QUANTIFIERS, SEPARATORS, above_all

# Behind a plain noun: it is one more of a collective ("đơn vị có liên quan", "cơ quan chuyên môn"), not a name.
_QUALIFIES = frozenset(
    ["có", "liên", "thuộc", "trên", "cấp", "của", "tỉnh", "trực", "khác", "được", "chức", "chuyên", "nhà"]
)
_ALIKE = frozenset(["sở", "bộ", "ban", "ngành"])  # "các sở, ban, ngành quản lý quy hoạch" is one collective
# Nouns of bodies that offices write small before a name, with their length in syllables.
_SMALL_NOUNS = {"phòng": 1, "sở": 1, "chi": 2, "trung": 2}
_OTHERS = frozenset(["cơ", "quan", "tổ", "chức", "đơn", "vị", "cá", "nhân", "địa", "phương", "khác", "có", "liên"])
_HEADS = (("người", "đứng", "đầu"), ("thủ", "trưởng"))
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
        elif depth == 0 and _comma_forgotten(items, begin, i):
            parts.append((begin, i))
            begin = i
    parts.append((begin, len(items)))
    spans = [_trim(items, a, b) for a, b in parts]
    return expand_members(text, [s for s in spans if s is not None])


def _comma_forgotten(items: Sequence[Token], begin: int, i: int) -> bool:
    """Whether a second name begins at ``i`` without a separator: "Sở Khoa học và Công nghệ Sở Công Thương"."""
    if i < begin + 2 or items[i].text not in ("Sở", "Bộ") or items[i].text != items[begin].text:
        return False
    named = items[begin + 1].text[0].isupper() and items[i - 1].text[0].isalpha()
    return named and i + 1 < len(items) and items[i + 1].text[0].isupper()


def _trim(items: Sequence[Token], a: int, b: int) -> tuple[int, int] | None:
    while a < b and (items[a].lower in SEPARATORS or items[a].text in ".:"):
        a += 1
    a = skip_honorific(items, a + above_all(items, a))
    if b - a > 2 and _words(items, b - 2, 2) == ("chủ", "trì") and items[b - 3].lower not in {"quan", "vị"}:
        b -= 2  # in a cell: "Sở Y tế chủ trì"
    while b > a and (items[b - 1].text in {",", ";", ".", ":", "/", "-", "–"} or items[b - 1].lower == "và"):
        b -= 1
    if b > a and items[b - 1].text == ")":
        opening = next((k for k in range(b - 1, a, -1) if items[k].text == "("), None)
        if opening is not None and opening > a and not _says_who(items[a:opening], items[opening + 1 : b - 1]):
            b = opening
    if a >= b:
        return None
    return items[a].start, items[b - 1].end


def _says_who(name: Sequence[Token], inner: Sequence[Token]) -> bool:
    """Whether a bracket tells who a common noun before it is: "Nhà đầu tư (Công ty Mẫu)", "Đơn vị tư vấn (Viện Mẫu)".

    Behind a name it holds a unit of it or an abbreviation, behind a collective examples.
    """
    if name[0].lower in QUANTIFIERS or any(not t.text[0].islower() for t in name[1:]):
        return False
    common = nouns().at(name, 0)[:1]
    first = name_start(inner, 0)
    return (
        ((bool(common) and common[0][0] in ("other", "collective")) or _words(name, 0, 2) == ("cơ", "quan"))
        and first is not None
        and inner[0].text[0].isupper()
        and reach(inner, first) == len(inner)
    )


def _breaks(items: Sequence[Token], begin: int, i: int) -> bool:
    """Whether a new name begins behind the separator at ``i``."""
    k = i + 1 + above_all(items, i + 1)
    if k > i + 1:
        return name_start(items, k) is not None
    if items[k].lower in {"và", "cùng"} and items[i].text in ",;":
        return False
    left = [t.lower for t in items[begin:i]]
    quantified = items[k].lower in QUANTIFIERS or _words(items, k, 2) in {
        ("tất", "cả"),
        ("một", "số"),
        ("toàn", "thể"),
    }
    if left == ["các", "cấp"] and [t.lower for t in items[k : k + 2]] == ["các", "ngành"]:
        return False
    if items[i].text in {";", "."}:
        return name_start(items, k) is not None
    if _goes_on_government(left, items[k].lower):
        return False
    if items[i].text in {"-", "–"} and not _spaced(items, i):
        return False
    if left == ["báo"] and items[i].lower == "và" and items[k].lower == "đài":
        return False  # Báo và Đài Phát thanh, Truyền hình is one
    serves_several = left[-1] in {"hđnd", "đbqh"} or left[-2:] in (["quốc", "hội"], ["nhân", "dân"])
    if "phòng" in left[:3] and serves_several and items[k].lower not in {"văn", "vp"}:
        return False  # Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân
    if left[-2:] == ["trung", "ương"] and _words(items, k, 2) == ("địa", "phương"):
        return False  # các cơ quan Trung ương và địa phương
    if quantified:
        return name_start(items, k) is not None
    if _names_the_rest(items, begin, k):
        return True
    found = nouns().at(items, k)
    if not found or false_nouns().at(items, k):
        return False
    kind, n = found[0]
    if kind == "body" and _heads_of_plain(items, begin, i) and _is_plain(items, k + n):
        return False
    return _new_noun(items, k, n, kind, left)


def _goes_on_government(left: Sequence[str], word: str) -> bool:
    """Whether ``word`` goes on with the collective of central bodies, however the office writes it.

    "Bộ trưởng các Bộ, Thủ trưởng cơ quan ngang Bộ, (Thủ trưởng) cơ quan thuộc Chính phủ" is one name.
    """
    if left[-3:-1] == ["quan", "ngang"]:
        return word in ("cơ", "thủ")
    return word == "thủ" and left[-2:] in (["bộ", "trưởng"], ["các", "bộ"]) and "trưởng" in left


def _names_the_rest(items: Sequence[Token], begin: int, k: int) -> bool:
    """Whether all others, uncounted, end the list behind a body: "UBND các xã, phường, cơ quan khác có liên quan"."""
    rest = [t.lower for t in items[k:] if t.lower not in SEPARATORS]
    if rest[-2:] != ["liên", "quan"] or rest[:2] not in (["cơ", "quan"], ["tổ", "chức"], ["đơn", "vị"]):
        return False
    body = any(kind == "body" for kind, _ in nouns().at(items, begin)[:1]) and items[begin].lower not in _OTHERS
    return body and all(word in _OTHERS for word in rest)


def _heads_of_plain(items: Sequence[Token], begin: int, i: int) -> bool:
    """Whether the part begins with the heads of common nouns, uncounted: "Người đứng đầu sở, cơ quan"."""
    at = next((begin + len(p) for p in _HEADS if _words(items, begin, len(p)) == p), None)
    if at is None or any(t.lower in QUANTIFIERS for t in items[begin:i]):
        return False
    return items[at].text[0].islower() and any(kind == "collective" for kind, _ in nouns().at(items, at))


def _is_plain(items: Sequence[Token], i: int) -> bool:
    """Whether only small words stand at ``i`` before the next separator: "UBND huyện", not "UBND xã Mẫu Lâm"."""
    end = i + _own_tail(items, i)
    return i < end and all(t.text[0].islower() for t in items[i:end])


def _new_noun(items: Sequence[Token], k: int, n: int, kind: str, left: Sequence[str]) -> bool:
    after = items[k + n] if k + n < len(items) else None
    bare = after is None or after.lower in SEPARATORS or after.lower in _QUALIFIES
    if _SMALL_NOUNS.get(items[k].text) == n and after is not None and after.text[0].isupper() and "các" not in left:
        return True  # phòng TC-KH, phòng Nội vụ
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
            and after.lower in SEPARATORS | {"cấp", "của", "thuộc", "có", "liên", "tỉnh", "chuyên", "chức"}
        ):
            return False
        return not (after is None and n == 1 and plain_left)
    if items[k].lower == "nhà":
        return True
    if kind == "collective" and plain_left and not bare and _own_tail(items, k + n) >= _LONG_TAIL:
        return (left[-1], items[k].lower) != ("quan", "đơn") and not (left[-1] in _ALIKE and items[k].lower in _ALIKE)
    if kind == "collective":
        return not plain_left and not _after_places(left)
    return not (plain_left and bare and (n < 3 or items[k].lower == "tổng")) and (
        kind == "other" and not _after_places(left)
    )


def _words(items: Sequence[Token], i: int, n: int) -> tuple[str, ...]:
    return tuple(t.lower for t in items[i : i + n])


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
