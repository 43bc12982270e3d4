"""``giaoviec follow``: records what happened to a task, and shows how it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import database_option
from pipeline.cli.records import day_option, opened, unit_of
from pipeline.cli.timeline import timeline
from pipeline.cli.vietnamese import Command
from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused
from pipeline.evidence import read_evidence
from pipeline.follow import Event, status_at, workflow
from pipeline.store import record_event
from pipeline.store.folding import fold
from pipeline.store.reading import read_task
from pipeline.store.units import Unit, units_of


def _events() -> str:
    """What may be typed for an event."""
    kinds = {row.event: workflow().events[row.event] for row in workflow().transitions.values() if row.by}
    return "SỰ_KIỆN: " + "; ".join(f"{kind.id} ({kind.label})" for kind in kinds.values()) + "."


def _roles() -> str:
    return "; ".join(f"{role.id} ({role.label})" for role in workflow().roles.values())


@click.command("follow", cls=Command, epilog=_events())
@click.argument("task_id", metavar="SỐ_VIỆC", type=click.IntRange(1))
@click.argument("kind", metavar="[SỰ_KIỆN]", required=False)
@click.option(
    "--agency", metavar="TÊN", help="Cơ quan chủ trì, khi việc giao cho nhiều cơ quan; một phần tên cũng được."
)
@click.option("--all", "whole", is_flag=True, help="Ghi cho mọi cơ quan chủ trì của việc.")
@day_option("--date", "Ngày xảy ra, như 31/12/2025; mặc định hôm nay. Khi chỉ xem: tính đến ngày này.")
@day_option("--due", "Hạn mới, được gia hạn hoặc xin gia hạn đến.")
@click.option("--percent", type=click.IntRange(0, 100), metavar="SỐ", help="Đã hoàn thành bao nhiêu phần trăm.")
@click.option("--note", metavar="CHỮ", help="Lý do, căn cứ, nội dung.")
@click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), metavar="TỆP", help="Tệp chứng minh.")
@click.option("--to", "to_agency", metavar="CƠ_QUAN", help="Cơ quan nhận việc khi giao lại: tên hoặc mã.")
@click.option("--by", "actor", metavar="HỌ_TÊN", help="Ai làm việc được ghi; bắt buộc khi ghi.")
@click.option("--role", default="clerk", metavar="VAI_TRÒ", help=f"Vai trò của người ấy: {_roles()}; mặc định clerk.")
@database_option()
def command(
    task_id: int, kind: str | None, agency: str | None, whole: bool, files: tuple[Path, ...], db: Path, **said: Any
) -> int:
    """Ghi một sự kiện của việc; không nêu sự kiện thì in tình trạng và những gì đã ghi.

    Người đã báo cáo không được tự xác nhận. Sự kiện chỉ thêm, không sửa, không xóa; giaoviec verify kiểm tra chuỗi.
    """
    with opened(db) as store:
        task = read_task(store.conn, task_id)
        if task is None:
            raise RecordRefused(f"Không có việc số {task_id} trong sổ {db}.")
        units = units_of(store.conn, [task_id])
        day = said.pop("date") or vietnam_today()
        if kind is None:
            click.echo("\n".join(timeline(task, [unit_of(units, agency)] if agency else units, day)))
            return 0
        unit = None if whole else unit_of(units, agency)
        event = Event(_kind(kind), day, said.pop("due"), **said)
        evidence = [read_evidence(file) for file in files]
        number = record_event(store, task_id, event, unit.assignment_id if unit else None, evidence)
        after = [one for one in units_of(store.conn, [task_id]) if unit is None or one.agency_id == unit.agency_id]
        click.echo(_recorded(number, event, after))
    return 0


def _kind(typed: str) -> str:
    """The event meant: its identifier or its Vietnamese name, with or without marks; unknown ones stay as typed."""
    wanted = fold(typed).replace("-", "_")
    kinds = workflow().events.values()
    return next((kind.id for kind in kinds if wanted in (kind.id, fold(kind.label))), typed)


def _recorded(number: int, event: Event, units: list[Unit]) -> str:
    label = workflow().events[event.kind].label
    first = f"Đã ghi sự kiện số {number}: {label}, ngày {event.day:%d/%m/%Y}"
    if len(units) > 1:
        return f"{first}, cho cả việc ({len(units)} cơ quan chủ trì)."
    now = status_at(units[0].history, vietnam_today())
    how = f"; nay {now.timing}" + (f", hạn {now.due:%d/%m/%Y}" if now.due else "") if now else ""
    return f"{first}, {units[0].agency or 'cả việc'}{how}."
