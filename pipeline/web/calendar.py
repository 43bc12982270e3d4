"""``/-/lich``: what falls due on each day of a month, and the tasks of the day that is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from pipeline.clock import vietnam_today
from pipeline.serve import store_name
from pipeline.store.calendar import QUIET_DAYS, Due, due_days, due_on, quiet_tasks
from pipeline.store.functions import YEARS, read_day
from pipeline.web.addresses import Addresses
from pipeline.web.cell_values import cell_value
from pipeline.web.exports import file_of
from pipeline.web.pages import read_store, render
from pipeline.web.routing import READING, Route
from pipeline.web.sheets import MOST_ROWS as MOST_EXPORTED
from pipeline.web.sheets import Sheet

MOST_ROWS = 100
"""Tasks of a day on the page: more are in the lists."""

_COLUMNS = (
    ("text", "Việc"), ("lead", "Chủ trì"), ("coordinate", "Phối hợp"), ("timing", "Tình trạng"),
    ("state", "Trạng thái"), ("document", "Văn bản"),
)  # fmt: skip
_WEEK = 7
_MONTH = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})/(\d{4})")
_AGENCY = "SELECT id, name FROM agencies WHERE id = ?"
_NAMED = "SELECT id, name FROM agencies WHERE instr(fold(name), fold(trim(?))) ORDER BY length(name), name LIMIT 1"


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the calendar: ``inside`` the month that is shown, ``late`` where what is open on it is overdue."""

    due: Due
    href: str
    inside: bool
    late: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the calendar is asked for: ``first`` of a month, a chosen day of it or none, the day it is told as of."""

    first: date
    chosen: date | None
    as_of: date
    agency_id: int | None
    agency: str = ""

    @property
    def last(self) -> date:
        """The last day of the month."""
        end: date = self.first + relativedelta(months=1)
        return end - timedelta(days=1)


async def calendar_page(datasette: Any, request: Any) -> Any:
    """The month that is asked for, else that of the chosen day, else that of the day it is told as of."""
    today = vietnam_today()

    def read(conn: Any) -> dict[str, Any]:
        asked, problems = _asked(conn, request.args, today)
        addresses = Addresses(datasette.urls.path, store_name(datasette), None if asked.as_of == today else asked.as_of)
        rows = due_on(conn, asked.chosen, asked.as_of, asked.agency_id, MOST_ROWS) if asked.chosen else ()
        quiet = quiet_tasks(conn, asked.first, asked.last, asked.as_of, asked.agency_id)
        before, after = (asked.first + relativedelta(months=step) for step in (-1, 1))
        return {
            "asked": asked, "problems": problems, "weeks": _weeks(conn, asked, addresses), "rows": rows,
            "before": addresses.month(before, asked.agency_id), "after": addresses.month(after, asked.agency_id),
            "now": addresses.month(today, asked.agency_id), "most": MOST_ROWS, "today_is": today,
            "quiet": quiet[:MOST_ROWS], "quiet_count": len(quiet), "quiet_days": QUIET_DAYS,
            "quiet_occurrences": sum(row["occurrences"] for row in quiet),
        }  # fmt: skip

    return await render(datasette, request, "lich.html", await read_store(datasette, read))


async def calendar_file(datasette: Any, request: Any) -> Any:
    """The tasks of the chosen day as a file."""

    def read(conn: Any) -> tuple[date, Any]:
        asked, _ = _asked(conn, request.args, vietnam_today())
        day = asked.chosen or asked.as_of
        return day, due_on(conn, day, asked.as_of, asked.agency_id, MOST_EXPORTED + 1)

    day, rows = await read_store(datasette, read)
    cells = ([day, *(cell_value(None, name, row[name]) for name, _ in _COLUMNS)] for row in rows)
    sheet = Sheet(f"Đến hạn ngày {day:%d-%m-%Y}", ["Hạn", *(heading for _, heading in _COLUMNS)], cells)
    return await file_of(sheet, request.url_vars["extension"])


def _asked(conn: Any, args: Any, today: date) -> tuple[Asked, dict[str, str]]:
    problems = {}
    as_of, chosen = read_day(args.get("as_of")), read_day(args.get("ngay") or "") if args.get("ngay") else None
    if as_of is None:
        problems["as_of"] = f"“{args.get('as_of')}” không phải là ngày: viết như 31/12/2025. Đang tính đến hôm nay."
    if args.get("ngay") and chosen is None:
        problems["ngay"] = f"“{args.get('ngay')}” không phải là ngày: viết như 31/12/2025."
    month = _month(args.get("thang") or "")
    if args.get("thang") and month is None:
        problems["thang"] = f"“{args.get('thang')}” không phải là tháng: viết như 12/2025."
    agency = _agency(conn, args.get("co_quan") or "")
    if args.get("co_quan") and agency is None:
        problems["co_quan"] = f"Không có cơ quan nào tên “{args.get('co_quan')}”."
    told = as_of or today
    first = (month or chosen or told).replace(day=1)
    inside = chosen if chosen and (chosen.year, chosen.month) == (first.year, first.month) else None
    return Asked(first, inside, told, *(agency or (None,))), problems


def _month(typed: str) -> date | None:
    """The first day of a month.

    >>> _month("2026-06") == _month("6/2026") == date(2026, 6, 1), _month("13/2026")
    (True, None)
    """
    found = _MONTH.fullmatch(typed.strip())
    if found is None:
        return None
    year, month = int(found[1] or found[4]), int(found[2] or found[3])
    return date(year, month, 1) if 1 <= month <= 12 and year in YEARS else None


def _agency(conn: Any, typed: str) -> tuple[int, str] | None:
    """By its id, as links say it, or by its name or a part of it, as people type it."""
    if not typed.strip():
        return None
    found = conn.execute(_AGENCY, [typed]).fetchone() if typed.isdecimal() and len(typed) < 19 else None
    found = found or conn.execute(_NAMED, [typed]).fetchone()
    return tuple(found) if found else None


def _weeks(conn: Any, asked: Asked, addresses: Addresses) -> Sequence[Sequence[Square]]:
    """Weeks from Monday to Sunday that have a day of the month."""
    begin = asked.first - timedelta(days=asked.first.weekday())
    end = asked.last + timedelta(days=_WEEK - 1 - asked.last.weekday())
    squares = [
        Square(
            due,
            addresses.calendar(due.day, asked.agency_id),
            due.day.month == asked.first.month,
            due.day < asked.as_of,
            due.day == asked.chosen,
        )
        for due in due_days(conn, begin, end, asked.as_of, asked.agency_id)
    ]
    return tuple(squares[at : at + _WEEK] for at in range(0, len(squares), _WEEK))


ROUTES = (
    Route(r"^/-/lich$", "GET", READING, calendar_page, "Lịch hạn"),
    Route(r"^/-/lich\.(?P<extension>xlsx|csv)$", "GET", READING, calendar_file, "Việc đến hạn một ngày, thành tệp"),
)
