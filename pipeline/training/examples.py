"""A document with its gold → pieces of text with the marks a model should learn to set.

A piece that assigns work is a task's text; one that doesn't is a paragraph that holds no task's text. What the gold
calls optional is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.gold import GoldFile
from pipeline.outline import build_outline
from pipeline.sources import extract_text, read_source
from pipeline.tagger import ALONG, DEADLINE, LEAD, TARGET, Mark
from pipeline.tagger.pieces import idle_blocks
from pipeline.zones import find_zones

__all__ = ["Example", "examples_of"]

_TELLING = 60  # characters of a task's beginning that tell where it stands


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of text, whether it assigns work, and the marks in it, in order, none overlapping."""

    text: str
    assigns: bool
    marks: tuple[Mark, ...] = ()


def examples_of(gold: GoldFile) -> Iterator[Example]:
    """The examples in one document: its tasks, then what stands between them."""
    text = extract_text(read_source(gold.source))
    tasks = gold.gold.get("tasks") or []
    for task in tasks:
        if not task.get("optional"):
            yield _of_task(task)
    beginnings = [_squeezed(task["text"])[:_TELLING] for task in tasks]
    for block in idle_blocks(build_outline(text, find_zones(text)), ()):
        squeezed = _squeezed(block.text)
        if not any(begin in squeezed or squeezed[:_TELLING] in begin for begin in beginnings):
            yield Example(block.text, False)


def _of_task(task: Mapping[str, Any]) -> Example:
    text = " ".join(task["text"].split())
    wanted = [
        *((target["text"], TARGET) for target in task.get("targets", ())),
        *((deadline["text"], DEADLINE) for deadline in task.get("deadlines", ())),
        *((name, ALONG) for name in task.get("coordinate", ())),
        *((name, LEAD) for name in task.get("lead", ())),
    ]
    return Example(text, True, tuple(_found(text, wanted)))


def _found(text: str, wanted: Iterable[tuple[str, str]]) -> list[Mark]:
    """The first free place of each of ``wanted`` in ``text``, longer ones first; inherited names stand nowhere."""
    marks: list[Mark] = []
    for value, label in sorted(wanted, key=lambda pair: -len(pair[0])):
        value = " ".join(value.split())
        start = text.find(value)
        while start >= 0 and any(start < mark.end and start + len(value) > mark.start for mark in marks):
            start = text.find(value, start + 1)
        if start >= 0 and value:
            marks.append(Mark(start, start + len(value), label))
    return sorted(marks, key=lambda mark: mark.start)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
