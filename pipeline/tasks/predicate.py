"""What is said of the names in a clause: an order, a statement, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.values.lexicon import Token, tokens_from, words

_MUST = re.compile(r"\b(?:phải|cần|có\s+trách\s+nhiệm|không\s+được|không\s+để|tuyệt\s+đối)\b")
# "Cấp tỉnh: gồm đại diện …", "Trưởng các phòng như: Phòng A, Phòng B" say who somebody is.
_MADE_UP_OF = re.compile(r"\s*:?\s*(?:(?:bao\s+)?gồm\b|như\s*:)", re.I)


def _works_behind_colon(text: str, at: int, end: int) -> bool:
    """Whether work follows "Sở Mẫu:", not a name, a number or an amount, as in "Nhà thầu trúng thầu: Công ty …"."""
    colon = text.index(":", at)
    if re.match(r"\s*\((?:\d|[a-z])", text[colon + 1 : end]):
        return True
    found = words().at(tokens_from(text, colon + 1, min(end - colon, 60)), 0)
    return bool(found) and found[0][0] not in ("statement", "neutral")


def predicate(text: str, at: int, end: int) -> tuple[str, bool]:
    """What is said of the names that end at ``at``: ("order" | "statement" | "", whether it is a duty)."""
    rest = text[at:end]
    if _MADE_UP_OF.match(rest):
        return "statement", False
    if re.match(r"\s*:\s*\S", rest):
        return ("order" if _works_behind_colon(text, at, end) else "statement"), False
    items = tokens_from(text, at, min(end - at, 400))
    if items and items[0].lower in {"về", "của"}:
        return "", False
    i, skipped = 0, 0
    while i < len(items):
        token = items[i]
        if token.text in {",", "(", ")", "“", "”", "-", "–"} or token.text[0].isdigit():
            i, skipped = i + 1, skipped + 1
            continue
        found = words().at(items, i)
        if not found:
            if skipped > 24 and i > 40:
                return "", False
            if i == 0:
                return "", False
            i, skipped = i + 1, skipped + 1
            continue
        step = _judge(items, i, found)
        if step is not None:
            return step
        i += found[0][1]
    return "", False


def _judge(items: Sequence[Token], i: int, found: Sequence[tuple[str, int]]) -> tuple[str, bool] | None:
    kind = found[0][0]
    if kind == "statement":
        if items[i].lower == "là" and _is_in_charge(items, i + 1):
            return "order", False
        return "statement", False
    if kind == "duty":
        after = items[i + found[0][1]] if i + found[0][1] < len(items) else None
        return ("statement", False) if after is not None and after.lower == "được" else ("order", True)
    if kind in ("verb", "manner", "command"):
        return "order", False
    if items[i].lower == "được" and i == 0:
        return "statement", False
    return None


def _is_in_charge(items: Sequence[Token], i: int) -> bool:
    """Whether "đầu mối …", "cơ quan …" or "đơn vị chủ trì", not "đơn vị sự nghiệp", stands at ``i``."""
    said = [token.lower for token in items[i : i + 4]]
    if said[:1] in (["đầu"], ["cơ"]):
        return True
    return said[:2] == ["đơn", "vị"] and said[2:] in (["đầu", "mối"], ["chủ", "trì"], ["thường", "trực"])


def bare_clause(text: str, core: int, end: int) -> tuple[str, bool]:
    """A clause without a name: ("order" where it begins with work or says must, whether it is a duty)."""
    items = tokens_from(text, core, min(end - core, 400))
    found = words().at(items, 0)
    if found and found[0][0] in ("verb", "manner", "duty", "command"):
        return "order", found[0][0] == "duty"
    if found and found[0][0] == "statement":
        return (
            ("order", False)
            if re.match(r"là\s+(?:các\s+)?(?:đầu\s+mối|cơ\s+quan|đơn\s+vị)", text[core:end], re.I)
            else ("statement", False)
        )
    duty = _MUST.search(text[core:end])
    return ("order", True) if duty else ("other", False)
