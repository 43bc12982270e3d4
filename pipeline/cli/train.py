"""``giaoviec train``: fits the model beside the rules to gold, and writes weights and card."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import database_option, expand
from pipeline.cli.vietnamese import Command
from pipeline.clock import vietnam_today
from pipeline.errors import UnreadableFile
from pipeline.evaluate import Tally
from pipeline.evaluate.gold import GoldFile, digest, load_gold
from pipeline.tagger import tagger_folder

if TYPE_CHECKING:
    from pipeline.training import Settings

_LICENCE = "Apache-2.0"
_HELD_OUT = 10  # every so manieth document is measured on, not trained on


@click.command("train", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="GOLD…")
@click.option("--test", "tests", multiple=True, metavar="GOLD", help="Thư mục chỉ để đo, không để học.")
@click.option("--epochs", default=4, metavar="SỐ", help="Số lượt học; mặc định 4.")
@click.option("--seed", default=0, metavar="SỐ", help="Cùng số thì ra cùng trọng số; mặc định 0.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=tagger_folder,
    metavar="THƯ_MỤC",
    help="Nơi ghi mô hình; mặc định là mô hình đang dùng (models/tagger).",
)
@database_option()
def command(paths: tuple[str, ...], tests: tuple[str, ...], epochs: int, seed: int, out: Path, db: Path) -> int:
    """Huấn luyện mô hình đọc song song với quy tắc từ các văn bản có đáp án trong GOLD, trên CPU."""
    from pipeline.tagger.spacy_tagger import SpacyTagger  # spaCy only where it is used
    from pipeline.training import Settings, examples_of, fit_tagger, measure

    golds = load_gold(expand(paths))
    if len(golds) < _HELD_OUT:
        raise UnreadableFile(f"Cần ít nhất {_HELD_OUT} văn bản có đáp án (TÊN.gold.json cạnh TÊN.txt) để huấn luyện.")
    began = time.process_time()
    learnt = [example for at, gold in enumerate(golds) if at % _HELD_OUT for example in examples_of(gold)]
    click.echo(f"{len(golds)} văn bản, {len(learnt)} đoạn để học.")
    settings = Settings(epochs=epochs, seed=seed)
    nlp = fit_tagger(learnt, settings, lambda epoch, _: click.echo(f"  lượt {epoch}/{epochs}"))
    minutes = (time.process_time() - began) / 60
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out / "weights")
    tagger = SpacyTagger(out / "weights")
    figures = {"held_out": measure(tagger, [e for gold in golds[::_HELD_OUT] for e in examples_of(gold)])}
    for name in tests:
        figures[Path(name).name] = measure(tagger, [e for gold in load_gold(expand([name])) for e in examples_of(gold)])
    (out / "card.toml").write_text(_card(golds, len(learnt), settings, figures), "utf-8")
    click.echo("\n".join(_table(figures)))
    click.echo(f"{out.name}: học {minutes:.1f} phút.")
    return 0


def _card(
    golds: Sequence[GoldFile], pieces: int, settings: Settings, figures: Mapping[str, Mapping[str, Tally]]
) -> str:
    lines = [
        "# Thẻ mô hình; do `giaoviec train` ghi, không sửa tay. Ý nghĩa: README.md.",
        f"trained = {vietnam_today().isoformat()}",
        f'licence = "{_LICENCE}"',
        f'data_sha256 = "{digest(golds)}"',
        f"documents = {len(golds)}",
        f"pieces = {pieces}",
        "",
        "[settings]",
        *(f"{name} = {value}" for name, value in asdict(settings).items()),
    ]
    for name, tallies in figures.items():
        lines += ["", f'["{name}"]']
        lines += [
            f"{label} = {{ precision = {tally.precision:.4f}, recall = {tally.recall:.4f}, f1 = {tally.f1:.4f} }}"
            for label, tally in tallies.items()
        ]
    return "\n".join([*lines, ""])


def _table(figures: Mapping[str, Mapping[str, Tally]]) -> list[str]:
    lines = []
    for name, tallies in figures.items():
        lines.append(f"{name:12} {'precision':>9} {'recall':>9} {'F1':>9} {'n':>6}")
        lines += [
            f"{label:12} {one.precision:9.3f} {one.recall:9.3f} {one.f1:9.3f} {one.found + one.missed:6}"
            for label, one in tallies.items()
        ]
    return lines
