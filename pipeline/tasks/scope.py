"""Where a document assigns work: behind its opening command, in the sections of a plan, not among findings.

The opening command is the sentence that announces the list ("… yêu cầu Thủ trưởng các sở thực hiện các nội dung sau:").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.rules.patterns import first_match
from pipeline.tasks.actors import heading_names
from pipeline.tasks.clauses import clauses, ordered_last
from pipeline.types import Block, Header, Kind, Outline
from pipeline.values.names import NameList

# Types whose points are work without any opening command; of the others only what is ordered by name is a task.
_WORK_TYPES = {"ke_hoach", "chuong_trinh", "phuong_an", "de_an", "chi_thi", "cong_dien"}
_RULING_TYPES = {"quyet_dinh", "nghi_quyet", "thong_tu", "nghi_dinh", "luat", "quy_che", "quy_dinh", "huong_dan"}
_ANNOUNCES = re.compile(r"(?::|\b(?:sau|sau\s+đây|như\s+sau|cụ\s+thể|dưới\s+đây|trọng\s+tâm)\s*[:.]?)\s*$", re.I)
_ORDERS = re.compile(r"\b(?:yêu\s+cầu|đề\s+nghị|giao|kết\s+luận|chỉ\s+đạo|chỉ\s+thị|phân\s+công|quyết\s+nghị|cần\s+(?:tập\s+trung|thực\s+hiện)|tập\s+trung\s+thực\s+hiện|triển\s+khai\s+thực\s+hiện)\b", re.I)
# "…, Phó Chủ tịch Nguyễn Văn Mẫu có ý kiến như sau:" passes orders on; "Sở Mẫu có ý kiến như sau:" answers.
_LEADER_SAYS = re.compile(r"(?:Thủ\s+tướng|Chủ\s+tịch|Bộ\s+trưởng|Thứ\s+trưởng|Giám\s+đốc|[Đđ]ồng\s+chí|[Ll]ãnh\s+đạo|Chủ\s+nhiệm|Bí\s+thư)[^.;:]{0,120}\s+có\s+(?:ý\s+kiến|kết\s+luận|chỉ\s+đạo)[^.;:]{0,40}\s*:?\s*$")
_ANSWERS = re.compile(r"\b(?:ý\s+kiến|trả\s+lời|thông\s+tin)\s+(?:cụ\s+thể\s+)?như\s+sau\s*:\s*$", re.I)
_PLAN_TITLE = re.compile(r"(?:KẾ\s+HOẠCH|CHƯƠNG\s+TRÌNH|PHƯƠNG\s+ÁN)\b")
_OTHER_TITLE = re.compile(r"(?:PHỤ\s+LỤC|DANH\s+(?:MỤC|SÁCH)|BIỂU|MẪU|QUY\s+(?:ĐỊNH|CHẾ)|ĐIỀU\s+LỆ|ĐỀ\s+CƯƠNG|BẢNG|THỐNG\s+KÊ|ĐĂNG\s+KÝ|HƯỚNG\s+DẪN)\b")


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
        self._opening: tuple[int, NameList] | None = None
        self._open = False
        self._annex_plan: bool | None = None
        self._headed = {b.parent for b in self._blocks if b.parent is not None}
        self._has_opening = any(self._announces(b) for b in self._blocks if b.kind is Kind.POINT)

    def place(self, i: int, block: Block) -> Place:
        """What holds for block ``i``."""
        if block.kind is Kind.ANNEX or (block.kind is Kind.ROW and self._annex_plan is not None):
            self._enter_annex(block)
        elif block.kind not in (Kind.POINT, Kind.ROW):
            return Place("skip")
        above = self._above(block)
        effect = next((self._effects[a] for a in above if a in self._effects), "")
        self._read_heading(i, block)
        heading = next(((a, self._headings[a]) for a in above if a in self._headings), None)
        mode = effect or self._effects.get(i, "") or self._default(block)
        if block.kind is Kind.POINT and self._announces(block) and not block.style and effect != "skip":
            self._open = True
            names = self._ordered_names(block)
            self._opening = (i, names) if names else self._opening
            return Place("skip", heading, self._opening)
        return Place(mode, heading, self._opening)

    def _default(self, block: Block) -> str:
        if self._annex_plan is not None:
            return "work" if self._annex_plan else "skip"
        if self._open or (self._kind in _WORK_TYPES and not self._has_opening and (block.style or block.parent is not None)):
            return "work"
        if self._kind in _WORK_TYPES and block.style:
            return "work"
        return "ruling" if self._kind in _RULING_TYPES else "explicit"

    def _enter_annex(self, block: Block) -> None:
        if _PLAN_TITLE.match(block.text):
            self._annex_plan = True
        elif _OTHER_TITLE.match(block.text):
            self._annex_plan = False
        elif self._annex_plan is None:
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
            rule = first_match("sections", title) if i in self._headed or title.endswith(":") or title.isupper() else None
            if rule is not None:
                self._effects[i] = rule.effect
            elif ":" in title[:90] and (rule := first_match("sections", title[: title.index(":") + 1])) is not None:
                self._effects[i] = rule.effect
        names = heading_names(block.text) or self._clause_names(block)
        if names:
            self._headings[i] = names

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
        if block.style or not _ANNOUNCES.search(block.text):
            return False
        if _LEADER_SAYS.search(block.text):
            return True
        return _ORDERS.search(block.text[-700:]) is not None and not _ANSWERS.search(block.text)
