"""Who is charged by a table cell, and who works along where the cell tells both.

Offices write them as labels ("Chủ trì: Sở A; Phối hợp: Sở B"), as a sentence ("Sở A chủ trì, phối hợp với Sở B"), with
the part of each in brackets ("Sở A (chủ trì); Sở B (phối hợp)"), or join the names by a slash ("Sở A/UBND xã").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.tasks.labels import label_names, read_labels
from pipeline.text.letters import UPPER
from pipeline.types import Span
from pipeline.values.names import starts_name, whole_names

__all__ = ["Names", "cell_names"]

Names = tuple[tuple[str, int, int], ...]

_JOINT = re.compile(rf"\s*(?:/|;\s*[-+•])\s*(?=[{UPPER}])")
_TOLD = re.compile(r"\s*,?\s*chủ\s+trì\s*[,;]?\s*(?:và\s+)?phối\s+hợp\s+(?:(?:với|cùng)\s+)?", re.I)
_PART = re.compile(
    r"\s*\((?:cơ\s+quan\s+|đơn\s+vị\s+)?(?:(?P<lead>chủ\s+trì|đầu\s+mối)|phối\s+hợp)\)\s*[,;.]?\s*", re.I
)


def cell_names(text: str, cell: Span) -> tuple[Names, Names]:
    """Those who lead and those who work along by ``text[cell.start:cell.end]``, with offsets into ``text``.

    >>> lead, along = cell_names("Sở Y tế chủ trì, phối hợp với Công an tỉnh", Span(0, 42))
    >>> [n for n, _, _ in lead], [n for n, _, _ in along]
    (['Sở Y tế'], ['Công an tỉnh'])
    """
    said = text[cell.start : cell.end]
    labels = [label for label in read_labels(said) if label.role in ("lead", "coordinate")]
    if labels:
        spans = [(label.role == "lead", _moved(label_names(said, label), cell.start)) for label in labels]
    elif told := _TOLD.search(said):
        at = cell.start
        spans = [(True, _split(text, at, at + told.start())), (False, _split(text, at + told.end(), cell.end))]
    else:
        spans = [(leads, _split(text, a, b)) for leads, a, b in _parts(text, cell)]
    leading = tuple(name for leads, names in spans if leads for name in names)
    return leading, tuple(name for leads, names in spans if not leads for name in names)


def _parts(text: str, cell: Span) -> Iterator[tuple[bool, int, int]]:
    """The stretches of a cell that brackets tell the part of; what no bracket tells leads."""
    at = cell.start
    for part in _PART.finditer(text, cell.start, cell.end):
        yield part["lead"] is not None, at, part.start()
        at = part.end()
    if at < cell.end:
        yield True, at, cell.end


def _split(text: str, start: int, end: int) -> Names:
    """The names of a stretch, also those that a slash joins ("Sở A/UBND xã"), or bullets ("- Sở A; - Sở B")."""
    cuts = [m for m in _JOINT.finditer(text, start, end) if starts_name(text, m.end())]
    begins, ends = [start, *(m.end() for m in cuts)], [*(m.start() for m in cuts), end]
    return tuple(n for a, b in zip(begins, ends, strict=True) for n in whole_names(text, a, b))


def _moved(names: Names, by: int) -> Names:
    return tuple((name, a + by, b + by) for name, a, b in names)
