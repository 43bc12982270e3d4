"""How likely a task is right as a whole: text, lead, deadlines and targets (score of the gold: *complete*).

What the rules know of their own reading without any gold — how the lead was found, where its name ends, what shape it
has, what the text leaves unread — is weighed by a logistic regression whose few coefficients are data
(``models/confidence/rules.toml``, fitted by ``giaoviec calibrate``). Nothing is learnt at run time.

A model that reads beside the rules has no part in it: tried as evidence, its votes did not rank tasks better
(``models/tagger/README.md``). Where it doubts a task, somebody looks at it (:func:`needs_review`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from pipeline.rules import RuleError
from pipeline.shipped import shipped_folder
from pipeline.types import Citation, Deadline, Dispatch, Found, Target, Task
from pipeline.values.lexicon import tokens, tokens_from, words
from pipeline.values.names import starts_name

__all__ = ["Evidence", "Weights", "calibrate", "evidence", "load_weights", "needs_review", "weights_file"]

Evidence = Mapping[str, float]
"""Feature → strength; a feature that isn't there is 0."""

_COLLECTIVE = re.compile(r"(?:các|những|mọi|tất\s+cả|toàn\s+thể)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?]\s")
# Words that set a limit, in small letters: "trước ngày", "chậm nhất", "trong quý iii", "định kỳ". Each begins with a
# letter, so that the search skips to it; hết and hằng stand inside other words as well (chết, thằng).
_LIMIT = re.compile(
    r"(?:trước\s+(?:ngày|tháng|\d)|chậm\s+nhất|thời\s+(?:hạn|gian)\s+(?:hoàn|thực)|định\s+kỳ"
    r"|(?:trong|đến|h(?<!\wh)ết|vào)\s+(?:ngày\s+\d|tháng\s+\d|qu[ýí]\s+[ivx\d])"
    r"|h(?<!\wh)[ằà]ng\s+(?:tuần|tháng|quý|năm))"
)
_STANDING_ALONE = ("label", "row")  # behind a label or in a cell nothing follows a name
_OF_WORK = ("verb", "duty", "manner", "command")
_OPENING = (*_OF_WORK, "context", "neutral")
_MARKS = {",": "comma", "(": "bracket"}
_FIRST_WORDS = 32  # characters: what the longest phrase of the word lists takes
_SHORT_NAME, _LONG_NAME, _MANY_NAMES, _MOST = 2, 8, 3, 4


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers: of each feature, of none of them (``bias``), and from which probability on no clerk looks."""

    bias: float
    features: Mapping[str, float]
    threshold: float

    def probability(self, seen: Evidence) -> float:
        """The probability that the task with this evidence is right as a whole."""
        total = self.bias + sum(self.features.get(name, 0.0) * strength for name, strength in seen.items())
        return 1 / (1 + exp(-total))


def weights_file() -> Path:
    """Where the weights lie, beside their card."""
    return shipped_folder("models") / "confidence" / "rules.toml"


@cache
def load_weights(path: Path | None = None) -> Weights:
    """The weights in ``path``, by default those that come with the program; raises :class:`RuleError` on other keys."""
    table = tomllib.loads((path or weights_file()).read_text("utf-8"))
    if set(table) != {"bias", "threshold", "card", "features"}:
        raise RuleError(f"{(path or weights_file()).name}: {sorted(table)}")
    return Weights(table["bias"], table["features"], table["threshold"])


def needs_review(task: Task) -> bool:
    """Whether a clerk should look at ``task``, unsure or doubted; the others are accepted unseen."""
    return bool(task.doubts) or task.confidence < load_weights().threshold


def calibrate(dispatch: Dispatch) -> Dispatch:
    """``dispatch`` with the confidence of each task its probability to be right as a whole."""
    weights = load_weights()
    scored = (replace(t, confidence=weights.probability(evidence(t, dispatch))) for t in dispatch.tasks)
    return replace(dispatch, tasks=tuple(scored))


def evidence(task: Task, dispatch: Dispatch) -> Evidence:
    """What speaks for and against ``task``: features of its lead, its text and its measures."""
    unread = _unread(dispatch, task)
    return {
        **_of_lead(task, dispatch.text.text),
        "text.sentences": float(min(len(_SENTENCE_END.findall(task.text)), _MOST)),
        "text.opens_unknown": float(_opens_unknown(task.text)),
        "text.begins_small": float(task.text[:1].islower()),
        "time.found": float(min(len(task.deadlines), 2)),
        "time.unread": float(min(len(_LIMIT.findall(unread.lower())), 2)),
        "target.found": float(min(len(task.targets), 2)),
    }


def _of_lead(task: Task, text: str) -> Evidence:
    names = task.lead
    source = _source(names)
    found = {f"lead.{source}": 1.0}
    if not names:
        return found
    if source not in _STANDING_ALONE:
        last = max((name.span.end for name in names if name.span), default=None)
        if last is not None:
            found[f"behind.{_ending(text[last : last + _FIRST_WORDS])}"] = 1.0
    lengths = [len(name.value.split()) for name in names]
    return {
        **found,
        "names.many": float(len(names) >= _MANY_NAMES),
        "names.short": float(min(lengths) < _SHORT_NAME),
        "names.length": min(min(lengths) / _LONG_NAME, 1.0),
        "names.completed": float(any(name.raw and " ".join(name.raw.split()) != name.value for name in names)),
        "names.collective": float(any(_COLLECTIVE.match(name.value) for name in names)),
    }


def _source(names: Sequence[Found[str]]) -> str:
    """How the lead was found: command, subject, heading, opening, addressee, label, row; "none" without one."""
    if not names:
        return "none"
    where, _, how = names[0].rule.partition(".")
    return how if where == "named" else where


@lru_cache(maxsize=64)  # the tasks under one heading ask the same
def _ending(behind: str) -> str:
    """What ends a name: the line, a mark or a word of work; a comma, a bracket or another word may be part of it."""
    items = tokens(behind)
    if not items or "\n" in behind[: items[0].start]:
        return "line"
    if not items[0].text.isalnum():
        return _MARKS.get(items[0].text, "mark")
    found = words().at(items, 0)
    return "work" if found and found[0][0] in _OF_WORK else "word"


def _opens_unknown(text: str) -> bool:
    """Whether a text begins with neither a name nor a word of orders: a heading, a statement, a misread letter."""
    text = text[:_FIRST_WORDS]
    found = words().at(tokens_from(text, 0, len(text)), 0)
    return found[0][0] not in _OPENING if found else not starts_name(text)


def _unread(dispatch: Dispatch, task: Task) -> str:
    """The text of ``task`` without the deadlines, targets and citations read from it."""
    start, end = task.span
    text = dispatch.text.text[start:end]
    read: Iterable[Deadline | Target | Citation] = (*task.deadlines, *task.targets, *dispatch.citations)
    for first, last in (found.span for found in read):
        if first < end and last > start:
            at, stop = max(first - start, 0), min(last, end) - start
            text = text[:at] + " " * (stop - at) + text[stop:]
    return text
