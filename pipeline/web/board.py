"""The dashboard: the figures of a day as cards and charts, each with the address of its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.store.board import AGES, AHEAD, MOST_WAITING, Age, Board, read_board
from pipeline.store.calendar import Due
from pipeline.web.addresses import Addresses

RANKED = 10  # agencies
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_CELLS = (
    ("chua_xong_qua_han", "overdue", "chua-xong-qua-han"),
    ("chua_xong_trong_han", "open", "chua-xong-trong-han"),
    ("hoan_thanh_dung_han", "done", "hoan-thanh-dung-han"),
    ("hoan_thanh_qua_han", "late", "hoan-thanh-qua-han"),
    ("khong_co_han", "none", "khong-co-han"),
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be shown with the address of what it counts."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Series:
    """The bars or the line of one kind; ``tone`` names the colour."""

    label: str
    tone: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the table behind it: a row for each place on its axis, a column for each series."""

    id: str
    title: str
    axis: str
    series: Sequence[Series]
    rows: Sequence[tuple[str, Sequence[Figure]]]
    sideways: bool = False
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One cell of the report: the column of the query it comes from, its colour, its share of all tasks."""

    column: str
    tone: str
    figure: Figure
    percent: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the home page shows; ``cards`` is empty where the register had no tasks on the day."""

    cards: Sequence[Card]
    paused: int
    total: int
    waiting: Figure
    waiting_more: bool
    charts: Sequence[Chart]


def dashboard(conn: sqlite3.Connection, report_sql: str, day: date, addresses: Addresses) -> Dashboard:
    """The dashboard as of a day; ``report_sql`` is the four-cell report, whose first row is of all tasks."""
    cursor = conn.execute(report_sql, {"as_of": day.isoformat()})
    names = [column[0] for column in cursor.description]
    total, *agencies = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()] or [{}]
    board = read_board(conn, day)
    return Dashboard(
        [_card(column, tone, status, total, addresses) for column, tone, status in _CELLS] if total else [],
        total.get("tam_dung_tu_choi", 0),
        total.get("tong", 0),
        Figure(min(board.waiting, MOST_WAITING), addresses.review()),
        board.waiting > MOST_WAITING,
        _charts(board, agencies, addresses) if total else [],
    )


def _card(column: str, tone: str, status: str, total: Row, addresses: Addresses) -> Card:
    share = round(100 * total[column] / total["tong"])
    return Card(column, tone, Figure(total[column], addresses.tasks(status)), share)


def _charts(board: Board, agencies: Sequence[Row], addresses: Addresses) -> list[Chart]:
    return [
        _months(board, addresses),
        _coming(board.coming, addresses),
        _agencies(agencies, addresses),
        _ages(board.ages, addresses),
    ]


def _months(board: Board, addresses: Addresses) -> Chart:
    rows = []
    for month in board.months:
        counts = (month.given, month.completed, month.overdue)
        rows.append((f"{month.day:%m/%Y}", [Figure(count, addresses.report(month.day)) for count in counts]))
    series = (
        Series("Việc mới giao", "open"), Series("Việc hoàn thành", "done"),
        Series("Quá hạn lúc cuối tháng", "overdue", line=True),
    )  # fmt: skip
    return Chart("thang", "Theo tháng", "Tháng", series, rows)


def _coming(days: Sequence[Due], addresses: Addresses) -> Chart:
    rows = [
        (
            f"{_WEEKDAYS[one.day.weekday()]} {one.day:%d/%m}",
            [Figure(count, addresses.calendar(one.day)) for count in (one.tasks, one.occurrences)],
        )
        for one in days
    ]
    series = (Series("Việc đến hạn", "open"), Series("Kỳ báo cáo của việc định kỳ", "repeated"))
    return Chart("sap-toi", f"Đến hạn trong {AHEAD} ngày tới", "Ngày", series, rows, stacked=True)


def _agencies(agencies: Sequence[Row], addresses: Addresses) -> Chart:
    """The report has the agencies in order, those with most overdue tasks first."""
    rows = [
        (
            agency["co_quan"],
            [
                Figure(agency[column], addresses.agency(agency["co_quan_id"]))
                for column in ("chua_xong_qua_han", "chua_xong_trong_han")
            ],
        )
        for agency in agencies
        if agency["co_quan_id"] and agency["chua_xong_qua_han"] + agency["chua_xong_trong_han"]
    ]
    series = (Series("Chưa xong, quá hạn", "overdue"), Series("Chưa xong, trong hạn", "open"))
    title = "Cơ quan có nhiều việc quá hạn nhất"
    return Chart("co-quan", title, "Cơ quan chủ trì", series, rows[:RANKED], sideways=True, stacked=True)


def _ages(ages: Sequence[Age], addresses: Addresses) -> Chart:
    rows = [(_age(one), [Figure(one.count, addresses.overdue(one.least, one.most))]) for one in ages]
    return Chart("qua-han", "Việc quá hạn theo số ngày", "Quá hạn", (Series("Việc quá hạn", "overdue"),), rows)


def _age(age: Age) -> str:
    return f"{age.least}–{age.most} ngày" if age.most else f"trên {AGES[-1]} ngày"
