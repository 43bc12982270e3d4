"""``giaoviec serve``: the database in a browser."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.records import existing
from pipeline.cli.vietnamese import Command
from pipeline.store.accounts import accounts_path, list_accounts, open_accounts


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="Mặc định 127.0.0.1: chỉ máy này xem được.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, metavar="CỔNG", help="Mặc định 8001.")
@click.option("--public", is_flag=True, help="Ai cũng xem được mà không đăng nhập; ghi thì vẫn phải đăng nhập.")
@click.option(
    "--no-review",
    is_flag=True,
    help="Cơ quan thấy việc của mình ngay khi văn bản vào sổ, không đợi văn thư xác nhận.",
)
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="TỆP",
    help="Xem cùng một cơ sở dữ liệu nữa, của năm khác hay đơn vị khác; có thể nêu nhiều lần.",
)
@database_option()
def command(host: str, port: int, public: bool, no_review: bool, also: tuple[Path, ...], db: Path) -> None:
    """Mở cơ sở dữ liệu trên trình duyệt bằng Datasette, phải đăng nhập mới xem được; dừng bằng Ctrl+C."""
    from pipeline.serve import listen

    for path in (db, *also):
        existing(path)
    with listen(host, port) as listening:
        run(db, listening, public, also, review=not no_review)


def run(
    db: Path, listening: socket.socket, public: bool = False, also: Sequence[Path] = (), review: bool = True
) -> None:
    """Say where to look, then serve until interrupted, which is how serving ends."""
    from pipeline.serve import serve, site_of

    if not public and not _has_accounts(db):
        click.echo("Chưa có tài khoản nào để đăng nhập, hãy tạo: giaoviec user add TÊN_ĐĂNG_NHẬP --role admin")
    click.echo(f"Mở {site_of(listening)} trên trình duyệt; dừng bằng Ctrl+C.")
    with suppress(KeyboardInterrupt):
        serve(db, listening, public=public, also=also, review=review)


def _has_accounts(db: Path) -> bool:
    with open_accounts(accounts_path(db)) as accounts:
        return bool(list_accounts(accounts))
