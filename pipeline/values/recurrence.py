"""Work that comes back: ``định kỳ 6 tháng, năm``, ``trước ngày 25 hằng tháng``, ``02 lần/ngày`` as RFC 5545 rules.

A quarter is three months (``FREQ=MONTHLY;INTERVAL=3``): RFC 5545 knows no quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.values.expressions import TimeExpression, before
from pipeline.values.numbers import NUMBER_WORD, parse_small
from pipeline.values.recurrence_points import DAYS, FIRST_MONTHS, WEEKDAY, Point, merged, points_after, points_before

_FLAGS: Final = re.IGNORECASE | re.VERBOSE
_UNIT: Final = r"(?:ngày|tuần|tháng|quý|quí|năm)"
_COUNT: Final = rf"(?:\d{{1,2}}|{NUMBER_WORD})"
_END: Final = r"\b(?!\s+\d{1,4}\b(?!\s*lần)|\s+[IV]{1,3}\b|\s+tài\s+chính|\s+học)"
_STEP: Final = rf"(?:{_COUNT}\s+)?{_UNIT}{_END}"
_EACH: Final = r"(?:h[àằ]ng|mỗi|từng)"

# báo cáo tháng (trước ngày 25), not báo cáo năm trước ngày 15/12, which may be one report only
_NAMED_DAY: Final = (
    r"(?=\s*[(:,]?\s*(?:gửi\s+)?(?:trước|chậm\s+nhất|vào|hạn)\s+(?:là\s+)?"
    r"(?:thứ\s|ngày\s+\d{1,2}(?!\d|\s*/|\s+tháng\s+\d|\s+(?:của\s+)?(?:h[àằ]ng|mỗi|từng|tháng\s+(?:đầu|cuối)))))"
)

# báo cáo 06 tháng, hằng năm: the reports of that name, not those of one year (báo cáo 6 tháng, năm 2024)
_BOTH_REPORTS: Final = rf"(?<=báo\scáo\s)(?=0?[369]\s+tháng\s*(?:,|/|và)\s*(?:{_EACH}\s+)?năm\b(?!\s+\d))"

# định kỳ 6 tháng, hằng năm; hằng tuần, hằng tháng; 02 lần/ngày; 6 tháng một lần
_RECURRING: Final = re.compile(
    rf"""
    (?P<times>\b{_COUNT}\s+(?:lần\s*(?:/|trong|trên|mỗi|một)|(?:đợt|kỳ|phiên|buổi|cuộc|chuyến|lượt|số|bản\s+tin)\s*/)\s*(?P<per>{_STEP}))
    | \b(?P<once>(?:{_COUNT}\s+)?{_UNIT})\s*(?:/|\bmột\b|\bmỗi\b|\b0?1\b)\s*(?:0?1\s*)?lần\b
    | \bbáo\s+cáo\s+(?P<named>tuần|tháng|quý){_NAMED_DAY}
    | (?:\bđịnh\s+kỳ\s*(?:,\s*)?(?:\(\s*)?(?:(?:vào|theo|báo\s+cáo|là|:)\s*)?(?:{_EACH}\s+)?|\b{_EACH}\s+
        |{_BOTH_REPORTS})
      (?P<first>{_STEP})
      (?P<more>(?:(?:\s+đầu\s+năm)?\s?(?:\([^()]{{3,40}}\)\s?)?(?:,|;|/|và|hoặc|,\s*và)\s*(?:(?:định\s+kỳ|báo\s+cáo|cả)\s+)?
        (?:{_EACH}\s+)?(?P<last>{_STEP})(?!\s*:))*)
    """,
    _FLAGS,
)
# What none of them can do without, in small letters and beginning with letters, so that most of a text is skipped.
_CUE: Final = re.compile(
    r"(?:lần\b|(?:đợt|kỳ|phiên|buổi|cuộc|chuyến|lượt|số|bản\s+tin)\s*/|định\s+kỳ|hàng\s|hằng\s|mỗi\s|từng\s|báo\s+cáo\s+(?:tuần|tháng|quý)\b"
    r"|(?<=báo\scáo\s)0?[369]\s+tháng\s*(?:,|/|và))"
)
_QUARTER_CUE: Final = re.compile(r"tháng\s+(?:đầu|cuối)[^.;\n]{0,30}\squ[ýí]")
_TWIN_WIDTH: Final = 60
_BACK: Final = 30  # how far before its cue a recurrence may begin: "mười lăm ngày mỗi lần"
_LISTED: Final = re.compile(rf"(?:{_EACH}\s+)?(?:(?P<n>{_COUNT})\s+)?(?P<unit>{_UNIT})", re.IGNORECASE)

_PLAIN: Final = re.compile(
    rf"\s*(?:theo\s+)?(?:{_COUNT}\s+)?(?:tuần|tháng|quý|năm)(?:\s?(?:,|;|/|và)\s*{_STEP})+\s*[.;]?\s*", _FLAGS
)

# the first of two days that share their "hằng năm": ngày 15/6 và ngày 15/12 hằng năm
_LIMIT: Final = r"(?:(?:chậm\s+nhất|muộn\s+nhất|trước|vào|hạn\s+(?:cuối|chót)|đến)(?:\s+(?:là|vào|trước|ngày))*\s+)?"
_TWIN: Final = re.compile(
    rf"\b(?P<twin>{_LIMIT}(?:ngày\s+)?(?P<day>[0-3]?\d)(?:/|\s+tháng\s+)(?P<month>[01]?\d))\s*(?:,|;|và|,\s*và)"
    r"\s*(?:(?:báo\s+cáo|cả)\s+năm\s+)?\Z",
    re.IGNORECASE,
)

# ngày 15 tháng cuối quý; ngày 05 của tháng đầu quý sau
_QUARTER_DAY: Final = re.compile(
    r"""\b(?:(?:trước|vào|chậm\s+nhất|muộn\s+nhất)\s+(?:là\s+)?)?(?:ngày\s+)?(?P<day>[0-3]?\d)(?:\s+của)?\s+tháng\s+
        (?P<side>đầu|cuối)(?:\s+tiên|\s+cùng)?(?:\s+của)?(?:\s+(?:mỗi|h[àằ]ng|từng))?\s+qu[ýí](?:\s+(?:sau|tiếp\s+theo|kế\s+tiếp))?""",
    _FLAGS,
)
# ngày làm việc cuối cùng của tháng; ngày cuối quý; tuần thứ hai hằng tháng
_PLACE_CUE: Final = re.compile(r"(?:việc|ngày)\s+(?:cuối|đầu)|tuần\s+(?:thứ|cuối|đầu|[1-4])|đầu\s+tiên|cuối\s+cùng")
_PLACE: Final = re.compile(
    rf"""(?<!những\s)(?<!các\s)\b{_LIMIT}
        (?: ngày\s+(?P<work>làm\s+việc\s+)?(?:(?P<last>cuối(?:\s+cùng)?)|đầu(?:\s+tiên)?)
          | (?:ngày\s+)?{WEEKDAY}\s+(?:(?P<final>cuối\s+cùng)|đầu\s+tiên)
          | tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<week>nhất|hai|ba|tư|[1-4]|đầu(?:\s+tiên)?|cuối(?:\s+cùng)?) )
        (?:\s+của)?(?:\s+{_EACH})?\s+(?P<unit>tháng|quý)\b(?!\s+(?:\d|[IV]+\b|này|sau|tới|trước|đầu|cuối))""",
    _FLAGS,
)
_WEEK_DAYS: Final = {"nhất": 7, "1": 7, "đầu": 7, "hai": 14, "2": 14, "ba": 21, "3": 21, "tư": 28, "4": 28, "cuối": -1}
_NO_STEP: Final = re.compile(r"\([^()]*\)|đầu\s+năm")  # in a list of frequencies

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


def find_recurring(text: str, small: str) -> Iterator[TimeExpression]:
    """Every recurrence, one for each frequency of a list; a plan's or a budget's year is left out.

    ``small`` is ``text`` in small letters, here as below.
    """
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
        yield from _listed(text, match)


def find_quarter_days(text: str, small: str) -> Iterator[TimeExpression]:
    """A day of the first or the last month of every quarter, where no frequency has taken it."""
    for cue in _QUARTER_CUE.finditer(small):
        if match := _QUARTER_DAY.search(text, max(0, cue.start() - _BACK), cue.end() + _BACK):
            months = FIRST_MONTHS if match["side"].lower() == "đầu" else ""
            rule = f"FREQ=MONTHLY;INTERVAL=3{months};BYMONTHDAY={int(match['day'])}"
            yield TimeExpression(match[0], "recurring", *match.span(), "recurring-quarter-day", "in", rrule=rule)


def find_month_days(text: str, small: str) -> Iterator[TimeExpression]:
    """The first or last day, the first or last working day, or a week of every month or quarter."""
    for cue in _PLACE_CUE.finditer(small):
        match = _PLACE.search(text, max(0, cue.start() - _BACK), cue.end() + _BACK)
        if match is None or not match.start() <= cue.start() < match.end():
            continue
        rule = "FREQ=MONTHLY" + (";INTERVAL=3" if match["unit"].lower() == "quý" else "")
        if rule != "FREQ=MONTHLY" and (match["week"] or match["weekday"]):
            continue  # a week of a quarter has no rule
        if match["week"]:
            rule += f";BYMONTHDAY={_WEEK_DAYS[match['week'].lower().split()[0]]}"
        elif match["weekday"]:
            day = DAYS.get(match["weekday"].split()[-1].lower(), "SU")
            rule += f";BYDAY={-1 if match['final'] else 1}{day}"
        elif match["work"]:
            rule += f";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={-1 if match['last'] else 1}"
        elif match["last"]:
            rule += ";BYMONTHDAY=-1"
        else:
            rule += (FIRST_MONTHS if "INTERVAL" in rule else "") + ";BYMONTHDAY=1"
        yield TimeExpression(match[0], "recurring", *match.span(), "recurring-place", "in", rrule=rule)


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
    """Each frequency of a list with the day or hour that belongs to it."""
    group = "per" if match["times"] else "once" if match["once"] else "named" if match["named"] else "first"
    steps = [m for m in [_LISTED.search(text, *match.span(group))] if m]
    if match["more"]:
        aside = [found.span() for found in _NO_STEP.finditer(text, *match.span("more"))]
        listed = _LISTED.finditer(text, *match.span("more"))
        steps += [m for m in listed if not any(start <= m.start() < end for start, end in aside)]
    alone = len(steps) == 1
    paired = [] if alone else points_after(text, match.end(), "FREQ=YEARLY", later=True)
    for i, step in enumerate(steps):
        start = match.start() if i == 0 else step.start()
        end = step.end() if i + 1 < len(steps) else match.end()
        rrule = _rrule(step)
        before = points_before(text, start, rrule) if i == 0 else None
        after = [] if before else points_after(text, end, rrule, later=alone)
        if len(paired) == len(steps):  # định kỳ 6 tháng, năm … trước ngày 15/6 và 15/12
            before, after = None, [paired[i]._replace(end=end if i + 1 < len(steps) else paired[i].end)]
        yield from _with_points(text, start, end, rrule, before, after, f"recurring-{group}")


def _twins(text: str, start: int, rrule: str) -> Iterator[TimeExpression]:
    """The days before the one at ``start`` that share its "hằng năm", the nearest first."""
    while twin := _TWIN.search(text, max(0, start - _TWIN_WIDTH), start):
        by = f";BYMONTH={int(twin['month'])};BYMONTHDAY={int(twin['day'])}"
        start, end = twin.span("twin")
        yield TimeExpression(twin["twin"], "recurring", start, end, "recurring-twin", "in", rrule=rrule + by)


def _with_points(
    text: str, start: int, end: int, rrule: str, before: Point | None, after: Sequence[Point], rule: str
) -> Iterator[TimeExpression]:
    """A recurrence with its points: several days of the year are a rule each, else all are one."""
    several = rrule == "FREQ=YEARLY" and len(after) > 1
    points = [before] if before else after[:1] if several else after
    start = before.start if before else start
    end = max([end, *(point.end for point in points)])
    dated = before is not None and "BYMONTHDAY" in before.by and rrule == "FREQ=YEARLY"
    if dated:
        yield from reversed(list(_twins(text, start, rrule)))
    yield TimeExpression(text[start:end], "recurring", start, end, rule, "in", rrule=rrule + merged(points))
    for point in after[1:] if several else ():
        raw = text[point.start : point.end]
        yield TimeExpression(raw, "recurring", point.start, point.end, rule, "in", rrule=rrule + point.by)
