"""Durations (``trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản``) and the day on which they end."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from pipeline.types import Lapse
from pipeline.values.dates import find_days
from pipeline.values.expressions import TimeExpression, before, folded
from pipeline.values.numbers import NUMBER_WORD, NUMBER_WORDS, parse_small
from pipeline.values.working_days import working_day_after

_WITHIN: Final = r"""(?:
    (?:hoàn\s+thành|xong|kết\s+thúc)(?:\s+[^\W\d_]+){0,3}?\s+trong |
    (?:ngay\s+)?trong\s+(?:vòng|thời\s+hạn|thời\s+gian|khoảng\s+thời\s+gian)(?:\s+(?:chậm\s+nhất|không\s+quá|tối\s+đa|là))*
    | (?:chậm|muộn|trễ)\s+nhất(?:\s+(?:là|trong|sau|vòng|thời\s+hạn))*
    | không\s+(?:được\s+)?(?:quá|vượt\s+quá|chậm\s+hơn|muộn\s+hơn)
    | (?:thời\s+hạn|thời\s+gian)(?:\s+[^\W\d_]+){0,4}?(?:\s+(?:là|tối\s+đa|không\s+quá|chậm\s+nhất|trong|vòng))+
)"""
_AMOUNT: Final = re.compile(rf"(?<!ngày\s)\b(?P<n>\d{{1,3}}|{NUMBER_WORD})\s*(?:\([^()]{{1,20}}\)\s*)?\Z")
_NUMBER_ENDS: Final = (*"0123456789)", *(word.split()[-1] for word in NUMBER_WORDS))
# 17 giờ 30 phút, ngày 05/12 is an hour of a day, no length of time
_OF_DAY: Final = r"(?:\s+\d{2})?(?:\s+phút)?(?:\s+(?:sáng|chiều|tối))?\s*,?\s*(?:ngày\s|\d{1,2}\s*[/-]\s*\d)"
# the patterns run on small letters; this one begins with what is rare
_UNIT: Final = re.compile(
    rf"(?:ngày|giờ(?!{_OF_DAY})|tiếng|tuần|tháng|năm)\b(?!\s+(?:19|20)\d\d|\s*/|\s+(?:đầu|cuối)(?:\s+(?:tiên|cùng|của))*\s+(?:năm|tháng|quý))(?P<work>\s+làm\s+việc)?"
)
_WIDTH: Final = 34  # how far before its unit an amount may begin: "mười lăm (15) "
# kể từ ngày …; trước khi …
_AFTER: Final = re.compile(
    r"""
    (?P<origin>(?:\s+(?:đầu(?:\s+tiên)?|tiếp\s+theo|tới))*\s*,?\s*
        (?:kể\s+từ|tính\s+từ|từ|kể\s+từ\s+sau|sau)\s+(?:(?:ngày|khi|thời\s+điểm|lúc|giờ)\b(?:\s+(?:thời\s+điểm|khi|ngày))?)
        (?P<start>[^.;,|\n()]{0,150}))?
    (?P<next>\s+(?:tiếp\s+theo|tới|sắp\s+tới))?
    (?P<ahead>\s+trước\s+(?:ngày|khi|thời\s+điểm|kỳ))?""",
    re.VERBOSE,
)
_BEFORE: Final = re.compile(rf"\b(?:(?P<within>{_WITHIN})|trong|sau)\s+\Z", re.VERBOSE)
# công khai 05 ngày trước khi trình: a step of one procedure
_STEP: Final = re.compile(
    r"\s+(?:trình|gửi|ký|ban\s+hành|phê\s+duyệt|thẩm\s+định|quyết\s+định|thực\s+hiện|tiến\s+hành|tổ\s+chức|đưa|thi\s+công|khởi\s+công|họp|làm|nộp|bàn\s+giao)\b"
)
_PAPER: Final = r"""(?:quyết\s+định|kế\s+hoạch|chỉ\s+thị|thông\s+báo|thông\s+tư|công\s+văn|công\s+điện|văn\s+bản
    |hướng\s+dẫn|chương\s+trình|nghị\s+quyết|nghị\s+định|báo\s+cáo|tờ\s+trình|quy\s+chế|quy\s+định|đề\s+án|phương\s+án|kết\s+luận
    |thông\s+tri)
    (?:\s+(?:kết\s+luận|liên\s+tịch))?"""
_PAST: Final = re.compile(r"\s*(?:qua|gần\s+đây|gần\s+nhất|trở\s+lại\s+đây|liên\s+tiếp|trước\s+đây|tuổi)\b")
_OTHER: Final = re.compile(
    r"(?:hiệu\s+lực|giá\s+trị\s+sử\s+dụng|bảo\s+hành|lưu\s+trữ|quá\s+hạn|giảm(?:\s+\S+){0,6})\s*\Z"
)
# kể từ ngày ký | kể từ ngày ban hành Công điện này | kể từ ngày Chỉ thị này có hiệu lực
_OWN: Final = re.compile(
    rf"""\s*(?:ra\s+|được\s+)?(?:ký|ban\s+hành|phát\s+hành)(?:\s+ban\s+hành)?(?:\s+{_PAPER})?(?:\s*\Z|\s+này\b)
      | \s*{_PAPER}\s+này\s+(?:được\s+)?(?:ký|ban\s+hành|phát\s+hành|có\s+hiệu\s+lực)""",
    re.VERBOSE,
)
# kể từ ngày nhận được văn bản này | not: nhận được văn bản của Sở Mẫu
_RECEIVED: Final = re.compile(
    rf"\s*(?:tiếp\s+)?nhận\s+(?:được\s+)?{_PAPER}(?:\s+(?:chỉ\s+đạo|triển\s+khai))?(?:\s+này\b|\s*\Z)", re.VERBOSE
)
_UNITS: Final = {"giờ": "hour", "tiếng": "hour", "ngày": "day", "tuần": "week", "tháng": "month", "năm": "year"}


def find_durations(text: str, small: str) -> Iterator[TimeExpression]:
    """Every span of time in which work must be done; validity, past years and plain lengths are left out.

    ``small`` is ``text`` in small letters.
    """
    done = 0
    for start, unit, lapse in _amounts(small):
        after = _AFTER.match(small, unit.end())
        if start < done or after is None:
            continue
        lead = _BEFORE.search(small, max(done, start - 90), start)
        within = lead is not None and lead["within"] is not None
        if not (within or after["origin"] or after["ahead"] or after["next"]):
            continue
        if after["ahead"] and after["ahead"].endswith("khi") and (not within or _STEP.match(small, after.end())):
            continue
        if after["ahead"] and not within and small[after.end() :].lstrip()[:1].isdigit():
            continue  # báo cáo 6 tháng trước ngày 15/6
        start = lead.start() if lead else start
        if _PAST.match(small, after.end()) or _OTHER.search(before(small, start)):
            continue
        done = after.end()
        origin = "" if after["ahead"] else after["start"] or ""
        day = next((d for d in find_days(origin) if not origin[: d.start].strip() and d.moment.dated), None)
        if day is not None:
            done = after.start("start") + day.end
        raw = text[start:done].rstrip()
        found = replace(
            lapse, start="issue" if _OWN.match(origin) else "receipt" if _RECEIVED.match(origin) else "other"
        )
        moment = day.moment if day else None
        yield TimeExpression(raw, "duration", start, start + len(raw), "duration", "in", moment, lapse=found)


def find_plain_durations(text: str) -> Iterator[TimeExpression]:
    """Every length of time, for a string that is known to be a time: ``15 ngày``."""
    for start, unit, lapse in _amounts(folded(text)):
        raw = text[start : unit.end()]
        yield TimeExpression(raw, "duration", start, unit.end(), "duration-label", "label", lapse=lapse)


def _amounts(small: str) -> Iterator[tuple[int, re.Match[str], Lapse]]:
    """Every amount of time in a text of small letters: its start, its unit's place and what it amounts to."""
    for unit in _UNIT.finditer(small):
        begin = max(0, unit.start() - _WIDTH)
        if not small[begin : unit.start()].rstrip().endswith(_NUMBER_ENDS):
            continue  # as most: "trong năm", "theo tháng"
        if number := _AMOUNT.search(small, begin, unit.start()):
            name = "working-day" if unit["work"] else _UNITS[unit[0]]
            yield number.start(), unit, Lapse(parse_small(number["n"]) or 0, name)


def end_of(lapse: Lapse, start: date) -> date:
    """The last day of a duration that starts on ``start``; that day doesn't count (Civil Code 2015, article 147)."""
    if lapse.unit == "working-day":
        return working_day_after(start, lapse.amount)
    if lapse.unit in ("month", "year"):
        months = start.month - 1 + lapse.amount * (12 if lapse.unit == "year" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    days = {"hour": -(-lapse.amount // 24), "day": lapse.amount, "week": 7 * lapse.amount}[lapse.unit]
    return start + timedelta(days=days)
