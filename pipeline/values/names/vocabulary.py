"""Small words that steer the reading of names; the longer lists are data (``rules/name_words.toml``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.rules import load_rules
from pipeline.values.lexicon import Token, WordRule

QUANTIFIERS = frozenset(
    ["các", "những", "từng", "mỗi", "mọi", "quý", "nhóm", "02", "03", "04", "05", "06", "2", "3", "4", "5"]
)
# Phrases by their first syllable, longest first.
WIDE = {
    "tất": (("tất", "cả", "các"), ("tất", "cả")),
    "toàn": (("toàn", "thể", "các"), ("toàn", "thể"), ("toàn", "bộ")),
    "một": (("một", "số"),),
}
HONORIFICS = {
    "các": (("các", "đồng", "chí"),),
    "đồng": (("đồng", "chí"),),
    "đ": (("đ", "/", "c"),),
}
SEPARATORS = frozenset({",", ";", "và", "-", "–", "cùng", "hoặc", "&"})


PLACES = frozenset(["tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"])
# The last syllables of bodies that are written small there: Công an, Ủy ban nhân dân, Tỉnh đoàn.
BODY_ENDS = frozenset(["an", "dân", "ủy", "uỷ", "đoàn", "phòng", "viên", "nữ", "binh"])
# Behind the kind of a place, these tell which one is meant or go on with the word: tỉnh khóa XV, xã ven biển, tỉnh ủy.
TELLS_WHICH = frozenset(
    [
        "khóa",
        "khoá",
        "nhiệm",
        "kỳ",
        "loại",
        "cũ",
        "mới",
        "hiện",
        "khác",
        "nơi",
        "miền",
        "vùng",
        "ven",
        "biên",
        "giáp",
        "lân",
        "trọng",
        "thuần",
        "nông",
        "đảo",
        "nhà",
        "phía",
        "đặc",
        "chưa",
        "ngày",
        "viên",
        "trưởng",
        "ủy",
        "uỷ",
        "đoàn",
    ]
)

_ABOVE_ALL = (("đặc", "biệt", "là"), ("trước", "hết", "là"), ("nhất", "là"))
_ABOVE_ALL_BEGINS = frozenset(first for first, *_ in _ABOVE_ALL)


def above_all(items: Sequence[Token], i: int) -> int:
    """How many tokens "nhất là", "đặc biệt là" take at ``i``: those named behind it are charged as well."""
    if i >= len(items) or items[i].lower not in _ABOVE_ALL_BEGINS:
        return 0
    return next((len(p) for p in _ABOVE_ALL if tuple(t.lower for t in items[i : i + len(p)]) == p), 0)


@cache
def name_words(rule: str) -> frozenset[str]:
    """The words of one rule of ``rules/name_words.toml``."""
    return next(frozenset(r.words) for r in load_rules("name_words", WordRule) if r.id == rule)
