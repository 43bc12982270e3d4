"""``giaoviec ingest``: files and folders → the database."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from pipeline.batch import Means, Stored, discover, ingest
from pipeline.cli.options import database_option, expand, means_options
from pipeline.cli.vietnamese import Command
from pipeline.errors import SecretDocument
from pipeline.store import original_path


@click.command("ingest", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="ĐƯỜNG_DẪN…")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: min(os.cpu_count() or 1, 4),
    metavar="SỐ",
    help="Số tiến trình đọc song song; mặc định theo máy, nhiều nhất là 4.",
)
@means_options()
@database_option()
def command(paths: tuple[str, ...], workers: int, password: str | None, model: bool, db: Path) -> int:
    """Đọc tệp và thư mục (cả thư mục con) rồi ghi vào cơ sở dữ liệu; nạp lại tệp cũ không làm trùng.

    Thoát với mã 1 nếu có tệp lỗi, mã 4 nếu chỉ có văn bản mật bị từ chối.
    """
    # Without hash and name, the place of an original is the folder of all of them.
    found = discover(expand(paths), aside=original_path(db.parent, "", ""))
    return run(found.files, db, workers, found.skipped, Means(password, model))


def run(files: Sequence[Path], db: Path, workers: int = 1, skipped: int = 0, means: Means = Means()) -> int:  # noqa: B008 frozen
    """Ingest with a progress bar on a terminal, one line per failed file and a summary; the exit code."""
    stored = list(_reported(_with_progress(ingest(files, db, workers, means), files)))
    click.echo(_summary(stored, skipped, db))
    codes = {row.code for row in stored if row.result == "failed"}
    return 0 if not codes else SecretDocument.exit_code if codes == {SecretDocument.exit_code} else 1


def _reported(rows: Iterable[Stored]) -> Iterator[Stored]:
    for row in rows:
        if row.result == "failed":
            click.echo(f"giaoviec: {row.error}", err=True)
        yield row


def _with_progress(rows: Iterable[Stored], files: Sequence[Path]) -> Iterator[Stored]:
    if not sys.stderr.isatty():
        yield from rows
        return
    from rich.console import Console
    from rich.progress import Progress

    # A file with several documents in it gives several rows, and moves the bar once.
    last: Path | None = None
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Đang nạp", total=len(files))
        for row in rows:
            progress.advance(task, row.path != last)
            last = row.path
            yield row


def _summary(stored: Sequence[Stored], skipped: int, db: Path) -> str:
    count = Counter(row.result for row in stored)
    tasks = sum(row.tasks for row in stored)
    parts = [
        f"{count['added']} văn bản mới, {count['updated']} cập nhật, {count['unchanged']} không đổi",
        f"{tasks} nhiệm vụ",
        f"{count['failed']} tệp lỗi",
    ]
    if count["kept"]:
        parts.append(f"{count['kept']} văn bản giữ nguyên phần người đã sửa")
    if skipped:
        parts.append(f"bỏ qua {skipped} tệp không phải văn bản")
    return f"{'; '.join(parts)} → {db}"
