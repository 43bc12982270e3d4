"""Names of agencies in running text: where a list of them begins, how far it reaches, which names it holds.

Context-free: the names come as written. Guideline "Who": a list that names its members is several names with the
common word repeated, a collective stays one name, agencies of different kinds joined by a comma are several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.values.lexicon import Token, false_nouns, nouns, tokens, words
from pipeline.values.members import expand_members

_QUANTIFIERS = {"các", "những", "từng", "mỗi", "mọi", "quý", "nhóm", "02", "03", "04", "05", "06", "2", "3", "4", "5"}
_WIDE = (("tất", "cả", "các"), ("toàn", "thể", "các"), ("một", "số"), ("toàn", "bộ"), ("tất", "cả"), ("các", "đồng", "chí"), ("đồng", "chí"), ("đ", "/", "c"))
# A lowercase verb right behind one of these belongs to the name: "Ban chỉ đạo", "Tổ kiểm tra, giám sát".
_TAKES_VERB = {"ban", "tổ", "tiểu ban", "đoàn", "hội đồng", "trung tâm", "đội", "khu", "phòng", "bộ phận", "văn phòng", "chi cục", "cục", "công ty",
               "cơ quan", "đơn vị", "ngành", "lực lượng", "nhà thầu", "nhà đầu tư", "tổ chức", "cơ sở", "công chức", "viên chức", "cán bộ", "nhân viên", "chủ", "hội", "vụ", "trạm", "doanh nghiệp", "chủ đầu tư", "ban quản lý"}
_NAME_VERBS = {"chỉ đạo", "quản lý", "điều hành", "kiểm tra", "giám sát", "vận động", "xây dựng", "công tác", "hỗ trợ", "điều phối", "soạn thảo", "biên tập",
               "thanh tra", "đánh giá", "bảo vệ", "dịch vụ", "đăng ký", "tư vấn", "thi công", "chủ quản", "chuyên môn", "tiếp nhận", "thường trực", "thẩm định", "tuyên truyền",
               "sử dụng", "cung cấp", "khai thác", "vận hành", "phát triển", "đầu tư", "chăn nuôi", "tham mưu", "quan trắc", "phục vụ", "giúp việc", "cứu hộ", "tìm kiếm", "trực", "giải phóng", "ứng phó", "phối hợp", "chủ trì"}
_LOOSE_VERBS = {"chủ trì", "phối hợp", "tham mưu", "tuyên truyền", "hỗ trợ", "kiểm tra", "xây dựng", "tiếp nhận", "thẩm định", "cung cấp", "giám sát", "đánh giá", "đầu tư", "phát triển", "khai thác"}
_RELATIVE_VERBS = {"được": 1, "đã": 1, "do": 1, "có": 0, "đang": 2}  # how many verbs a relative clause may hold: "được kiểm tra"
_SEPARATORS = {",", ";", "và", "-", "–", "cùng", "hoặc", "&"}
_STOP = {".", ":", "!", "?", "“", "”", '"', "…", "|"}


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names: ``text[start:end]``, the names as they are to be followed up, and where each was written."""

    start: int
    end: int
    names: tuple[tuple[str, int, int], ...]


def read_names(text: str, start: int = 0) -> NameList | None:
    """The list of agencies that begins at ``start`` (honorifics and "các" may come first), up to the first word of work.

    >>> [n for n, _, _ in read_names("Sở Y tế, Công an tỉnh và UBND các xã, phường khẩn trương rà soát").names]
    ['Sở Y tế', 'Công an tỉnh', 'UBND các xã, phường']
    >>> read_names("rà soát các quy định") is None
    True
    """
    items = tokens(text[start:start + 1200])
    first = _name_start(items, 0)
    if first is None:
        return None
    last = _reach(items, first)
    end = items[last - 1].end
    names = split_names(text, start + items[_skip_honorific(items, 0)].start, start + end)
    return NameList(start + items[_skip_honorific(items, 0)].start, start + end, names) if names else None


def whole_names(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[str, int, int], ...]:
    """The names in a text that holds nothing else (a table cell, the value of a label, a line of addressees)."""
    end = len(text) if end is None else end
    return split_names(text, start, end)


