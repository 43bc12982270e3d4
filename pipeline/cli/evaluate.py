"""``giaoviec evaluate``: what the program reads, scored against gold, and how far its confidence can be believed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.ablation import ablate, ablation_table
from pipeline.cli.ablation import as_json as ablation_rows
from pipeline.cli.options import database_option, expand, suffix_option
from pipeline.cli.scored import Scored, read_gold
from pipeline.cli.trust import as_json as trust_figures
from pipeline.cli.trust import trust, trust_table
from pipeline.cli.vietnamese import Command
from pipeline.errors import UnreadableFile
from pipeline.evaluate import LISTS, Figures, evaluate
from pipeline.evaluate.gold import load_gold
from pipeline.tagger import load_tagger


@click.command("evaluate", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="GOLD…")
@suffix_option()
@click.option("--show", is_flag=True, help="In từng chỗ sai của từng văn bản.")
@click.option("--json", "as_json", is_flag=True, help="In các con số ra JSON.")
@database_option()
def command(paths: tuple[str, ...], suffix: str, show: bool, as_json: bool, db: Path) -> int:
    """Đọc các tệp nằm cạnh TÊN.gold.json trong thư mục GOLD và chấm điểm; thoát với mã 1 nếu có tệp không đọc được."""
    golds = load_gold(expand(paths), suffix)
    if not golds:
        beside = suffix or ".txt"
        raise UnreadableFile(f"Không tìm thấy TÊN.gold.json có tệp {beside} bên cạnh trong: {', '.join(paths)}.")
    scored = read_gold(golds)
    total = evaluate((one.gold.gold, one.row) for one in scored)
    if show:
        click.echo("\n".join(_misses(scored)))
    found = trust(scored)
    rows = ablate(scored, load_tagger())
    if as_json:
        figures = {**as_figures(total), **trust_figures(found), "ablation": ablation_rows(rows)}
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join([_table(total, len(golds)), *trust_table(found), *ablation_table(rows)]))
    return int(not all(one.row for one in scored))


def _misses(scored: Sequence[Scored]) -> Iterator[str]:
    for one in scored:
        yield f"== {one.gold.source.name}"
        yield from (f"  {miss}" for miss in evaluate([(one.gold.gold, one.row)]).misses)


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
