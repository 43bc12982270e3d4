"""A task cut in two, and two made one: snapshots in, snapshots out.

A snapshot is a task with all that hangs on it as JSON values: ``text`` and its place, and under ``lead``,
``coordinate``, ``deadlines`` and ``targets`` a list of values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.errors import EditRefused
from pipeline.review.edits import PEOPLE

Snapshot = Mapping[str, Any]

_AGENCIES = ("lead", "coordinate")
_MEASURES = ("deadlines", "targets")


def split_into(task: Snapshot, first: str, rest: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The task with the words of ``first``, and one of the same agencies with those of ``rest``.

    A deadline or target goes with the part in which it is written, or stays with both where it is in neither. The
    places are left for the store to find. Raises EditRefused where a part would be empty.
    """
    texts = [" ".join(part.split()).strip(" ;,") for part in (first, rest)]
    if not all(texts):
        raise EditRefused({"text": "Hãy đặt con trỏ vào chỗ cần tách trong nội dung việc."})
    parts = []
    for text in texts:
        measures = {name: [one for one in task[name] if _belongs(one, text, task["text"])] for name in _MEASURES}
        agencies = {name: list(task[name]) for name in _AGENCIES}
        parts.append({**task, **agencies, **measures, "text": text, "rule": PEOPLE, "confidence": 1.0})
    return parts[0], parts[1]


def merged(first: Snapshot, second: Snapshot) -> dict[str, Any]:
    """Both tasks as one: the text of one behind the other, the agencies and measures of either once."""
    both = {name: _once([*first[name], *second[name]], "as_written") for name in _AGENCIES}
    both["coordinate"] = [one for one in both["coordinate"] if _words(one["as_written"]) not in _names(both["lead"])]
    both |= {name: _once([*first[name], *second[name]], "raw") for name in _MEASURES}
    text = f"{first['text'].rstrip()} {second['text'].lstrip()}"
    return {**first, **both, "text": text, "rule": PEOPLE, "confidence": 1.0}


def _belongs(value: Mapping[str, Any], part: str, whole: str) -> bool:
    words = _words(value["raw"])
    return words in _words(part) or words not in _words(whole)


def _once(values: list[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    return list({_words(value[key]): value for value in reversed(values)}.values())[::-1]


def _names(values: list[Mapping[str, Any]]) -> set[str]:
    return {_words(value["as_written"]) for value in values}


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
