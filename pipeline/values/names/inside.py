"""Small words inside a name: those that belong to it, those that open a relative clause, and those that end it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.values.lexicon import Token, words
from pipeline.values.names.vocabulary import name_words

RELATIVE_VERBS = {"được": 1, "do": 1, "có": 0, "đang": 2}
"""Words that open a relative clause, with the number of verbs it may hold: "các doanh nghiệp được kiểm tra"."""

_PLACED = {"tại", "ở", "trên", "thuộc", "cùng", "số", "này"}
_DUTIES = {"trách", "nhiệm", "biện", "giải", "phương", "kế", "văn", "báo"}  # "có trách nhiệm" is work, "có rừng" is not
_WITHIN_RELATIVE = {"verb", "context", "command", "manner"}


class Inside(NamedTuple):
    """What stands at a token: "part" of the name, "relative", a kind of work, or "end"; and its length in tokens."""

    kind: str
    length: int


def inside(items: Sequence[Token], i: int, relative: int) -> Inside:
    """What the word at ``i`` means for its name; ``relative``: how many verbs a relative clause may still hold."""
    token = items[i]
    if not token.text[0].islower():
        whole = words().at(items, i)
        if whole and whole[0][0] == "manner" and i and items[i - 1].text.islower() and items[i - 1].lower != "và":
            return Inside("manner", whole[0][1])  # "… cơ quan ngang bộ Tập trung chỉ đạo"
        return Inside("part", whole[0][1] if whole else 1)
    if token.lower in RELATIVE_VERBS and token.lower != "có" and i and not relative:
        return Inside("relative", 1)
    if token.lower == "đã" and i + 1 < len(items) and items[i + 1].lower == "được":
        return Inside("part", 1)  # "các đơn vị đã được giao …"
    if _in_range(items, i):
        return Inside("part", 2)
    found = words().at(items, i)
    if not found or found[0][0] == "neutral":
        return Inside("part", found[0][1] if found else 1)
    kind, length = found[0]
    if length == 1 and (token.lower in _PLACED or (token.lower == "về" and relative)):
        return Inside("part", 1)
    if token.lower == "có" and length == 1 and i + 1 < len(items) and items[i + 1].lower not in _DUTIES:
        return Inside("relative", 1)
    if not relative:
        return Inside(kind, length)
    kinds = {k for k, _ in found}
    if kinds <= _WITHIN_RELATIVE and not (kind == "verb" and items[i - 1].text == ","):
        return Inside("verb" if "verb" in kinds else kind, length)
    return Inside("end", length)


def _in_range(items: Sequence[Token], i: int) -> bool:
    """Whether "từ" or "đến" at ``i`` is part of a range of places: "các tỉnh từ Hà Tĩnh đến Lâm Đồng"."""
    if i + 1 >= len(items) or not items[i + 1].text[0].isupper():
        return False
    if items[i].lower == "từ":
        return any(t.lower in {"đến", "tới"} for t in items[i + 2 : i + 9])
    return items[i].lower in {"đến", "tới"} and any(t.lower == "từ" for t in items[max(i - 7, 0) : i])


def is_name_verb(items: Sequence[Token], i: int, length: int, noun_end: int) -> bool:
    """Whether the verb at ``i`` is part of the name whose noun ends before ``noun_end``: "Ban chỉ đạo"."""
    phrase = phrase_at(items, i)
    if phrase not in name_words("name_verb") or not (i == noun_end or _of_board(items, i)):
        return False
    before = {" ".join(t.lower for t in items[max(i - n, 0) : i]) for n in (1, 2, 3)}
    if not before & name_words("takes_verb") or ("ngành" in before and phrase != "quản lý"):
        return False
    if phrase in name_words("board_verb") and "ban" not in before:
        return False
    if phrase in name_words("loose_verb") and before & name_words("loose_noun"):
        return i + length >= len(items) or items[i + length].lower not in name_words("object")
    return True


def _of_board(items: Sequence[Token], i: int) -> bool:
    """Whether a board's noun stands before ``i`` inside a longer name: "Chánh Văn phòng Ban chỉ đạo tỉnh"."""
    nouns = {" ".join(t.lower for t in items[max(i - n, 0) : i]) for n in (1, 2)}
    return bool(nouns & name_words("board")) and any(t.text[0].isupper() for t in items[max(i - 2, 0) : i])


def phrase_at(items: Sequence[Token], i: int) -> str:
    """The verb at token ``i``, one that can stand in names first."""
    two = " ".join(t.lower for t in items[i : i + 2])
    found = words().at(items, i)
    if two in name_words("name_verb") or not found:
        return two
    return " ".join(t.lower for t in items[i : i + found[0][1]])
