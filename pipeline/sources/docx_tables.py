"""Word tables as cells with their lines (see :mod:`pipeline.sources.grid`)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sources.docx_package import Element, W, value
from pipeline.sources.docx_styles import Styles, has_borders

_WRAPPED = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_FEW_EDGES = 4  # a letterhead may have a line drawn below one of its cells


def cell_elements(table: Element) -> Iterator[list[tuple[int, int, Element]]]:
    """For each row that is still there its cells as grid column, span and element."""
    for row in _children(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        at = _int(value(properties, "gridBefore"), 0)
        cells: list[tuple[int, int, Element]] = []
        for cell in _children(row, "tc"):
            span = max(_int(value(cell.find(W + "tcPr"), "gridSpan"), 1), 1)
            cells.append((at, span, cell))
            at += span
        yield cells


def merge_of(cell: Element) -> tuple[bool, bool]:
    """Whether a cell goes on from the row above, and whether it begins such a merge."""
    found = cell.find(f"{W}tcPr/{W}vMerge")
    if found is None:
        return False, False
    return found.get(W + "val") != "restart", found.get(W + "val") == "restart"


def widths_of(table: Element) -> list[float]:
    """The widths of the columns of the grid."""
    grid = table.find(W + "tblGrid")
    columns = [] if grid is None else grid.findall(W + "gridCol")
    return [float(_int(column.get(W + "w"), 100) or 100) for column in columns]


def is_bordered(table: Element, styles: Styles) -> bool:
    """Whether the table, its style or more than a few edges of its cells draw borders."""
    properties = table.find(W + "tblPr")
    own = has_borders(properties)
    if own is None:
        own = styles.of(value(properties, "tblStyle")).borders
    if own:
        return True
    edges = (edge for borders in table.iter(W + "tcBorders") for edge in borders)
    return sum(edge.get(W + "val") not in (None, "none", "nil") for edge in edges) > _FEW_EDGES


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPED:
            yield from _children(child, name)


def _int(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else default
