"""The figures of one document against its gold, and their sum over several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from pipeline.evaluate.compare import (
    Row,
    Tally,
    align,
    field,
    match,
    names,
    optional,
    same_deadline,
    same_field,
    same_leads,
    same_name,
    same_reference,
    same_target,
    share,
)

HEADER_FIELDS = (
    *("code", "type", "number", "symbol", "date", "place", "issuer", "subject", "signer", "signer_title"),
    "signer_capacity",
)
LISTS = ("addressees", "recipients", "references", "tasks", "lead", "coordinate", "deadlines", "targets")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one document, or their sum over several. ``header`` maps a field to (right, asked)."""

    documents: int
    header: Mapping[str, tuple[int, int]]
    tallies: Mapping[str, Tally]
    complete: int = 0
    task_free: int = 0
    clean: int = 0
    misses: tuple[str, ...] = ()

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.documents + other.documents,
            {
                f: (self.header[f][0] + other.header[f][0], self.header[f][1] + other.header[f][1])
                for f in HEADER_FIELDS
            },
            {name: self.tallies[name] + other.tallies[name] for name in LISTS},
            self.complete + other.complete,
            self.task_free + other.task_free,
            self.clean + other.clean,
            self.misses + other.misses,
        )

    @property
    def header_accuracy(self) -> float:
        """The share of the header fields asked for that are right."""
        return share(sum(right for right, _ in self.header.values()), sum(asked for _, asked in self.header.values()))

    @property
    def complete_tasks(self) -> float:
        """The share of the gold's tasks that are complete."""
        tasks = self.tallies["tasks"]
        return share(self.complete, tasks.found + tasks.missed)


def evaluate(pairs: Iterable[tuple[Row, Row]]) -> Figures:
    """The figures summed over (gold, predicted) pairs; a predicted document that failed is an empty mapping."""
    return reduce(add, (_document(gold, predicted) for gold, predicted in pairs), _figures({}, {}))


def whole_tasks(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[int, bool]:
    """Of each predicted task, by its index, whether it is complete; those that the gold marks optional are left out."""
    theirs = {ours: at for at, ours in align(gold, predicted).items()}
    return {
        at: at in theirs and bool(_found_task(gold[theirs[at]], row).complete)
        for at, row in enumerate(predicted)
        if at not in theirs or not optional(gold[theirs[at]])
    }


def _document(gold: Row, predicted: Row) -> Figures:
    asked, read = gold["header"], predicted.get("header") or {}
    header = {f: (int(same_field(f, asked[f], field(read, f))), 1) for f in HEADER_FIELDS if f in asked}
    tallies = {f: match(asked[f], names(read.get(f)), same_name) for f in ("addressees", "recipients") if f in asked}
    if "references" in gold:
        tallies["references"] = match(gold["references"], predicted.get("references") or (), same_reference)
    misses = tuple(f"{f}: {asked[f]!r} ≠ {field(read, f)!r}" for f, (right, _) in header.items() if not right)
    whole = _figures(header, tallies, documents=1, misses=misses)
    if gold.get("tasks") is None:
        return whole
    return whole + _tasks(gold["tasks"], predicted.get("tasks") or ())


def _tasks(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    pairs = align(gold, predicted)
    total = _figures({}, {"tasks": Tally(invented=len(predicted) - len(pairs))})
    if not gold:
        total += _figures({}, {}, task_free=1, clean=int(not predicted))
    for at, task in enumerate(gold):
        if not task.get("optional"):
            total += _found_task(task, predicted[pairs[at]]) if at in pairs else _missed_task(task)
    invented = (row["text"] for at, row in enumerate(predicted) if at not in pairs.values())
    return total + _figures({}, {}, misses=tuple(f"+ {text}" for text in invented))


def _found_task(gold: Row, predicted: Row) -> Figures:
    tallies = {
        "tasks": Tally(found=1),
        "lead": match(gold["lead"], names(predicted.get("lead")), same_name),
        "coordinate": match(gold["coordinate"], names(predicted.get("coordinate")), same_name),
        "deadlines": match(gold["deadlines"], predicted.get("deadlines") or (), same_deadline),
        "targets": match(gold["targets"], predicted.get("targets") or (), same_target),
    }
    exact = all(not (tallies[name].invented or tallies[name].missed) for name in ("deadlines", "targets"))
    complete = exact and same_leads(gold["lead"], names(predicted.get("lead")))
    misses = tuple(
        f"{name}: {gold[name]} ≠ {predicted.get(name)} — {gold['text']}"
        for name, tally in tallies.items()
        if tally.invented or tally.missed
    )
    return _figures({}, tallies, complete=int(complete), misses=misses)


def _missed_task(gold: Row) -> Figures:
    tallies = {name: Tally(missed=sum(not optional(item) for item in gold[name])) for name in LISTS[-4:]}
    return _figures({}, {**tallies, "tasks": Tally(missed=1)}, misses=(f"- {gold['text']}",))


def _figures(header: Mapping[str, tuple[int, int]], tallies: Mapping[str, Tally], **counts: Any) -> Figures:
    """Figures with zeros for what is not given."""
    return Figures(
        counts.pop("documents", 0),
        {field: header.get(field, (0, 0)) for field in HEADER_FIELDS},
        {name: tallies.get(name, Tally()) for name in LISTS},
        **counts,
    )
