"""``giaoviec stats``: what the database holds, in one table."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.records import opened
from pipeline.cli.vietnamese import Command
from pipeline.store.stats import stats


@click.command("stats", cls=Command)
@database_option()
def command(db: Path) -> int:
    """In số văn bản theo loại, theo năm, số nhiệm vụ, tệp lỗi, dung lượng và các lần nạp gần nhất."""
    with opened(db) as store:
        for title, rows in stats(store.conn, db):
            click.echo(title)
            width = max((len(name) for name, _ in rows), default=0)
            for name, value in rows:
                click.echo(f"  {name:<{width}}  {value:>12}")
    return 0
