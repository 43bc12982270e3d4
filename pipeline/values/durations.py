"""Durations (``trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản``) and the working days of Vietnam."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from pipeline.values.expressions import Lapse, TimeExpression, before
from pipeline.values.numbers import NUMBER_WORD, parse_small

_WITHIN: Final = r"""(?:
    (?:hoàn\s+thành|xong|kết\s+thúc)(?:\s+[^\W\d_]+){0,3}?\s+trong |
    (?:ngay\s+)?trong\s+(?:vòng|thời\s+hạn|thời\s+gian|khoảng\s+thời\s+gian)(?:\s+(?:chậm\s+nhất|không\s+quá|tối\s+đa|là))*
    | (?:chậm|muộn|trễ)\s+nhất(?:\s+(?:là|trong|sau|vòng|thời\s+hạn))*
    | không\s+(?:được\s+)?(?:quá|vượt\s+quá|chậm\s+hơn|muộn\s+hơn)
    | (?:thời\s+hạn|thời\s+gian)(?:\s+[^\W\d_]+){0,4}?(?:\s+(?:là|tối\s+đa|không\s+quá|chậm\s+nhất|trong|vòng))+
)"""
_AMOUNT: Final = rf"""(?P<n>\d{{1,3}}|{NUMBER_WORD})\s*(?:\([^()]{{1,20}}\)\s*)?
    (?P<unit>ngày\s+làm\s+việc|ngày|giờ|tiếng|tuần|tháng|năm)\b(?!\s+(?:19|20)\d\d|\s*/|\s+(?:đầu|cuối)\s+năm)(?P<work>\s+làm\s+việc)?"""
_FROM: Final = r"""(?:\s+(?:đầu(?:\s+tiên)?|tiếp\s+theo|tới))*\s*,?\s*
    (?:kể\s+từ|tính\s+từ|từ|kể\s+từ\s+sau|sau)\s+(?:(?:ngày|khi|thời\s+điểm|lúc|giờ)\b(?:\s+(?:thời\s+điểm|khi|ngày))?)"""

# trong vòng 05 ngày làm việc (kể từ ngày …) | 15 ngày kể từ ngày …
_DURATION: Final = re.compile(
    rf"""\b(?: (?P<within>{_WITHIN})\s+ | (?:trong|sau)\s+ | )
    {_AMOUNT}
    (?P<origin>{_FROM}(?P<start>[^.;,|\n()]{{0,150}}))?
    (?P<next>\s+(?:tiếp\s+theo|tới|sắp\s+tới))?
    (?P<ahead>\s+trước\s+(?:ngày|khi|thời\s+điểm|kỳ))?""",
    re.IGNORECASE | re.VERBOSE,
)
_CUE: Final = re.compile(r"[\d)]\s*(?:ngày|giờ|tiếng|tuần|tháng|năm)|vòng\s|thời\s+hạn|kể\s+từ", re.IGNORECASE)  # cheap
_PLAIN: Final = re.compile(rf"\b{_AMOUNT}", re.IGNORECASE | re.VERBOSE)
_PAST: Final = re.compile(
    r"\s*(?:qua|gần\s+đây|gần\s+nhất|trở\s+lại\s+đây|liên\s+tiếp|trước\s+đây|tuổi)\b", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"(?:hiệu\s+lực|giá\s+trị\s+sử\s+dụng|bảo\s+hành|lưu\s+trữ|quá\s+hạn|giảm(?:\s+\S+){0,6})\s*\Z", re.IGNORECASE
)
# kể từ ngày ký | kể từ ngày ban hành Công điện này | kể từ ngày Chỉ thị này có hiệu lực
_OWN: Final = re.compile(
    r"\s*(?:ra\s+|được\s+)?(?:ký|ban\s+hành|phát\s+hành)(?:\s+ban\s+hành)?(?:\s+(?:Quyết\s+định|Kế\s+hoạch|Chỉ\s+thị|Thông\s+báo|Công\s+văn|Công\s+điện|văn\s+bản))?"
    r"(?:\s*\Z|\s+này\b)"
    r"|\s*(?:[^\W\d_]+\s+){1,3}này\s+(?:được\s+)?(?:ký|ban\s+hành|phát\s+hành|có\s+hiệu\s+lực)",
    re.IGNORECASE,
)
_UNITS: Final = {"giờ": "hour", "tiếng": "hour", "ngày": "day", "tuần": "week", "tháng": "month", "năm": "year"}


def find_durations(text: str) -> Iterator[TimeExpression]:
    """Every span of time in which work must be done; validity, past years and plain lengths are left out."""
    if not _CUE.search(text):
        return
    for match in _DURATION.finditer(text):
        if not (match["within"] or match["origin"] or match["ahead"] or match["next"]):
            continue
        if _PAST.match(text, match.end()) or _OTHER.search(before(text, match.start())):
            continue
        words = match["unit"].lower().split()
        unit = "working-day" if len(words) > 1 or match["work"] else _UNITS[words[0]]
        own = bool(match["start"] is not None and _OWN.match(match["start"]))
        lapse = Lapse(parse_small(match["n"]) or 0, unit, own and not match["ahead"])
        raw = match[0].rstrip()
        yield TimeExpression(raw, "duration", match.start(), match.start() + len(raw), "duration", "in", lapse=lapse)


def find_plain_durations(text: str) -> Iterator[TimeExpression]:
    """Every length of time, for a string that is known to be a time: ``15 ngày``."""
    for match in _PLAIN.finditer(text):
        words = match["unit"].lower().split()
        unit = "working-day" if len(words) > 1 or match["work"] else _UNITS[words[0]]
        lapse = Lapse(parse_small(match["n"]) or 0, unit, False)
        yield TimeExpression(match[0], "duration", *match.span(), "duration-label", "label", lapse=lapse)


def end_of(lapse: Lapse, start: date) -> date:
    """The last day of a duration that starts on ``start``; that day doesn't count (Civil Code 2015, article 147)."""
    if lapse.unit == "working-day":
        return _working_day(start, lapse.amount)
    if lapse.unit in ("month", "year"):
        months = start.month - 1 + lapse.amount * (12 if lapse.unit == "year" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    days = {"hour": -(-lapse.amount // 24), "day": lapse.amount, "week": 7 * lapse.amount}[lapse.unit]
    return start + timedelta(days=days)


def _working_day(start: date, amount: int) -> date:
    day = start
    while amount > 0:
        day += timedelta(days=1)
        amount -= day.weekday() < 5 and day not in _holidays(day.year)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # 100 ms and more: only a duration in working days pays for it

    return frozenset(country_holidays("VN", years=year))
