"""What several commands take: the database and the list of paths."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def home() -> Path:
    """Where the databases and originals lie: ``$GIAOVIEC_HOME``, else ``data`` under the current folder."""
    return Path(os.environ.get("GIAOVIEC_HOME") or "data")


def database_option(name: str = "giaoviec.db") -> Callable[[F], F]:
    """``--db PATH``; the default is ``name`` in :func:`home`."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path, dir_okay=False),
        default=lambda: home() / name,
        metavar="TỆP",
        help=f"Cơ sở dữ liệu; mặc định là {name} trong $GIAOVIEC_HOME, hoặc trong data/ của thư mục hiện tại.",
    )


def database_behind() -> Callable[[F], F]:
    """``--db PATH`` of a command in a group: given behind the command, else before it, else the default."""

    def given(ctx: click.Context, _: click.Parameter, path: Path | None) -> Path:
        return path or (ctx.parent.params["db"] if ctx.parent else Path())

    type_ = click.Path(path_type=Path, dir_okay=False)
    return click.option("--db", type=type_, metavar="TỆP", callback=given, help="Cơ sở dữ liệu.")


def means_options() -> Callable[[F], F]:
    """``--password``, tried on every PDF that asks for one, and ``--model``, which adds a second reader's doubts."""
    password = click.option("--password", metavar="MẬT_KHẨU", help="Mật khẩu để mở PDF bị khóa.")
    model = click.option("--model", is_flag=True, help="Để mô hình đọc lại; việc nào nó đọc khác quy tắc thì phải xem.")
    return lambda command: password(model(command))


def suffix_option() -> Callable[[F], F]:
    """``--suffix``: which of the files beside a gold file is read."""
    text = "Đuôi của tệp đem đọc, ví dụ .pdf; mặc định .txt, không có thì tệp nêu trong đáp án."
    return click.option("--suffix", default="", metavar="ĐUÔI", help=text)


def expand(paths: Iterable[str]) -> list[Path]:
    """The paths, with wildcards opened where the shell has left them (Windows); a name that exists is no pattern."""
    return [path for given in paths for path in _expand(given)]


def _expand(given: str) -> list[Path]:
    if not glob.has_magic(given) or Path(given).exists():
        return [Path(given)]
    return [Path(found) for found in sorted(glob.glob(given, recursive=True))] or [Path(given)]  # noqa: PTH207 absolute patterns