def is_names(text: str) -> bool:
    """Whether ``text`` is a list of names and nothing besides, as in a heading.

    >>> is_names("Sở Tài chính, Sở Nội vụ"), is_names("Rà soát, hoàn thiện quy chế")
    (True, False)
    """
    items = tokens(text)
    first = _name_start(items, 0)
    return first is not None and _reach(items, first) == len(items)


def starts_name(text: str, start: int = 0) -> bool:
    """Whether a name begins at ``start``."""
    return _name_start(tokens(text[start:start + 80]), 0) is not None


def _skip_honorific(items: Sequence[Token], i: int) -> int:
    for phrase in (("các", "đồng", "chí"), ("đồng", "chí"), ("đ", "/", "c")):
        if tuple(t.lower for t in items[i:i + len(phrase)]) == phrase:
            return i + len(phrase)
    return i


def _name_start(items: Sequence[Token], i: int) -> int | None:
    """The token after the head noun of the name that begins at token ``i``; None where none does."""
    i = _skip_honorific(items, i)
    counted = False
    for phrase in _WIDE:
        if tuple(t.lower for t in items[i:i + len(phrase)]) == phrase:
            i, counted = i + len(phrase), True
            break
    if i < len(items) and items[i].lower in _QUANTIFIERS:
        i, counted = i + 1, True
    return _head_noun(items, i, counted)


def _head_noun(items: Sequence[Token], i: int, counted: bool) -> int | None:
    if i >= len(items) or false_nouns().at(items, i) or (not counted and _verb_ahead(items, i)):
        return None
    for kind, n in nouns().at(items, i):
        small = items[i].text[0].islower()
        if kind in ("collective", "place", "other") and small and not counted and not _listed(items, i + n):
            follows = items[i + n] if i + n < len(items) else None
            if kind != "other" and not (follows and (follows.text[0].isupper() or follows.lower in {"có", "liên", "cấp", "thuộc", "chức", "chuyên", "được", "chủ", "quản"})):
                continue
        if kind == "person" and i + n < len(items) and items[i + n].text == ",":
            after = words().at(items, i + n + 1)
            if items[i].lower == "lãnh" and after and after[0][0] == "verb":
                continue
        if kind == "person" and items[i].lower == "lãnh" and not counted and words().at(items, i + n)[:1] and words().at(items, i + n)[0][0] == "verb":
            continue
        if kind == "body" and n == 1 and _verb_with(items, i):
            continue
        return i + n
    if i + 1 < len(items) and items[i].text[0].isupper() and items[i + 1].lower == "trưởng":
        return i + 2
    if counted and i < len(items) and items[i].text[0].isupper():
        low = [Token(t.lower, t.lower, t.start, t.end) for t in items[i:i + 4]]
        for _, n in nouns().at(low, 0):
            return i + n
    return None


def _listed(items: Sequence[Token], i: int) -> bool:
    """Whether a comma and another plain noun follow: "sở, ban, ngành", "xã, phường"."""
    return i + 1 < len(items) and items[i].text == "," and any(k in ("collective", "place") for k, _ in nouns().at(items, i + 1))


def _verb_with(items: Sequence[Token], i: int) -> bool:
    """Whether the single noun at ``i`` is the first syllable of a verb: "Thanh tra, kiểm tra", "Tổ chức tập huấn"."""
    found = words().at(items, i)
    if not found or found[0][0] != "verb":
        return False
    after = items[i + found[0][1]] if i + found[0][1] < len(items) else None
    return after is None or after.text[0].islower() or not after.text[0].isalnum()


def _reach(items: Sequence[Token], first: int) -> int:
    """The token after the last one that belongs to the list of names whose first head noun ends before ``first``."""
    i = first
    noun_end = first
    relative = 0
    while i < len(items):
        token = items[i]
        if token.text == "(":
            close = _closing(items, i)
            if close is None:
                return i
            i = close + 1
            continue
        if token.text == ":" and _members_follow(items, i):
            return _reach_members(items, i + 1)
        if token.text in _STOP or token.text == ")":
            return i
        if token.lower in _SEPARATORS:
            step = _after_separator(items, i)
            if step is None:
                return i
            if step != i + 1:
                noun_end = step
                relative = 0
            i = step
            continue
        kind, n = _work_at(items, i, relative)
        if kind is None:
            i += max(n, 1)
            continue
        if kind == "relative":
            relative, i = _RELATIVE_VERBS.get(token.lower, 1), i + n
            continue
        if relative and kind in ("verb", "command", "manner", "context"):
            relative += 2 if token.lower in {"giao", "phân", "lấy"} else -1 if kind != "context" else 0
            i += n
            continue
        if _part_of_name(items, i, n, noun_end):
            i += n
            continue
        return i
    return i


