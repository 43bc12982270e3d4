"""``giaoviec retry``: files that could not be read, once more."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from pipeline.batch import Ingest, Means, failed_files
from pipeline.cli.batch import Account, hiring, limits_options, watched
from pipeline.cli.options import database_option, means_options
from pipeline.cli.records import existing
from pipeline.cli.vietnamese import Command
from pipeline.store import failed_paths, open_store


@click.command("retry", cls=Command)
@limits_options()
@means_options()
@database_option()
def command(
    workers: int, scheduler: str | None, time_limit: float, memory_limit: int,
    log: Path | None, password: str | None, model: bool, db: Path,
) -> int:  # fmt: skip
    """Đọc lại các tệp trong bảng failures, kể cả tệp đã vượt giới hạn; sau khi cài chương trình còn thiếu chẳng hạn."""
    store = open_store(existing(db))
    with closing(store.conn):
        files = list(failed_files(failed_paths(store.conn)))
        account = Account(db, log)
        # Some of them hung or ended a worker before: none is read in this process.
        run = Ingest(store, db.parent, Means(password, model), again=True, command="retry", few=0)
        rows = run.run(files, hiring(workers, scheduler, time_limit, memory_limit))
        for row in watched(rows, len(files)):
            account.add(row)
    return account.close()
