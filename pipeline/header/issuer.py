"""The issuing body: from the letterhead, else from what else tells it.

In this order: the symbol of a central body, the note above an annex, the symbol of a local body with the place, the
line ``… điện:``, the signature, and at last the closing words of the body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipeline.agencies.places import province
from pipeline.header.casing import Issuer, issuers, proper
from pipeline.header.letterhead import bodies, issuing_name
from pipeline.header.number import Note
from pipeline.header.seats import UNITS, completed, unit_of
from pipeline.header.signature import Signature, is_on_behalf
from pipeline.header.title import type_of_symbol
from pipeline.text.letters import LOWER
from pipeline.types import Found, Piece, Role
from pipeline.values.expressions import folded
from pipeline.zones.cells import fold
from pipeline.zones.titles import title_of

_SPEAKER = re.compile(
    r"(?:^|[.;:]\s+)((?:Bộ|Sở|Cục|Chi cục|Tổng cục|Văn phòng|Ban|Phòng|Thanh tra|Bảo hiểm xã hội|Kho bạc|Ngân hàng"
    r"|Trung tâm)\s[^.;:\n]{2,150}?)\s+(?:trân trọng\s+|kính\s+)?"
    r"(?:yêu cầu|đề nghị|thông báo|trả lời|có ý kiến|báo cáo|hướng dẫn|kính trình)\b",
    re.MULTILINE,
)
_BOARD = re.compile(r"[Bb]an [Cc]hỉ đạo (?:của |về |Trung ương|Nhà nước|quốc gia|tỉnh|thành phố)[^.;:\n(\[]{4,220}")
_BOARD_END = re.compile(
    r",|\s+(?:yêu cầu|đề nghị|thông báo|có ý kiến|giao|họp|tại|trân trọng|xem xét|để|thống nhất|đã|theo|ngày"
    r"|cụ thể)\b"
)
# Whose office it is: the first word that the signature holds decides.
_OFFICE_OF = (
    ("BỘ TRƯỞNG, CHỦ NHIỆM", "Văn phòng Chính phủ"),
    ("BỘ TRƯỞNG", "Bộ"),
    ("CHI CỤC TRƯỞNG", "Chi cục"),
    ("TỔNG CỤC TRƯỞNG", "Tổng cục"),
    ("CỤC TRƯỞNG", "Cục"),
    ("GIÁM ĐỐC", "Sở|Kho bạc|Bảo hiểm|Trung tâm|Ngân hàng|Bệnh viện"),
    ("CHÁNH THANH TRA", "Thanh tra"),
    ("TRƯỞNG PHÒNG", "Phòng"),
    ("CHÁNH VĂN PHÒNG", "Văn phòng"),
    ("TRƯỞNG BAN", "Ban"),
)
# The authority line of a decision, which may have been glued to its subject.
_CHAIRMAN = re.compile(r"\bCHỦ TỊCH\s+(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND)\b(?:\s+[^,;.()]{2,60})?$")
_WIRED = re.compile(r"\s*\bđiện\s*:?\s*$", re.IGNORECASE)
_MOST_BODY = 30_000
_WRAP = re.compile(rf"\n(?=[{LOWER}])")
_HEAD_OFFICES = {"CHỦ TỊCH", "PHÓ CHỦ TỊCH"}


def find_issuer(
    head: tuple[Piece, ...],
    symbol: Found[str] | None,
    place: Found[str] | None,
    signature: Signature,
    note: Note | None,
    body: str,
) -> Found[str] | None:
    """The full name of the issuing body with its place; the first source that knows it wins."""
    for found in _sources(head, symbol, place, signature, note, _WRAP.sub(" ", body[:_MOST_BODY])):
        if found is not None:
            return _in_own_name(found, head, signature)
    return None


def _in_own_name(found: Found[str], head: tuple[Piece, ...], signature: Signature) -> Found[str]:
    """The chairman where a decision names him as its authority or a wire as its sender, and nobody signs for
    the committee (TM.)."""
    if not found.value.startswith("Ủy ban nhân dân ") or is_on_behalf(signature):
        return found
    titles = {title[0].code for p in head if p.role is Role.TITLE and (title := title_of(p.cell))}
    said = ""
    if "quyet_dinh" in titles:
        said = " ".join(p.cell.text for p in head if p.role in (Role.SUBJECT, Role.AUTHORITY))
    elif "cong_dien" in titles:
        said = next((_WIRED.sub("", p.cell.text) for p in head if p.role is Role.TO and _WIRED.search(p.cell.text)), "")
    return replace(found, value=f"Chủ tịch {found.value}") if _CHAIRMAN.search(said) else found


def _sources(
    head: tuple[Piece, ...],
    symbol: Found[str] | None,
    place: Found[str] | None,
    signature: Signature,
    note: Note | None,
    body: str,
) -> Iterator[Found[str] | None]:
    context = " ".join(p.cell.text for p in head if p.role in (Role.SUBJECT, Role.ABOUT)) + "\n" + body
    where = place.value if place else None
    yield _from_letterhead(head, where, context)
    yield _from_symbol(symbol, where, context, local=False)
    if note is not None and note.issuer is not None:
        name = completed(proper(note.issuer.value), where, context)
        yield Found(name, note.issuer.span, "annex:note", 0.9, note.issuer.raw)
    yield _from_symbol(symbol, where, context, local=True)
    yield _from_speaking_head(head)
    yield _from_signature(signature, where, context)
    yield _from_speaker(signature, where, context, body)


def _from_letterhead(head: tuple[Piece, ...], where: str | None, context: str) -> Found[str] | None:
    found = bodies(head)
    if not found:
        return None
    name = _written(_spelled(completed(issuing_name(found), where, context), where), context)
    return Found(name, found[-1].span, "head:letterhead", 1.0, found[-1].name)


def _from_symbol(symbol: Found[str] | None, where: str | None, context: str, local: bool) -> Found[str] | None:
    if symbol is None:
        return None
    rule = issuer_of_symbol(symbol.value)
    if rule is None or rule.local is not local:
        return None
    name = completed(rule.name, where, context) if local else rule.name
    return Found(name, symbol.span, f"symbol:{rule.id}", 0.85, symbol.raw)


def issuer_of_symbol(symbol: str) -> Issuer | None:
    """The body that a symbol names: the first part of ``BTC-QLG``, the second of ``QĐ-BTC``."""
    parts = [re.sub(r"(?<=QH)\d+$", "", part) for part in re.split(r"[-/]", symbol)]
    if len(parts) > 1 and type_of_symbol(symbol):
        parts = [part for part in parts if not part.isdigit()][1:] or parts
    return next((rule for part in parts if (rule := issuers().get(part.upper()))), None)


def _from_speaking_head(head: tuple[Piece, ...]) -> Found[str] | None:
    """The one who speaks in ``THỦ TƯỚNG CHÍNH PHỦ điện:`` or stands alone above the legal bases."""
    for piece in head:
        if piece.role is Role.TO and re.search(r"\bdien\s*:?\s*$", piece.cell.key):
            raw = _WIRED.sub("", piece.cell.text)
            return Found(proper(raw), piece.cell.span, "head:wire", 0.8, raw)
        if piece.role is Role.AUTHORITY:
            return Found(proper(piece.cell.text), piece.cell.span, "head:authority", 0.8, piece.cell.text)
    return None


def _from_signature(signature: Signature, where: str | None, context: str) -> Found[str] | None:
    title, capacity = signature.title, signature.capacity
    if title is None:
        return None
    office = f"{capacity.value if capacity else ''} {title.value}"
    if "THỦ TƯỚNG" in office:
        return Found("Thủ tướng Chính phủ", None, "signature", 0.7)
    if "TRƯỞNG BAN" in office and (boards := [_board(m[0]) for m in _BOARD.finditer(context)]):
        return Found(Counter(boards).most_common(1)[0][0], None, "body:board", 0.5)
    if title.value.upper() in _HEAD_OFFICES and (unit := unit_of(where, context)):
        name = f"Ủy ban nhân dân {unit}"
        return Found(name if is_on_behalf(signature) else f"Chủ tịch {name}", None, "signature:place", 0.7)
    return None


def _from_speaker(signature: Signature, where: str | None, context: str, body: str) -> Found[str] | None:
    """The body that asks or informs in the closing words, of the kind that the signer's office belongs to."""
    office = " ".join(part.value for part in (signature.capacity, signature.title) if part).upper()
    kinds = next((kinds for word, kinds in _OFFICE_OF if word in office), "")
    for match in reversed(list(_SPEAKER.finditer(body))):
        if not re.search(r"\b(?:các|những)\b", match[1]) and re.match(kinds, match[1]):
            return Found(completed(proper(match[1]), where, context), None, "body:speaker", 0.6)
    return None


