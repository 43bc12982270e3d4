"""``giaoviec export-gold``: confirmed documents as gold, to score, calibrate and train on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click

from pipeline.cli.options import database_option, home
from pipeline.cli.records import opened
from pipeline.cli.vietnamese import Command
from pipeline.errors import GiaoviecError, RecordRefused
from pipeline.store.confirmed import Confirmed, confirmed_document, confirmed_ids


@click.command("export-gold", cls=Command)
@click.argument("documents", nargs=-1, type=click.IntRange(min=1), metavar="VĂN_BẢN…")
@click.option("--all", "every", is_flag=True, help="Mọi văn bản đã được xác nhận.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: home() / "gold",
    metavar="THƯ_MỤC",
    help="Nơi ghi; mặc định là gold cạnh cơ sở dữ liệu mặc định.",
)
@database_option()
def command(documents: tuple[int, ...], every: bool, out: Path, db: Path) -> int:
    """Xuất văn bản đã xác nhận (số VĂN_BẢN trong sổ): bản gốc và TÊN.gold.json, để chấm điểm và huấn luyện.

    Văn bản chưa xác nhận không được xuất. Thư mục ấy dùng được ngay cho evaluate, calibrate và train.
    """
    if bool(documents) == every:
        raise RecordRefused("Hãy nêu số văn bản, hoặc --all để xuất mọi văn bản đã xác nhận.")
    with opened(db) as store:
        found = [confirmed_document(store.conn, db.parent, id_) for id_ in documents or confirmed_ids(store.conn)]
    if not found:
        raise RecordRefused("Chưa có văn bản nào được xác nhận.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in found:
            _write(one, out)
    except OSError as error:
        raise GiaoviecError(f"Không ghi được vào {out}: {error.strerror}.") from error
    click.echo(f"{len(found)} văn bản → {out}")
    return 0


def _write(one: Confirmed, out: Path) -> None:
    """The source and the gold beside it; where the file is left no more, its text is the source."""
    suffix = one.original.suffix if one.original else ".txt"
    source = out / f"{one.name}{suffix}"
    if one.original:
        shutil.copyfile(one.original, source)
    else:
        source.write_text(one.text, "utf-8")
    gold = {**one.gold, "source": source.name}
    (out / f"{one.name}.gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
