"""``giaoviec evaluate``: what the program reads, scored against gold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.batch import read_all
from pipeline.cli.options import database_option, expand
from pipeline.cli.vietnamese import Command
from pipeline.contract import contract
from pipeline.errors import UnreadableFile
from pipeline.evaluate import LISTS, Figures, evaluate
from pipeline.evaluate.gold import GoldFile, load_gold


@click.command("evaluate", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="GOLD…")
@click.option("--suffix", default=".txt", metavar="ĐUÔI", help="Đuôi của tệp đem đọc, ví dụ .pdf; mặc định .txt.")
@click.option("--show", is_flag=True, help="In từng chỗ sai của từng văn bản.")
@click.option("--json", "as_json", is_flag=True, help="In các con số ra JSON.")
@database_option()
def command(paths: tuple[str, ...], suffix: str, show: bool, as_json: bool, db: Path) -> int:
    """Đọc các tệp nằm cạnh TÊN.gold.json trong thư mục GOLD và chấm điểm; thoát với mã 1 nếu có tệp không đọc được."""
    golds = load_gold(expand(paths), suffix)
    if not golds:
        raise UnreadableFile(f"Không tìm thấy TÊN.gold.json có tệp {suffix} bên cạnh trong: {', '.join(paths)}.")
    predicted = _read(golds)
    total = evaluate((gold.gold, row) for gold, row in zip(golds, predicted, strict=True))
    if show:
        click.echo("\n".join(_misses(golds, predicted)))
    click.echo(json.dumps(as_figures(total), ensure_ascii=False, indent=1) if as_json else _table(total, len(golds)))
    return int(not all(predicted))


def _read(golds: Sequence[GoldFile]) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    for outcome in read_all([gold.source for gold in golds]):
        if outcome.dispatch is None:
            click.echo(f"giaoviec: {outcome.error}", err=True)
        rows.append(contract(outcome.dispatch) if outcome.dispatch else {})
    return rows


def _misses(golds: Sequence[GoldFile], predicted: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for gold, row in zip(golds, predicted, strict=True):
        yield f"== {gold.source.name}"
        yield from (f"  {miss}" for miss in evaluate([(gold.gold, row)]).misses)


def as_figures(total: Figures) -> dict[str, Any]:
    """The figures as JSON values, shares rounded to four places."""
    lists = {
        name: {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1, "n": tally.found + tally.missed}
        for name, tally in total.tallies.items()
    }
    return {
        "documents": total.documents,
        "header_accuracy": round(total.header_accuracy, 4),
        "header": {name: f"{right}/{asked}" for name, (right, asked) in total.header.items()},
        **{name: {key: round(value, 4) for key, value in row.items()} for name, row in lists.items()},
        "task_free": {"documents": total.task_free, "clean": total.clean},
        "complete_tasks": round(total.complete_tasks, 4),
    }


def _table(total: Figures, documents: int) -> str:
    fields = "  ".join(f"{name} {right}/{asked}" for name, (right, asked) in total.header.items() if asked)
    rows = [
        f"{name:12} {tally.precision:9.3f} {tally.recall:9.3f} {tally.f1:9.3f} {tally.found + tally.missed:6}"
        for name in LISTS
        if (tally := total.tallies[name]) != type(tally)()
    ]
    return "\n".join(
        [
            f"{documents} văn bản; đầu văn bản đúng {total.header_accuracy:.3f}  ({fields})",
            f"{'':12} {'precision':>9} {'recall':>9} {'F1':>9} {'n':>6}",
            *rows,
            f"nhiệm vụ đúng trọn vẹn {total.complete_tasks:.3f}",
            f"văn bản không giao việc: {total.task_free}, để trống đúng {total.clean}",
        ]
    )
