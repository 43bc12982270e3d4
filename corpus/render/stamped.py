"""The PDF of a dispatch that was signed electronically: number and day left blank and stamped on top as annotations.

As the e-office programs of Vietnamese provinces do it: the clerk's office signs once for each of number, day and month,
and each signature field shows one of them through nested forms; others use FreeText or Stamp annotations. A box says
who signed and when. No cryptographic signature is made: only what is seen.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pypdfium2 as pdfium
from build_pdf import build
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas
from typeset.fonts import ITALIC, REGULAR, register_fonts

from render.document import Document

_KINDS = ("Widget", "FreeText", "Widget", "Stamp")
_NUMBER = re.compile(r"^(Số\s*:\s*)(\d+)(?=/)", re.MULTILINE)
_DATE = re.compile(r"^(.{2,40}, ngày )(\d{1,2})( tháng )(\d{1,2})( năm \d{4})$", re.MULTILINE)
_COLUMNS = re.compile(r"(?:\s{3,}|\t)(?=\S[^\n\t]{1,40}, ngày \d)")


class _Stamp(NamedTuple):
    """Text to put on page 1 with its left end and baseline in points from the lower left corner."""

    text: str
    x: float
    y: float
    face: str = REGULAR
    size: float = 13


def write_stamped(document: Document, folder: Path, path: Path) -> None:
    """Write the stamped PDF of ``document`` from its text in ``folder``."""
    chance = Random(f"stamps {document.name}")
    kind = chance.choice(_KINDS)
    with TemporaryDirectory() as work:
        values = _blank(document.name, folder, Path(work), month=chance.random() < 0.4)
        plain = build(document.name, Path(work))
        stamps = _places(plain, values)
        reader = PdfReader(BytesIO(plain.read_bytes()))
    writer = PdfWriter(clone_from=reader)
    register_fonts()
    for at, stamp in enumerate(stamps):
        _annotate(writer, kind, f"Signature{at + 1}", _text_form([stamp]), stamp.x - 2, stamp.y - 5)
    _annotate(writer, kind, "SignService-Signature", _signed_by(document, chance), *_corner(chance))
    writer.write(path)


def _blank(name: str, folder: Path, work: Path, month: bool) -> dict[str, str]:
    """Copy a document with its number and day, some with the month, left blank; what was taken out."""
    text = (folder / f"{name}.txt").read_text(encoding="utf-8-sig")
    text = _COLUMNS.sub("\n", text)
    number, date = _NUMBER.search(text), _DATE.search(text)
    values = {}
    if number:
        values["number"] = number[2]
    if date:
        values["day"] = date[2]
        gap = " " * 4 if month else date[4]
        if month:
            values["month"] = date[4]
        text = text[: date.start()] + f"{date[1]}    {date[3]}{gap}{date[5]}" + text[date.end() :]
    text = _NUMBER.sub(r"\1          ", text, count=1)
    (work / f"{name}.txt").write_text(text, encoding="utf-8")
    (work / f"{name}.gold.json").write_bytes((folder / f"{name}.gold.json").read_bytes())
    return values


def _places(path: Path, values: dict[str, str]) -> list[_Stamp]:
    """Where the blanks are: after ``Số:``, after ``ngày`` and after ``tháng``."""
    stamps = []
    with pdfium.PdfDocument(path) as document:
        text = document[0].get_textpage()
        dated = text.search(", ngày", match_case=True).get_next()
        after = dated[0] if dated else 0
        for key, words, start, face in (
            ("number", "Số", 0, REGULAR),
            ("day", "ngày", after, ITALIC),
            ("month", "tháng", after, ITALIC),
        ):
            if key in values:
                at, count = text.search(words, index=start, match_case=True).get_next()
                last = at + count - 1 + (text.get_text_range(at + count, 1) == ":")
                _, _, right, _ = text.get_charbox(last)
                _, bottom, _, _ = text.get_charbox(at)
                stamps.append(_Stamp(values[key], right + (4 if key != "number" else 5), bottom, face))
    return stamps


def _signed_by(document: Document, chance: Random) -> PdfReader:
    """The box of the organisation's signature."""
    day = str(document.header.get("date") or "2025-06-02")
    year, month, date = f"{day}-15"[:10].split("-")
    time = f"{chance.randrange(7, 18):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
    lines = [
        f"Ký bởi: {document.header.get('issuer') or 'Văn phòng'}",
        "Email: vanthu@vidu.gov.vn",
        f"Cơ quan: {document.header.get('place') or 'Mẫu'}",
        f"Thời gian ký: {date}.{month}.{year} {time} +07:00",
    ]
    return _text_form([_Stamp(line, 2, 40 - 9 * at, size=7) for at, line in enumerate(lines)], origin=True)


