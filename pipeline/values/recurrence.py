"""Work that comes back: ``định kỳ 6 tháng, năm``, ``trước ngày 25 hằng tháng``, ``02 lần/ngày`` as RFC 5545 rules.

A quarter is three months (``FREQ=MONTHLY;INTERVAL=3``): RFC 5545 knows no quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.values.expressions import TimeExpression, before, sentence_after
from pipeline.values.numbers import NUMBER_WORD, parse_small

_FLAGS: Final = re.IGNORECASE | re.VERBOSE
_UNIT: Final = r"(?:ngày|tuần|tháng|quý|quí|năm)"
_COUNT: Final = rf"(?:\d{{1,2}}|{NUMBER_WORD})"
_END: Final = r"\b(?!\s+\d{1,4}\b(?!\s*lần)|\s+[IV]{1,3}\b|\s+tài\s+chính|\s+học)"
_STEP: Final = rf"(?:{_COUNT}\s+)?{_UNIT}{_END}"
_EACH: Final = r"(?:h[àằ]ng|mỗi|từng)"

# định kỳ 6 tháng, hằng năm; hằng tuần, hằng tháng; 02 lần/ngày; 6 tháng một lần
_RECURRING: Final = re.compile(
    rf"""
    (?P<times>\b{_COUNT}\s+(?:lần\s*(?:/|trong|trên|mỗi|một)|(?:đợt|kỳ|phiên|buổi|cuộc|chuyến|lượt|số|bản\s+tin)\s*/)\s*(?P<per>{_STEP}))
    | \b(?P<once>(?:{_COUNT}\s+)?{_UNIT})\s*(?:/|\bmột\b|\bmỗi\b|\b0?1\b)\s*(?:0?1\s*)?lần\b
    | (?:\bđịnh\s+kỳ\s*(?:,\s*)?(?:\(?(?:vào|theo|báo\s+cáo|là|:)\s*)?(?:{_EACH}\s+)?|\b{_EACH}\s+)
      (?P<first>{_STEP})
      (?P<more>(?:\s?(?:,|;|/|và|hoặc|,\s*và)\s*(?:định\s+kỳ\s+)?(?:{_EACH}\s+)?(?P<last>{_STEP}))*)
    """,
    _FLAGS,
)
# What none of them can do without, in small letters and beginning with letters, so that most of a text is skipped.
_CUE: Final = re.compile(
    r"(?:lần\b|(?:đợt|kỳ|phiên|buổi|cuộc|chuyến|lượt|số|bản\s+tin)\s*/|định\s+kỳ|hàng\s|hằng\s|mỗi\s|từng\s)"
)
_QUARTER_CUE: Final = re.compile(r"tháng\s+(?:đầu|cuối)[^.;\n]{0,30}\squ[ýí]")
_BACK: Final = 30  # how far before its cue a recurrence may begin: "mười lăm ngày mỗi lần"
_LISTED: Final = re.compile(rf"(?:{_EACH}\s+)?(?:(?P<n>{_COUNT})\s+)?(?P<unit>{_UNIT})", re.IGNORECASE)

_PLAIN: Final = re.compile(
    rf"\s*(?:theo\s+)?(?:{_COUNT}\s+)?(?:tuần|tháng|quý|năm)(?:\s?(?:,|;|/|và)\s*{_STEP})+\s*[.;]?\s*", _FLAGS
)

_CLOCK: Final = r"\d{1,2}\s*(?:giờ|h|g)(?:\s*\d{2})?(?:\s*phút)?[’'′]?"
_LIMIT: Final = (
    r"(?:(?:chậm\s+nhất|muộn\s+nhất|trước|vào|hạn\s+(?:cuối|chót)|đến)(?:\s+(?:là|vào|trước|lúc|ngày))*\s+)?"
)
_WEEKDAY: Final = r"(?P<weekday>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
# (trước) ngày 25 | ngày 15 tháng 12 | ngày 15/12 | thứ Sáu | 16 giờ, standing before "hằng …" or in brackets after it
_POINT: Final = rf"""
    {_LIMIT}(?:(?P<clocks>{_CLOCK}(?:\s+và\s+{_CLOCK})?)(?:\s*,?\s*(?:vào\s+)?)?)?
    (?: (?:ngày\s+)?{_WEEKDAY}
      | (?:(?:các\s+)?ngày\s+(?P<days>(?:[0-3]?\d\s*(?:,|;|và|,\s*và)\s*(?:ngày\s+)?){{1,6}}))?
        (?:ngày\s+)?(?P<day>[0-3]?\d)
        (?:\s*/\s*(?P<month>[01]?\d)\b|\s+(?:của\s+)?tháng\s+(?P<month2>[01]?\d)\b)?(?![\d%/])
      (?:\s+(?:của\s+)?tháng\s+(?:sau|kế\s+tiếp|tiếp\s+theo|liền\s+kề))?
      (?:\s+(?:của\s+)?tháng\s+(?:đầu|cuối)(?:\s+(?:của|mỗi|h[àằ]ng))*\s+quý)?
    )?
"""
_POINT_BEFORE: Final = re.compile(rf"\b{_POINT}\s*,?\s*(?:của\s+)?\Z", _FLAGS)
_QUARTER_BEFORE: Final = re.compile(r"\bqu[ýí]\s+(?P<quarter>IV|I{1,3}|[1-4])\s*(?:của\s+)?\Z", re.IGNORECASE)
_MONTHS_BEFORE: Final = re.compile(
    r"\btháng\s+(?P<a>[01]?\d)(?:\s*(?:,|và)\s*(?:tháng\s+)?(?P<b>[01]?\d))?\s*\Z", re.IGNORECASE
)
_POINT_AFTER: Final = re.compile(
    rf"\s*(?:\(\s*|,?\s*(?=trước|chậm|muộn|vào\s+(?:ngày|thứ)))(?!\d+\s+{_UNIT}\b){_POINT}(?![/\d])", _FLAGS
)
# the first of two days that share their "hằng năm": ngày 15/6 và ngày 15/12 hằng năm
_TWIN: Final = re.compile(
    rf"\b(?P<twin>{_LIMIT}(?:ngày\s+)?(?P<day>[0-3]?\d)(?:/|\s+tháng\s+)(?P<month>[01]?\d))\s*(?:,|và)\s*\Z",
    re.IGNORECASE,
)
_CLOCK_LATER: Final = re.compile(rf"\btrước\s+(?P<clock>{_CLOCK})", re.IGNORECASE)

# ngày 15 tháng cuối quý; ngày 05 của tháng đầu quý sau
_QUARTER_DAY: Final = re.compile(
    r"""\b(?:(?:trước|vào|chậm\s+nhất|muộn\s+nhất)\s+(?:là\s+)?)?(?:ngày\s+)?(?P<day>[0-3]?\d)(?:\s+của)?\s+tháng\s+
        (?P<side>đầu|cuối)(?:\s+tiên|\s+cùng)?(?:\s+của)?(?:\s+(?:mỗi|h[àằ]ng|từng))?\s+qu[ýí](?:\s+(?:sau|tiếp\s+theo|kế\s+tiếp))?""",
    _FLAGS,
)

# what comes back there is the plan or the money, not the work
_ATTRIBUTE: Final = re.compile(
    r"(?:kế\s+hoạch|dự\s+toán|ngân\s+sách|kinh\s+phí|nguồn|chỉ\s+tiêu|chương\s+trình|phép|thu\s+nhập|vốn|doanh\s+thu"
    r"|trợ\s+cấp|phụ\s+cấp|lương|tiền|lịch|biên\s+bản)"
    r"(?:\s+(?!báo\b|gửi\b|tổng\b)[^\W\d_]+){0,4}\s*\(?\Z"
)
# chi tiết từng tháng, theo từng quý: the parts of what is made, unless it is reported
_COLUMNS: Final = re.compile(r"\b(?:chi\s+tiết|cụ\s+thể|biểu\s+đồ|lộ\s+trình|cho|của|theo|đến|tới|trong)\s+\Z")
_FREQ: Final = {"ngày": ("DAILY", 1), "tuần": ("WEEKLY", 1), "tháng": ("MONTHLY", 1), "quý": ("MONTHLY", 3),
                "quí": ("MONTHLY", 3), "năm": ("YEARLY", 1)}  # fmt: skip
_DAYS: Final = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "2": "MO", "3": "TU",
                "4": "WE", "5": "TH", "6": "FR", "7": "SA"}  # fmt: skip


def find_recurring(text: str, small: str) -> Iterator[TimeExpression]:
    """Every recurrence, one for each frequency of a list; a plan's or a budget's year is left out.

    ``small`` is ``text`` in small letters.
    """
    taken: list[tuple[int, int]] = []
    done = 0
    for cue in _CUE.finditer(small):
        if cue.start() < done:
            continue
        match = _RECURRING.match(text, cue.start()) or (
            _RECURRING.search(text, max(done, cue.start() - _BACK), cue.end() + _BACK) if cue[0][-1] in "n/" else None
        )
        if match is None:
            continue
        done = match.end()
        if _is_attribute(small, match):
            continue
        for found in _listed(text, match):
            taken.append((found.start, found.end))
            yield found
    for cue in _QUARTER_CUE.finditer(small) if "quý" in small or "quí" in small else ():
        match = _QUARTER_DAY.search(text, max(0, cue.start() - _BACK), cue.end() + _BACK)
        if match and not any(start < match.end() and match.start() < end for start, end in taken[-8:]):
            rule = f"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={int(match['day'])}"
            yield TimeExpression(match[0], "recurring", *match.span(), "recurring-quarter-day", "in", rrule=rule)


def _is_attribute(small: str, match: re.Match[str]) -> bool:
    """Whether what comes back in a text of small letters is a plan, money or the columns of a table, not the work."""
    left = before(small, match.start())
    if _ATTRIBUTE.search(left):
        return True
    return small.startswith("từng", match.start()) and _COLUMNS.search(left) is not None and "báo cáo" not in left


def find_plain_recurring(text: str) -> Iterator[TimeExpression]:
    """The frequencies of a string that is known to be a time and holds no date: ``6 tháng, năm``."""
    if _PLAIN.fullmatch(text):
        for step in _LISTED.finditer(text):
            yield TimeExpression(step[0], "recurring", *step.span(), "recurring-label", "label", rrule=_rrule(step))


def _rrule(step: re.Match[str]) -> str:
    freq, interval = _FREQ[step["unit"].lower()]
    interval *= parse_small(step["n"] or "1") or 1
    return f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _listed(text: str, match: re.Match[str]) -> Iterator[TimeExpression]:
    group = "per" if match["times"] else "once" if match["once"] else "first"
    steps = [m for m in [_LISTED.search(text, *match.span(group))] if m]
    if match["more"]:
        steps += _LISTED.finditer(text, *match.span("more"))
    for i, step in enumerate(steps):
        start = match.start() if i == 0 else step.start()
        end = step.end() if i + 1 < len(steps) else match.end()
        rrule = _rrule(step)
        start, end, detail = _detail(text, start, end, "" if "INTERVAL" in rrule else rrule[5:], i == 0)
        if (
            "BYMONTHDAY" in detail
            and rrule == "FREQ=YEARLY"
            and (twin := _TWIN.search(text, max(0, start - 60), start))
        ):
            by = f";BYMONTH={int(twin['month'])};BYMONTHDAY={int(twin['day'])}"
            yield TimeExpression(
                twin["twin"], "recurring", *twin.span("twin"), "recurring-twin", "in", rrule=rrule + by
            )
        yield TimeExpression(text[start:end], "recurring", start, end, f"recurring-{group}", "in", rrule=rrule + detail)


def _detail(text: str, start: int, end: int, freq: str, first: bool) -> tuple[int, int, str]:
    """The recurrence widened by the day or hour that stands before it, or in brackets or after a comma behind it."""
    left = text[max(0, start - 60) : start]
    if first and (point := _POINT_BEFORE.search(left)) and (detail := _by(point, freq)):
        return start - len(left) + point.start(), end, detail
    if first and freq == "YEARLY" and (months := _MONTHS_BEFORE.search(left)):
        named = ",".join(str(int(month)) for month in months.groups() if month)
        return start - len(left) + months.start(), end, f";BYMONTH={named}"
    if first and freq == "YEARLY" and (quarter := _QUARTER_BEFORE.search(left)):
        last = 3 * (parse_small(quarter["quarter"]) or 1)
        return start - len(left) + quarter.start(), end, f";BYMONTH={last}"
    after = sentence_after(text, end)
    if (point := _POINT_AFTER.match(after)) and (detail := _by(point, freq)):
        closed = "(" in point[0] and after.startswith(")", point.end())
        return start, end + point.end() + closed, detail
    if freq == "DAILY" and (clock := _CLOCK_LATER.search(after)):
        return start, end, f";BYHOUR={_hours(clock['clock'])}"
    return start, end, ""


def _by(point: re.Match[str], freq: str) -> str:
    out = ""
    month = point["month"] or point["month2"]
    if point["weekday"]:
        out = ";BYDAY=" + _DAYS.get(point["weekday"].split()[-1].lower(), "SU")
    elif point["day"] and month and freq in ("YEARLY", ""):
        out = f";BYMONTH={int(month)};BYMONTHDAY={int(point['day'])}"
    elif point["day"] and freq in ("MONTHLY", ""):
        days = [*re.findall(r"\d+", point["days"] or ""), point["day"]]
        out = ";BYMONTHDAY=" + ",".join(str(int(day)) for day in days)
    return out + (f";BYHOUR={_hours(point['clocks'])}" if point["clocks"] else "")


def _hours(clocks: str) -> str:
    return ",".join(str(int(hour)) for hour in re.findall(r"(\d{1,2})\s*(?:giờ|h|g)", clocks, re.IGNORECASE))
