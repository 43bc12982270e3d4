"""Build the PDF of every corpus dispatch in the layout of Decree 30/2020/NĐ-CP, appendix I.

    python corpus/build_pdf.py              all of corpus/van-ban
    python corpus/build_pdf.py NAME …       only these (file names without their suffix)
    python corpus/build_pdf.py --out DIR    write elsewhere

Each ``NAME.txt`` with its ``NAME.gold.json`` gives ``NAME.pdf``. The same texts, fonts and libraries give the same
bytes: no dates, no random identifiers.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from typeset.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, NoFont
from typeset.lines import Style
from typeset.parts import TITLES, Parts, annex_head, read_parts
from typeset.sheet import LEFT, WIDTH, Sheet
from typeset.text import is_capitals, table_cells

FOLDER = Path(__file__).parent / "van-ban"

_LEFT_WIDTH = WIDTH * 0.42
_RIGHT_X, _RIGHT_WIDTH = LEFT + _LEFT_WIDTH, WIDTH - _LEFT_WIDTH
_TEXT = Style(indent=10 * mm, before=6)
_BASIS = Style(face=ITALIC, indent=10 * mm, before=6)
_HEADING = Style(face=BOLD, indent=10 * mm, before=6, align="left")
_CENTRED = Style(face=BOLD, align="center", before=8)

_LEGAL_BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét|Thực hiện|Trên cơ sở)\b")
_ARTICLE = re.compile(r"^(?:Điều|Chương|Mục)\s+\w+\.")
_NUMBERED = re.compile(r"^(?:[IVX]+|[A-D]|\d+(?:\.\d+)*)[.)]\s")
_ENACTING = {"nghi_quyet", "quyet_dinh", "thong_tu"}


def build(name: str, folder: Path = FOLDER, out: Path | None = None) -> Path:
    """Build one document and return the path of its PDF."""
    gold = json.loads(_composed(folder / f"{name}.gold.json"))
    parts = read_parts(_composed(folder / f"{name}.txt"), gold["header"])
    path = (out or folder) / f"{name}.pdf"
    sheet = Sheet(path, name, parts.notes)
    _letterhead(sheet, parts)
    _title(sheet, parts)
    _addressees(sheet, parts)
    _body(sheet, parts.body[:-1], enacting=gold["header"]["type"] in _ENACTING)
    closing = parts.body[-1:]
    if closing and table_cells(closing[0]) is None:
        sheet.room(sheet.height(closing[0], _TEXT) + _signature_height(parts))
    _body(sheet, closing, enacting=False)
    _signature(sheet, parts)
    for annex in parts.annexes:
        _annex(sheet, annex)
    sheet.save()
    return path


def _composed(path: Path) -> str:
    """A file's text in NFC: some texts are decomposed on purpose, and the fonts have whole letters only."""
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))


def _letterhead(sheet: Sheet, parts: Parts) -> None:
    """Two columns in two rows, in the order in which a word processor writes them: left cell, right cell.

    What no office issues, as a contract, has the nation's lines in the middle and its number under the subject.
    """
    if _unissued(parts):
        sheet.y = sheet.column(parts.nation, LEFT, WIDTH, sheet.y, Style(face=BOLD, leading=17.5, align="center"))
        return
    _names(sheet, parts.superior, parts.issuer, parts.nation)
    second = sheet.y
    left = sheet.centred(parts.number, LEFT + _LEFT_WIDTH / 2, second, REGULAR, 13)
    reason = Style(size=12, leading=14, align="center")
    left = sheet.column([parts.reason], LEFT + 4, _LEFT_WIDTH - 12, left - 3, reason)
    right = sheet.centred(parts.place_date, _RIGHT_X + _RIGHT_WIDTH / 2, second, ITALIC, 13)
    if parts.urgency:
        left = _stamp(sheet, parts.urgency, left)
    sheet.y = min(left, right) - 6


def _unissued(parts: Parts) -> bool:
    return bool(parts.nation) and not (parts.issuer or parts.place_date)


