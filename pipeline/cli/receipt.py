"""``giaoviec receipt``: the day on which a stored document came in, from which some of its deadlines are counted."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from getpass import getuser
from pathlib import Path

import click
from sqlite_utils import Database

from pipeline.cli.options import database_option
from pipeline.cli.vietnamese import Command
from pipeline.errors import StoreError
from pipeline.review import Author
from pipeline.sources import read_source
from pipeline.store import Receipt, known, open_store, record_receipt
from pipeline.store.functions import read_day


def _day(ctx: click.Context, param: click.Parameter, typed: str | None) -> date:
    """A day as ``2025-12-31`` or ``31/12/2025``; nothing is no day here, though elsewhere it means today."""
    if typed is None:
        raise click.MissingParameter(ctx=ctx, param=param)
    found = read_day(typed) if typed.strip() else None
    if found is None:
        raise click.BadParameter(typed, ctx, param)
    return found


@click.command("receipt", cls=Command)
@click.argument("which", metavar="TỆP|MÃ")
@click.option("--date", "day", callback=_day, metavar="NGÀY", help="Ngày đến: 2025-12-31 hoặc 31/12/2025.")
@click.option("--number", metavar="SỐ", help="Số đến trong sổ đăng ký; không ghi thì giữ số đã biết.")
@click.option("--by", "name", metavar="HỌ_TÊN", help="Ai ghi; không nêu thì là tên người dùng của máy này.")
@database_option()
def command(which: str, day: date, number: str | None, name: str | None, db: Path) -> int:
    """Ghi ngày đến, số đến của một văn bản đã nạp và tính các thời hạn kể từ ngày nhận được văn bản.

    Văn bản được chỉ bằng tệp đã nạp hoặc mã của nó trong cơ sở dữ liệu. Ngày do người ghi được giữ khi đọc lại tệp,
    và lần ghi nào cũng vào nhật ký của sổ văn bản đến.
    """
    if not db.is_file():
        raise StoreError(f"Chưa có cơ sở dữ liệu {db}: hãy nạp văn bản trước bằng lệnh giaoviec ingest.")
    store = open_store(db)
    with closing(store.conn):
        click.echo(_told(record_receipt(store, _document(store, which), day, _author(name), number), day))
    return 0


def _author(name: str | None) -> Author:
    """Who types commands; no account is called so."""
    try:
        return Author("@dong-lenh", name or getuser(), "clerk")
    except (OSError, KeyError, ImportError):  # a container whose user has no name
        return Author("@dong-lenh", "dòng lệnh", "clerk")


def _document(db: Database, which: str) -> int:
    """The id of a document given by its file, or by the id itself where there is no such file."""
    path = Path(which)
    if not path.exists() and which.isdecimal():
        return int(which)
    found = known(db, read_source(path).sha256)
    if found is None:
        raise StoreError(f"{path.name} chưa được nạp vào cơ sở dữ liệu.")
    return found


def _told(receipt: Receipt, day: date) -> str:
    due = ", ".join(f"{one:%d/%m/%Y}" for one in receipt.due)
    counted = f"thời hạn tính từ ngày nhận: {due}" if due else "không có thời hạn nào tính từ ngày nhận"
    return f"{receipt.label}: đến ngày {day:%d/%m/%Y}; {counted}."
