"""How far a list of names reaches: up to the first word of work that is no part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.values.lexicon import Token, false_nouns, nouns, words
from pipeline.values.names.starts import name_start, verb_ahead
from pipeline.values.names.vocabulary import SEPARATORS, name_words

_RELATIVE_VERBS = {"được": 1, "đã": 1, "do": 1, "có": 0, "đang": 2}  # verbs a relative clause may hold: "được kiểm tra"
_STOP = frozenset({".", ":", "!", "?", "“", "”", '"', "…", "|"})


def reach(items: Sequence[Token], first: int) -> int:
    """The token after the last one that belongs to the list of names whose first head noun ends before ``first``."""
    i = first
    noun_end = first
    relative = 0
    while i < len(items):
        token = items[i]
        if token.text == "(":
            close = closing_bracket(items, i)
            if close is None:
                return i
            i = close + 1
            continue
        if token.text == ":" and _members_follow(items, i):
            return reach_members(items, i + 1)
        if token.text in _STOP or token.text == ")":
            return i
        if token.lower in SEPARATORS:
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
    """What stands at token ``i``: a word that ends names, "relative" (được giao …), or None with a length to skip."""
    token = items[i]
    if not token.text[0].islower():
        whole = words().at(items, i)
        return None, whole[0][1] if whole else 1
    if token.lower in _RELATIVE_VERBS.keys() - {"có"} and i and not relative:
        return "relative", 1
    if (
        token.lower == "từ"
        and i + 1 < len(items)
        and items[i + 1].text[0].isupper()
        and any(t.lower in {"đến", "tới"} for t in items[i + 2 : i + 9])
    ):
        return None, 2
    if (
        token.lower in {"đến", "tới"}
        and i + 1 < len(items)
        and items[i + 1].text[0].isupper()
        and any(t.lower == "từ" for t in items[max(i - 7, 0) : i])
    ):
        return None, 2
    if tuple(t.lower for t in items[i : i + 2]) in {
        ("có", "liên"),
        ("liên", "quan"),
        ("trực", "thuộc"),
        ("có", "thẩm"),
        ("cấp", "trên"),
        ("nêu", "trên"),
        ("cấp", "xã"),
        ("cấp", "huyện"),
        ("cấp", "tỉnh"),
        ("trên", "địa"),
        ("chịu", "ảnh"),
    }:
        return None, 2 if token.lower != "có" else 3
    found = words().at(items, i)
    if not found:
        return None, 1
    kinds = {k for k, _ in found}
    kind, n = found[0]
    if (
        token.lower in {"có", "tại", "ở", "trên", "thuộc", "này", "cùng", "số", "nào", "trong", "về", "cho", "với"}
        and n == 1
    ):
        if token.lower in {"tại", "ở", "trên", "thuộc", "cùng", "số", "này"}:
            return None, 1
        if token.lower == "trong" and i + 1 < len(items) and items[i + 1].lower in {"và", "khu"}:
            return None, 2
        if (
            token.lower == "có"
            and i + 1 < len(items)
            and items[i + 1].lower not in {"trách", "nhiệm", "biện", "giải", "phương", "kế", "văn", "báo"}
        ):
            return "relative", 1
        if token.lower == "về" and relative:
            return None, 1
    if kind == "neutral":
        return None, n
    if (
        relative
        and kinds <= {"verb", "context", "command", "manner"}
        and not (kind == "verb" and i and items[i - 1].text == ",")
    ):
        return ("verb" if "verb" in kinds else kind), n
    if relative:
        return "end", n
    return kind, n


def _part_of_name(items: Sequence[Token], i: int, n: int, noun_end: int) -> bool:
    phrase = phrase_at(items, i)
    if phrase not in name_words("name_verb") or not items[i].text[0].islower() or i != noun_end:
        return False
    before = {
        items[i - 1].lower,
        " ".join(t.lower for t in items[max(i - 2, 0) : i]),
        " ".join(t.lower for t in items[max(i - 3, 0) : i]),
    }
    if not before & name_words("takes_verb"):
        return False
    if "ngành" in before and phrase != "quản lý":
        return False
    if phrase in name_words("loose_verb"):
        after = items[i + n] if i + n < len(items) else None
        lower = before & {
            "cơ quan",
            "đơn vị",
            "doanh nghiệp",
            "công ty",
            "cơ sở",
            "cục",
            "chi cục",
            "vụ",
            "văn phòng",
            "phòng",
            "hội",
            "tổ chức",
            "lực lượng",
            "ban",
        }
        if (
            after is not None
            and lower
            and after.lower
            in {
                ",",
                "với",
                "cùng",
                "chặt",
                "cho",
                "và",
                "các",
                "công",
                "việc",
                "kế",
                "tổ",
                "thực",
                "tham",
                "triển",
                "báo",
            }
        ):
            return False
    return True


def phrase_at(items: Sequence[Token], i: int) -> str:
    found = words().at(items, i)
    two = " ".join(t.lower for t in items[i : i + 2])
    if two in name_words("name_verb"):
        return two
    return " ".join(t.lower for t in items[i : i + found[0][1]]) if found else two


def closing_bracket(items: Sequence[Token], i: int) -> int | None:
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
    first = name_start(items, k)
    if first is not None and not verb_ahead(items, k):
        return first
    if (
        nouns().at(items, k)
        and items[k].text[0].islower()
        and not false_nouns().at(items, k)
        and not verb_ahead(items, k)
    ):
        kind, n = nouns().at(items, k)[0]
        if kind in ("collective", "place", "other"):
            return k + n
    if items[i].text in {",", "và", "-", "–", "&"} and items[k].text[0].isupper():
        return k + 1
    if items[i].lower == "và" and items[k].text[0].isalpha() and not words().at(items, k):
        return k + 1
    if items[i].text in {"-", "–"} and items[k].text[0].isalnum():
        return k + 1
    if (
        items[i].text in {",", "và"}
        and phrase_at(items, k) in name_words("name_verb")
        and any(" ".join(t.lower for t in items[i - n : i]) in name_words("name_verb") for n in (2, 3))
    ):
        return k + len(phrase_at(items, k).split())
    if items[k].text[0].isdigit():
        return k + 1
    return None


def _members_follow(items: Sequence[Token], i: int) -> bool:
    """Whether the colon at ``i`` announces members: "các Bộ: Quốc phòng, Công an", "các tỉnh: A, B"."""
    before = [t.lower for t in items[max(i - 7, 0) : i]]
    plain = before and before[-1] in {
        "bộ",
        "tỉnh",
        "phố",
        "huyện",
        "xã",
        "phường",
        "sở",
        "cục",
        "vụ",
        "ngành",
        "quận",
        "đoàn",
        "ty",
        "khu",
        "phòng",
        "ban",
        "trấn",
        "viện",
        "quan",
        "vị",
        "hội",
        "trường",
    }
    return bool(plain) and "các" in before and i + 1 < len(items) and items[i + 1].text[0].isupper()


def reach_members(items: Sequence[Token], i: int) -> int:
    """The token after a list of members: capitalised names joined by commas and "và"."""
    while i < len(items):
        token = items[i]
        if token.text in _STOP or token.text == ";":
            return i
        if token.text == "(":
            close = closing_bracket(items, i)
            i = close + 1 if close is not None else i + 1
            continue
        if token.lower in SEPARATORS:
            if i + 1 < len(items) and not items[i + 1].text[0].isupper() and name_start(items, i + 1) is None:
                return i
            step = name_start(items, i + 1) if i + 1 < len(items) else None
            if step is not None and items[i + 1].text[0].islower():
                return reach(items, step)
            i += 1
            continue
        if (
            token.text[0].islower()
            and words().at(items, i)
            and not (items[i - 1].text[0].isupper() and token.lower in {"và"})
        ):
            return i
        i += 1
    return i
