"""``giaoviec backup``: a copy of the database and its originals, taken while others use it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.records import opened
from pipeline.cli.vietnamese import Command
from pipeline.store.backup import back_up


@click.command("backup", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC")
@database_option()
def command(folder: Path, db: Path) -> int:
    """Sao lưu cơ sở dữ liệu và các bản gốc vào THƯ_MỤC; không cần dừng việc đang chạy, lần sau chỉ chép bản gốc mới."""
    with opened(db) as store:
        done = back_up(store.conn, db, folder)
    click.echo(f"Đã sao lưu {done.documents} văn bản, chép thêm {done.copied} bản gốc → {folder}")
    return 0
