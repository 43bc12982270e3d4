"""When two names, texts, dates or tasks are the same: without case, punctuation or abbreviation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Row = Mapping[str, Any]

_SAME_TASK = 0.6  # least share of common words
_SAME_NAME = 0.8
_SAME_TEXT = 0.95
_SAME_LEADS = 0.85

_WRITTEN_OUT = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "tttt": "thông tin và truyền thông",
    "bhxh": "bảo hiểm xã hội",
    "vp": "văn phòng",
    "vpub": "văn phòng ủy ban",
    "vpubnd": "văn phòng ủy ban nhân dân",
    "uỷ": "ủy",
    "tthc": "thủ tục hành chính",
    "tp": "thành phố",
    "ttg": "thủ tướng chính phủ",
}
_NOT_IN_NAMES = frozenset({"các", "những", "và", "của"})
_FOOTNOTE_MARKS = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_WORD = re.compile(r"[^\W_]+")
_NOT_CODE = re.compile(r"[\W_]")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_ABOUT = (("về", "việc"), ("v", "v"), ("về",))


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one kind of thing: how many were found, invented and missed."""

    found: int = 0
    invented: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.found + other.found, self.invented + other.invented, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return share(self.found, self.found + self.invented)

    @property
    def recall(self) -> float:
        return share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def match(gold: Sequence[Any], predicted: Sequence[Any], same: Callable[[Any, Any], bool]) -> Tally:
    """Greedy one-to-one matching in the gold's order; an optional item takes its match along and counts neither way."""
    left = list(predicted)
    found = missed = 0
    for item in gold:
        at = next((i for i, other in enumerate(left) if same(item, other)), None)
        if at is not None:
            del left[at]
        if not optional(item):
            found, missed = found + (at is not None), missed + (at is None)
    return Tally(found, len(left), missed)


def align(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[int, int]:
    """Gold index → predicted index, the pairs with most words in common first."""
    theirs, ours = [_words(row["text"]) for row in gold], [_words(row["text"]) for row in predicted]
    shares = sorted(((_overlap(a, b), i, j) for i, a in enumerate(theirs) for j, b in enumerate(ours)), reverse=True)
    pairs: dict[int, int] = {}
    for common, i, j in shares:
        if common < _SAME_TASK:
            break
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def share(part: int, whole: int) -> float:
    """``part`` of ``whole``; of nothing, everything is right."""
    return part / whole if whole else 1.0


def optional(item: Any) -> bool:
    """Whether two careful readers would differ on this item of the gold."""
    return isinstance(item, Mapping) and bool(item.get("optional"))


def names(items: Iterable[Any] | None) -> list[str]:
    """Names given as strings or as ``{"name": …}``."""
    return [item["name"] if isinstance(item, Mapping) else item for item in items or ()]


def field(header: Row, name: str) -> Any:
    """A field of a predicted header; ``code`` is number and symbol together."""
    if name != "code":
        return header.get(name)
    return "/".join(str(header[part]) for part in ("number", "symbol") if header.get(part))


def same_field(name: str, gold: Any, predicted: Any) -> bool:
    """Whether a header field is right; a field that is absent must stay absent."""
    if gold in (None, ""):
        return not predicted
    if predicted is None:
        return False
    ours, theirs = str(gold), str(predicted)
    match name:
        case "type" | "date":
            return ours == theirs
        case "number":
            return _LEADING_ZEROS.sub("", ours) == _LEADING_ZEROS.sub("", theirs)
        case "code":
            return _NOT_CODE.sub("", _code(ours)) == _NOT_CODE.sub("", _code(theirs))
        case "symbol":
            return _code(ours) == _code(theirs)
        case _:
            cut = _without_about if name == "subject" else _words
            a, b = cut(ours), cut(theirs)
            return a == b or _overlap(a, b) >= _SAME_TEXT


def same_name(gold: str, predicted: str) -> bool:
    """Whether two agencies' names agree but for small words and a trailing ``tỉnh``."""
    a, b = _name_key(gold), _name_key(predicted)
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SAME_NAME


def same_leads(gold: Sequence[str], predicted: Sequence[str]) -> bool:
    """Whether the same agencies lead, however a collective is split into names."""
    a, b = (sorted(word for name in group for word in _name_key(name)) for group in (gold, predicted))
    return _overlap(a, b) >= _SAME_LEADS


def same_deadline(gold: Row, predicted: Row) -> bool:
    """The day where there is one, else the frequency, else the kind."""
    if gold.get("due"):
        return bool(gold["due"] == predicted.get("due"))
    if gold.get("rrule"):
        return _frequency(gold["rrule"]) == _frequency(predicted.get("rrule"))
    return bool(gold.get("kind") == predicted.get("kind"))


def same_target(gold: Row, predicted: Row) -> bool:
    """The same number and unit; a target against a benchmark has no number."""
    if gold.get("value") is None or predicted.get("value") is None:
        return gold.get("value") is None and predicted.get("value") is None
    near = abs(float(gold["value"]) - float(predicted["value"])) < 1e-6
    return near and _unit(gold) == _unit(predicted)


def same_reference(gold: Any, predicted: Any) -> bool:
    """The same number and symbol, but for case, blanks and leading zeros."""
    ours, theirs = (item.get("number") if isinstance(item, Mapping) else item for item in (gold, predicted))
    return _code(ours or "") == _code(theirs or "")


def _words(text: str | None) -> list[str]:
    plain = unicodedata.normalize("NFC", text or "").lower().replace("uỷ", "ủy")
    found = _WORD.findall(_FOOTNOTE_MARKS.sub(" ", plain))
    return [part for word in found for part in _WRITTEN_OUT.get(word, word).split()]


def _without_about(text: str) -> list[str]:
    words = _words(text)
    skip = next((len(start) for start in _ABOUT if tuple(words[: len(start)]) == start), 0)
    return words[skip:]


def _name_key(name: str) -> tuple[str, ...]:
    words = [word for word in _words(name) if word not in _NOT_IN_NAMES]
    while len(words) > 1 and words[-1] == "tỉnh":
        words.pop()
    return tuple(words)


def _overlap(a: Sequence[str], b: Sequence[str]) -> float:
    if not a and not b:
        return 1.0
    return (
        2
        * sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
        / (len(a) + len(b))
    )


def _frequency(rrule: str | None) -> dict[str, str] | None:
    parts = dict(part.split("=", 1) for part in (rrule or "").upper().removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return {key: parts[key] for key in ("FREQ", "INTERVAL") if key in parts} or None


def _unit(target: Row) -> str:
    unit = target.get("unit") or ""
    return " ".join(_words(unit)) or unit


def _code(text: str) -> str:
    return _LEADING_ZEROS.sub("", re.sub(r"\s", "", unicodedata.normalize("NFC", text)).upper())
