"""Where a document assigns work: behind its opening command, in the sections of a plan, not among findings.

The opening command is the sentence that announces the list ("… yêu cầu Thủ trưởng các sở thực hiện các nội dung sau:").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.rules.patterns import first_match
from pipeline.tasks.actors import heading_names
from pipeline.tasks.clauses import clauses, ordered_last, sentences
from pipeline.types import Block, Header, Kind, Outline
from pipeline.values.names import NameList, is_names

# Types whose points are work without any opening command; of the others only what is ordered by name is a task.
_WORK_TYPES = {"ke_hoach", "chuong_trinh", "phuong_an", "de_an", "chi_thi", "cong_dien", "huong_dan"}
_RULING_TYPES = {"quyet_dinh", "nghi_quyet", "thong_tu", "nghi_dinh", "luat", "quy_che", "quy_dinh"}
# Rules for everybody, no assignments; decisions that carry the year in their number are such, too.
_NORMATIVE_TYPES = {"thong_tu", "nghi_dinh", "luat", "quy_che", "quy_dinh"}
# Types that propose or report to those above: nobody is charged.
_PROPOSING_TYPES = {"to_trinh", "giay_moi", "giay_gioi_thieu", "hop_dong", "phieu_gui", "giay_nghi_phep"}
_NEVER_OPEN = _RULING_TYPES | {
    "to_trinh",
    "giay_moi",
    "bien_ban",
    "hop_dong",
    "giay_gioi_thieu",
    "phieu_gui",
    "bao_cao",
    "thong_cao",
}
_ANNOUNCES = re.compile(r"(?::|\b(?:sau|sau\s+đây|như\s+sau|cụ\s+thể|dưới\s+đây|trọng\s+tâm)\s*[:.]?)\s*$", re.I)
_ORDERS = re.compile(
    r"(?<!theo\s)(?<!của\s)(?<!các\s)(?<!được\s)\b(?:yêu\s+cầu|đề\s+nghị|chỉ\s+thị|kết\s+luận"
    r"|chỉ\s+đạo)\s*(?:(?:một\s+số|các|những)?\s*(?:nội\s+dung|nhiệm\s+vụ|công\s+việc"
    r"|vấn\s+đề)?\s*(?:cụ\s+thể\s*)?(?:như\s+)?(?:sau|dưới)?(?:\s+đây)?)?\s*[:.]?\s*$"
    r"|(?<!theo\s)(?<!của\s)\b(?:yêu\s+cầu|đề\s+nghị)\b(?!\s+của)[^.;]{0,400}\b(?:thực\s+hiện"
    r"|triển\s+khai|tập\s+trung|khẩn\s+trương)\b"
    r"|\b(?:cần|phải)\s+(?:tập\s+trung|thực\s+hiện|triển\s+khai)[^.;]{0,200}$"
    r"|\b(?:tập\s+trung|triển\s+khai|tổ\s+chức|nghiêm\s+túc)\s+(?:chỉ\s+đạo\s+"
    r"|triển\s+khai\s+)?thực\s+hiện\s+(?:tốt\s+|nghiêm\s+|một\s+số|các|những)[^.;]{0,120}$",
    re.I,
)
# "…, Phó Chủ tịch Nguyễn Văn Mẫu có ý kiến như sau:" passes orders on; "Sở Mẫu có ý kiến như sau:" answers.
_LEADER_SAYS = re.compile(
    r"(?:Thủ\s+tướng|Chủ\s+tịch|Bộ\s+trưởng|Thứ\s+trưởng|Giám\s+đốc|[Đđ]ồng\s+chí|[Ll]ãnh\s+đạo"
    r"|Chủ\s+nhiệm|Bí\s+thư)[^.;:]{0,120}\s+có\s+(?:ý\s+kiến|kết\s+luận"
    r"|chỉ\s+đạo)[^.;:]{0,40}\s*:?\s*$"
)
_ANSWERS = re.compile(r"\b(?:ý\s+kiến|trả\s+lời|thông\s+tin)\s+(?:cụ\s+thể\s+)?như\s+sau\s*:\s*$", re.I)
_CHARGES = re.compile(r"(?:giao|yêu\s+cầu|đề\s+nghị|phân\s+công|trách\s+nhiệm\s+(?:của|thực\s+hiện))\b", re.I)
_END_READ = 400  # characters at the end of a paragraph that tell whether it announces a list
_LONGEST_PARAGRAPH = 60_000  # characters; what is longer is no paragraph of a dispatch
_PLAN_TITLE = re.compile(r"(?:KẾ\s+HOẠCH|CHƯƠNG\s+TRÌNH|PHƯƠNG\s+ÁN)\b")
_OTHER_TITLE = re.compile(
    r"(?:PHỤ\s+LỤC|DANH\s+(?:MỤC|SÁCH)|BIỂU|MẪU|QUY\s+(?:ĐỊNH|CHẾ)|ĐIỀU\s+LỆ|ĐỀ\s+CƯƠNG|BẢNG"
    r"|THỐNG\s+KÊ|ĐĂNG\s+KÝ|HƯỚNG\s+DẪN)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for one block: ``mode`` is "work", "explicit", "targets" or "skip"; ``heading`` the names of the
    nearest heading above it that names some; ``opening`` those of the opening command."""

    mode: str
    heading: tuple[int, NameList] | None = None
    opening: tuple[int, NameList] | None = None


