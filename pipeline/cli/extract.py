"""``giaoviec extract``: files → the JSON contract on standard output; nothing is stored."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from pipeline.batch import Outcome, read_all
from pipeline.cli.options import database_option, expand, password_option
from pipeline.cli.plain import as_text
from pipeline.cli.vietnamese import Command
from pipeline.contract import contract


@click.command("extract", cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    default="json",
    metavar="json|text",
    help="json (mặc định; mỗi văn bản một dòng JSON) hoặc text (bản để đọc).",
)
@password_option()
@database_option()
def command(files: tuple[str, ...], form: str, password: str | None, db: Path) -> int:
    """Đọc văn bản và in kết quả; không ghi gì vào cơ sở dữ liệu."""
    failed = [_show(outcome, form) for outcome in read_all(expand(files), password=password)]
    codes = {code for code in failed if code}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _show(outcome: Outcome, form: str) -> int:
    if outcome.dispatch is None:
        click.echo(f"giaoviec: {outcome.error}", err=True)
        return outcome.code
    row = contract(outcome.dispatch)
    click.echo(as_text(row) if form == "text" else _as_json(row))
    return 0


def _as_json(row: dict[str, Any]) -> str:
    """One line for programs (JSON Lines), indented for a person at a terminal."""
    return json.dumps(row, ensure_ascii=False, indent=1 if sys.stdout.isatty() else None)
