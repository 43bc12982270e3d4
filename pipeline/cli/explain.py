"""``giaoviec explain``: where each value was read, and by which rule; nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from pipeline.batch import Means, Outcome, read_all
from pipeline.cli.options import database_option, expand, means_options
from pipeline.cli.vietnamese import Command
from pipeline.explanation import Explained, explain
from pipeline.provenance import Place

_LONGEST = 100


@click.command("explain", cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="text (mặc định; bản để đọc) hoặc json (mỗi văn bản một dòng JSON, có khung trên trang).",
)
@means_options()
@database_option()
def command(files: tuple[str, ...], form: str, password: str | None, model: bool, db: Path) -> int:
    """In từng giá trị đọc được với nguyên văn, trang, vị trí, quy tắc và độ tin cậy; không ghi gì."""
    means = Means(password, model)
    failed = [_show(outcome, form) for outcome in read_all(expand(files), means=means)]
    codes = {code for code in failed if code}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _show(outcome: Outcome, form: str) -> int:
    if outcome.dispatch is None:
        click.echo(f"giaoviec: {outcome.error}", err=True)
        return outcome.code
    rows = explain(outcome.dispatch)
    name = outcome.dispatch.source.name
    click.echo(_as_json(name, rows) if form == "json" else "\n".join(_as_text(name, rows)))
    return 0


def _as_json(name: str, rows: Iterable[Explained]) -> str:
    return json.dumps({"source": name, "values": [_row(row) for row in rows]}, ensure_ascii=False)


def _row(row: Explained) -> dict[str, Any]:
    first = row.places[0] if row.places else None
    return {
        "field": row.field,
        "task": row.task,
        "value": row.value,
        "raw": row.raw,
        "inferred": row.inferred,
        "page": first.page if first else None,
        "paragraph": first.paragraph if first else None,
        "boxes": [[place.page, *place.box] for place in row.places if place.box is not None],
        "rule": row.rule,
        "confidence": round(row.confidence, 4),
    }


def _as_text(name: str, rows: Iterable[Explained]) -> Iterator[str]:
    yield name
    for number, group in groupby(rows, key=lambda row: row.task):
        if number is not None:
            yield f"\nViệc {number}"
        for row in group:
            yield f"  {row.label}: {_short(row.value)}"
            yield f"      {_grounds(row)}"
    yield ""


def _grounds(row: Explained) -> str:
    known = f"quy tắc {row.rule}; độ tin cậy {row.confidence:.2f}"
    if row.inferred:
        return f"suy ra, không in trong văn bản; {known}"
    return f"“{_short(row.raw)}”; {_where(row.places)}; {known}"


def _where(places: tuple[Place, ...]) -> str:
    """``trang 1, khung 85–240 × 102–116``: across and down the page in points; of several lines the first is told."""
    if not places:
        return "không rõ chỗ"
    first = places[0]
    if first.box is None:
        return f"trang {first.page}, đoạn {first.paragraph}"
    x0, top, x1, bottom = (round(edge) for edge in first.box)
    more = f" và {len(places) - 1} dòng nữa" if len(places) > 1 else ""
    return f"trang {first.page}, khung {x0}–{x1} × {top}–{bottom}{more}"


def _short(text: str) -> str:
    """On one line, with the middle left out where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 25]} … {flat[-20:]}"