def _names(sheet: Sheet, superior: Sequence[str], issuer: Sequence[str], nation: Sequence[str]) -> None:
    """The first row: who issues on the left, Quốc hiệu and Tiêu ngữ on the right, each over a rule."""
    top = sheet.y
    bold = Style(face=BOLD, size=12, leading=14.5, align="center")
    left = sheet.column(superior, LEFT, _LEFT_WIDTH, top, Style(size=12, leading=14.5, align="center"))
    left = sheet.column(issuer, LEFT, _LEFT_WIDTH, left, bold)
    party = bool(nation) and nation[0].startswith("ĐẢNG")
    if party:  # the Party's own layout: an asterisk under the issuer, a rule under the Party's name
        left = sheet.column(["*"], LEFT, _LEFT_WIDTH, left, bold)
    elif issuer:
        sheet.rule(LEFT + _LEFT_WIDTH / 2, left - 6, 0.4 * stringWidth(issuer[-1], BOLD, 12))
    right = sheet.column(nation[:1], _RIGHT_X, _RIGHT_WIDTH, top, bold)
    motto = Style(face=BOLD, size=13, leading=15.5, align="center")
    right = sheet.column(nation[1:], _RIGHT_X, _RIGHT_WIDTH, right, motto)
    if nation:
        size = 12 if party else 13
        sheet.rule(_RIGHT_X + _RIGHT_WIDTH / 2, right - 6, stringWidth(nation[-1], BOLD, size))
    sheet.y = min(left, right) - 9


def _stamp(sheet: Sheet, urgency: str, top: float) -> float:
    """The degree of urgency in its box, on the left."""
    width = stringWidth(urgency, BOLD, 13) + 20
    x = LEFT + (_LEFT_WIDTH - width) / 2
    sheet.canvas.setLineWidth(1)
    sheet.canvas.rect(x, top - 28, width, 20)
    sheet.column([urgency], x, width, top - 7.5, Style(BOLD, 13, 15, "center"))
    return top - 28


def _title(sheet: Sheet, parts: Parts) -> None:
    if parts.title:
        sheet.paragraph(parts.title, Style(BOLD, 14, 17.5, "center", before=12))
        _narrow(sheet, parts.subject)
        if _unissued(parts):
            sheet.paragraph(parts.number, Style(align="center"))
        sheet.rule(LEFT + WIDTH / 2, sheet.y - 7, 25 * mm)
        sheet.y -= 8
    for at, line in enumerate(parts.authority):
        sheet.paragraph(line, Style(BOLD, 14, 17.5, "center", before=0 if at else 8))


def _narrow(sheet: Sheet, text: str) -> None:
    """A subject keeps clear of the margins."""
    inset = 12 * mm
    sheet.y = sheet.column([text], LEFT + inset, WIDTH - 2 * inset, sheet.y, Style(BOLD, 14, 17.5, "center"))


def _addressees(sheet: Sheet, parts: Parts) -> None:
    """``Kính gửi: X.`` on one line in the middle, or the label with a list under it."""
    if not parts.addressing:
        return
    sheet.y -= 12
    style = Style(align="left")
    label = stringWidth(f"{parts.addressing} ", style.face, style.size)
    one = len(parts.addressees) == 1 and stringWidth(parts.addressees[0], style.face, style.size) + label < WIDTH * 0.9
    if one:
        sheet.paragraph(f"{parts.addressing} {parts.addressees[0]}", Style(align="center"))
    else:
        x = LEFT + 22 * mm
        top = sheet.y
        sheet.y = sheet.column([parts.addressing], x, WIDTH, top, style)
        if len(parts.addressees) == 1:
            sheet.y = sheet.column(parts.addressees, x + label, LEFT + WIDTH - x - label, top, style)
        else:
            sheet.y = sheet.column(parts.addressees, x + 10 * mm, LEFT + WIDTH - x - 10 * mm, sheet.y - 2, style)
    sheet.y -= 6


