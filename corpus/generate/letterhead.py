"""The head and the foot of a dispatch (Decree 30/2020/NĐ-CP, article 8), each with its share of the gold header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .desk import Desk
from .gold import PARTY, Actor
from .marks import AGENCY, Part, Piece, join, mark, piece
from .vocabulary import words
from .world import World, level_words, office, office_code, person, styled

_CHAIRED = frozenset({"telegram", "directive"})  # issued in the chairman's own name
_CABINET = frozenset({"letter", "notice", "invitation"})  # of the Government Office, not of the Prime Minister
_LOCAL = frozenset({"province", "district", "commune"})


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the lines at the top, the full name, the sign in the symbol, and the key of those who sign."""

    lines: tuple[str, ...]
    name: str
    short: str
    code: str
    signing: str


def issuer_of(desk: Desk, kind: Mapping[str, Any]) -> Issuer:
    """The body that issues a dispatch of ``kind`` at this level."""
    world, name = desk.world, kind["id"]
    if world.level == "gov":
        if name in _CABINET:
            return Issuer(("VĂN PHÒNG CHÍNH PHỦ",), "Văn phòng Chính phủ", "Văn phòng Chính phủ", "VPCP", "cabinet")
        return Issuer(("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "TTg", "gov")
    if world.level == "ministry":
        full = office(world, world.field)
        return Issuer((full.upper(),), full, full, office_code(world, world.field), "ministry")
    if world.level == "department":
        full = office(world, world.field)
        lines = (f"UBND {world.area}".upper(), full.upper())
        return Issuer(lines, f"{full} {world.area}", full, office_code(world, world.field), "department")
    if world.level == "party":
        full = f"{'Thành ủy' if world.city else 'Tỉnh ủy'} {world.name}"
        return Issuer((full.upper(), "*"), full, styled(world, "Ban Thường vụ Tỉnh ủy"), "TU", "party")
    return _council(desk, name)


def _council(desk: Desk, kind: str) -> Issuer:
    world = desk.world
    area = {
        "province": world.area,
        "district": f"huyện {world.district}",
        "commune": f"{'phường' if world.ward else 'xã'} {world.commune}",
    }[world.level]
    body = "Ủy ban nhân dân" if world.full else "UBND"
    short = f"{body} {area.split(' ' + area_name(world))[0]}"
    if kind == "approval":
        return Issuer(("HỘI ĐỒNG NHÂN DÂN", area.upper()), f"Hội đồng nhân dân {area}", "HĐND", "HĐND", "chair")
    if kind in _CHAIRED and desk.chance(0.5):
        lines = ("CHỦ TỊCH ỦY BAN NHÂN DÂN", area.upper())
        return Issuer(lines, f"Chủ tịch Ủy ban nhân dân {area}", f"Chủ tịch {short}", "UBND", "chair")
    above: tuple[str, ...] = ("ỦY BAN NHÂN DÂN", area.upper())
    if desk.chance(0.2):
        above = (" ".join(above),)
    return Issuer(above, f"Ủy ban nhân dân {area}", short, "UBND", "province")


def area_name(world: World) -> str:
    """The bare name of the place where the dispatch is issued."""
    if world.level in ("gov", "ministry"):
        return "Hà Nội"
    return {"district": world.district, "commune": world.commune}.get(world.level, world.name)


def symbol_of(desk: Desk, kind: Mapping[str, Any], issuer: Issuer) -> str:
    """What follows the number."""
    sign, world = kind["sign"], desk.world
    if world.level == "party":
        return f"{sign or 'CV'}/{issuer.code}"
    if kind["type"] == "thong_tu":
        return f"{world.issued.year}/TT-{issuer.code}"
    if not sign:
        return f"{issuer.code}-{desk.pick(level_words(world)['divisions'])}"
    return f"{sign}-{issuer.code}"


def _wrapped(desk: Desk, text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _motto(desk: Desk) -> list[str]:
    if desk.world.level == "party":
        return ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    rule = desk.pick(("---------------", "_______________", ""))
    return ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", *([rule] if rule else [])]


def head(desk: Desk, kind: Mapping[str, Any], issuer: Issuer, subject: str) -> tuple[list[Piece], dict[str, Any]]:
    """The lines down to the title, and the header so far."""
    world = desk.world
    number = None if desk.chance(0.12) else f"{desk.rng.randint(1, 240 if kind['sign'] else 6000):02}"
    symbol = symbol_of(desk, kind, issuer)
    joint = "-" if world.level == "party" else "/"
    serial = f"Số{'' if world.level == 'party' else ':'} {number or '      '}{joint}{symbol}"
    day, month, year = world.issued.day, world.issued.month, world.issued.year
    shown = f"{day:02}" if desk.day_known else desk.pick(("    ", "…", "   "))
    place = area_name(world)
    months = f"{month:02}" if month < 3 or desk.chance(0.2) else str(month)
    dateline = f"{place}, ngày {shown} tháng {months} năm {year}"
    about = [] if kind["name"] else _wrapped(desk, f"V/v {subject}", desk.pick((38, 46, 60, 400)))
    urgency = desk.pick(("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN")) if kind["id"] == "telegram" and desk.chance(0.5) else None
    if kind["id"] == "letter" and desk.chance(0.05):
        urgency = "KHẨN"
    rule = desk.pick(("-------", "_______", "", ""))
    left = [*issuer.lines, *([rule] if rule and "*" not in issuer.lines else [])]
    stamp = [urgency] if urgency else []
    if desk.chance(0.5):
        lines = [*left, *_motto(desk), serial, *about, *stamp, dateline]
    else:
        lines = [*left, serial, *about, *stamp, *_motto(desk), dateline]
    title = [kind["name"], *_wrapped(desk, subject, desk.pick((60, 80, 400, 400)))] if kind["name"] else []
    header = {
        "type": kind["type"],
        "number": number,
        "symbol": symbol,
        "date": world.issued.isoformat() if desk.day_known else f"{year}-{month:02}",
        "place": place,
        "issuer": issuer.name,
        "subject": subject,
        "addressees": [],
        "recipients": [],
        "urgency": urgency.capitalize() if urgency else None,
        "secrecy": None,
    }
    return [piece("\n".join(lines)), *([piece("\n".join(title))] if title else [])], header


def addressed(desk: Desk, names: Sequence[str], telegram: str | None = None) -> tuple[list[Piece], list[str]]:
    """``Kính gửi`` (or ``… điện:``) with the names, each an AGENCY mark."""
    opening = f"{telegram} điện:" if telegram else desk.pick(("Kính gửi:", "Kính gửi:", "Kính gửi :"))
    pieces = [mark(name, AGENCY, Actor(PARTY, (name,))) for name in names]
    if len(pieces) == 1:
        return [join((opening, " ", pieces[0], desk.pick((".", "", "."))))], list(names)
    stop = desk.pick((";", ";", ","))
    lines: list[Part] = [opening]
    for number, entry in enumerate(pieces):
        lines.append(join(("- ", entry, "." if number == len(pieces) - 1 else stop)))
    return [join(lines, "\n")], list(names)


def foot(desk: Desk, issuer: Issuer, first: str) -> tuple[list[Piece], dict[str, Any]]:
    """Recipients and signature."""
    world = desk.world
    options = level_words(world)["recipients"]
    names = list(dict.fromkeys((first, *(styled(world, name) for name in desk.some(options, 2, 5)))))
    initials = desk.pick(("", "", " (02b)", " (Mẫu)", f" ({desk.rng.randint(5, 60)})"))
    archive = f"VT, {desk.pick(level_words(world)['divisions'])}{initials}"
    stop = "," if world.level == "party" else ";"
    lines = ["Nơi nhận:", *(f"- {name}{stop}" for name in names)]
    if world.level == "party":
        archive = styled(world, "Văn phòng Tỉnh ủy")
        lines.append(f"- Lưu {archive}.")
    else:
        lines.append(f"- Lưu: {archive}.")
    capacity, title = desk.pick(words("kinds")["signing"][issuer.signing])
    signer = person(desk.rng)
    signature = [*capacity.split(", " if capacity.startswith("TM") else "\n"), title] if capacity else [title]
    header = {
        "recipients": [name.partition(" (")[0] for name in names],
        "archive": archive,
        "signer": signer,
        "signer_title": title,
        "signer_capacity": capacity or None,
    }
    return [piece("\n".join(lines)), piece("\n".join(signature)), piece(signer)], header
