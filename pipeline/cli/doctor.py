"""``giaoviec doctor``: what is installed, what is missing and the command that brings it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.vietnamese import Command
from pipeline.doctor import Check, examine


@click.command("doctor", cls=Command)
@database_option()
def command(db: Path) -> int:
    """Kiểm tra máy: có gì, thiếu gì, cài bằng lệnh nào; thoát với mã 1 nếu thiếu thứ bắt buộc."""
    checks = list(examine())
    for check in checks:
        click.echo(_line(check))
    click.echo(f"  {'cơ sở dữ liệu':22} {db.absolute()} ({'đã có' if db.is_file() else 'chưa có'})")
    return int(any(check.required and not check.present for check in checks))


def _line(check: Check) -> str:
    mark = "✓" if check.present else "✗" if check.required else "–"
    line = f"{mark} {check.name:22} {check.detail}"
    return f"{line}\n  {'':22} → {check.remedy}" if check.remedy else line