def _body(sheet: Sheet, body: Sequence[str], enacting: bool) -> None:
    bases = enacting
    for is_table, group in groupby(body, lambda line: table_cells(line) is not None):
        lines = list(group)
        if is_table:
            sheet.y -= 6
            sheet.table([table_cells(line) or [] for line in lines])
            sheet.y -= 4
            continue
        for line in lines:
            bases = bases and not (is_capitals(line) or _ARTICLE.match(line))
            _body_paragraph(sheet, line, basis=bases and bool(_LEGAL_BASIS.match(line)))


def _body_paragraph(sheet: Sheet, line: str, basis: bool) -> None:
    article = _ARTICLE.match(line)
    titled = article or _NUMBERED.match(line)
    heading = titled and len(line) < 110 and not line.endswith((".", ";", ":"))
    if basis:
        sheet.paragraph(line, _BASIS, keep=2)
    elif is_capitals(line) and not _NUMBERED.match(line):
        sheet.paragraph(line, _CENTRED, keep=3)
    elif heading:
        sheet.paragraph(line, _HEADING, keep=3)
    elif article:
        sheet.paragraph(line[article.end() :], _TEXT, lead=article[0], keep=2)
    else:
        sheet.paragraph(line, _TEXT, keep=2)


def _signature_height(parts: Parts) -> float:
    return 16 + max(len(parts.recipients) * 16, len(parts.office) * 17 + 90)


def _signature(sheet: Sheet, parts: Parts) -> None:
    """Recipients on the left, office and name on the right, never parted from each other."""
    office = Style(BOLD, 14, 17, "center")
    listed = Style(size=11, leading=13, align="left")
    sheet.room(_signature_height(parts))
    top = sheet.y - 16
    width = WIDTH * 0.5 - 12
    left = sheet.column(parts.recipients[:1], LEFT, width, top, Style(BOLD_ITALIC, 12, 14.5, "left"))
    left = sheet.column(parts.recipients[1:], LEFT, width, left, listed)
    if parts.party:
        left = sheet.column(parts.party[:-1], LEFT, width, left, office)
        left = sheet.column(parts.party[-1:], LEFT, width, left - 64, office)
    middle = LEFT + WIDTH * 0.5
    right = sheet.column(parts.office, middle, WIDTH * 0.5, top, office)
    if parts.signer:
        right = sheet.column([parts.signer], middle, WIDTH * 0.5, right - 64, office)
    sheet.y = min(left, right)


def _annex(sheet: Sheet, lines: Sequence[str]) -> None:
    """A sheet of its own for an annex; a mere remark after the signature stays under it."""
    remark = not is_capitals(lines[0]) and len(lines) == 1
    if remark:
        sheet.paragraph(lines[0], Style(size=12, leading=15, before=12))
        return
    sheet.new_page()
    nation, head, body = annex_head(lines)
    if nation:
        titles = [at for at, line in enumerate(head) if line in TITLES.values()]
        _names(sheet, (), head[: titles[0] if titles else 0], nation)
        head = head[titles[0] if titles else 0 :]
    for line in head:
        face = ITALIC if line.startswith("(") else BOLD
        sheet.paragraph(line, Style(face, 14, 17.5, "center"))
    sheet.y -= 8
    _body(sheet, body, enacting=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what the command line names; 1 where no font is installed."""
    parser = argparse.ArgumentParser(description="Build the PDF files of the corpus.")
    parser.add_argument("names", nargs="*", help="documents, without suffix (default: all)")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, help="where to write (default: beside the texts)")
    options = parser.parse_args(arguments)
    texts = options.folder.glob("*.txt")
    paired = sorted(text.stem for text in texts if text.with_suffix(".gold.json").exists())
    unknown = sorted(set(options.names) - set(paired))
    if unknown:
        parser.error(f"no text with its gold in {options.folder.name}: {', '.join(unknown)}")
    try:
        for name in options.names or paired:
            path = build(name, options.folder, options.out)
            print(f"{path.name}  {path.stat().st_size:,} bytes")
    except NoFont as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
