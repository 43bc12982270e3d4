"""What the genre of a document says of its paragraphs: an order assigns work, lays down a rule, or only informs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.types import Header, Kind, Outline

# Types whose points are work without any opening command; of the others only what is ordered by name is a task.
# Of these, plans are work throughout; in the others nothing before an opening command is.
_PLAN_TYPES = {"ke_hoach", "chuong_trinh", "phuong_an", "de_an"}
_WORK_TYPES = {"chi_thi", "cong_dien", "huong_dan"}
_RULING_TYPES = {"quyet_dinh", "nghi_quyet", "thong_tu", "nghi_dinh", "luat", "quy_che", "quy_dinh"}
# Rules for everybody, no assignments.
_NORMATIVE_TYPES = {"thong_tu", "nghi_dinh", "luat", "quy_che", "quy_dinh"}
# Types that propose to those above, invite, introduce, authorise, agree or congratulate: nobody is charged.
_PROPOSING_TYPES = {"bien_ban", "to_trinh", "giay_moi", "giay_gioi_thieu", "hop_dong", "phieu_gui", "giay_nghi_phep"}
_AGREEING_TYPES = {"giay_uy_quyen", "ban_ghi_nho", "ban_thoa_thuan", "thu_cong"}
_CLOSED_TYPES = _RULING_TYPES | _PROPOSING_TYPES | _AGREEING_TYPES | {"bao_cao", "thong_cao"}
_MINUTES = "bien_ban"
_CONCLUDING_TYPES = {"khac", "thong_bao"}
_DEFAULTS = {"thong_bao": "notice", "bao_cao": "reported"}
# A decision or resolution that lays down rules carries its year in its number: 15/2025/QĐ-UBND (Law 64/2025/QH15).
_YEAR = re.compile(r"(?:19|20)\d\d/")
_INSPECTS = re.compile(
    r"\bkết\s+luận\s+(?:về\s+)?(?:(?:cuộc|việc|kết\s+quả)\s+)?(?:thanh\s+tra|kiểm\s+tra|kiểm\s+toán|xác\s+minh"
    r"|giám\s+sát|nội\s+dung\s+(?:tố\s+cáo|khiếu\s+nại))\b",
    re.I,
)


# "Kết quả thực hiện các chỉ tiêu năm 2024": its levels were reached; with "và nhiệm vụ năm 2025" some are to be.
_TELLS_RESULTS = re.compile(
    r"(?:(?:thông\s+báo|công\s+bố|báo\s+cáo|v/v|về|việc)\s+)*(?:kết\s+quả|tình\s+hình|số\s+liệu)\s+"
    r"(?!.*\b(?:nhiệm\s+vụ|phương\s+hướng|kế\s+hoạch\s+(?:năm|quý|tháng)|giải\s+pháp)\b)",
    re.I | re.S,
)
# "CHƯƠNG TRÌNH Đại hội …": what happens there, hour by hour; a plan for one is a "chương trình tổ chức Đại hội …".
_AGENDA = re.compile(r"(?:đại\s+hội|hội\s+nghị|kỳ\s+họp|phiên\s+họp|cuộc\s+họp|buổi\s+lễ|lễ)\b", re.I)


# A wire that invites tells of a meeting, and orders only where it says so.
_INVITES = re.compile(
    r"(?:(?:v/v|về|việc)\s+)*(?:kính\s+)?(?:mời|triệu\s+tập)\s+(?:dự|họp|tham\s+dự|đại\s+biểu)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Genre:
    """What holds for a document as a whole.

    ``default`` is the mode (see :class:`pipeline.tasks.scope.Place`) of what nothing opens; ``opens``: a sentence can
    open a list of work; ``plan``: all points are work; ``orders``: they are where no sentence opens a list;
    ``executes``: under ``Tổ chức thực hiện`` those named are to act; ``rules``: a heading that only names somebody
    charges them; ``inspects``: its conclusions are findings and its proposals orders; ``targets``: a level that
    its objectives state is to be reached, even where no sentence opens a list.
    """

    default: str
    opens: bool = True
    plan: bool = False
    orders: bool = False
    executes: bool = False
    rules: bool = False
    inspects: bool = False
    targets: bool = False


def genre_of(outline: Outline, header: Header) -> Genre:
    """The genre of the document with that outline and header."""
    kind = header.type.value
    by_number = header.symbol is not None and _YEAR.match(header.symbol.value) is not None
    ruling = kind in _RULING_TYPES
    normative = kind in _NORMATIVE_TYPES or (ruling and by_number)
    if kind == "chuong_trinh" and header.subject is not None and _AGENDA.match(header.subject.value):
        return Genre(default="skip", opens=False)
    if kind in _WORK_TYPES and header.subject is not None and _INVITES.match(header.subject.value):
        return Genre(default="explicit")
    return Genre(
        default=_default(kind, normative=normative),
        opens=kind not in _CLOSED_TYPES,
        plan=kind in _PLAN_TYPES,
        orders=kind in _WORK_TYPES,
        executes=(ruling and not normative) or kind == _MINUTES,
        rules=ruling and not normative,
        inspects=kind in _CONCLUDING_TYPES and _concludes_inspection(outline),
        targets=(kind in _PLAN_TYPES | _WORK_TYPES or (ruling and not normative)) and not _tells_results(header),
    )


def _default(kind: str, *, normative: bool) -> str:
    if kind in _NORMATIVE_TYPES | _PROPOSING_TYPES | _AGREEING_TYPES:
        return "skip"
    if kind in _RULING_TYPES:
        return "norm" if normative else "ruling"
    return _DEFAULTS.get(kind, "explicit")


def _tells_results(header: Header) -> bool:
    return header.subject is not None and _TELLS_RESULTS.match(header.subject.value) is not None


def _concludes_inspection(outline: Outline) -> bool:
    """Whether the title says so: "KẾT LUẬN THANH TRA", "Thông báo kết luận kiểm tra …"."""
    head = " ".join(block.text for block in outline.blocks if block.kind is Kind.HEAD)
    return _INSPECTS.search(head) is not None
