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

__all__ = ["Names", "cell_names", "parted_names"]

Names = tuple[tuple[str, int, int], ...]

_JOINT = re.compile(rf"\s*(?:/|;\s*[-+•])\s*(?=[{UPPER}])")
_TOLD = re.compile(r"\s*,?\s*chủ\s+trì\s*[,;]?\s*(?:và\s+)?phối\s+hợp\s+(?:(?:với|cùng)\s+)?", re.I)
_PART = re.compile(
    r"\s*\((?:cơ\s+quan\s+|đơn\s+vị\s+)?(?:(?P<lead>chủ\s+trì|đầu\s+mối)|phối\s+hợp)\)\s*[,;.]?\s*", re.I
)

# What stands before a name: the dash of a list, a remark on the name before it, a request to those who take no orders.
_BEFORE_NAME = re.compile(r"(?:(?::|[-–+•*]|\([^()|]*\)|đ[eêềếể]\s+nghị)\s+)+", re.I)
_AS_CHARGED = re.compile(
    r"\s+theo\s+(?:chức\s+năng|nhiệm\s+vụ|thẩm\s+quyền|phân\s+công|lĩnh\s+vực|quy\s+định)\b"
    rf"(?:(?!,\s*(?:(?i:các)\s|[{UPPER}]))[^;|(])*"
)


def cell_names(text: str, cell: Span) -> tuple[Names, Names]:
    """Those who lead and those who work along by ``text[cell.start:cell.end]``, with offsets into ``text``.

    >>> lead, along = cell_names("Sở Y tế chủ trì, phối hợp với Công an tỉnh", Span(0, 42))
    >>> [n for n, _, _ in lead], [n for n, _, _ in along]
    (['Sở Y tế'], ['Công an tỉnh'])

    Dashes, remarks and requests part names as well as commas do.

    >>> text = "- Bộ Công an (theo chức năng được giao) Đề nghị Tòa án nhân dân tối cao; - Bộ Lao động - Thương binh"
    >>> [name for name, _, _ in cell_names(text, Span(0, len(text)))[0]]
    ['Bộ Công an', 'Tòa án nhân dân tối cao', 'Bộ Lao động - Thương binh']
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
    text = parted_names(text)
    cuts = [m for m in _JOINT.finditer(text, start, end) if starts_name(text, m.end())]
    begins, ends = [start, *(m.end() for m in cuts)], [*(m.start() for m in cuts), end]
    return tuple(n for a, b in zip(begins, ends, strict=True) for n in whole_names(text, a, b))


def parted_names(text: str) -> str:
    """``text`` with a semicolon for whatever parts names in a cell, and every other character in its place."""
    plain = _AS_CHARGED.sub(lambda found: " " * len(found[0]), text)
    return _BEFORE_NAME.sub(lambda found: _parting(found, plain), plain)


def _parting(found: re.Match[str], text: str) -> str:
    return ";".ljust(len(found[0])) if starts_name(text, found.end()) else found[0]


def _moved(names: Names, by: int) -> Names:
    return tuple((name, a + by, b + by) for name, a, b in names)
