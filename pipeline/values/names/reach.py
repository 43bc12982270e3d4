"""How far a list of names reaches: up to the first word of work that is no part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.values.lexicon import Token, false_nouns, nouns, words
from pipeline.values.names.inside import RELATIVE_VERBS, inside, is_name_verb, phrase_at
from pipeline.values.names.starts import name_start, verb_ahead
from pipeline.values.names.vocabulary import BODY_ENDS, PLACES, SEPARATORS, TELLS_WHICH, above_all, name_words

_STOP = frozenset({".", ":", "!", "?", "“", "”", '"', "…", "|"})
_GIVEN = {"giao", "phân", "lấy"}  # "được giao chủ trì": what is given is a verb, too
_TELL = {"tham gia", "sử dụng"}  # "các lực lượng tham gia chữa cháy phải …"
_LONGEST_BRACKET = 120
_LONGEST_CLAUSE = 10


def reach(items: Sequence[Token], first: int) -> int:
    """The token after the last one that belongs to the list of names whose first head noun ends before ``first``."""
    i = noun_end = first
    relative = 0
    while i < len(items):
        token = items[i]
        if token.text == "(":
            close = _closing_bracket(items, i)
            if close is None:
                return i
            i = close + 1
        elif token.text == ":" and _members_follow(items, i):
            return _reach_members(items, i + 1)
        elif token.text in _STOP or token.text == ")":
            return i
        elif token.lower in SEPARATORS:
            step = _after_separator(items, i)
            if step is None:
                return i
            if step != i + 1:
                noun_end, relative = step, 0
            i = step
        else:
            kind, length = inside(items, i, relative)
            if kind == "relative":
                relative = RELATIVE_VERBS.get(token.lower, 1)
            elif relative and kind in ("verb", "command", "manner"):
                relative += 2 if token.lower in _GIVEN else -1
            elif kind == "verb" and (inner := _told_apart(items, first, i, length)) is not None:
                relative = inner
            elif kind == "part":
                if not relative and told_to_act(items, first, i):
                    return i
            elif not ((relative and kind == "context") or is_name_verb(items, i, length, noun_end)):
                return i
            i += length
    return i


def told_to_act(items: Sequence[Token], first: int, i: int) -> bool:
    """Whether a name written large ends with the kind of its place before the word at ``i``: "Công an xã nêu cao …".

    What no list of words knows is then the work, unless it tells which places are meant: "UBND tỉnh khóa XV".
    """
    at = next((n for n in (2, 1) if " ".join(t.text for t in items[i - n : i]) in PLACES), 0)
    if not at or i - at < first or not items[i].text.isalpha() or not items[i].text[0].islower():
        return False
    body = items[i - at - 1]
    named = body.text[0].isupper() or body.text in BODY_ENDS
    return named and not (nouns().at(items, i) or words().at(items, i) or items[i].text in TELLS_WHICH)


def _closing_bracket(items: Sequence[Token], i: int) -> int | None:
    depth = 0
    for k in range(i, min(i + _LONGEST_BRACKET, len(items))):
        depth += (items[k].text == "(") - (items[k].text == ")")
        if depth == 0:
            return k
    return None


def _told_apart(items: Sequence[Token], first: int, i: int, length: int) -> int | None:
    """How many verbs may follow the one at ``i`` where it only tells which ones are meant, the order being behind it.

    "các lực lượng tham gia chữa cháy phải …", "Phó Chủ tịch UBND tỉnh phụ trách văn xã chỉ đạo …"; None elsewhere.
    """
    verb = " ".join(t.lower for t in items[i : i + length])
    if verb == "phụ trách":
        told = _is_person(items, first) and _order_ahead(items, i + length, {"verb", "manner", "duty"})
        return 0 if told else None
    plain = items[first - 1].text[0].islower() and not items[i - 1].text[0].isupper()
    told = verb in _TELL and plain and _order_ahead(items, i + length, {"duty"})
    return _LONGEST_CLAUSE if told else None


def _is_person(items: Sequence[Token], first: int) -> bool:
    """Whether the head noun that ends before ``first`` is that of a person."""
    return any(("person", n) in nouns().at(items, first - n) for n in range(1, min(first, 3) + 1))


def _order_ahead(items: Sequence[Token], i: int, kinds: set[str]) -> bool:
    """Whether a word of work of one of ``kinds`` follows in the same clause, no more than a few words on."""
    for k in range(i, min(i + _LONGEST_CLAUSE, len(items))):
        if items[k].text in _STOP or items[k].text in {",", ";"}:
            return False
        if any(kind in kinds for kind, _ in words().at(items, k)[:1]):
            return True
    return False


def _after_separator(items: Sequence[Token], i: int) -> int | None:
    """Where the list goes on after the separator at ``i``: behind the next head noun, or just behind the separator
    where a capitalised part of the same name follows; None where the list ends."""
    k = i + 1
    if k < len(items) and items[i].text in {",", ";"} and items[k].lower in {"và", "cùng", "hoặc"}:
        k += 1
    if k >= len(items):
        return None
    k += above_all(items, k)
    first = name_start(items, k)
    if first is not None and not verb_ahead(items, k):
        return first
    if phrase_at(items, k) in name_words("goes_on"):
        return k + 2
    if (field := _further_field(items, i)) is not None:
        return field
    plain = nouns().at(items, k)[:1]
    if plain and items[k].text[0].islower() and not false_nouns().at(items, k) and not verb_ahead(items, k):
        kind, n = plain[0]
        if kind in ("collective", "place", "other"):
            return k + n
    if items[i].text in {",", "và", "-", "–", "&"} and items[k].text[0].isupper():
        return k + next((n for kind, n in words().at(items, k) if kind == "neutral"), 1)  # … - Thiết bị
    if items[i].lower == "và" and items[k].text[0].isalpha():
        known = words().at(items, k)
        if not known or known[0][0] == "neutral":
            return k + (known[0][1] if known else 1)
    if items[i - 1].lower == "thuộc" and items[k].lower == "trực":
        return k + 2  # các đơn vị thuộc và trực thuộc Sở
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


def _further_field(items: Sequence[Token], i: int) -> int | None:
    """Behind the field that the comma at ``i`` adds to a unit's name: "Phòng Chính trị, tư tưởng"; None elsewhere."""
    begin = next((k + 1 for k in range(i - 1, -1, -1) if items[k].lower in SEPARATORS), 0)
    if items[i].text != "," or not items[begin].text[0].isupper():
        return None
    return i + 3 if " ".join(t.text for t in items[i + 1 : i + 3]) in name_words("further_field") else None


def _members_follow(items: Sequence[Token], i: int) -> bool:
    """Whether the colon at ``i`` announces members: "các Bộ: Quốc phòng, Công an", "các tỉnh: A, B"."""
    before = [t.lower for t in items[max(i - 7, 0) : i]]
    if not before or before[-1] not in name_words("lists_members") or "các" not in before:
        return False
    return i + 1 < len(items) and items[i + 1].text[0].isupper()


def _reach_members(items: Sequence[Token], i: int) -> int:
    """The token after a list of members: capitalised names joined by commas and "và"."""
    while i < len(items):
        token = items[i]
        if token.text in _STOP:
            return i
        if token.text == ";":
            step = name_start(items, i + 1)
            return i if step is None else reach(items, step)
        if token.text == "(":
            i = (_closing_bracket(items, i) or i) + 1
            continue
        if token.lower in SEPARATORS:
            step = name_start(items, i + 1) if i + 1 < len(items) else None
            if step is not None and items[i + 1].text[0].islower():
                return reach(items, step)
            if step is None and i + 1 < len(items) and not items[i + 1].text[0].isupper():
                return i
        elif token.text[0].islower() and words().at(items, i):
            return i
        i += 1
    return i