def _work_at(items: Sequence[Token], i: int, relative: int) -> tuple[str | None, int]:
    """What stands at token ``i``: a word that ends the names, "relative" (được giao …), or None with a length to skip."""
    token = items[i]
    if not token.text[0].islower():
        whole = words().at(items, i)
        return None, whole[0][1] if whole else 1
    if token.lower in _RELATIVE_VERBS.keys() - {"có"} and i and not relative:
        return "relative", 1
    if token.lower == "từ" and i + 1 < len(items) and items[i + 1].text[0].isupper() and any(t.lower in {"đến", "tới"} for t in items[i + 2 : i + 9]):
        return None, 2
    if token.lower in {"đến", "tới"} and i + 1 < len(items) and items[i + 1].text[0].isupper() and any(t.lower == "từ" for t in items[max(i - 7, 0) : i]):
        return None, 2
    if tuple(t.lower for t in items[i:i + 2]) in {("có", "liên"), ("liên", "quan"), ("trực", "thuộc"), ("có", "thẩm"), ("cấp", "trên"), ("nêu", "trên"), ("cấp", "xã"), ("cấp", "huyện"), ("cấp", "tỉnh"), ("trên", "địa"), ("chịu", "ảnh")}:
        return None, 2 if token.lower != "có" else 3
    found = words().at(items, i)
    if not found:
        return None, 1
    kinds = {k for k, _ in found}
    kind, n = found[0]
    if token.lower in {"có", "tại", "ở", "trên", "thuộc", "này", "cùng", "số", "nào", "trong", "về", "cho", "với"} and n == 1:
        if token.lower in {"tại", "ở", "trên", "thuộc", "cùng", "số", "này"}:
            return None, 1
        if token.lower == "trong" and i + 1 < len(items) and items[i + 1].lower in {"và", "khu"}:
            return None, 2
        if token.lower == "có" and i + 1 < len(items) and items[i + 1].lower not in {"trách", "nhiệm", "biện", "giải", "phương", "kế", "văn", "báo"}:
            return "relative", 1
        if token.lower == "về" and relative:
            return None, 1
    if kind == "neutral":
        return None, n
    if relative and kinds <= {"verb", "context", "command", "manner"} and not (kind == "verb" and i and items[i - 1].text == ","):
        return ("verb" if "verb" in kinds else kind), n
    if relative:
        return "end", n
    return kind, n


def _part_of_name(items: Sequence[Token], i: int, n: int, noun_end: int) -> bool:
    phrase = _phrase(items, i)
    if phrase not in _NAME_VERBS or not items[i].text[0].islower() or i != noun_end:
        return False
    before = {items[i - 1].lower, " ".join(t.lower for t in items[max(i - 2, 0):i]), " ".join(t.lower for t in items[max(i - 3, 0):i])}
    if not before & _TAKES_VERB:
        return False
    if phrase in _LOOSE_VERBS:
        after = items[i + n] if i + n < len(items) else None
        lower = before & {"cơ quan", "đơn vị", "doanh nghiệp", "công ty", "cơ sở", "cục", "chi cục", "vụ", "văn phòng", "phòng", "hội", "tổ chức", "lực lượng", "ban"}
        if after is not None and lower and after.lower in {",", "với", "cùng", "chặt", "cho", "và", "các", "công", "việc", "kế", "tổ", "thực", "tham", "triển", "báo"}:
            return False
    return True


def _phrase(items: Sequence[Token], i: int) -> str:
    found = words().at(items, i)
    two = " ".join(t.lower for t in items[i:i + 2])
    if two in _NAME_VERBS:
        return two
    return " ".join(t.lower for t in items[i:i + found[0][1]]) if found else two


def _closing(items: Sequence[Token], i: int) -> int | None:
    depth = 0
    for k in range(i, min(i + 120, len(items))):
        depth += (items[k].text == "(") - (items[k].text == ")")
        if depth == 0:
            return k
    return None


