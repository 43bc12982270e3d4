"""``giaoviec watch``: a folder whose files are read as they arrive."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click

from pipeline.batch import FoundFile, Means, Stored, ingest, processes
from pipeline.batch.identity import path_key
from pipeline.batch.watch import DONE, FAILED, QUIET_S, FolderGone, Watcher
from pipeline.cli.options import database_option
from pipeline.cli.vietnamese import Command
from pipeline.errors import StoreError
from pipeline.store import move_failures, open_store, writing
from pipeline.text.file_names import printable_name

_GAP_S = 30.0  # between looks where the folder is gone or the database can't be written


@click.command("watch", cls=Command)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
@click.option("--once", is_flag=True, help="Nạp những tệp đang có rồi thôi.")
@click.option(
    "--every", type=click.FloatRange(min=1), default=10.0, metavar="GIÂY", help="Xem lại sau chừng này; mặc định 10."
)
@database_option()
def command(folder: Path, once: bool, every: float, db: Path) -> int:
    """Theo dõi một thư mục: tệp nào chép xong thì nạp vào cơ sở dữ liệu; dừng bằng Ctrl+C.

    Tệp nạp được chuyển vào “đã nạp/NĂM-THÁNG”, tệp lỗi hoặc bị từ chối vào “lỗi” cùng một tệp ghi lý do. Dùng được với
    thư mục chia sẻ trên mạng, thư mục của máy quét.
    """
    watcher = Watcher(folder, lambda files: _read(files, db), lambda old, new: _tell_moved(db, old, new))
    if not folder.is_dir():
        raise FolderGone(f"Không có thư mục {folder}.")
    click.echo(f"Đang theo dõi {folder}: tệp xong vào “{DONE}”, tệp lỗi vào “{FAILED}”; dừng bằng Ctrl+C.")
    for stop in (signal.SIGTERM, signal.SIGINT):  # a service gets the first; who starts it may have had both ignored
        signal.signal(stop, signal.default_int_handler)
    failed = 0
    try:
        while True:
            failed += _look(watcher, once)
            if once and not watcher.is_waiting():
                return int(failed > 0)
            time.sleep(min(every, QUIET_S) if watcher.is_waiting() else every)
    except KeyboardInterrupt:
        click.echo("Đã dừng theo dõi.")
        return 0


def _look(watcher: Watcher, once: bool) -> int:
    """Look once and say what happened; the number of failures.

    A share that is away for a while is waited for, and so is a database in which another program writes for long: what
    was not stored still lies in the folder.
    """
    failed = 0
    try:
        for row in watcher.look():
            failed += row.result == "failed"
            click.echo(_told(row), err=row.result == "failed")
    except (FolderGone, StoreError) as error:
        if once:
            raise
        click.echo(f"giaoviec: {error} Sẽ thử lại.", err=True)
        time.sleep(_GAP_S)
    return failed


def _read(files: Sequence[FoundFile], db: Path) -> Iterator[Stored]:
    """In workers with limits: a folder where anybody puts files is no place to trust them."""
    return ingest(files, db, lambda: processes(2), Means(), few=0)


def _tell_moved(db: Path, old: Path, new: Path) -> None:
    """So that ``giaoviec retry`` finds the file."""
    store = open_store(db)
    with closing(store.conn), writing(store) as conn:
        move_failures(conn, path_key(old), path_key(new))


def _told(row: Stored) -> str:
    if row.result == "failed":
        return f"giaoviec: {row.error}"
    said = {"added": "mới", "unchanged": "đã có", "updated": "đọc lại", "kept": "giữ bản đã sửa"}[row.result]
    return f"{printable_name(row.path.name)}: {said}, {row.tasks} việc"
