"""The words that make a day or a stretch a deadline, and those around it that make it something else.

All of it reads small letters: see :func:`pipeline.values.expressions.folded`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Limit(NamedTuple):
    """A limiting expression directly before a time: its name and its length in characters."""

    name: str
    length: int


_CLOCK: Final = r"(?:lúc\s+)?\d{1,2}\s*(?:giờ|h|g|:)(?:\s*\d{2})?(?:\s*(?:phút|’|'))?"
_SLOT: Final = rf"""
    (?:\s*,?\s*{_CLOCK})?
    (?:\s*,?\s*(?:giờ\s+hành\s+chính|(?:buổi\s+)?(?:sáng|chiều|tối)))?
    (?:\s*,?\s*(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|\d)|chủ\s+nhật))?
    \s*,?\s*(?:của\s+)?[(*“"]*\s*"""
_DONE: Final = r"""(?:(?:hoàn\s+thành|hoàn\s+thiện|kết\s+thúc|giải\s+quyết|xử\s+lý|khắc\s+phục)
        (?:\s+(?:dứt\s+điểm|xong|toàn\s+bộ|cơ\s+bản|việc\s+này))*
    |thông\s+xe(?:\s+kỹ\s+thuật)?|khánh\s+thành|khởi\s+công|đưa\s+vào\s+(?:sử\s+dụng|khai\s+thác|vận\s+hành)|xong)"""
_DONE_SIGNS: Final = ("hoàn", "kết", "giải", "xử", "khắc", "thông", "khánh", "khởi", "đưa", "xong")
_LABEL: Final = r"""(?:
    (?:thời\s+(?:hạn|gian|điểm)|tiến\s+độ)
        (?:\s+(?:thực\s+hiện|hoàn\s+thành|báo\s+cáo|gửi|trình|nộp|xong|kết\s+thúc|triển\s+khai|giải\s+quyết|trả\s+lời|xử\s+lý|thi\s+công|đăng\s+ký
                |dự\s+kiến|văn\s+bản|về|kết\s+quả|ý\s+kiến|hồ\s+sơ|ban\s+hành))*
    | hạn(?:\s+(?:cuối(?:\s+cùng)?|chót))?\s+(?:hoàn\s+thành|báo\s+cáo|nộp|gửi|trả\s+lời|đăng\s+ký)
        (?:\s+(?:báo\s+cáo|hồ\s+sơ|văn\s+bản|kết\s+quả))?
    | (?:hạn|hoàn\s+thành|xong)(?=\s*:)
    )\s*(?:\s(?:là|vào|trong|ngay|xong|chậm\s+nhất|đến(?:\s+hết)?)|:)(?:\s+(?:là|vào|trong|xong|dự\s+kiến))*"""

# in the order of their right; each stands at the very end of the words before the time, and holds one of its signs,
# which are looked for first
_LIMITS: Final = tuple(
    (name, signs, re.compile(rf"(?:{word})(?P<slot>{_SLOT})\Z", re.VERBOSE))
    for name, signs, word in (
        (
            "latest",
            ("nhất", "hạn", "không"),
            r"""\b(?:(?:chậm|muộn|trễ)\s+nhất|hạn\s+(?:chót|cuối(?:\s+cùng)?)|không\s+(?:(?:được|để)\s+)?(?:muộn|chậm|trễ|quá)\s+(?:hơn|quá)|không\s+quá)
                       (?:\s*:|\s+(?:là|vào|đến|tới|trước|trong|hết|lúc))*""",
        ),
        ("before", ("trước",), r"\b(?:xong\s+|hoàn\s+thành\s+)?trước(?:\s+(?:thời\s+(?:điểm|hạn|gian)|mốc))?"),
        (
            "until",
            ("đến", "tới", "hết"),
            r"\b(?:từ\s+nay\s+)?(?:cho\s+)?(?:đến|tới)(?:\s+đến)?(?:\s+(?:hết|cuối|trước))?|\bhết",
        ),
        ("until", ("-", "–"), r"\b(?:tháng|qu[ýí]|năm)\s+[\div]{1,4}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?\s*[-–]"),
        ("until", ("kéo",), r"\bkéo\s+dài"),
        ("until", ("-", "–"), r"\btừ\s+(?:ngày\s+|tháng\s+|quý\s+|năm\s+)?[\div/.\s]{1,12}(?:năm\s+\d{4}\s*)?[-–]"),
        ("label", ("thời", "tiến", "hạn", ":"), _LABEL),
        (
            "in",
            ("trong", "vào", "ngay", "suốt"),
            r"\b(?:ngay\s+)?(?:trong|vào)(?:\s+(?:dịp|khoảng|cả|suốt|thời\s+gian))?|\bngay|\bsuốt",
        ),
        ("done", _DONE_SIGNS, rf"\b{_DONE}(?:\s+(?:vào|trong|dự\s+kiến))?"),
    )
)


# the last word of any of them, or of the hour or weekday behind it: most days have another word before them
_LAST: Final = re.compile(
    r"""(?:(?<!\w)(?:nhất|chót|cuối|cùng|hơn|quá|là|vào|đến|tới|trước|trong|hết|lúc|điểm|hạn|gian|mốc|xong|dịp|khoảng|cả|suốt|ngay|dài
            |thành|thiện|thúc|quyết|lý|phục|bộ|bản|này|xe|thuật|công|dụng|thác|hành|kiến
            |giờ|phút|chính|sáng|chiều|tối|hai|ba|tư|năm|sáu|bảy|nhật|của)|\d\s?[hg]|[\d:,’'–-])[\s(*“"]*\Z""",
    re.VERBOSE,
)


class _Noise(NamedTuple):
    """Words that end the clause before a limited time and make it no deadline: ``unless`` others stand there too.

    ``after``, where given, must follow the time as well.
    """

    limits: frozenset[str]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


def _noise(limits: str, words: str, unless: str = "", after: str = "") -> _Noise:
    return _Noise(
        frozenset(limits.split()),
        re.compile(rf"(?:{words})\s*\Z", re.VERBOSE),
        re.compile(unless, re.VERBOSE) if unless else None,
        re.compile(after, re.VERBOSE) if after else None,
    )


_NOISES: Final = (
    _noise(  # tính đến ngày 30/6
        "until",
        r"""\b(?:tính|lũy\s+kế|luỹ\s+kế|số\s+liệu|cập\s+nhật|thống\s+kê|chốt|hiệu\s+lực(?:\s+thi\s+hành)?|giá\s+trị|hạn
            |tầm\s+nhìn|định\s+hướng|dự\s+báo|kỳ\s+báo\s+cáo|không\s+để)""",
    ),
    _noise(  # số liệu từ ngày 15/12/2023 đến ngày 14/12/2024
        "until",
        r"""\b(?:số\s+liệu|phát\s+sinh|giai\s+đoạn|hiệu\s+lực|kỳ|tính|kết\s+quả|nhiệm\s+kỳ|thời\s+kỳ|tiếp\s+nhận)
            [^,]{0,25}\btừ\s+[^,.;]{1,30}""",
    ),
    _noise(  # các nhiệm vụ được giao trong năm 2025
        "before in until",
        r"""\b(?:đã|bị|từng(?=\s+(?:bị|được|có|xảy))|được\s+(?:giao|cấp|ban\s+hành|phê\s+duyệt|bố\s+trí|phân\s+bổ|ký|công\s+nhận|thành\s+lập|tuyển
            |tiếp\s+nhận|phân\s+công|chuyển|thông\s+qua))(?:\s+[^\W\d_]+){0,4}""",
        unless=r"phải\s+được|hoàn\s+thành|giải\s+ngân|xử\s+lý|giải\s+quyết|khắc\s+phục|báo\s+cáo",
    ),
    _noise(  # các phòng học xây dựng trước năm 1994
        "before",
        r"""\b(?:các|những|số|mọi)\s(?:[^\W\d_]+\s+){1,8}?
            (?:xây\s+dựng|ban\s+hành|thành\s+lập|tuyển\s+dụng|sản\s+xuất|(?<!học\s)(?<!thí\s)sinh|khởi\s+công|đăng\s+ký|tiếp\s+nhận|lập|cấp)""",
        unless=r"hoàn\s+thành|báo\s+cáo|tham\s+mưu|\btrình\b|xong|khẩn\s+trương",
    ),
    _noise(  # hồ sơ trễ hạn trong quý I năm 2024
        "before in until",
        r"""\b(?:phát\s+sinh|tồn\s+đọng|trễ\s+hạn|quá\s+hạn|phát\s+hiện|xảy\s+ra|ghi\s+nhận|thành\s+tích|(?<!học\s)(?<!thí\s)sinh
            |có\s+hiệu\s+lực)(?:\s+[^\W\d_]+){0,3}""",
        unless=r"xử\s+lý|giải\s+quyết|khắc\s+phục|hoàn\s+thành|chấm\s+dứt|dứt\s+điểm",
    ),
    _noise(  # Đối với các công trình hoàn thành trong năm 2026, …
        "in done until",
        r"""(?:\A|\s{2})[\s*–-]*đối\s+với\s[^,;]{0,100}
            |\b(?:các|những|số)\s+(?:nhiệm\s+vụ|dự\s+án|công\s+trình|văn\s+bản|đề\s+án|hồ\s+sơ)\s(?:[^\W\d_]+\s+){0,4}?
               (?:phải|cần|dự\s+kiến|sẽ|hoàn\s+thành|triển\s+khai|thực\s+hiện|khởi\s+công|đến\s+hạn)\b
               (?:\s+[^\W\d_]+){0,3}""",
        after=r"\s*(?:,|tại\b|của\b)",
    ),
    _noise("in done", r"\b(?:xếp\s+loại|bình\s+xét|trong\s+danh\s+mục|có\s+kế\s+hoạch)\b.{0,120}"),
)
_OUTLOOK: Final = re.compile(r"\s*[,;]?\s*(?:và\s+)?(?:tầm\s+nhìn|định\s+hướng|chuyển\s+sang|(?:chỉ\s+)?còn\b)")
_REPORTED: Final = re.compile(
    r"\s*,[^.;]{0,60}?\b(?:đã(?!\s+(?:được|giao|nêu|đề|ban|ký|có|phê))|vừa|ghi\s+nhận|xảy\s+ra)\b"
)
_PLAN: Final = re.compile(
    r"""\b(?:chiến\s+lược|đề\s+án|chương\s+trình|kế\s+hoạch|quy\s+hoạch|nghị\s+quyết|quyết\s+định|chỉ\s+thị|dự\s+án|phương\s+án
        |lộ\s+trình|đại\s+hội|giai\s+đoạn)\b(?:[^,;:.()]|,(?=\s(?:chống|chữa\s+cháy|tránh|khen\s+thưởng)\b)){0,120}\Z""",
    re.VERBOSE,
)
_OPENING: Final = re.compile(
    r"(?:\A|[.;:]\s|\d\s*:)[\s“\"(*–-]*(?:chỉ\s+tiêu\s+\d+\s*:\s*|riêng\s+|phấn\s+đấu\s+|trong\s+)?\Z"
)
_LEVEL: Final = re.compile(
    r"\s*,?\s*(?:phải\s+|phấn\s+đấu\s+|có\s+)*(?:đạt|tối\s+thiểu|ít\s+nhất|hoàn\s+thành|trên\s+\d|100\s?%)",
)
_OPENED: Final = re.compile(
    r"\s*(?:và\s+(?:các\s+)?năm\s+tiếp\s+theo\s*)?(?:[,:]|(?:phấn\s+đấu|có|trên|giảm|tăng)\b)(?!\s*(?:đã|vừa)\b)",
)
_DAYTIME: Final = re.compile(r"(?:(?:vào\s+)?(?:buổi\s+)?(?:sáng|chiều|tối)\s+)\Z")
_DAY_OPENED: Final = re.compile(
    r"\s*(?:[,:]|phải\b|sẽ\b|(?:tổ\s+chức|hoàn\s+thành|báo\s+cáo|họp|tổng\s+kết|ra\s+quân)\b)"
)
# Tháng 12/2025 tổ chức hội nghị; cuối tháng 11 hoàn thành việc rà soát
_DONE_THEN: Final = re.compile(
    r"""\s*[,:]?\s*(?:sẽ\s+|phải\s+)?(?:hoàn\s+thành|tổ\s+chức|sơ\s+kết|tổng\s+kết|trình|ban\s+hành|báo\s+cáo|khởi\s+công
        |khánh\s+thành|nghiệm\s+thu|bàn\s+giao|đưa\s+vào)\b""",
    re.VERBOSE,
)


# tổ chức hội nghị ngày 20/12: whoever arranges something does it on its day, but hội nghị tổ chức ngày 20/12
_ARRANGED: Final = re.compile(
    r"""(?<!đã\s)(?<!được\s)\b(?:tổ\s+chức|tiến\s+hành|hoàn\s+thành|hoàn\s+tất|kết\s+thúc|ra\s+quân|khởi\s+công|khánh\s+thành
            |khai\s+mạc|tổng\s+kết|sơ\s+kết|bàn\s+giao)\s+
        (?:(?!(?:từ|kể|của|số|theo|tại|dịp|kỷ|mừng|lực|đợt|đã|được|bầu|và)\s)[^\W\d_]+\s+){1,8}\Z""",
    re.VERBOSE,
)


# sơ kết (tháng 6/2025): the month of the work before it, not of a meeting, a paper or figures
_DATED_NOUN: Final = re.compile(
    r"\b(?:kỳ\s+họp|phiên\s+họp|đại\s+hội|số\s+liệu|nghị\s+quyết|nghị\s+định|kết\s+luận|công\s+văn|thông\s+báo|giai\s+đoạn|khóa"
    r"|bão|lũ|dịch|đã|được|bị)\b[^,;()]{0,40}\(\Z"
)


def is_bracketed(left: str, right: str) -> bool:
    """Whether a stretch stands alone in brackets behind work of which it can be the time."""
    return left.endswith("(") and right.startswith(")") and not _DATED_NOUN.search(left)


def is_set_for(left: str, right: str) -> bool:
    """Whether work is set for a day without a word that limits: arranged for it, or behind it (``Ngày 20/12: …``)."""
    if _ARRANGED.search(left):
        return True
    return _OPENING.search(_DAYTIME.sub("", left)) is not None and _DAY_OPENED.match(right) is not None


def relation_of(left: str) -> Limit | None:
    """The limit at the end of ``left``, the words before a time in its clause; None where nothing limits."""
    if not _LAST.search(left, max(0, len(left) - 10)):
        return None
    for name, signs, pattern in _LIMITS:
        if any(sign in left for sign in signs) and (match := pattern.search(left)):
            return Limit(name, len(left) - match.start())
    return None


def is_excluded(words: str, right: str, name: str, unit: str) -> bool:
    """Whether what stands around a limited time makes it no deadline of this work; ``words`` end before its limit."""
    if any(_applies(noise, name, words, right) for noise in _NOISES):
        return True
    if _OUTLOOK.match(right):
        return True
    if not words.strip(' “"(*–-') and _REPORTED.match(right):
        return True
    named = (unit == "year" and name == "until") or (unit == "run" and name in ("until", "in", "done"))
    return named and _PLAN.search(words) is not None and not _LEVEL.match(right)


def _applies(noise: _Noise, name: str, words: str, right: str) -> bool:
    return (
        name in noise.limits
        and noise.words.search(words) is not None
        and not (noise.unless and noise.unless.search(words))
        and not (noise.after and not noise.after.match(right))
    )


def opens_sentence(left: str, right: str, dated: bool) -> bool:
    """Whether a stretch rules what follows: ``năm 2025 đạt 60%``; first in its sentence, ``Quý III/2025, Sở X …``.

    One that is not ``dated`` does only where work follows at once: ``Tháng 10, giá tăng`` tells of what has been.
    """
    if not _OPENING.search(left):
        return dated and bool(_LEVEL.match(right))
    if _DONE_THEN.match(right):
        return True
    return dated and bool(_LEVEL.match(right) or _OPENED.match(right))
