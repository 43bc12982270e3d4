"""``giaoviec extract``: files → the JSON contract on standard output; nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.batch import Means, Outcome, read_all
from pipeline.cli.options import database_option, expand, means_options
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
@means_options()
@database_option()
def command(files: tuple[str, ...], form: str, password: str | None, model: bool, db: Path) -> int:
    """Đọc văn bản và in kết quả; không ghi gì vào cơ sở dữ liệu."""
    codes: set[int] = set()
    means = Means(password, model)
    for row in _with_attached(_rows(read_all(expand(files), means=means), codes)):
        click.echo(as_text(row) if form == "text" else _as_json(row))
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _rows(outcomes: Iterable[Outcome], codes: set[int]) -> Iterator[dict[str, Any]]:
    """The contract of each dispatch read; what was not is told on standard error, its exit code kept in ``codes``."""
    for outcome in outcomes:
        if outcome.dispatch is None:
            click.echo(f"giaoviec: {outcome.error}", err=True)
            codes.add(outcome.code)
        else:
            yield contract(outcome.dispatch)


def _with_attached(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row a file: a further dispatch in the same file ("x.pdf#2") stands in ``attached`` of the first."""
    first: dict[str, Any] | None = None
    for row in rows:
        if first is not None and row["parent"] == first["sha256"] and row["source"].startswith(f"{first['source']}#"):
            first.setdefault("attached", []).append(row)
            continue
        if first is not None:
            yield first
        first = row
    if first is not None:
        yield first


def _as_json(row: dict[str, Any]) -> str:
    """One line for programs (JSON Lines), indented for a person at a terminal."""
    return json.dumps(row, ensure_ascii=False, indent=1 if sys.stdout.isatty() else None)
