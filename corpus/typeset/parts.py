"""Take a corpus text apart into the components that Decree 30/2020/NĐ-CP, appendix I, puts in fixed places.

The gold header tells what to look for (issuer, subject, addressees, signer), so no rule of the product is used: a
fault in the product can't hide behind a sheet that was laid out with the same fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typeset.text import content_lines, is_capitals, joined, table_cells

TITLES = {
    "nghi_quyet": "NGHỊ QUYẾT",
    "quyet_dinh": "QUYẾT ĐỊNH",
    "chi_thi": "CHỈ THỊ",
    "quy_che": "QUY CHẾ",
    "quy_dinh": "QUY ĐỊNH",
    "thong_cao": "THÔNG CÁO",
    "thong_bao": "THÔNG BÁO",
    "huong_dan": "HƯỚNG DẪN",
    "chuong_trinh": "CHƯƠNG TRÌNH",
    "ke_hoach": "KẾ HOẠCH",
    "phuong_an": "PHƯƠNG ÁN",
    "de_an": "ĐỀ ÁN",
    "bao_cao": "BÁO CÁO",
    "bien_ban": "BIÊN BẢN",
    "to_trinh": "TỜ TRÌNH",
    "cong_dien": "CÔNG ĐIỆN",
    "giay_moi": "GIẤY MỜI",
    "giay_gioi_thieu": "GIẤY GIỚI THIỆU",
    "giay_uy_quyen": "GIẤY ỦY QUYỀN",
    "phieu_gui": "PHIẾU GỬI",
    "phieu_chuyen": "PHIẾU CHUYỂN",
    "thu_cong": "THƯ CÔNG",
    "hop_dong": "HỢP ĐỒNG",
    "ban_ghi_nho": "BẢN GHI NHỚ",
    "thong_tu": "THÔNG TƯ",
}

_NATION = re.compile(r"^(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN) VIỆT NAM$")
_MOTTO = re.compile(r"^Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc$")
_NUMBER = re.compile(r"^Số(?:\s*:|\s+\d+-)")
_PLACE_DATE = re.compile(r"^[^.;:]{2,40}, ngày\b.{0,12}\btháng\b.{0,6}\bnăm\s+\d{4}$")
_URGENCY = re.compile(r"^(?:HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)(?: HẸN GIỜ.*)?$")
_ADDRESSING = re.compile(r"^Kính gửi\s*:|^[^.;]{0,80}\bđiện\s*:$")
_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?$")
_ANNEX = re.compile(r"^(?:PHỤ LỤC|DANH MỤC|DANH SÁCH|BIỂU MẪU|MẪU SỐ|BẢNG)\b", re.IGNORECASE)
_ATTACHED = re.compile(r"^\((?:Ban hành k|K)èm theo\b")
_LONGEST_SIGNED = 45  # characters of a line that holds the signer's name behind a rank or academic title
_SECTION = re.compile(r"^(?:[IVX]+|[A-Z]|\d+)[.)]\s")


@dataclass(frozen=True, slots=True)
class Parts:
    """A dispatch in printing order; lists hold one line or paragraph each, footnotes are keyed by their number."""

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    nation: tuple[str, ...]
    number: str
    place_date: str
    reason: str  # the V/v of a công văn, printed under its number
    urgency: str
    title: str
    subject: str
    authority: tuple[str, ...]  # who decides, between the subject and the legal bases
    addressing: str
    addressees: tuple[str, ...]
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    party: tuple[str, ...]  # of a contract, which two sign: office and name of the first, on the left
    office: tuple[str, ...]
    signer: str
    annexes: tuple[tuple[str, ...], ...]
    notes: Mapping[str, str]


def read_parts(text: str, header: Mapping[str, Any]) -> Parts:
    """The parts of ``text``, recognised by the values of its gold ``header``."""
    whole, notes = content_lines(text)
    lines = [piece for line in whole for piece in _two_columns(line)]
    head, at = _read_head(lines, header)
    body, tail = _split_tail(lines[at:], header)
    recipients, office, signer, rest = tail
    party, (office, signer, rest) = _two_parties(recipients, office, signer, rest)
    return Parts(
        **head,
        body=tuple(joined(body)),
        recipients=tuple(recipients),
        party=tuple(party),
        office=tuple(office),
        signer=signer,
        annexes=tuple(_annexes(joined(rest))),
        notes=notes,
    )


def annex_head(lines: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Of an annex: Quốc hiệu and Tiêu ngữ where it repeats them, its other title lines, and what they stand over."""
    attached = [at for at, line in enumerate(lines[:12]) if _ATTACHED.match(line)]
    end = attached[0] + 1 if attached else 0
    while end < len(lines) and (is_capitals(lines[end]) and not _SECTION.match(lines[end]) and "|" not in lines[end]):
        end += 1
    nation = [line for line in lines[:end] if _NATION.match(line) or _MOTTO.match(line)]
    return nation, [line for line in lines[:end] if line not in nation], list(lines[end:])


def _two_columns(line: str) -> list[str]:
    """A printed line that holds both columns of the letterhead, as two."""
    pieces = [piece for piece in re.split(r"\s{3,}|\t", line) if piece]
    right = pieces[-1] if len(pieces) == 2 else ""
    both = _NATION.match(right) or _MOTTO.match(right) or _PLACE_DATE.match(right)
    return pieces if both else [line]


