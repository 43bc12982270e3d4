"""Kind of document and subject (trích yếu), from the title, from ``V/v``, or from the symbol."""

from __future__ import annotations

import re

from pipeline.types import Cell, Found, Piece, Role, Span
from pipeline.values.document_types import document_types
from pipeline.zones.cells import is_upper
from pipeline.zones.cues import MOST_KIND_WORDS, wire
from pipeline.zones.titles import title_of

_ABOUT = re.compile(r"(?:v\s*[/.]\s*v|trich yeu)\s*[:.]?\s*")
_LEAD = re.compile(r"(?:v\s*[/.]\s*v|ve viec)\b\s*[:.]?\s*")
_URGENCY = re.compile(r"(?:khan|hoa toc|thuong khan)\b\s*")
_HEADS = (
    r"(?:pho )?chu tich|bo truong|thu tuong|(?:tong |chi )?cuc truong|(?:tong )?giam doc|thong doc|truong ban"
    r"|hieu truong"
    r"|chu nhiem|tong thanh tra|tong kiem toan nha nuoc|chanh an|vien truong|chanh van phong|chanh thanh tra"
)
_BODIES = (
    r"uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd|chinh phu|quoc hoi|uy ban thuong vu quoc hoi|ban thuong vu|hoi dong"
)
_AUTHORITY = re.compile(rf"(?<!\w)(?:{_HEADS}|{_BODIES})(?!\w)")
# With its diacritics: `từ Chính phủ` is a phrase, `điện tử` before `CHÍNH PHỦ` is not.
_NOT_AUTHORITY = re.compile(
    r"(?:,|\b(?:của|và|cho|từ|với|tại|bởi|do|thuộc|đến|giữa|là|về|trước|các|chức danh|chức vụ|quyền|thay|sang"
    r"|đồng chí|phó|gửi"
    r"|trình|theo|nguyên|kiêm|đối với|bầu|bổ nhiệm|ủy quyền|uỷ quyền|nhiệm vụ|thành viên|làm|hoặc|như|bằng|bãi nhiệm"
    r"|miễn nhiệm|nghị quyết|quyết định|quy chế|hoạt động|toàn thể|một số|tham mưu|đoàn|phòng|văn phòng"
    r"|lãnh đạo|thường trực"
    r"|điều động|giúp|bí thư|cơ quan))\s*$"
)
# … but a name ends with such a word as well: TỈNH CAO BẰNG, THÀNH PHỐ HẢI PHÒNG, QUẬN NGÔ QUYỀN.
_NAMED = re.compile(
    r"(?:\b(?:tỉnh|thành phố|thị xã|huyện|quận|phường|xã|đặc khu)\s+(?!ủy\b|uỷ\b|về\b|và\b)\w+|\bcao|\bhải|\bquốc)"
    r"\s+(?:bằng|phòng|từ|quyền|như|theo|làm|trình|đoàn)$"
)
_MOST_AUTHORITY_WORDS = 16
_FEWEST_CAPITALS = 3  # words of an authority in capitals behind a subject in small letters


def find_type(head: tuple[Piece, ...], symbol: Found[str] | None, note: str | None) -> Found[str]:
    """The kind of document: its title, else that of a công văn (V/v, Kính gửi), else what its symbol says."""
    for piece in head:
        if piece.role is Role.TITLE and (title := title_of(piece.cell)):
            return Found(title[0].code, piece.cell.span, "head:title", 1.0, piece.cell.text)
    for piece in head:
        if (piece.role is Role.ABOUT and _ABOUT.match(piece.cell.key)) or piece.role is Role.TO:
            to_all = piece.role is Role.TO and wire(piece.cell.text, piece.cell.key)
            value = "cong_dien" if to_all else "cong_van"
            return Found(value, piece.cell.span, f"head:{piece.role}", 0.9, piece.cell.text)
    if note is not None:
        return Found(note, None, "annex:note", 0.9)
    if symbol is not None:
        kind = type_of_symbol(symbol.value)
        return Found(kind or "cong_van", symbol.span, "symbol", 0.8 if kind else 0.6, symbol.raw)
    return Found("khac", None, "none", 0.1)


