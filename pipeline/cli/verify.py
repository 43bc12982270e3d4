"""``giaoviec verify``: is everything still as it was recorded?"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.records import opened
from pipeline.cli.vietnamese import Command
from pipeline.store.database import writing
from pipeline.store.standings import refresh_all
from pipeline.store.verify import last_link, verify


@click.command("verify", cls=Command)
@click.option("--noted", default="", metavar="MÃ", help="Mã băm cuối đã ghi lại lần trước: phải còn trong chuỗi.")
@click.option("--redraw", is_flag=True, help="Tính lại tình trạng và số đếm từ sự kiện trước khi kiểm tra.")
@database_option()
def command(noted: str, redraw: bool, db: Path) -> int:
    """Kiểm tra chuỗi sự kiện, khóa ngoại, tệp cơ sở dữ liệu, bản gốc; thoát với mã 1 nếu có gì không còn nguyên.

    Mỗi điều sai một dòng. Hãy ghi lại mã băm cuối ở nơi khác: ai viết lại cả chuỗi thì mã ấy không còn.
    """
    with opened(db) as store:
        if redraw:
            with writing(store) as conn:
                refresh_all(conn)
        found = list(verify(store.conn, db.parent, noted.strip().lower()))
        for sentence in found:
            click.echo(f"giaoviec: {sentence}", err=True)
        if found:
            return 1
        count, link = last_link(store.conn)
    click.echo(f"Không có gì sai: {count} sự kiện" + (f", mã băm cuối {link}." if link else "."))
    return 0
