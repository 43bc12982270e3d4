"""Where a name begins: an honorific, a quantifier, then a noun such as Sở, Chủ tịch, cơ quan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.values.lexicon import Token, false_nouns, nouns, words
from pipeline.values.names.vocabulary import HONORIFICS, QUANTIFIERS, WIDE

_LONGEST_PERSON = 5  # syllables of a person's name


def skip_honorific(items: Sequence[Token], i: int) -> int:
    """Behind "các đồng chí", "đồng chí", "đ/c" at token ``i``; ``i`` where none stands.

    Behind the person's name, too, where the office follows it: "đồng chí Nguyễn Văn A, Phó Chủ tịch …".
    """
    length = _length_of(items, i, HONORIFICS)
    if not length and i < len(items) and items[i].lower in {"ông", "bà"}:
        return _behind_person(items, i + 1) or i
    return _behind_person(items, i + length) or i + length if length else i


def _behind_person(items: Sequence[Token], i: int) -> int | None:
    """The first token of the office that follows a person's name at token ``i``."""
    k = i
    while k < len(items) and k - i < _LONGEST_PERSON and items[k].text[:1].isupper() and items[k].text.isalpha():
        k += 1
    if k - i < 2 or k + 1 >= len(items) or items[k].text not in {",", "-", "–"}:
        return None
    if nouns().at(items, i)[:1] or not items[k + 1].text[0].isupper():
        return None
    return k + 1 if any(kind == "person" for kind, _ in nouns().at(items, k + 1)) else None


def name_start(items: Sequence[Token], i: int, *, plain: bool = False) -> int | None:
    """The token after the head noun of the name that begins at token ``i``; None where none does."""
    i = skip_honorific(items, i)
    wide = _length_of(items, i, WIDE)
    i, counted = i + wide, wide > 0
    if i < len(items) and items[i].lower in QUANTIFIERS and not nouns().at(items, i):
        i, counted = i + 1, True
    if plain and not counted and i < len(items) and verb_ahead(items, i):
        return None
    counted = counted or plain
    return _head_noun(items, i, counted)


def _length_of(items: Sequence[Token], i: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
    """How many tokens the first of ``phrases`` (by their first syllable) takes at token ``i``."""
    if i < len(items):
        for phrase in phrases.get(items[i].lower, ()):
            if tuple(t.lower for t in items[i : i + len(phrase)]) == phrase:
                return len(phrase)
    return 0


def _head_noun(items: Sequence[Token], i: int, counted: bool) -> int | None:
    if i >= len(items) or false_nouns().at(items, i) or (not counted and verb_ahead(items, i)):
        return None
    for kind, n in nouns().at(items, i):
        small = items[i].text[0].islower()
        if kind in ("collective", "place", "other") and small and not counted and not _listed(items, i + n):
            follows = items[i + n] if i + n < len(items) else None
            if kind != "other" and not (
                follows
                and (
                    follows.text[0].isupper()
                    or follows.lower in {"có", "liên", "cấp", "thuộc", "chức", "chuyên", "được", "chủ", "quản"}
                )
            ):
                continue
        if kind == "person" and i + n < len(items) and items[i + n].text == ",":
            after = words().at(items, i + n + 1)
            if items[i].lower == "lãnh" and after and after[0][0] == "verb":
                continue
        if (
            kind == "person"
            and items[i].lower == "lãnh"
            and not counted
            and words().at(items, i + n)[:1]
            and words().at(items, i + n)[0][0] == "verb"
        ):
            continue
        if kind == "body" and (n == 1 or _verbs_follow(items, i + n)) and _verb_with(items, i):
            continue
        return i + n
    if i + 1 < len(items) and items[i].text[0].isupper() and items[i + 1].lower == "trưởng":
        return i + 2
    if counted and i < len(items) and items[i].text[0].isupper():
        low = [Token(t.lower, t.lower, t.start, t.end) for t in items[i : i + 4]]
        for _, n in nouns().at(low, 0):
            return i + n
    return None


def _listed(items: Sequence[Token], i: int) -> bool:
    """Whether a comma and another plain noun follow: "sở, ban, ngành", "xã, phường"."""
    return (
        i + 1 < len(items)
        and items[i].text == ","
        and any(k in ("collective", "place") for k, _ in nouns().at(items, i + 1))
    )


def _verb_with(items: Sequence[Token], i: int) -> bool:
    """Whether the single noun at ``i`` is the first syllable of a verb: "Thanh tra, kiểm tra", "Tổ chức tập huấn"."""
    found = words().at(items, i)
    if not found or found[0][0] != "verb":
        return False
    after = items[i + found[0][1]] if i + found[0][1] < len(items) else None
    return after is None or after.text[0].islower() or not after.text[0].isalnum()


def _verbs_follow(items: Sequence[Token], i: int) -> bool:
    """Whether a comma and another verb stand at ``i``: "Tổ chức, phối hợp thực hiện …"."""
    behind = words().at(items, i + 1) if i < len(items) and items[i].text == "," else []
    return bool(behind) and behind[0][0] == "verb" and items[i + 1].text[0].islower()


def verb_ahead(items: Sequence[Token], k: int) -> bool:
    """Whether a verb that looks like a noun stands at ``k``: "tổ chức", "báo cáo", "cấp phép"."""
    if false_nouns().at(items, k):
        return True
    if items[k].lower == "tổ" and k + 2 < len(items) and items[k + 1].lower == "chức":
        return not _names_organisations(items, k + 2)
    return (
        items[k].text[0].islower()
        and items[k].lower in {"cấp", "báo", "hội", "ban", "phòng", "bộ"}
        and bool(words().at(items, k))
        and words().at(items, k)[0][1] > 1
    )


def _names_organisations(items: Sequence[Token], i: int) -> bool:
    """Whether "tổ chức" before token ``i`` means organisations: "tổ chức có liên quan", "tổ chức đoàn thể"."""
    after = items[i].lower
    if after == "đảng":
        return i + 1 >= len(items) or items[i + 1].lower != "viên"
    if after in {"đoàn", "hội"}:
        return i + 1 < len(items) and items[i + 1].lower in {"thể", "viên", ",", "và", "quần"}
    return after in _BEHIND_ORGANISATION


_BEHIND_ORGANISATION = frozenset(
    [
        ",",
        ";",
        ".",
        "và",
        "có",
        "liên",
        "chính",
        "khác",
        "cá",
        "trên",
        "xã",
        "tham",
        "được",
        "thuộc",
        "tín",
        "phi",
        "quốc",
    ]
)