def type_of_symbol(symbol: str) -> str | None:
    """The kind that a symbol names: ``CT-UBND`` and ``2025/TT-BYT`` do, ``UBND-TH`` does not."""
    parts = re.split(r"[-/]", re.sub(r"^\d{4}/", "", symbol))
    if len(parts) < 2 and not parts[0].startswith("QH"):
        return None
    first = re.sub(r"\d+$", "", parts[0])
    return next((rule.code for rule in document_types() if first in rule.abbreviations), None)


def find_subject(head: tuple[Piece, ...]) -> Found[str] | None:
    """The subject without ``V/v`` and without the authority that was glued to its end."""
    lines = [p.cell for p in head if p.role is Role.SUBJECT]
    rule = "head:subject"
    if not lines:
        lines, rule = [p.cell for p in head if p.role is Role.ABOUT], "head:about"
    if not lines:
        lines, rule = _unmarked(head), "head:unmarked"
    if not lines:
        return None
    if len(lines) > 1 and lines[1].key.startswith("ve ") and _tells_kind(lines[0].text, lines[1].text):
        lines = lines[1:]
    first = lines[0]
    cut = _URGENCY.match(first.key) if rule == "head:subject" and is_upper(first.text) else None
    start = cut.end() if cut else 0
    lead = (_LEAD if rule == "head:subject" else _ABOUT).match(first.key, start)
    if lead and (rule == "head:about" or lead[0].startswith("v/v") or lead[0].startswith("v ")):
        start = lead.end()
    lines = [first.part(start), *lines[1:]] if start < len(first.key) else lines[1:]
    lines = _without_authority([line for line in lines if line.text])
    if not lines:
        return None
    raw = " ".join(" ".join(line.text.split()) for line in lines)
    value = re.sub(r"\s*(?:[-_=*]{3,}|\[\d+\]|\(\d\))\s*$", "", raw).strip(" .;:*-")
    return Found(value, Span(lines[0].span.start, lines[-1].span.end), rule, 1.0, raw) if value else None


def _tells_kind(first: str, second: str) -> bool:
    """Whether the first line under a title only says whose it is or of what kind: CỦA BAN THƯỜNG VỤ, GIẢI TRÌNH."""
    short = is_upper(first) and not is_upper(second) and len(first.split()) <= MOST_KIND_WORDS
    return first.startswith("CỦA ") or short


def _unmarked(head: tuple[Piece, ...]) -> list[Cell]:
    """Lines between the number and the addressees of a công văn that was printed without ``V/v``."""
    roles = [p.role for p in head]
    if Role.TITLE in roles or Role.TO not in roles or Role.NUMBER not in roles:
        return []
    between = head[roles.index(Role.NUMBER) : roles.index(Role.TO)]
    return [p.cell for p in between if p.role is Role.OTHER]


def _without_authority(lines: list[Cell]) -> list[Cell]:
    """The subject lines without an issuing authority in capitals at their end (``… NĂM 2025 CHỦ TỊCH UBND TỈNH X``)."""
    text = " ".join(line.text for line in lines)
    at = _authority(text, " ".join(line.key for line in lines))
    kept: list[Cell] = []
    for line in lines if at is not None else ():
        if at is not None and at > 0:
            kept.append(line.part(0, at))
            at -= len(line.text) + 1
    return kept or lines


def _authority(text: str, key: str) -> int | None:
    """Where the authority at the end of a subject begins; None where it has none."""
    mixed = not is_upper(text)
    for match in reversed(list(_AUTHORITY.finditer(key))):
        start = _with_office(key, match.start())
        before = text[:start].rstrip().lower()
        words = len(key[start:].split())
        if not before or words > _MOST_AUTHORITY_WORDS or (mixed and not is_upper(text[start:])):
            return None
        if mixed and words < _FEWEST_CAPITALS:
            continue
        same_place = before.split()[-2:] == text[start:].lower().rstrip(" .;").split()[-2:]
        if same_place or _NAMED.search(before) or not _NOT_AUTHORITY.search(before):
            return start
        if not before.endswith(","):
            return None
    return None


def _with_office(key: str, at: int) -> int:
    """The start of ``CHỦ TỊCH`` where ``at`` is that of ``ỦY BAN NHÂN DÂN`` right behind it."""
    head = re.search(rf"(?<!\w)(?:{_HEADS})\s*$", key[:at])
    return head.start() if head else at
