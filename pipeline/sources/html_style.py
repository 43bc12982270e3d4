"""How a web page shows its text: the marks and styles that matter for reading it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

_BOLD, _ITALIC = frozenset({"b", "strong", "th", "h1", "h2", "h3"}), frozenset({"i", "em", "cite"})
_FONT = re.compile(r"font-family\s*:\s*['\"]?([^;,'\"]+)", re.IGNORECASE)
_BORDER = re.compile(r"border(?:-(?:top|left|right|bottom))?\s*:[^;]{0,200}\b(?:solid|double|dotted|dashed)")


class Style(NamedTuple):
    """How characters look where the walk stands."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    raised: bool = False
    kept_breaks: bool = False


def styled(element: etree._Element, style: Style) -> Style | None:
    """The style inside ``element``, None where it is hidden."""
    tag, css = element.tag, (element.get("style") or "").lower()
    if css:
        packed = css.replace(" ", "")
        if "display:none" in packed or "mso-hide:all" in packed:
            return None
        font = _FONT.search(element.get("style") or "")
        style = style._replace(
            font=font[1].strip() if font else style.font,
            bold=style.bold or "font-weight:bold" in packed or "font-weight:7" in packed,
            italic=style.italic or "font-style:italic" in packed,
            capitals=style.capitals or "text-transform:uppercase" in packed,
            raised=style.raised or "vertical-align:super" in packed,
            kept_breaks=style.kept_breaks or "white-space:pre" in packed,
        )
    if tag == "font" and element.get("face"):
        style = style._replace(font=(element.get("face") or "").split(",")[0].strip())
    if tag in _BOLD:
        style = style._replace(bold=True)
    if tag in _ITALIC:
        style = style._replace(italic=True)
    if tag in ("sup", "pre"):
        style = style._replace(raised=style.raised or tag == "sup", kept_breaks=style.kept_breaks or tag == "pre")
    return style


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def bordered(table: etree._Element) -> bool:
    """Whether borders are drawn around the table or its first cells."""
    if table.get("border", "0").strip() not in ("", "0") or _BORDER.search((table.get("style") or "").lower()):
        return True
    cells = islice((cell for row in rows_of(table) for cell in row), 12)
    return sum(bool(_BORDER.search((cell.get("style") or "").lower())) for cell in cells) > 2
