"""``giaoviec reprocess``: stored originals read again with the rules of this version."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from pipeline.batch import Ingest, Means, originals
from pipeline.cli.batch import Account, few_here, hiring, limits_options, watched
from pipeline.cli.options import database_option, means_options
from pipeline.cli.records import existing
from pipeline.cli.vietnamese import Command
from pipeline.store import open_store


@click.command("reprocess", cls=Command)
@click.option("--changed", is_flag=True, help="Chỉ những văn bản do bản quy tắc khác bản này đọc.")
@limits_options()
@means_options()
@database_option()
def command(
    changed: bool, workers: int, scheduler: str | None, time_limit: float, memory_limit: int,
    log: Path | None, password: str | None, model: bool, db: Path,
) -> int:  # fmt: skip
    """Đọc lại các bản gốc đã lưu; những gì người dùng đã ghi thì giữ nguyên."""
    store = open_store(existing(db))
    with closing(store.conn), closing(open_store(db).conn) as reading:
        account = Account(db, log)
        run = Ingest(store, db.parent, Means(password, model), again=True, command="reprocess", few=few_here())
        files = originals(reading, db.parent, changed)
        for row in watched(run.run(files, hiring(workers, scheduler, time_limit, memory_limit))):
            account.add(row)
    return account.close()
