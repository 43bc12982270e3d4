"""The opening command: the sentence that announces the list of work ("… yêu cầu các sở thực hiện các nội dung sau:").

An answer ("Sở Mẫu có ý kiến như sau:") opens nothing, unless the points behind it charge several agencies by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.tasks.actors import coordinates
from pipeline.tasks.clauses import clauses, is_strong, ordered_last, sentences
from pipeline.text.letters import UPPER
from pipeline.types import Block, Kind
from pipeline.values.names import NameList, read_names

_END_READ = 400  # characters at the end of a paragraph that tell whether it announces a list
_POINTS_READ = 8  # points behind it that are looked at
_LATEST_NAME = 12  # characters before the name with which a point begins ("Đề nghị ", "Giao đ/c ")
_LONGEST_SAID = 60_000

_ANNOUNCES = re.compile(r"(?::|\b(?:sau|sau\s+đây|như\s+sau|cụ\s+thể|dưới\s+đây|trọng\s+tâm)\s*[:.]?)\s*$", re.I)
_WHAT = (
    r"(?:(?:một\s+số|các|những)?\s*(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|vấn\s+đề|các\s+đơn\s+vị)?"
    r"\s*(?:cụ\s+thể\s*)?(?:như\s+)?(?:sau|dưới)?(?:\s+đây)?)?"
)
_ORDERS = re.compile(
    # yêu cầu: | có chỉ đạo như sau: | phân công nhiệm vụ cụ thể: | lưu ý một số nội dung:
    rf"(?<!theo\s)(?<!của\s)(?<!các\s)(?<!được\s)\b(?:y[êe]u\s+c[ầâ]u|đề\s+nghị|chỉ\s+thị|kết\s+luận"
    rf"|chỉ\s+đạo|giao|phân\s+công|lưu\s+ý)\s*{_WHAT}\s*[:.]?\s*$"
    # đề nghị các đơn vị tập trung thực hiện …
    r"|(?<!theo\s)(?<!của\s)\b(?:y[êe]u\s+c[ầâ]u|đề\s+nghị)\b(?!\s+của)[^.;]{0,400}\b(?:thực\s+hiện"
    r"|triển\s+khai|tập\s+trung|khẩn\s+trương)\b"
    r"|\b(?:cần|phải)\s+(?:tập\s+trung|thực\s+hiện|triển\s+khai)[^.;]{0,200}$"
    r"|\b(?:tập\s+trung|triển\s+khai|tổ\s+chức|nghiêm\s+túc)\s+(?:chỉ\s+đạo\s+"
    r"|triển\s+khai\s+)?thực\s+hiện\s+(?:tốt\s+|nghiêm\s+|một\s+số|các|những)[^.;]{0,120}$",
    re.I,
)
# "…, Phó Chủ tịch Nguyễn Văn Mẫu có ý kiến như sau:" passes orders on.
_LEADER_SAYS = re.compile(
    r"(?:Thủ\s+tướng|Chủ\s+tịch|Bộ\s+trưởng|Thứ\s+trưởng|Giám\s+đốc|[Đđ]ồng\s+chí|[Ll]ãnh\s+đạo|Chủ\s+nhiệm|Bí\s+thư)"
    r"[^.;:]{0,120}\s+có\s+(?:ý\s+kiến|kết\s+luận|chỉ\s+đạo)[^.;:]{0,40}\s*:?\s*$"
)
_AGREED = re.compile(
    r"(?:thống\s+nhất|ký\s+kết|ban\s+hành|xây\s+dựng|phối\s+hợp)\b[^.;:]{0,60}?"
    r"\b(?:chương\s+trình|kế\s+hoạch|quy\s+chế|thỏa\s+thuận|hướng\s+dẫn|nghị\s+quyết)\s+"
    r"(?:phối\s+hợp|liên\s+tịch|liên\s+ngành|hợp\s+tác)\b[^.;:]{0,200}\bsau(?:\s+đây)?\s*:\s*$",
    re.I,
)
# "Thực hiện Công văn … yêu cầu Sở A báo cáo, Sở A báo cáo như sau:": who was asked tells now, and charges nobody.
_TELLS = re.compile(
    rf"(?:^|,\s+)(?=[{UPPER}])(?:(?!yêu\s+cầu|đề\s+nghị|giao\s|phân\s+công|chỉ\s+đạo)[^,;:.]){{2,120}}?\s"
    r"(?:xin\s+|kính\s+|trân\s+trọng\s+)*(?:báo\s+cáo|giải\s+trình|cung\s+cấp|thông\s+tin|xác\s+nhận|góp\s+ý"
    r"|trả\s+lời\s+(?:các\s+)?(?:kiến\s+nghị|câu\s+hỏi|đơn|ý\s+kiến\s+cử\s+tri)"
    r"|thông\s+báo\s+(?:kết\s+quả|lịch|điểm|danh\s+sách|thông\s+tin|tình\s+hình))\b"
    r"(?:(?!kết\s+luận|chỉ\s+đạo|yêu\s+cầu|đề\s+nghị)[^,.;:]){0,120}:\s*$"
)
# "Sở Mẫu hướng dẫn các trường … như sau:" charges the schools; "hướng dẫn thực hiện …" nobody.
_GUIDES = re.compile(r"\bhướng\s+dẫn\s+(?=(?:các|những)\s[^:]{0,300}\bsau(?:\s+đây)?\s*:\s*$)", re.I)
_CONCLUDES = re.compile(r"\bkết\s+luận\b[^.;:]{0,60}:\s*$", re.I)
_ANSWERS = re.compile(r"\b(?:ý\s+kiến|trả\s+lời|thông\s+tin)\s+(?:cụ\s+thể\s+)?như\s+sau\s*:\s*$", re.I)


def announces(blocks: Sequence[Block], i: int, *, concluding: bool = True) -> bool:
    """Whether block ``i``, an unmarked paragraph, opens a list of work.

    ``concluding``: "kết luận như sau:" does, too; behind those words an inspection has its findings.
    """
    block = blocks[i]
    if block.style or len(block.text) > _LONGEST_SAID or not _ANNOUNCES.search(block.text[-_END_READ:]):
        return False
    if not concluding and _CONCLUDES.search(block.text[-_END_READ:]):
        return False
    if _LEADER_SAYS.search(block.text[-_END_READ:]):
        return True
    last = list(sentences(block.text))[-1:] or [(0, len(block.text))]
    said = block.text[last[0][0] :]
    if _TELLS.search(said):
        return False
    if not _ANSWERS.search(said) and (_ORDERS.search(said) or ordered_last(said) is not None):
        return True
    return block.text.rstrip().endswith(":") and points_charge(blocks, i)


def opening_names(block: Block) -> NameList | None:
    """The names that an opening command charges."""
    last = ordered_last(block.text)
    if last is not None:
        return last
    guided = _GUIDES.search(block.text)
    if guided and (names := read_names(block.text, guided.end())) is not None and is_strong(block.text, names):
        return names
    named = [c.names for c in clauses(block.text) if c.names and c.kind == "order"]
    return named[-1] if named else None


def agreed_names(block: Block) -> NameList | None:
    """The parties to a joint plan, all in charge: "A và B thống nhất ký kết Chương trình phối hợp … như sau:"."""
    text = block.text
    if block.style or not text.rstrip().endswith(":") or not _AGREED.search(text[-_END_READ:]):
        return None
    said = clauses(text)[-1].start
    parties = next((found for at in _starts(text, said) if (found := read_names(text, at)) is not None), None)
    if parties is None or not _AGREED.search(text, parties.end):
        return None
    names = (*parties.names, *(n for n in coordinates(text) if n[1] >= parties.end))
    return NameList(parties.start, names[-1][2], names) if len(names) > 1 else None


def _starts(text: str, said: int) -> Iterator[int]:
    """Where the subject of a sentence can begin: with it, or behind a comma that ends a circumstance."""
    yield said
    yield from (said + comma.end() for comma in re.finditer(r",\s+", text[said:]))


def begins_with_work(blocks: Sequence[Block]) -> bool:
    """Whether the body begins with its points, without a sentence before them, and these charge several agencies."""
    first = next((i for i, block in enumerate(blocks) if block.kind is Kind.POINT), None)
    return first is not None and bool(blocks[first].style) and points_charge(blocks, first - 1)


def points_charge(blocks: Sequence[Block], i: int) -> bool:
    """Whether two or more of the next points begin with different agencies that are to do something."""
    charged: set[str] = set()
    for block in blocks[i + 1 : i + 1 + _POINTS_READ]:
        if not block.style:
            continue
        first = next(iter(clauses(block.text)), None)
        if first is None or first.kind != "order" or first.names is None or not is_strong(block.text, first.names):
            continue
        if first.commanded or first.names.start - first.start <= _LATEST_NAME:
            charged.add(first.names.names[0][0].lower())
    return len(charged) > 1
