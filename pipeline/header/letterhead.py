"""The bodies named in the letterhead, from the superior to the one that issues (Decree 30/2020, Appendix I)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.header.casing import expand, issuers, proper
from pipeline.types import Cell, Piece, Role, Span
from pipeline.zones.cells import fold

_STARTS = (
    "uy ban|ubnd|hoi dong|hdnd|bo|so|tong cuc|cuc|chi cuc|van phong|ban chi dao|ban|phong|trung tam|truong"
    "|benh vien|vien"
    "|cong ty|cong an|tong cong ty|tap doan|ngan hang|bao hiem|kho bac|chinh phu|thu tuong|quoc hoi|chu tich|tinh uy"
    "|thanh uy|huyen uy|quan uy|dang uy|dang bo|thanh tra|toa an|vien kiem sat|kiem toan|lien doan|hoi|doan"
    "|mat tran|dai"
    "|bao|quy|hoc vien|dai hoc|thue|hai quan|to cong tac|tieu ban|bch|bqp|vu|hat|tram|doi|xi nghiep|nha may"
    "|to chuc|khu(?! vuc)|co quan|lien minh|trai|tinh doan|thanh doan|huyen doan|bhxh|ubmttq|mttq|bql|bcd|vp"
    "|nha xuat ban"
)
_START = re.compile(rf"(?:{_STARTS})\b")
# `SỞ NÔNG NGHIỆP VÀ` goes on with the next line; `VĂN PHÒNG` or `BAN CHỈ ĐẠO` alone is a name only with it.
_UNFINISHED = re.compile(
    r"(?:[,&-]|\b(?:va|cua|ve))$|^(?:van phong|ban chi dao|ban quan ly|trung tam|ban|phong|cong an|ban chi huy"
    r"|chu tich)$"
)
# `ỦY BAN NHÂN DÂN THÀNH PHỐ` goes on with a place, some of which begin as bodies do (HỘI AN, ĐẠI LỘC, BẢO THẮNG).
_BARE_UNIT = re.compile(r"\b(?:tinh|thanh pho|thi xa|huyen|quan|xa|phuong|thi tran|dac khu)$")
_PLACE_LIKE = re.compile(r"(?:hoi|bao|quy|vu|dai|doan|doi|hat|tram|khu)(?: \S+){1,2}")
# A word that a line's end cut in two, where its second half begins bodies, too: DỊCH / VỤ, MÔI / TRƯỜNG, XÃ / HỘI …
_COMPOUND = re.compile(
    r"(?:dich|nghiep|nhiem|phuc|cong|dac) vu|(?:moi|thi|nong|lam|cong) truong|(?:xa|co|quoc|le) hoi|(?:can|duong) bo"
    r"|(?:tru|co) so|(?:quoc|bien|du) phong|(?:nhan|giao) vien"
)
# … unless a place ends there: TỈNH ĐẮK NÔNG / TRƯỜNG CHÍNH TRỊ.
_ENDS_IN_PLACE = re.compile(r"\b(?:tinh|thanh pho|thi xa|huyen|quan|phuong|thi tran|dac khu)(?: \S+){1,4}$")
_UNITS = "tỉnh|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu"
_UNIT = re.compile(rf"(?<!\w)(?:{_UNITS})\s+[^\W\d_].*$", re.IGNORECASE)
_LOCAL_PLACE = re.compile(
    r"(?:uy ban nhan dan|hoi dong nhan dan|cong an|so\s[\w ]{3,60}?)"
    r"\s+(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\s+"
)
# A part of a body that is named with the whole of it: Phòng Cảnh sát giao thông Công an tỉnh X.
_PART = re.compile(r"(?:Phòng|Đội|Cơ quan|Trại|Trạm|Văn phòng|Thanh tra|Ban)\b")
_WHOLE = re.compile(r"(?:Công an|Cục|Bộ Chỉ huy|Hội đồng nhân dân)\b")
# The standing part of a body that meets is named with it: Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh X.
_STANDING = re.compile(r"(?:Ban )?Thường (?:trực|vụ)|Ban Chấp hành", re.IGNORECASE)
_SECTION = re.compile(r"(?:Phòng|Văn phòng|Thanh tra)\b")
_INNER = re.compile(
    r"\s(?=(?:SỞ|CỤC|CHI CỤC|TỔNG CỤC|VĂN PHÒNG|BAN|PHÒNG|THANH TRA|TRUNG TÂM|TRƯỜNG|BỆNH VIỆN|HỌC VIỆN|VIỆN|VỤ"
    r"|CÔNG AN|KHO BẠC|CƠ QUAN|ĐỘI|TRẠM)\s)"
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
        if groups and _goes_on(" ".join(cell.key for cell in groups[-1]), line.key):
            groups[-1].append(line)
        else:
            groups.append([line])
    found = []
    for group in groups:
        name = " ".join(cell.text.strip(" -*_") for cell in group)
        if _START.match(fold(name)):
            found += _split(name, Span(group[0].span.start, group[-1].span.end))
    return found


def _goes_on(above: str, key: str) -> bool:
    """Whether a line is the rest of the name above it."""
    word = f"{above.split()[-1]} {key.split()[0]}"
    if _COMPOUND.fullmatch(word) and not _ENDS_IN_PLACE.search(above):
        return True
    place = _BARE_UNIT.search(above) is not None and _PLACE_LIKE.fullmatch(key) is not None
    return place or _START.match(key) is None or _UNFINISHED.search(above) is not None


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
    superior = proper(found[-2].name)
    part = _PART.match(name) and _WHOLE.match(superior)
    if (
        part
        or _STANDING.fullmatch(name)
        or (name == "Văn phòng" and not superior.startswith("Bộ "))
        or (_SECTION.match(name) and superior.startswith("Sở "))
    ):
        return f"{name} {issuing_name(found[:-1])}"
    return _with_place(name, found[:-1], name)


def _with_place(name: str, superiors: list[Body], otherwise: str) -> str:
    for body in reversed(superiors):
        superior = proper(body.name)
        if not re.match(r"(?:Bộ|Chính phủ|Tổng)\b", superior) and (unit := _UNIT.search(superior)):
            here = name.lower().split()[-2:] == unit[0].lower().split()[-2:]
            return name if here else f"{name} {unit[0]}"
    return otherwise