def _corner(chance: Random) -> tuple[float, float]:
    """In the top margin, to the left or to the right, where signing programs put it by default."""
    return (chance.choice((12.0, 330.0)), 792.0)


def _text_form(stamps: list[_Stamp], origin: bool = False) -> PdfReader:
    """A page of the size of its text, to serve as an annotation's appearance."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=0, initialFontName=REGULAR)
    width = max(canvas.stringWidth(stamp.text, stamp.face, stamp.size) for stamp in stamps) + 4
    height = max(stamp.y for stamp in stamps) + 10 if origin else stamps[0].size * 1.5
    canvas.setPageSize((width, height))
    for stamp in stamps:
        canvas.setFont(stamp.face, stamp.size)
        x, y = (stamp.x, stamp.y) if origin else (2, 5)
        canvas.drawString(x, y, stamp.text)
    canvas.save()
    return PdfReader(buffer)


def _annotate(writer: PdfWriter, kind: str, name: str, drawing: PdfReader, x: float, y: float) -> None:
    """Put ``drawing`` on the first page as an annotation whose lower left corner is at ``x, y``."""
    page = drawing.pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    content = page.get_contents()
    resources = page["/Resources"].get_object().clone(writer)
    shown = _form(writer, b"" if content is None else content.get_data(), resources, width, height)
    if kind == "Widget":  # as the programs of Adobe's PPKLite handler nest them: /FRM shows /n0, empty, and /n2
        empty = _form(writer, b"% DSBlank\n", DictionaryObject(), 100, 100)
        layers = _forms({"/n0": empty, "/n2": shown})
        shown = _form(writer, b"q 1 0 0 1 0 0 cm /n0 Do Q\nq 1 0 0 1 0 0 cm /n2 Do Q\n", layers, width, height)
        shown = _form(writer, b"q 1 0 0 1 0 0 cm /FRM Do Q\n", _forms({"/FRM": shown}), width, height)
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{kind}"),
            NameObject("/Rect"): _numbers(x, y, x + width, y + height),
            NameObject("/F"): NumberObject(132 if kind == "Widget" else 4),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): shown}),
            NameObject("/P"): writer.pages[0].indirect_reference,
        }
    )
    if kind == "Widget":
        annotation.update({NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject(name)})
    _attach(writer, writer._add_object(annotation), field=kind == "Widget")


def _attach(writer: PdfWriter, reference: object, field: bool) -> None:
    page = writer.pages[0]
    page.setdefault(NameObject("/Annots"), ArrayObject()).append(reference)
    if field:
        form = writer.root_object.setdefault(NameObject("/AcroForm"), DictionaryObject())
        form.setdefault(NameObject("/Fields"), ArrayObject()).append(reference)


def _form(writer: PdfWriter, data: bytes, resources: object, width: float, height: float) -> object:
    """A form XObject of the file under construction."""
    stream = DecodedStreamObject()
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers(0, 0, width, height),
            NameObject("/Resources"): resources,
        }
    )
    stream.set_data(data)
    return writer._add_object(stream)


def _forms(named: dict[str, object]) -> DictionaryObject:
    inner = DictionaryObject({NameObject(name): form for name, form in named.items()})
    return DictionaryObject({NameObject("/XObject"): inner})


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(round(value, 2)) for value in values])
