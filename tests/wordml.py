"""Word files for tests, written part by part: a paragraph is a few words of markup."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}"'


def docx(body: str, **parts: str) -> bytes:
    """A package of ``body`` and of parts by their names: ``styles``, ``numbering``, ``footnotes``, ``header`` …"""
    names = {"document": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"} | parts
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(names))
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        archive.writestr("word/_rels/document.xml.rels", _relations({name: f"{name}.xml" for name in parts}))
        for name, xml in names.items():
            archive.writestr(f"word/{name}.xml", '<?xml version="1.0" encoding="UTF-8"?>' + xml)
    return packed.getvalue()


def p(text: str = "", properties: str = "", look: str = "") -> str:
    """A paragraph of one run; ``properties`` are its own, ``look`` those of the run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, look)}</w:p>"


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def font(name: str) -> str:
    """The look of a font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def listed(number: int, level: int = 0) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def table(*rows: str, borders: bool = True) -> str:
    """A table of rows, with borders all round or without any."""
    edges = "".join(f'<w:{edge} w:val="single"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    style = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>" if borders else "<w:tblPr/>"
    return f"<w:tbl>{style}{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    """A row of cells, each given as text or as markup that begins with ``<w:tc>``."""
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else cell(c) for c in cells)}</w:tr>"


def cell(*texts: str, properties: str = "") -> str:
    """A cell with a paragraph for each text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, texts)) or p()}</w:tc>"


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    """One list, number 1, with a format and a text for each level; ``more`` is markup behind it."""
    written = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    first = f'<w:abstractNum w:abstractNumId="0">{written}</w:abstractNum><w:num w:numId="1">'
    return f'<w:numbering {SPACES}>{first}<w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'


def _content_types(names: Iterable[str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {name: "document.main" if name == "document" else name for name in names}
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{parts}</Types>'


def _relations(targets: dict[str, str]) -> str:
    rows = "".join(f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{to}"/>' for kind, to in targets.items())
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
