"""``giaoviec version``"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from pipeline.cli.options import database_option
from pipeline.cli.vietnamese import Command


@click.command("version", cls=Command)
@database_option()
def command(db: Path) -> None:
    """In số phiên bản."""
    click.echo(f"giaoviec {version('giaoviec')}")