def _board(raw: str) -> str:
    end = _BOARD_END.search(raw, 20)
    return " ".join(raw[: end.start() if end else len(raw)].split())


def _spelled(name: str, where: str | None) -> str:
    """The name with its place as the date line spells it: capitals hide where a word ends (``ĐẮKR’LẤP``).

    A province keeps the spelling of the table of provinces, whichever of the two has it: ĐẮK NÔNG beside Đăk Nông.
    """
    if where is None or re.match(UNITS, where, re.IGNORECASE):
        return name
    letters = re.sub(r"\W", "", fold(where))
    for at in range(len(name) - 1, 0, -1):
        if name[at - 1] == " " and re.sub(r"\W", "", fold(name[at:])) == letters:
            home = province(where)
            same = home is not None and fold(home.name) == fold(where)
            return name[:at] + (home.name if home and same else where)
    return name


def _written(name: str, context: str) -> str:
    """The name with the large and small letters of the running text: capitals hide which words are names of their own.

    The longest stretch of words that the text has, too, is taken from it, from left to right.
    """
    words, at = name.split(), 0
    spelled = context.replace("\n", " ")
    while "  " in spelled:
        spelled = spelled.replace("  ", " ")
    text = folded(spelled)
    while at < len(words) - 1:
        for end in range(len(words), at + 1, -1):
            part = " ".join(words[at:end])
            if (found := _as_in(spelled, text, part)) is not None:
                words[at:end] = found.split()
                break
        at = end
    return " ".join(words)


def _as_in(spelled: str, text: str, part: str) -> str | None:
    """``part`` as ``spelled`` has it (``text`` in small letters): not all in capitals, large where it begins so."""
    small, at = part.lower(), -1
    while (at := text.find(small, at + 1)) >= 0:
        found, around = (
            spelled[at : at + len(part)],
            text[max(at - 1, 0) : at] + text[at + len(part) : at + len(part) + 1],
        )
        whole = not any(map(str.isalnum, around))
        if whole and any(map(str.islower, found)) and (found[0].isupper() or part[0].islower()):
            return found
    return None