def find_places(outline: Outline, header: Header) -> list[Place]:
    """For each block of the outline, whether and how it can hold tasks, and whom it inherits."""
    kind = header.type.value
    walker = _Walker(outline, kind)
    return [walker.place(i, block) for i, block in enumerate(outline.blocks)]


class _Walker:
    """Goes through the blocks in order, remembering effects of headings and the opening command."""

    def __init__(self, outline: Outline, kind: str) -> None:
        self._blocks = outline.blocks
        self._kind = kind
        self._effects: dict[int, str] = {}
        self._headings: dict[int, NameList] = {}
        self._charging: set[int] = set()
        self._opening: tuple[int, NameList] | None = None
        self._open = False
        self._annex_plan: bool | None = None
        self._headed = {b.parent for b in self._blocks if b.parent is not None}
        self._has_opening = any(self._announces(b) for b in self._blocks if b.kind is Kind.POINT)

    def place(self, i: int, block: Block) -> Place:
        """What holds for block ``i``."""
        if block.kind is Kind.ANNEX or (block.kind is Kind.ROW and self._annex_plan is not None):
            self._enter_annex(block)
            if not self._annex_plan:
                return Place("skip")
        elif block.kind not in (Kind.POINT, Kind.ROW):
            return Place("skip")
        if len(block.text) > _LONGEST_PARAGRAPH:
            return Place("skip")
        above = self._above(block)
        effect = next((self._effects[a] for a in above if a in self._effects), "")
        self._read_heading(i, block)
        heading = next(((a, self._headings[a]) for a in above if a in self._headings), None)
        mode = effect or self._effects.get(i, "") or self._default(block)
        if mode in ("ruling", "explicit") and heading is not None and heading[0] in self._charging:
            mode = "work"
        if block.kind is Kind.POINT and self._announces(block) and not block.style and effect != "skip":
            self._open = True
            names = self._ordered_names(block)
            self._opening = (i, names) if names else self._opening
            return Place("skip", heading, self._opening)
        return Place(mode, heading, self._opening)

    def _default(self, block: Block) -> str:
        if self._annex_plan is not None:
            return "work" if self._annex_plan and self._is_point(block) else "skip"
        if self._open or (self._kind in _WORK_TYPES and not self._has_opening and self._is_point(block)):
            return "work"
        if self._kind in _WORK_TYPES and block.style and not self._has_opening:
            return "work"
        if self._kind in _NORMATIVE_TYPES or self._kind in _PROPOSING_TYPES:
            return "skip"
        return "ruling" if self._kind in _RULING_TYPES else "explicit"

    def _is_point(self, block: Block) -> bool:
        """Whether a block is marked or stands below a marked one; a title is neither."""
        return bool(block.style) or (block.parent is not None and bool(self._blocks[block.parent].style))

    def _enter_annex(self, block: Block) -> None:
        if _PLAN_TITLE.match(block.text) and not block.style:
            self._annex_plan = True
        elif _OTHER_TITLE.match(block.text) or self._annex_plan is None:
            self._annex_plan = False

    def _above(self, block: Block) -> list[int]:
        found = []
        parent = block.parent
        while parent is not None:
            found.append(parent)
            parent = self._blocks[parent].parent
        return found

    def _read_heading(self, i: int, block: Block) -> None:
        if not block.style and block.text.upper() != block.text and not block.text.rstrip().endswith(":"):
            names = self._clause_names(block)
            if names:
                self._headings[i] = names
            return
        title = block.text.rstrip()
        if len(title) < 160 or title.endswith(":"):
            rule = (
                first_match("sections", title) if i in self._headed or title.endswith(":") or title.isupper() else None
            )
            if rule is not None or (
                ":" in title[:90] and (rule := first_match("sections", title[: title.index(":") + 1])) is not None
            ):
                self._effects[i] = rule.effect
        names = heading_names(block.text) or self._clause_names(block)
        if names:
            self._headings[i] = names
            if _CHARGES.match(block.text) or (
                self._kind in _RULING_TYPES and i in self._headed and is_names(block.text.rstrip(" :."))
            ):
                self._charging.add(i)

    def _clause_names(self, block: Block) -> NameList | None:
        ordered = [c.names for c in clauses(block.text) if c.kind == "order" and c.names]
        if not ordered:
            return None
        return ordered[-1] if block.text.rstrip().endswith(":") else ordered[0]

    def _ordered_names(self, block: Block) -> NameList | None:
        last = ordered_last(block.text)
        if last is not None:
            return last
        named = [c.names for c in clauses(block.text) if c.names and c.kind == "order"]
        return named[-1] if named else None

    def _announces(self, block: Block) -> bool:
        if block.style or self._kind in _NEVER_OPEN or not _ANNOUNCES.search(block.text[-_END_READ:]):
            return False
        if len(block.text) > _LONGEST_PARAGRAPH:
            return False
        if _LEADER_SAYS.search(block.text[-_END_READ:]):
            return True
        last = list(sentences(block.text))[-1:] or [(0, len(block.text))]
        said = block.text[last[0][0] :]
        return not _ANSWERS.search(said) and (_ORDERS.search(said) is not None or ordered_last(said) is not None)
