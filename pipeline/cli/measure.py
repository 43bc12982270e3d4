"""``giaoviec measure``: records a value measured of a target of a task."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.records import day_option, opened, unit_of
from pipeline.cli.vietnamese import Command
from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused
from pipeline.store import Measure, record_measure
from pipeline.store.measures import Distance
from pipeline.store.units import units_of
from pipeline.values.numbers import parse_number


@click.command("measure", cls=Command)
@click.argument("task_id", metavar="SỐ_VIỆC", type=click.IntRange(1))
@click.argument("typed", metavar="GIÁ_TRỊ")
@click.option("--target", default="", metavar="CHỮ", help="Chữ có trong chỉ tiêu, khi việc có nhiều chỉ tiêu.")
@click.option("--agency", metavar="TÊN", help="Cơ quan mà giá trị là của riêng; không nêu thì là của cả việc.")
@day_option("--date", "Ngày đo, như 31/12/2025; mặc định hôm nay.")
@click.option("--source", metavar="CHỮ", help="Số liệu lấy từ đâu, như báo cáo nào.")
@click.option("--by", "actor", default="", metavar="HỌ_TÊN", help="Ai ghi; bắt buộc.")
@database_option()
def command(
    task_id: int,
    typed: str,
    target: str,
    agency: str | None,
    date: Date | None,
    source: str | None,
    actor: str,
    db: Path,
) -> int:
    """Ghi giá trị đo được của một chỉ tiêu, viết như 36,74 hay 1.200, và in còn cách chỉ tiêu bao nhiêu."""
    measure = Measure(_number(typed), date or vietnam_today(), actor, source)
    with opened(db) as store:
        unit = unit_of(units_of(store.conn, [task_id]), agency) if agency else None
        found = record_measure(store, task_id, measure, target, unit.assignment_id if unit else None)
    click.echo(f"Đã ghi {typed} cho “{found.target}”: {_result(found)}.")
    return 0


def _result(found: Distance) -> str:
    if found.distance is None:
        return "không so được, chỉ tiêu không có mức"
    if found.reached:
        return "đạt"
    far = f"{found.distance:g}".replace(".", ",")
    return f"chưa đạt, còn cách {far} {found.unit or ''}".rstrip()


def _number(typed: str) -> Decimal:
    try:
        return parse_number(typed.strip().removesuffix("%").strip())
    except InvalidOperation:
        raise RecordRefused(f"“{typed}” không phải là số: viết như 36,74 hay 1.200.") from None
