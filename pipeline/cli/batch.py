"""What the commands share that read many files: their options, the progress on a terminal, the summary and the log."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import IO, Any, TypeVar

import click
from click.core import ParameterSource

from pipeline.batch import FEW, FoundFile, Lanes, Skipped, Stored, Unlisted, cluster, processes, walk
from pipeline.cli.options import expand
from pipeline.errors import GiaoviecError, SecretDocument
from pipeline.text.file_names import printable_name

F = TypeVar("F", bound=Callable[..., Any])
Found = FoundFile | Skipped | Unlisted

_MEGABYTE = 1 << 20


def limits_options() -> Callable[[F], F]:
    """``--workers``, ``--scheduler``, ``--time-limit``, ``--memory-limit`` and ``--log``."""
    count = min(os.cpu_count() or 1, 4)
    options = (
        click.option("--workers", type=click.IntRange(min=1), default=count, metavar="SỐ",
                     help="Số tiến trình đọc song song; mặc định theo máy, nhiều nhất là 4."),
        click.option("--scheduler", metavar="ĐỊA_CHỈ", help="Đọc trên cụm máy Dask có scheduler ở tcp://…"),
        click.option("--time-limit", type=click.FloatRange(min=1), default=3600.0, metavar="GIÂY",
                     help="Mỗi tệp được đọc lâu nhất bao nhiêu giây; mặc định 3600, tệp không cần nhận dạng chữ 120."),
        click.option("--memory-limit", type=click.IntRange(min=512), default=4096, metavar="MB",
                     help="Bộ nhớ của mỗi tiến trình đọc; mặc định 4096 MB (Windows: không giới hạn)."),
        click.option("--log", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
                     help="Ghi thêm vào tệp này mỗi văn bản một dòng JSON."),
    )  # fmt: skip

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def hiring(
    workers: int, scheduler: str | None, time_limit: float, memory_limit: int
) -> Callable[[], AbstractContextManager[Lanes]]:
    """Who reads, but for a few light files."""
    if scheduler is not None:
        return partial(cluster, scheduler)
    return partial(processes, workers, slow=time_limit, memory=memory_limit * _MEGABYTE)


def few_here() -> int:
    """Up to how many light files the running command reads itself: none where it was told who reads, or the limits."""
    context = click.get_current_context()
    told = ("scheduler", "time_limit", "memory_limit")
    return FEW if all(context.get_parameter_source(name) is ParameterSource.DEFAULT for name in told) else 0


def locations(given: Iterable[str]) -> list[Path]:
    """Paths of this machine with wildcards opened, and addresses of other storage (``s3://…``) as they are.

    Raises GiaoviecError for storage that is unknown or whose program isn't installed.
    """
    return [path for one in given for path in ([_remote(one)] if "://" in one else expand([one]))]


def _remote(address: str) -> Path:
    from upath import UPath

    try:
        return UPath(address)  # type: ignore[return-value]  # it does all that is asked of a path here
    except (ImportError, ValueError, OSError) as error:
        raise GiaoviecError(f"Không dùng được kho tệp {address}: {' '.join(str(error).split())}.") from error


class Account:
    """Counts what becomes of documents, tells failures as they come, and says in the end what there was."""

    def __init__(self, db: Path, log: Path | None = None) -> None:
        self._db = db
        self._documents: Counter[str] = Counter()
        self._tasks = self._skipped = 0
        self._codes: set[int] = set()
        self._log: IO[str] | None = None
        if log is not None:
            try:
                log.parent.mkdir(parents=True, exist_ok=True)
                self._log = log.open("a", encoding="utf-8")
            except OSError as error:
                raise GiaoviecError(f"Không ghi được nhật ký vào {log}: {error.strerror}.") from error

    def counted(self, found: Iterable[Found]) -> Iterator[Found]:
        """The same, with the files counted that are no documents."""
        for item in found:
            self._skipped += isinstance(item, Skipped)
            yield item

    def add(self, row: Stored) -> None:
        """One document, or one file that was not read again."""
        self._documents["secret" if _is_secret(row) else row.result] += row.documents
        self._tasks += row.tasks
        if row.result == "failed":
            self._codes.add(row.code)
            click.echo(f"giaoviec: {row.error}", err=True)
        if self._log is not None:
            self._log.write(json.dumps(_entry(row), ensure_ascii=False) + "\n")

    def close(self) -> int:
        """Print the summary; the exit code."""
        if self._log is not None:
            self._log.close()
        count = self._documents
        parts = [
            f"{count['added']} văn bản mới, {count['updated']} cập nhật, {count['unchanged']} không đổi",
            f"{self._tasks} nhiệm vụ",
            f"{count['failed']} tệp lỗi",
        ]
        if count["secret"]:
            parts.append(f"{count['secret']} văn bản mật, không nhận")
        if count["kept"]:
            parts.append(f"{count['kept']} văn bản giữ nguyên phần người đã sửa")
        if self._skipped:
            parts.append(f"bỏ qua {self._skipped} tệp không phải văn bản")
        click.echo(f"{'; '.join(parts)} → {self._db}")
        if not self._codes:
            return 0
        return SecretDocument.exit_code if self._codes == {SecretDocument.exit_code} else 1


def _is_secret(row: Stored) -> bool:
    return row.code == SecretDocument.exit_code


def _entry(row: Stored) -> dict[str, object]:
    """What the log keeps: nothing of a document's text, and no name of a secret one."""
    secret = _is_secret(row)
    entry: dict[str, object] = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "path": None if secret else printable_name(row.path),
        "result": "secret" if secret else row.result,
        "tasks": row.tasks,
    }
    return entry if row.result != "failed" or secret else {**entry, "error": row.error}


def watched(rows: Iterable[Stored], total: int | Callable[[], int] | None = None) -> Iterator[Stored]:
    """The same rows, with a bar on a terminal: how many files, how fast, how long still. Quiet elsewhere.

    ``total`` files there are; a function that counts them runs beside, as files are looked for while others are read.
    """
    if not sys.stderr.isatty():
        yield from rows
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(), TextColumn("{task.fields[counts]}"), console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar as progress:
        task = progress.add_task("", total=total if isinstance(total, int) else None, rate="", counts="")
        if callable(total):
            Thread(target=lambda: progress.update(task, total=total()), daemon=True).start()
        counts: Counter[str] = Counter()
        last: Path | None = None
        for row in rows:
            counts["secret" if _is_secret(row) else row.result] += row.documents
            # A file with several documents in it gives several rows, and moves the bar once.
            progress.advance(task, row.path != last)
            speed = progress.tasks[0].speed
            told = f"{counts['added']} mới, {counts['unchanged']} không đổi, {counts['failed']} lỗi"
            progress.update(task, rate=f"{speed:.0f} tệp/s" if speed else "", counts=told)
            last = row.path
            yield row


def count_files(given: Sequence[Path], aside: Path | None = None) -> int:
    """How many files a walk over these paths meets."""
    return sum(not isinstance(item, Skipped) for item in walk(given, aside))
