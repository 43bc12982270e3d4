"""A reading in the shape of the gold: what a person confirmed, to score and train on, and how two readings differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.review.fields import HEADER_FIELDS

Contract = Mapping[str, Any]

_TASK = ("text", "lead", "coordinate", "deadlines", "targets")


def as_gold(reading: Contract) -> dict[str, Any]:
    """The part of a reading (the JSON of ``giaoviec extract``) that gold consists of."""
    header = {**reading["header"], "recipients": [_name(one) for one in reading["header"]["recipients"]]}
    references = dict.fromkeys(one["number"] for one in reading["references"])
    tasks = [{name: task[name] for name in _TASK} for task in reading["tasks"]]
    return {"source": reading["source"], "header": header, "references": list(references), "tasks": tasks}


def differences(stored: Contract, read: Contract) -> tuple[str, ...]:
    """In what ``read`` differs from ``stored``, as Vietnamese words; nothing where they agree."""
    return tuple(_differences(as_gold(stored), as_gold(read)))


def _differences(stored: Contract, read: Contract) -> Iterator[str]:
    mine, other = stored["header"], read["header"]
    for field in HEADER_FIELDS:
        if mine.get(field.id) != other.get(field.id):
            yield field.label.lower()
    have, found = ([_key(task) for task in one["tasks"]] for one in (stored, read))
    texts, others = {key[0] for key in have}, {key[0] for key in found}
    changed = sum(key not in have and key[0] in texts for key in found)
    for count, what in (
        (len(others - texts), "việc chưa có"),
        (len(texts - others), "việc không còn"),
        (changed, "việc khác đi"),
    ):
        if count:
            yield f"{count} {what}"


def _key(task: Mapping[str, Any]) -> tuple[str, str]:
    words = " ".join(task["text"].casefold().split())
    measures = [[(one.get("due"), one.get("rrule"), one.get("kind")) for one in task["deadlines"]],
                [(one["comparator"], one["value"], one["unit"]) for one in task["targets"]]]  # fmt: skip
    return words, repr([task["lead"], task["coordinate"], *measures])


def _name(one: Any) -> str:
    return str(one["name"] if isinstance(one, Mapping) else one)
