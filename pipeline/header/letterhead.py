"""The bodies named in the letterhead, from the superior to the one that issues (Decree 30/2020, Appendix I)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.header.casing import expand, issuers, proper
from pipeline.types import Span
from pipeline.zones.cells import Cell, fold
from pipeline.zones.roles import Piece, Role

_STARTS = (
    "uy ban|ubnd|hoi dong|hdnd|bo|so|tong cuc|cuc|chi cuc|van phong|ban chi dao|ban|phong|trung tam|truong"
    "|benh vien|vien"
    "|cong ty|cong an|tong cong ty|tap doan|ngan hang|bao hiem|kho bac|chinh phu|thu tuong|quoc hoi|chu tich|tinh uy"
    "|thanh uy|huyen uy|quan uy|dang uy|dang bo|thanh tra|toa an|vien kiem sat|kiem toan|lien doan|hoi|doan"
    "|mat tran|dai"
    "|bao|quy|hoc vien|dai hoc|thue|hai quan|to cong tac|tieu ban|bch|bqp|vu|hat|tram|doi|xi nghiep|nha may"
    "|to chuc|khu"
)
_START = re.compile(rf"(?:{_STARTS})\b")
# `SỞ NÔNG NGHIỆP VÀ` goes on with the next line; `VĂN PHÒNG` or `BAN CHỈ ĐẠO` alone is a name only with it.
_UNFINISHED = re.compile(
    r"(?:[,&-]|\b(?:va|cua|ve))$|^(?:van phong|ban chi dao|ban quan ly|trung tam|ban|phong|cong an|ban chi huy)$"
)
_UNITS = "tỉnh|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu"
_UNIT = re.compile(rf"(?<!\w)(?:{_UNITS})\s+[^\W\d_].*$", re.IGNORECASE)
_LOCAL_PLACE = re.compile(
    r"(?:uy ban nhan dan|hoi dong nhan dan)\s+(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\s+"
)
_INNER = re.compile(
    r"\s(?=(?:SỞ|CỤC|CHI CỤC|TỔNG CỤC|VĂN PHÒNG|BAN|PHÒNG|THANH TRA|TRUNG TÂM|TRƯỜNG|BỆNH VIỆN|HỌC VIỆN|VIỆN|VỤ"
    r"|CÔNG AN|KHO BẠC)\s)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """One body of the letterhead: its name as printed, lines joined, and its place in the text."""

    name: str
    span: Span


def bodies(head: tuple[Piece, ...]) -> list[Body]:
    """The bodies of the letterhead in printed order; the last one issues the document."""
    lines = [piece.cell for piece in head if piece.role is Role.LETTERHEAD]
    groups: list[list[Cell]] = []
    for line in lines:
        if groups and (not _START.match(line.key) or _UNFINISHED.search(" ".join(c.key for c in groups[-1]))):
            groups[-1].append(line)
        else:
            groups.append([line])
    found = []
    for group in groups:
        name = " ".join(cell.text.strip(" -*_") for cell in group)
        if _START.match(fold(name)):
            found += _split(name, Span(group[0].span.start, group[-1].span.end))
    return found


def _split(name: str, span: Span) -> list[Body]:
    """A superior and its unit that share a line (``BỘ TÀI CHÍNH CỤC THUẾ``) as two bodies."""
    for gap in _INNER.finditer(name):
        before = fold(expand(name[: gap.start()]))
        if before in _central_names() or _LOCAL_PLACE.match(before):
            return [Body(name[: gap.start()], span), Body(name[gap.end() :], span)]
    return [Body(name, span)]


def _central_names() -> set[str]:
    return {fold(rule.name) for rule in issuers().values() if not rule.local}


def issuing_name(found: list[Body]) -> str:
    """The full name of the last body, with the place of its superior where it has none of its own."""
    name = proper(found[-1].name)
    if re.search(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|xã|phường)$", name):
        return _with_place(name.rsplit(" ", 2 if name.endswith("thành phố") else 1)[0], found[:-1], name)
    if _UNIT.search(name) or len(found) == 1:
        return name
    superior = fold(proper(found[-2].name))
    if name == "Văn phòng" and not superior.startswith("bo "):
        return f"Văn phòng {proper(found[-2].name)}"
    return _with_place(name, found[:-1], name)


def _with_place(name: str, superiors: list[Body], otherwise: str) -> str:
    for body in reversed(superiors):
        superior = proper(body.name)
        if not re.match(r"(?:Bộ|Chính phủ|Tổng)\b", superior) and (unit := _UNIT.search(superior)):
            return f"{name} {unit[0]}"
    return otherwise