def _read_head(lines: Sequence[str], header: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {"number": "", "place_date": "", "urgency": "", "reason": "", "title": "", "subject": ""}
    letterhead: list[str] = []
    nation: list[str] = []
    authority: list[str] = []
    subject = header.get("subject") or ""
    at = 0
    while at < len(lines) and not _ADDRESSING.match(lines[at]):
        line = lines[at]
        title = "" if found["title"] else _title(line, header["type"], dated=bool(found["place_date"]))
        if _NATION.match(line) or _MOTTO.match(line):
            nation.append(line)
        elif _NUMBER.match(line):
            found["number"] = line
        elif _PLACE_DATE.match(line):
            found["place_date"] = line
        elif _URGENCY.match(line):
            found["urgency"] = line
        elif title:
            found["title"] = title
            at, found["subject"] = _gather(lines, at, subject, line.removeprefix(title).strip())
        elif line.upper().startswith("V/V") and not found["reason"]:
            at, found["reason"] = _gather(lines, at, subject, line)
        elif is_capitals(line):
            (authority if found["title"] else letterhead).append(line)
        else:
            break
        at += 1
    superior = _superior_lines(letterhead, header.get("issuer") or "")
    at, addressing, addressees = _read_addressees(lines, at, len(header.get("addressees") or ()))
    found |= {"superior": tuple(letterhead[:superior]), "issuer": tuple(letterhead[superior:])}
    found |= {"nation": tuple(nation), "authority": tuple(authority)}
    return found | {"addressing": addressing, "addressees": tuple(addressees)}, at


def _title(line: str, kind: str, *, dated: bool) -> str:
    """The title with which ``line`` begins; of a type without a set title it is the first capitals under the date."""
    if kind == "khac":
        return line if dated and is_capitals(line) else ""
    known = TITLES.get(kind, "")
    return known if known and line.startswith(known) else ""


def _gather(lines: Sequence[str], at: int, subject: str, begun: str) -> tuple[int, str]:
    """Lines after ``at`` added to ``begun`` until the gold subject is complete; the index of the last one taken."""
    wanted = " ".join(subject.casefold().split())
    while wanted not in " ".join(begun.casefold().split()) and at + 1 < len(lines):
        at += 1
        begun = f"{begun} {lines[at]}".strip()
    return at, begun


def _superior_lines(letterhead: Sequence[str], issuer: str) -> int:
    """How many lines of the letterhead name the body above the issuer."""
    for count in range(len(letterhead)):
        if issuer.casefold().startswith(" ".join(letterhead[count:]).casefold()):
            return count
    return max(len(letterhead) - 1, 0)


def _read_addressees(lines: Sequence[str], at: int, count: int) -> tuple[int, str, list[str]]:
    if at >= len(lines) or not _ADDRESSING.match(lines[at]):
        return at, "", []
    label, _, rest = lines[at].partition(":")
    addressees = [rest.strip()] if rest.strip() else []
    at += 1
    while at < len(lines) and (lines[at].startswith(("-", "–")) or len(addressees) < min(count, 1)):
        addressees.append(lines[at])
        at += 1
    return at, label + ":", addressees


def _split_tail(
    lines: Sequence[str], header: Mapping[str, Any]
) -> tuple[list[str], tuple[list[str], list[str], str, list[str]]]:
    """The body; then recipients, office, signer and what follows them."""
    signer = header.get("signer") or ""
    named = next((index for index, line in enumerate(lines) if signer and _is_signed(line, signer)), None)
    listed = next((index for index, line in enumerate(lines) if _RECIPIENTS.match(line)), None)
    if named is None and listed is None:
        return list(lines), ([], [], "", [])
    first = named if named is not None else len(lines)
    while named is not None and first > 0 and is_capitals(lines[first - 1]):
        first -= 1
    last = first
    if listed is not None:
        last = listed + 1
        while last < len(lines) and last != first and _continues(lines, last):
            last += 1
    recipients = list(lines[listed:last]) if listed is not None else []
    office = list(lines[first:named]) if named is not None else []
    start = min(first, listed if listed is not None else first)
    end = max(last, named + 1 if named is not None else last)
    between = list(lines[last:first]) if listed is not None and listed < first else []
    name = lines[named] if named is not None else ""
    return list(lines[:start]), (recipients, office, name, between + list(lines[end:]))


def _is_signed(line: str, signer: str) -> bool:
    """Whether a line is the signer's name, a rank or academic title before it allowed."""
    return line == signer or (len(line) <= _LONGEST_SIGNED and line.endswith(f". {signer}"))


def _two_parties(
    recipients: Sequence[str], office: list[str], signer: str, rest: list[str]
) -> tuple[list[str], tuple[list[str], str, list[str]]]:
    """The first party's office and name where a second one signs right behind it, and who signs on the right."""
    capitals = next((at for at, line in enumerate(rest) if not is_capitals(line)), len(rest))
    if recipients or not signer or not capitals or capitals == len(rest):
        return [], (office, signer, rest)
    return [*office, signer], (rest[:capitals], rest[capitals], rest[capitals + 1 :])


def _continues(lines: Sequence[str], at: int) -> bool:
    """Whether a line belongs to the recipients: one more of them, or the second half of the one before."""
    return lines[at].startswith(("-", "+")) or not lines[at - 1].endswith((";", ".", ":", ")"))


def _annexes(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """What follows the signature, one sheet for each title in capitals that opens an annex."""
    sheets: list[list[str]] = []
    for line in lines:
        opens = _ANNEX.match(line) and table_cells(line) is None
        after_title = bool(sheets) and all(is_capitals(earlier) for earlier in sheets[-1])
        if not sheets or (opens and not after_title):
            sheets.append([])
        sheets[-1].append(line)
    return [tuple(sheet) for sheet in sheets]
