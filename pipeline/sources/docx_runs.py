"""What stands in a Word paragraph, piece by piece: inked text, breaks, footnote marks and text boxes.

Tracked changes are read as accepted: inserted text is kept, deleted and moved-away text left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.sources.docx_package import Element, W, value
from pipeline.sources.docx_styles import Look, Styles, look_of
from pipeline.sources.flow import Ink

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_INSIDE = {W + name for name in
           ("hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo",
            "ruby", "rubyBase")}  # fmt: skip
_DRAWN = {W + "drawing", W + "pict", W + "object"}
_SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-", W + "softHyphen": "\N{SOFT HYPHEN}",
}  # fmt: skip
# Codes of the fonts Symbol and Wingdings that official texts use.
_SYMBOL = {0xB3: "≥", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB7: "•", 0x6D: "µ", 0xAE: "→",
           0xB9: "≠", 0xD7: "·", 0x44: "Δ", 0x61: "α", 0x62: "β",
           0x2D: "-", 0xA2: "'", 0xB2: "″", 0x25: "%", 0x2B: "+"}  # fmt: skip
_WINGDINGS = {0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0xFC: "✓", 0xD8: "➢", 0xE0: "→", 0xF0: "→",
              0x6C: "●", 0x6E: "■", 0xA7: "▪", 0x76: "❖", 0x28: "", 0x2A: ""}  # fmt: skip


class Break(NamedTuple):
    """The end of a line within a paragraph, or of a page."""

    page: bool


PRINTED_BREAK = Break(True)
"""The end of a page as Word last printed it, mostly in the middle of a paragraph."""


class Note(NamedTuple):
    """A reference to a footnote or an endnote."""

    kind: str
    id: str


class TextBox(NamedTuple):
    """A text box that is anchored here."""

    content: Element


Piece = Ink | Break | Note | TextBox


def pieces(paragraph: Element, styles: Styles, look: Look) -> Iterator[Piece]:
    """The pieces of ``paragraph`` in order; ``look`` is that of its style."""
    for child in paragraph:
        tag = child.tag
        if tag == W + "r":
            yield from _run(child, styles, look)
        elif tag in _INSIDE:
            yield from pieces(child, styles, look)
        elif tag == _MC + "AlternateContent":
            yield from pieces(_chosen(child), styles, look)
        elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
            yield _ink("".join(text.text or "" for text in child.iter(_MATH + "t")), look)


def ink(text: str, look: Look) -> Ink:
    """``text`` in this look, for what Word prints by itself."""
    return _ink(text, look)


def _run(run: Element, styles: Styles, base: Look) -> Iterator[Piece]:
    properties = run.find(W + "rPr")
    look = base
    if properties is not None:
        look = base.under(styles.of(value(properties, "rStyle")).look).under(look_of(properties))
    if look.hidden:
        return
    for child in run:
        yield from _inside(child, look)


def _inside(child: Element, look: Look) -> Iterator[Piece]:
    tag = child.tag
    if tag == W + "t":
        if child.text:
            yield _ink(child.text, look)
    elif tag in _SIGNS:
        yield Ink(_SIGNS[tag], look.font or "", look.size)
    elif tag in (W + "br", W + "cr"):
        yield Break(child.get(W + "type") == "page")
    elif tag == W + "lastRenderedPageBreak":
        yield PRINTED_BREAK
    elif tag == W + "sym":
        yield from _symbol(child, look)
    elif tag in (W + "footnoteReference", W + "endnoteReference"):
        if child.get(W + "customMarkFollows") not in ("1", "true", "on"):
            yield Note(tag[len(W) :].removesuffix("Reference"), child.get(W + "id", ""))
    elif tag in _DRAWN:
        yield from map(TextBox, _boxes(child))
    elif tag == _MC + "AlternateContent":
        for inner in _chosen(child):
            yield from _inside(inner, look)


def _chosen(alternate: Element) -> Element:
    """The first choice that holds text, else the last branch: both of them show the same text box."""
    branches = [branch for branch in alternate if branch.tag in (_MC + "Choice", _MC + "Fallback")]
    texts = (W + "txbxContent", W + "t")
    filled = (branch for branch in branches if next(branch.iter(*texts), None) is not None)
    return next(filled, branches[-1] if branches else alternate)


def _boxes(drawing: Element) -> Iterator[Element]:
    """The contents of the text boxes of a drawing, outermost ones only."""
    for child in drawing:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == _MC + "AlternateContent":
            yield from _boxes(_chosen(child))
        elif isinstance(child.tag, str):
            yield from _boxes(child)


def _symbol(sym: Element, look: Look) -> Iterator[Ink]:
    code = sym.get(W + "char", "")
    font = sym.get(W + "font", "")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return
    yield _ink(char, look.under(Look(font=font)))


def _ink(text: str, look: Look) -> Ink:
    font = look.font or ""
    if font.startswith(("Symbol", "Wingdings", "Webdings")):
        text = _drawn(text, _SYMBOL if font.startswith("Symbol") else _WINGDINGS)
    if look.raised and text.isdigit():
        text = text.translate(SUPERSCRIPTS)
    return Ink(text, font, look.size, bool(look.bold), bool(look.italic), bool(look.capitals))


def _drawn(text: str, table: dict[int, str]) -> str:
    """Codes of a picture font: those of the private use area always, plain letters only if the font draws them."""
    return "".join(table.get(ord(c) - 0xF000, "•") if 0xF000 <= ord(c) <= 0xF0FF else c for c in text)