def _after_separator(items: Sequence[Token], i: int) -> int | None:
    """Where the list goes on after the separator at ``i``: behind the next head noun, or just behind the separator
    where a capitalised part of the same name follows; None where the list ends."""
    k = i + 1
    if k < len(items) and items[i].text in {",", ";"} and items[k].lower in {"và", "cùng", "hoặc"}:
        k += 1
    if k >= len(items):
        return None
    first = _name_start(items, k)
    if first is not None and not _verb_ahead(items, k):
        return first
    if nouns().at(items, k) and items[k].text[0].islower() and not false_nouns().at(items, k) and not _verb_ahead(items, k):
        kind, n = nouns().at(items, k)[0]
        if kind in ("collective", "place", "other"):
            return k + n
    if items[i].text in {",", "và", "-", "–", "&"} and items[k].text[0].isupper():
        return k + 1
    if items[i].lower == "và" and items[k].text[0].isalpha() and not words().at(items, k):
        return k + 1
    if items[i].text in {"-", "–"} and items[k].text[0].isalnum():
        return k + 1
    if items[i].text in {",", "và"} and _phrase(items, k) in _NAME_VERBS and any(" ".join(t.lower for t in items[i - n:i]) in _NAME_VERBS for n in (2, 3)):
        return k + len(_phrase(items, k).split())
    if items[k].text[0].isdigit():
        return k + 1
    return None


def _verb_ahead(items: Sequence[Token], k: int) -> bool:
    """Whether a verb that looks like a noun stands at ``k``: "tổ chức", "báo cáo", "cấp phép"."""
    if false_nouns().at(items, k):
        return True
    two = " ".join(t.lower for t in items[k:k + 2])
    if two == "tổ chức":
        after = items[k + 2] if k + 2 < len(items) else None
        return after is not None and after.text not in {",", ";", ".", "và"} and after.lower not in {"có", "liên", "chính", "khác", "cá", "trên", "đoàn", "xã", "hội", "tham", "được", "thuộc", "tín", "phi", "quốc"}
    return items[k].text[0].islower() and items[k].lower in {"cấp", "báo", "hội", "ban", "phòng", "bộ"} and bool(words().at(items, k)) and words().at(items, k)[0][1] > 1


def _members_follow(items: Sequence[Token], i: int) -> bool:
    """Whether the colon at ``i`` announces members: "các Bộ: Quốc phòng, Công an", "các tỉnh: A, B"."""
    before = [t.lower for t in items[max(i - 7, 0):i]]
    plain = before and before[-1] in {"bộ", "tỉnh", "phố", "huyện", "xã", "phường", "sở", "cục", "vụ", "ngành", "quận", "đoàn", "ty", "khu", "phòng", "ban", "trấn", "viện", "quan", "vị", "hội", "trường"}
    return bool(plain) and "các" in before and i + 1 < len(items) and items[i + 1].text[0].isupper()


def _reach_members(items: Sequence[Token], i: int) -> int:
    """The token after a list of members: capitalised names joined by commas and "và"."""
    while i < len(items):
        token = items[i]
        if token.text in _STOP or token.text == ";":
            return i
        if token.text == "(":
            close = _closing(items, i)
            i = close + 1 if close is not None else i + 1
            continue
        if token.lower in _SEPARATORS:
            if i + 1 < len(items) and not items[i + 1].text[0].isupper() and _name_start(items, i + 1) is None:
                return i
            step = _name_start(items, i + 1) if i + 1 < len(items) else None
            if step is not None and items[i + 1].text[0].islower():
                return _reach(items, step)
            i += 1
            continue
        if token.text[0].islower() and words().at(items, i) and not (items[i - 1].text[0].isupper() and token.lower in {"và"}):
            return i
        i += 1
    return i


