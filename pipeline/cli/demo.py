"""``giaoviec demo``: the sample dispatches that come with the program, ingested and shown."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.batch import discover
from pipeline.cli import ingest, serve
from pipeline.cli.options import database_option
from pipeline.cli.vietnamese import Command
from pipeline.follow import workflow
from pipeline.shipped import shipped_folder
from pipeline.web.demo_accounts import LASTS_S, confirm_undoubted, demo_links


@click.command("demo", cls=Command)
@click.option("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="Mặc định 127.0.0.1: chỉ máy này xem được.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, metavar="CỔNG", help="Mặc định 8001.")
@click.option("--no-serve", is_flag=True, help="Chỉ nạp văn bản mẫu, không mở trên trình duyệt.")
@database_option("demo.db")
def command(host: str, port: int, no_serve: bool, db: Path) -> int:
    """Nạp các văn bản mẫu vào một cơ sở dữ liệu riêng (demo.db) rồi mở trên trình duyệt."""
    from pipeline.serve import listen, site_of

    code = ingest.run(samples(), db)
    if not code:
        confirm_undoubted(db)
    if not no_serve and not code:
        with listen(host, port) as listening:
            _tell_links(db, site_of(listening))
            serve.run(db, listening)
    return code


def _tell_links(db: Path, site: str) -> None:
    """One link a role; each signs in once, so that no demonstration runs with a password that everybody knows."""
    click.echo(f"Vào thử với từng vai trò (mỗi liên kết dùng một lần, trong {LASTS_S // 3600} giờ):")
    for account, path in demo_links(db):
        label = workflow().roles[account.role].label
        click.echo(f"  {label}{f' ({account.agency})' if account.agency else ''}: {site}{path}")


def samples() -> list[Path]:
    """One file per sample: of a dispatch that is there as PDF and as text, the PDF alone, or its tasks come twice."""
    files = discover([shipped_folder("corpus")]).files
    return [file for file in files if file.suffix == ".pdf" or file.with_suffix(".pdf") not in files]
