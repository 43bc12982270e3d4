"""``giaoviec ingest``: files and folders → the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from pipeline.batch import FoundFile, Means, ingest, walk
from pipeline.cli.batch import Account, count_files, few_here, hiring, limits_options, locations, watched
from pipeline.cli.options import database_option, means_options
from pipeline.cli.vietnamese import Command
from pipeline.store import original_path


@click.command("ingest", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="ĐƯỜNG_DẪN…")
@limits_options()
@means_options()
@database_option()
def command(
    paths: tuple[str, ...], workers: int, scheduler: str | None, time_limit: float, memory_limit: int,
    log: Path | None, password: str | None, model: bool, db: Path,
) -> int:  # fmt: skip
    """Đọc tệp và thư mục (cả thư mục con) rồi ghi vào cơ sở dữ liệu; bị ngắt thì chạy lại lệnh để đi tiếp.

    Tệp đã đọc mà không đổi thì không đọc lại. ĐƯỜNG_DẪN có thể là địa chỉ của kho tệp như s3://kho/nam-2015/. Thoát với
    mã 1 nếu có tệp lỗi, mã 4 nếu chỉ có văn bản mật bị từ chối.
    """
    # Without hash and name, the place of an original is the folder of all of them.
    given, aside = locations(paths), original_path(db.parent, "", "")
    account = Account(db, log)
    hire = hiring(workers, scheduler, time_limit, memory_limit)
    rows = ingest(account.counted(walk(given, aside)), db, hire, Means(password, model), few_here())
    for row in watched(rows, partial(count_files, given, aside)):
        account.add(row)
    return account.close()


def run(files: Sequence[Path], db: Path) -> int:
    """Ingest sample files in this process, with one line per failed file and a summary; the exit code."""
    found: Iterable[FoundFile] = [FoundFile(path) for path in files]
    account = Account(db)
    for row in ingest(found, db):
        account.add(row)
    return account.close()
