"""Work that starts when something has happened: ``sau khi có hướng dẫn của cơ quan cấp trên``.

Steps of one's own procedure (``sau khi tổng hợp``, ``trước khi trình``) and standing conditions (``khi có yêu cầu``)
are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.values.expressions import TimeExpression

_REACH: Final = 40
_FLAGS: Final = re.IGNORECASE | re.VERBOSE
_WEATHER: Final = r"(?:lũ|bão|mưa|nước|thiên\s+tai|áp\s+thấp|triều|dịch|sự\s+cố)"
_ACT: Final = r"""(?:ban\s+hành|phê\s+duyệt|thông\s+qua|công\s+bố|có\s+hiệu\s+lực|cho\s+ý\s+kiến|chấp\s+thuận
    |hướng\s+dẫn|giao|quyết\s+định)"""
_PAPER: Final = r"""(?:hướng\s+dẫn|văn\s+bản|quyết\s+định|quy\s+định|kết\s+quả|kết\s+luận|chủ\s+trương|thông\s+báo
    |nghị\s+quyết|kế\s+hoạch|ý\s+kiến|công\s+điện|chỉ\s+thị|công\s+văn)"""
# up to a day by which it has to be done all the same: ngay sau khi … đến hết năm 2026
_TAIL: Final = (
    r"(?:(?!\s(?:đến\s+(?:hết|ngày)|trước\s+ngày\s+\d|chậm\s+nhất|hoàn\s+thành\s+(?:trước|trong))\b)[^.;,()|\n]){0,160}"
)

_EVENT: Final = re.compile(
    rf"""
    \b(?: ngay\s+sau\s+khi\s+(?!trời\b){_TAIL}
      | (?:ngay\s+)?sau\s+khi\s+(?:
            có\s+{_TAIL}
          | (?:nhận|tiếp\s+nhận)\s+(?:được\s+)?{_TAIL}
          | (?:[^\W\d_]+\s+){{0,4}}?được\s+{_TAIL}
          | [^.;\n]{{2,90}}?\b{_ACT}\b{_TAIL}
          | (?:{_WEATHER}\s+){{1,3}}{_TAIL}
          | (?:kết\s+thúc|sáp\s+nhập|kiện\s+toàn)\b{_TAIL} )
      | ngay\s+khi\s+(?:có|nhận\s+được)\s+{_PAPER}\b{_TAIL}
      | khi\s+(?: (?:có|nhận\s+được)\s+(?:văn\s+bản\s+)?hướng\s+dẫn\b{_TAIL}
          | (?:Chính\s+phủ|Quốc\s+hội|Thủ\s+tướng|Bộ\s|các\s+[Bb]ộ|Trung\s+ương|cấp\s+có\s+thẩm\s+quyền
                |cơ\s+quan\s+cấp\s+trên
                |Luật|Nghị\s+định|Thông\s+tư)
            [^.;\n]{{0,60}}?\b(?:ban\s+hành|có\s+hiệu\s+lực|phê\s+duyệt|hướng\s+dẫn){_TAIL} )
      | trước\s+khi\s+(?:có\s+|xảy\s+ra\s+)?(?:{_WEATHER}|mùa)\b{_TAIL}
      | trước\s+khi\s+(?:khai\s+giảng|kết\s+thúc|bước\s+vào|bắt\s+đầu|diễn\s+ra|khai\s+mạc)\b{_TAIL}
      | trước\s+(?:dịp\s+)?(?:Tết\b|mùa\s+(?:mưa|lũ|bão|khô)\b|khai\s+giảng|năm\s+học\s+mới
            |kỳ\s+(?:họp|nghỉ|thi)\b|thềm\b|Đại\s+hội\b|phiên\s+họp\b|lễ\s+(?:khai|khánh|khởi)\b
            |ngày\s+(?:bầu\s+cử|khai\s+giảng|khai\s+mạc|Tết|hội|thi|diễn\s+ra|tổ\s+chức)\b){_TAIL}
      | kịp\s+(?:thời\s+)?(?:trình|báo\s+cáo)\s[^.;\n]{{0,80}}?\b(?:kỳ\s+họp|phiên\s+họp|Hội\s+nghị|Đại\s+hội)\b{_TAIL}
    )""",
    _FLAGS,
)
# every event begins with one of these, or with "ngay" before them
_CUE: Final = re.compile(r"(?:sau\s+khi|khi\s|trước\s|kịp\s)")
_NOW: Final = re.compile(r"\bngay\s+\Z")
_NOT_AFTER: Final = re.compile(r"\b(?:từ|trước|đến|tới|trong|giờ|ngày|tuần|tháng)\s+\Z", re.IGNORECASE)
# chịu trách nhiệm trước Đại hội: those who are faced, no time
_FACED: Final = re.compile(
    r"\b(?:trách\s+nhiệm|báo\s+cáo|giải\s+trình|trình\s+bày|cam\s+kết|trả\s+lời)(?:\s+[^\W\d_]+){0,3}\s+\Z"
)
_FACING: Final = re.compile(r"trước\s+(?:đại|phiên)\s")
# the subject's own next step, or a state that holds
_OWN_STEP: Final = re.compile(
    r"(?:ngay\s+)?(?:sau|trước)?\s*khi\s+(?:được\s+lấy\s+ý\s+kiến|tổng\s+hợp|rà\s+soát|xem\s+xét|trao\s+đổi|lấy\s+ý\s+kiến|tiếp\s+thu"
    r"|nghiên\s+cứu|thống\s+nhất|hoàn\s+thành|hoàn\s+thiện|thẩm\s+định|kiểm\s+tra|xảy\s+ra|phát\s+hiện|Luật\s+này|Nghị\s+định\s+này|có\s+(?:yêu\s+cầu|nhu\s+cầu"
    r"|thay\s+đổi|phát\s+sinh|vướng\s+mắc))",
    re.IGNORECASE,
)


def find_events(text: str, small: str) -> Iterator[TimeExpression]:
    """Every happening that work waits for; ``small`` is ``text`` in small letters."""
    done = 0
    for cue in _CUE.finditer(small):
        now = _NOW.search(small, max(done, cue.start() - 8), cue.start())
        match = _EVENT.match(text, now.start() if now else cue.start())
        if match is None or cue.start() < done:
            continue
        if _OWN_STEP.match(match[0]) or _NOT_AFTER.search(text, max(0, match.start() - 12), match.start()):
            continue
        if _FACING.match(small, match.start()) and _FACED.search(small, max(0, match.start() - _REACH), match.start()):
            continue
        done = match.end()
        raw = match[0].rstrip()
        yield TimeExpression(raw, "event", match.start(), match.start() + len(raw), "event", "in")
