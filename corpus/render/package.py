"""The parts of a .docx file around its body: styles, numbering, footnotes, a header with the page number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from render.numbering import list_styles

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = ("styles", "numbering", "footnotes", "header1", "settings")
# A4 with the margins of Decree 30/2020/NĐ-CP, appendix I, in twips; no number on the first page.
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
_EARLY = (1980, 1, 1, 0, 0, 0)  # the same bytes on every day


def write_package(path: Path, body: str, numbering: str, notes: list[str], fonts: str) -> None:
    """Write the file; ``notes`` are the runs of the footnotes in the order of their calls."""
    parts = {
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}{_SECTION}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{_styles(fonts)}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{_footnotes(notes)}</w:footnotes>",
        "word/header1.xml": f"<w:hdr {_NAMESPACES}>{_page_number()}</w:hdr>",
        "word/settings.xml": f'<w:settings {_NAMESPACES}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        "</w:footnotePr></w:settings>",
        "word/_rels/document.xml.rels": _relations(
            (f"rId{name}", f"{_OFFICE}/{name.rstrip('1')}", f"{name}.xml") for name in _PARTS
        ),
        "_rels/.rels": _relations([("rId1", f"{_OFFICE}/officeDocument", "word/document.xml")]),
        "[Content_Types].xml": _content_types(),
    }
    with ZipFile(path, "w") as archive:
        for name in sorted(parts):  # [Content_Types].xml comes first
            entry = ZipInfo(name, _EARLY)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, _XML + parts[name])


def _styles(fonts: str) -> str:
    def style(name: str, paragraph: str = "", run: str = "", base: str = "Normal") -> str:
        based = f'<w:basedOn w:val="{base}"/>' if base else ""
        default = "" if base else ' w:default="1"'
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{name}"/>{based}'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    numbered = "".join(style(name, numbering, base="VanBan") for name, numbering in list_styles())
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'{fonts}<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style("Normal", run=fonts, base="")
        + style("VanBan", '<w:spacing w:before="120" w:after="0"/><w:ind w:firstLine="567"/><w:jc w:val="both"/>')
        + style("TieuDe", '<w:jc w:val="center"/>', "<w:b/><w:bCs/>")
        + style("Bang", run='<w:sz w:val="24"/>')
        + style("FootnoteText", run='<w:sz w:val="20"/>')
        + style("Header", '<w:jc w:val="center"/>')
        + numbered
        + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )


def _footnotes(notes: list[str]) -> str:
    ends = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for kind, number, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return ends + "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}{runs}</w:p>'
        "</w:footnote>"
        for number, runs in enumerate(notes, 1)
    )


def _page_number() -> str:
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE   \\* MERGEFORMAT </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{field}</w:p>'


def _relations(entries: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"/>' for id_, type_, target in entries)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((part, part.rstrip("1")) for part in _PARTS))
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
