"""What stands around a cited number: the title behind it, and how the citing document is related to the cited one.

The words are those of the preamble and of the final articles of Decree 30/2020/NĐ-CP, appendix III (``Căn cứ …``,
``Quyết định này thay thế …``), and of answers (``Phúc đáp …``). A relation is told only where it is worded: a document
that is merely mentioned has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

RELATIONS: Final = ("thay_the", "bai_bo", "sua_doi", "tra_loi", "can_cu", "thuc_hien")  # the more telling first

_LONGEST_TITLE: Final = 400
_AGENCY: Final = (
    r"(?:Ủy\s+ban|UBND|HĐND|UBMTTQ|Hội\s+đồng|(?:Phó\s+)?(?:Chủ\s+tịch|Thủ\s+tướng)|Chính\s+phủ|Thủ\s+trưởng|Các?\s"
    r"|Bộ\s|Sở\s|Ban\s|Văn\s+phòng|Cục\s|Tổng\s+cục|Chi\s+cục|Tỉnh\s+ủy|Thành\s+ủy|Thường\s+trực|Phòng\s|Đảng\s+ủy"
    r"|Giám\s+đốc|Công\s+an|Trường\s|Viện\s|Liên\s)"
)
_TYPE: Final = (
    r"(?:các\s+)?(?:Bộ\s+luật|Luật|Pháp\s+lệnh|Nghị\s+(?:quyết|định)|Quyết\s+định|Thông\s+(?:tư|báo)|Chỉ\s+thị|Kế\s+hoạch"
    r"|Công\s+(?:văn|điện)|[Vv]ăn\s+bản|Kết\s+luận|Tờ\s+trình|Báo\s+cáo|Hướng\s+dẫn|Chương\s+trình|Quy\s+định|Đề\s+án)"
)
# … của Thủ tướng Chính phủ về việc …; … phê duyệt Đề án …
_OPENS: Final = re.compile(
    r"""\s{0,3}\)?\s{0,3},?\s{0,3}(?P<about>(?:về\s+việc|về|v/v)\s+)?
    (?P<title>(?(about)[^\W\d_]|(?:quy\s+định|quy\s+chế|hướng\s+dẫn|phê\s+duyệt|ban\s+hành|sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ
        |điều\s+chỉnh|công\s+bố|thành\s+lập|kiện\s+toàn|triển\s+khai|tổ\s+chức|tăng\s+cường|đẩy\s+mạnh|tiếp\s+tục
        |giao\s+(?:chỉ\s+tiêu|dự\s+toán|kế\s+hoạch))\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_STOP: Final = re.compile(
    rf"""[;)\n:“”"|] | \s\( | (?<!TP)(?<!Tp)\.(?=[\s/]|\Z)
    | ,\s+(?={_AGENCY}|giao\b|yêu\s+cầu|đề\s+nghị|trong\s+đó|cụ\s+thể|theo\s+đó|đồng\s+thời|tại\s|nhằm\s|để\s)
    | ,?\s+(?:và|cùng\s+với)\s+(?={_TYPE}\s) | ,\s+(?={_TYPE}\s)
    | \s+(?=Căn\s+cứ\s|Theo\s+đề\s+nghị)
    | \s+(?=(?:có\s+hiệu\s+lực|hết\s+hiệu\s+lực|đã\s+nêu|nêu\s+trên|(?:đã\s+)?được\s+sửa\s+đổi))""",
    re.VERBOSE,
)
_OF_ASSEMBLY: Final = re.compile(r"[\d/\s]+(?:QH|UBTVQH|PL)")
# the title of a law stands before its number: Luật Tổ chức chính quyền địa phương số …
_LAW: Final = re.compile(
    r"\b(?:Bộ luật|Luật|Pháp lệnh)\s+(?P<title>(?!số\b)[^\W\d_]+(?:,?\s+[^\W\d_]+){0,20}?)"
    r"(?:,?\s+(?:Luật\s+)?số:?)?\s*\Z"
)

_RELATION: Final = re.compile(
    r"""\b(?: (?P<can_cu>căn\s+cứ(?:\s+vào)?)
        | (?P<tra_loi>trả\s+lời|phúc\s+đáp|phản\s+hồi)
        | (?P<thay_the>thay\s+thế(?:\s+cho)?)
        | (?P<bai_bo>bãi\s+bỏ|h(?:ủy|uỷ)\s+bỏ)
        | (?P<sua_doi>sửa\s+đổi(?:\s*,?\s*bổ\s+sung)?|bổ\s+sung|điều\s+chỉnh|đính\s+chính)
        | (?P<thuc_hien>thực\s+hiện|triển\s+khai|thi\s+hành|chấp\s+hành|quán\s+triệt)
        )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CHANGES: Final = frozenset(("thay_the", "bai_bo", "sua_doi"))
# what another document changes, or is only to be thought about: đã được sửa đổi, Luật sửa đổi, tham mưu sửa đổi
_NOT_MINE: Final = re.compile(
    r"""(?:được|bị|đã|chưa|luật|pháp\s+lệnh|nghị\s+định|thông\s+tư|nghị\s+quyết|dự\s+thảo|hồ\s+sơ
        |tham\s+mưu|đề\s+xuất|đề\s+nghị|kiến\s+nghị|nghiên\s+cứu|rà\s+soát|xem\s+xét|trình)\s*,?\s+\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_FAR: Final = re.compile(rf"[.;:]\s|[(|]|,\s+{_AGENCY}|\S\s+\S+\s.*\b(?<!kèm )theo\b")
_REPORTED: Final = re.compile(r"\b(?:tờ\s+trình|báo\s+cáo)(?:\s+số)?:?\s*\Z", re.IGNORECASE)
# a part of a document that is replaced or repealed leaves the document amended
_PART: Final = re.compile(r"\b(?:điều|khoản|điểm|mục|phụ\s+lục|cụm\s+từ|mẫu|biểu|một\s+số|nội\s+dung)\b", re.IGNORECASE)
_LONGEST_GAP: Final = 120
_LONGEST_CHANGE: Final = 60
_LONGEST_LIST: Final = 240
# what parts the documents of one list: ; Nghị định số … | và Kế hoạch số … | , được sửa đổi, bổ sung bởi Luật số …
_NEXT: Final = re.compile(
    rf"""\s{{0,3}}(?:\([^()]{{0,80}}\)\s{{0,3}})?(?:;|,|và|,\s{{0,3}}và|;\s{{0,3}}và|cùng\s+với)?\s{{0,3}}
    (?:,?\s{{0,3}}(?:đã\s+)?được\s+sửa\s+đổi(?:,?\s{{0,3}}bổ\s+sung)?(?:\s+một\s+số\s+điều)?\s+(?:bởi|tại|theo|bằng)\s+)?
    (?:{_TYPE}(?:,?\s+[^\W\d_]+){{0,20}}\s{{0,3}}:?\s{{0,3}}|(?:số\s{{0,3}}:?\s{{0,3}})?)\Z""",
    re.IGNORECASE | re.VERBOSE,
)


class Cited(NamedTuple):
    """A cited number in a text: where it begins, and where it ends with its date, issuer and title.

    ``listed`` is True for the later ones of a list that shares a symbol: số 12, 13 và 14/QĐ-UBND.
    """

    start: int
    end: int
    listed: bool = False


def title_behind(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The title of the document cited at ``start``, and where what is told of it ends; ``end`` is that of its issuer.

    >>> title_behind("Quyết định số 15/QĐ-UBND về việc lập tổ công tác; Sở Mẫu", 14, 25)
    ('lập tổ công tác', 48)
    """
    law = _LAW.search(text, max(0, start - 200), start) if _OF_ASSEMBLY.match(text, start) else None
    opened = _OPENS.match(text, end)
    if law is not None or opened is None:
        return (" ".join(law["title"].split()) if law else None), end
    begin = opened.start("title")
    stop = _STOP.search(text, begin, begin + _LONGEST_TITLE)
    finish = stop.start() if stop else len(text)
    if finish - begin > _LONGEST_TITLE:
        return None, end
    title = " ".join(text[begin:finish].split()).rstrip(" ,.")
    return (title, finish) if title.count(" ") >= 2 else (None, end)


def relations(text: str, cited: Sequence[Cited]) -> list[str | None]:
    """For each document cited in ``text``, in order, its relation to the citing document, None where none is worded.

    >>> relations("Căn cứ Luật số 65/2025/QH15; Nghị định số 15/2025/NĐ-CP", [Cited(15, 27), Cited(42, 56)])
    ['can_cu', 'can_cu']
    """
    found: list[str | None] = []
    left = 0
    for k, one in enumerate(cited):
        if k and one.start < left:
            found.append(found[-1] if one.listed else None)  # else it stands inside the title of another document
            continue
        between = text[max(left, one.start - _LONGEST_LIST) : one.start]
        if k and _NEXT.match(between):
            found.append(found[-1])
        else:
            found.append(_nearest(text, max(left, one.start - _LONGEST_LIST), one.start))
        left = max(left, one.end)
    return found


def _nearest(text: str, left: int, start: int) -> str | None:
    """The relation worded last between ``left`` and the number at ``start``."""
    worded = [
        match
        for match in _RELATION.finditer(text, left, start)
        if match.lastgroup not in _CHANGES or not _NOT_MINE.search(text[max(0, match.start() - 20) : match.start()])
    ]
    return _relation(text, worded[-1], start) if worded else None


def _relation(text: str, worded: re.Match[str], start: int) -> str | None:
    """The relation worded there, if it reaches the number at ``start``."""
    relation, gap = worded.lastgroup, text[worded.end() : start]
    if len(gap) > (_LONGEST_CHANGE if relation in _CHANGES else _LONGEST_GAP) or _FAR.search(gap):
        return None
    if relation in _CHANGES:
        return "sua_doi" if _PART.search(gap) else relation
    return None if relation == "thuc_hien" and _REPORTED.search(gap) else relation