def split_names(text: str, start: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """Split ``text[start:end]``, a list of names, at the separators behind which another name begins."""
    items = [Token(t.text, t.lower, t.start + start, t.end + start) for t in tokens(text[start:end])]
    parts: list[tuple[int, int]] = []
    begin = depth = 0
    for i, token in enumerate(items):
        depth += (token.text in "([") - (token.text in ")]")
        if depth == 0 and token.lower in _SEPARATORS | {"cùng", "."} and i > begin and i + 1 < len(items) and _breaks(items, begin, i):
            parts.append((begin, i))
            begin = i + 1
    parts.append((begin, len(items)))
    spans = [_trim(items, a, b) for a, b in parts]
    return expand_members(text, [s for s in spans if s is not None])


def _trim(items: Sequence[Token], a: int, b: int) -> tuple[int, int] | None:
    while a < b and (items[a].lower in _SEPARATORS or items[a].text in ".:"):
        a += 1
    a = _skip_honorific(items, a)
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
    quantified = items[k].lower in _QUANTIFIERS or tuple(t.lower for t in items[k:k + 2]) in {("tất", "cả"), ("một", "số"), ("toàn", "thể")}
    if left == ["các", "cấp"] and [t.lower for t in items[k:k + 2]] == ["các", "ngành"]:
        return False
    if items[i].text in {";", "."}:
        return _name_start(items, k) is not None
    if left[-2:] == ["bộ", "trưởng"] and items[k].lower == "thủ" or left[-3:-1] == ["quan", "ngang"] and items[k].lower == "cơ":
        return False
    if items[i].text in {"-", "–"} and not _spaced(items, i):
        return False
    if left[-1:] and left[-1] in {"hđnd", "đbqh"} and "phòng" in left or ("hội" in left[-4:] and "dân" == left[-1] and "phòng" in left[:3]):
        return False
    if quantified:
        return _name_start(items, k) is not None
    found = nouns().at(items, k)
    if not found or false_nouns().at(items, k):
        return False
    kind, n = found[0]
    return _new_noun(items, k, n, kind, left)


def _new_noun(items: Sequence[Token], k: int, n: int, kind: str, left: Sequence[str]) -> bool:
    after = items[k + n] if k + n < len(items) else None
    bare = after is None or after.lower in _SEPARATORS or after.lower in {"có", "liên", "thuộc", "trên", "cấp", "của", "tỉnh", "trực", "khác", "được", "chức"}
    plain_left = _plain_part(items, k)
    if kind == "person":
        return not (plain_left and items[k].text[0].islower())
    if kind == "place":
        return after is not None and after.text[0].isupper() and "các" not in left
    if kind == "body" and ":" in left and items[k].lower in {"công", "thanh"} and (after is None or after.lower in _SEPARATORS):
        return False
    if kind == "body" and items[k].text[0].isupper():
        if bare and plain_left and n == 1 and after is not None and items[k].lower in {"ban", "ngành", "sở", "phòng", "bộ", "đoàn", "hội", "cục", "vụ", "trường", "viện"} and after.lower in _SEPARATORS | {"cấp", "của", "thuộc", "có", "liên", "tỉnh"}:
            return False
        return not (after is None and n == 1 and plain_left)
    if kind == "collective":
        return not plain_left and not _after_places(left)
    return not (plain_left and bare and n < 3) and (kind == "other" and not _after_places(left))


def _plain_part(items: Sequence[Token], k: int) -> bool:
    """Whether the part before the separator in front of ``k`` is a common noun: "các sở", "cơ quan", "Sở"."""
    end = next(j for j in range(k - 1, -1, -1) if items[j].lower in _SEPARATORS)
    start = next((j + 1 for j in range(end - 1, -1, -1) if items[j].lower in _SEPARATORS), 0)
    part = items[start:end]
    cut = next((j for j in range(len(part) - 1, -1, -1) if part[j].lower in _QUANTIFIERS), -1)
    quantified = cut >= 0
    part = part[cut + 1:]
    if not part:
        return True
    small = [t for t in part if t.text[0].islower()]
    return len(part) == 1 or len(small) == len(part) or (quantified and len(small) >= len(part) - 1) or (part[-1].lower in {"sở", "ngành", "quan", "vị", "ban"} and part[-1].text[0].islower())


def _after_places(left: Sequence[str]) -> bool:
    return bool(left) and left[-1] in {"xã", "phường", "huyện", "phố", "trấn", "khu", "tỉnh", "quận"} and "các" in left


def _spaced(items: Sequence[Token], i: int) -> bool:
    return items[i].start > items[i - 1].end and items[i + 1].start > items[i].end and items[i - 1].lower in {"ủy", "uỷ", "hđnd", "ubnd"}


NAME_GAP = re.compile(r"\s+")
