"""What Word styles say: font, weight, size, numbering, each from the nearest that says something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.sources.docx_package import Element, W, flag, value

_CONTENTS = re.compile(r"(?:toc|contents)\s*\d\Z", re.IGNORECASE)
_DEPTH = 20  # styles based on styles; Word's own limit is 10


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look; None for what nothing has said."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None

    def under(self, nearer: Look) -> Look:
        """This look with what ``nearer`` says put over it."""
        said = {name: v for name in self.__slots__ if (v := getattr(nearer, name)) is not None}
        return replace(self, **said) if said else self


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands in a list; ``number`` "0" takes it out of any."""

    number: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with all that it is based on."""

    look: Look = Look()
    place: ListPlace | None = None
    new_page: bool = False
    contents: bool = False  # of a line in a table of contents
    borders: bool | None = None  # of a table style


PLAIN = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a document by id, resolved when asked for."""

    _elements: dict[str, Element] = field(default_factory=dict)
    _known: dict[str, Style] = field(default_factory=dict)
    defaults: Look = Look()
    paragraph: str = ""  # id of the default paragraph style

    def of(self, style_id: str | None) -> Style:
        """The style of this id; the plain one for None or an unknown id."""
        return self._resolve(style_id, _DEPTH) if style_id else PLAIN

    def _resolve(self, style_id: str, depth: int) -> Style:
        element = self._elements.get(style_id)
        if element is None or depth == 0:
            return PLAIN
        if style_id not in self._known:
            base = value(element, "basedOn")
            below = self._resolve(base, depth - 1) if base else PLAIN
            self._known[style_id] = _over(below, element)
        return self._known[style_id]


def read_styles(root: Element | None) -> Styles:
    """The styles of ``word/styles.xml``."""
    if root is None:
        return Styles()
    elements = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
    paragraphs = ((i, s) for i, s in elements.items() if s.get(W + "type") == "paragraph")
    first = next((i for i, s in paragraphs if s.get(W + "default") in ("1", "true", "on")), "")
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return Styles(elements, {}, look_of(defaults), first)


def look_of(properties: Element | None) -> Look:
    """What a ``w:rPr`` says."""
    if properties is None or not len(properties):
        return Look()
    size = value(properties, "sz")
    raised = value(properties, "vertAlign")
    return Look(
        font=_font(properties.find(W + "rFonts")),
        size=int(size) / 2 if size and size.isdecimal() else None,
        bold=flag(properties, "b"),
        italic=flag(properties, "i"),
        capitals=_either(flag(properties, "caps"), flag(properties, "smallCaps")),
        hidden=flag(properties, "vanish"),
        raised=None if raised is None else raised == "superscript",
    )


def place_of(properties: Element | None) -> ListPlace | None:
    """The ``w:numPr`` of a ``w:pPr``."""
    found = None if properties is None else properties.find(W + "numPr")
    if found is None:
        return None
    number, level = value(found, "numId"), value(found, "ilvl")
    return ListPlace(number or "", int(level) if level and level.isdecimal() else None)


def has_borders(properties: Element | None) -> bool | None:
    """Whether the ``w:tblBorders`` of a ``w:tblPr`` draw something; None where they are not there."""
    borders = None if properties is None else properties.find(W + "tblBorders")
    if borders is None or not len(borders):
        return None
    return any(edge.get(W + "val") not in (None, "none", "nil") for edge in borders)


def _either(one: bool | None, other: bool | None) -> bool | None:
    return other if one is None else one or bool(other)


def _font(fonts: Element | None) -> str | None:
    """The font of letters beyond ASCII (``hAnsi``) first: these tell an old encoding. A theme's font says nothing."""
    if fonts is None:
        return None
    for name in ("hAnsi", "ascii"):
        if fonts.get(f"{W}{name}Theme") is not None:
            return ""
        if (font := fonts.get(W + name)) is not None:
            return font
    return None


def _over(below: Style, element: Element) -> Style:
    properties = element.find(W + "pPr")
    place, borders = place_of(properties), has_borders(element.find(W + "tblPr"))
    if place is not None and below.place is not None and not place.number:
        place = ListPlace(below.place.number, place.level)
    new_page = flag(properties, "pageBreakBefore")
    return Style(
        below.look.under(look_of(element.find(W + "rPr"))),
        below.place if place is None else place,
        below.new_page if new_page is None else new_page,
        below.contents or bool(_CONTENTS.match(value(element, "name") or "")),
        below.borders if borders is None else borders,
    )
