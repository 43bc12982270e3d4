"""``giaoviec calibrate``: fits to gold how far whole tasks are to be trusted, and writes the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.calibration import Weights, weights_file
from pipeline.cli.options import database_option, expand, suffix_option
from pipeline.cli.scored import judge, read_gold
from pipeline.cli.vietnamese import Command
from pipeline.clock import vietnam_today
from pipeline.errors import UnreadableFile
from pipeline.evaluate.acceptance import Acceptance, auto_accept, best_threshold
from pipeline.evaluate.gold import GoldFile, digest, load_gold
from pipeline.evaluate.regression import Judged, cross_validate, fit

# 98% is asked for; half a point more, as one task more or less is a quarter of a point.
_ASKED = 0.985


@dataclass(frozen=True, slots=True)
class _Card:
    """What the weights were fitted on and how well they did on documents left out."""

    golds: Sequence[GoldFile]
    judged: Sequence[Judged]
    accepted: Acceptance


@click.command("calibrate", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="GOLD…")
@suffix_option()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=weights_file,
    metavar="TỆP",
    help="Tệp trọng số; mặc định là tệp đang dùng (models/confidence/rules.toml).",
)
@database_option()
def command(paths: tuple[str, ...], suffix: str, out: Path, db: Path) -> int:
    """Khớp lại độ tin cậy của nhiệm vụ theo các đáp án trong GOLD, kiểm tra chéo theo văn bản rồi ghi trọng số."""
    golds = load_gold(expand(paths), suffix)
    judged = [task for scored in read_gold(golds) for task in judge(scored)]
    if len({task.right for task in judged}) < 2:
        raise UnreadableFile("Cần đáp án có cả nhiệm vụ đọc đúng lẫn nhiệm vụ đọc sai để khớp độ tin cậy.")
    likely = cross_validate(judged)
    right = [task.right for task in judged]
    threshold = round(best_threshold(likely, right, _ASKED), 4)
    accepted = auto_accept(likely, right, threshold)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_toml(fit(judged, threshold), _Card(golds, judged, accepted)), "utf-8")
    click.echo(f"{out.name}: {len(judged)} nhiệm vụ trong {len({t.document for t in judged})} văn bản.")
    click.echo(
        f"Tự nhận từ {threshold}: {accepted.coverage:.1%} số việc, đúng {accepted.precision:.1%} (kiểm tra chéo)."
    )
    return 0


def _toml(weights: Weights, card: _Card) -> str:
    wrong = sum(not task.right for task in card.judged)
    return "\n".join(
        [
            "# Trọng số độ tin cậy của nhiệm vụ; do `giaoviec calibrate` ghi, không sửa tay. Ý nghĩa: README.md.",
            f"bias = {weights.bias}",
            f"threshold = {weights.threshold}",
            "",
            "[card]",
            f"fitted = {vietnam_today().isoformat()}",
            f'gold_sha256 = "{digest(card.golds)}"',
            f"documents = {len({task.document for task in card.judged})}",
            f"tasks = {len(card.judged)}",
            f"wrong = {wrong}",
            f"cross_validated_coverage = {card.accepted.coverage:.4f}",
            f"cross_validated_precision = {card.accepted.precision:.4f}",
            "",
            "[features]",
            *(f'"{name}" = {weight}' for name, weight in sorted(weights.features.items())),
            "",
        ]
    )
