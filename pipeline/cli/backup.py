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
    """Sao lưu cơ sở dữ liệu, tài khoản và các bản gốc vào THƯ_MỤC; không cần dừng việc đang chạy.

    Lần sau chỉ chép bản gốc mới. Bản sao của tài khoản không có khóa ký phiên: khôi phục xong, mọi người đăng nhập lại.
    """
    with opened(db) as store:
        done = back_up(store.conn, db, folder)
    accounts = ", cả tài khoản" if done.accounts else ""
    click.echo(f"Đã sao lưu {done.documents} văn bản, chép thêm {done.copied} bản gốc{accounts} → {folder}")
    return 0
