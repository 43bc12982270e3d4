"""``giaoviec agencies``: the register of agencies and an office's own directory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlite_utils import Database

from pipeline.agencies import Agency, bodies
from pipeline.agencies.directory import HEADINGS, Problem, check_directory, read_directory
from pipeline.agencies.spelling import plain
from pipeline.agencies.tables import read_table
from pipeline.cli.options import database_behind, database_option
from pipeline.cli.vietnamese import Command, CommandGroup
from pipeline.errors import GiaoviecError
from pipeline.store import open_store
from pipeline.store.accounts import accounts_path, bind_account, list_accounts, open_accounts
from pipeline.store.agency_names import agency_now
from pipeline.store.directory import directory_of, replace_directory

_FILE = click.argument("path", metavar="TỆP", type=click.Path(path_type=Path))


_DATABASE = database_behind()


class BadDirectory(GiaoviecError):
    """The office's directory can't be used as it is; the report before it says where."""

    exit_code = 1


_LOST = (
    "Tài khoản {0}: không còn cơ quan nào tên “{1}” nên không thấy việc nào; gắn lại bằng lệnh "
    "giaoviec user agency {0} TÊN_CƠ_QUAN."
)


@click.group("agencies", cls=CommandGroup, subcommand_metavar="LỆNH …", no_args_is_help=True)
@database_option()
def command(db: Path) -> None:
    """Danh bạ cơ quan: bản đi kèm và danh bạ riêng của cơ quan, bản riêng được ưu tiên."""


@command.command("import", cls=Command)
@_FILE
@_DATABASE
def import_(path: Path, db: Path) -> int:
    """Nạp danh bạ riêng từ tệp CSV hoặc Excel, thay toàn bộ danh bạ riêng cũ.

    Cột: Mã, Tên, Tên khác, Loại, Cấp, Địa bàn, Thuộc, Hiệu lực từ, Hiệu lực đến, Thay bằng, Nhóm (hoặc tiếng Anh);
    nhiều giá trị trong một ô cách nhau bằng dấu chấm phẩy. Tệp có lỗi thì in lỗi từng dòng và không nạp gì.
    """
    agencies = _read(path)
    with _store(db) as store:
        change = replace_directory(store, agencies, path.name)
        told = _carried_over(store, accounts_path(db))
    click.echo(f"{change.agencies} cơ quan trong danh bạ riêng; {change.documents} văn bản được đối chiếu lại → {db}")
    for line in told:
        click.echo(line)
    return 0


@command.command("check", cls=Command)
@click.argument("path", metavar="[TỆP]", type=click.Path(path_type=Path), required=False)
@_DATABASE
def check(path: Path | None, db: Path) -> int:
    """Kiểm tra một tệp danh bạ mà không nạp; không có tệp thì kiểm tra danh bạ riêng đã nạp."""
    if path is not None:
        click.echo(f"{path.name}: {len(_read(path))} cơ quan, không có lỗi.")
        return 0
    with _store(db) as store:
        agencies = directory_of(store)
    problems = list(check_directory(list(enumerate(agencies, start=1))))
    _refuse("Danh bạ riêng", problems)
    click.echo(f"Danh bạ riêng: {len(agencies)} cơ quan, không có lỗi.")
    return 0


@command.command("list", cls=Command)
@click.option("--search", "words", default="", metavar="CHỮ", help="Chỉ những cơ quan có chữ này trong tên hay mã.")
@_DATABASE
def list_(words: str, db: Path) -> int:
    """Liệt kê danh bạ riêng, rồi các cơ quan và mẫu cơ quan đi kèm: mã, tên, loại, cấp, hiệu lực, nguồn."""
    own = _own(db)
    rows = [*((a.code, a.name, a.kind, a.level, _days(a), "riêng") for a in own), *_shipped()]
    for row in rows:
        if plain(words) in plain(" ".join(row[:2])):
            click.echo("\t".join(row))
    return 0


@command.command("export", cls=Command)
@_DATABASE
def export(db: Path) -> int:
    """In danh bạ riêng ra CSV, đúng các cột mà lệnh import đọc."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS.values())
    writer.writerows([_cell(agency, column) for column in HEADINGS] for agency in _own(db))
    click.echo(out.getvalue(), nl=False)
    return 0


@contextmanager
def _store(path: Path) -> Iterator[Database]:
    db = open_store(path)
    with closing(db.conn):
        yield db


def _carried_over(store: Database, path: Path) -> list[str]:
    """Bind the accounts of agencies anew, as the directory may have given theirs another code; what there is to say."""
    told: list[str] = []
    if not path.is_file():
        return told
    with open_accounts(path) as accounts:
        for account in list_accounts(accounts):
            if account.agency_key is None:
                continue
            now = agency_now(store, account.agency_key, account.agency or "")
            if now is None:
                told.append(_LOST.format(account.id, account.agency))
            elif now.key != account.agency_key:
                bind_account(accounts, account.id, *now)
                told.append(f"Tài khoản {account.id} theo sang {now.name} của danh bạ mới.")
    return told


def _own(path: Path) -> tuple[Agency, ...]:
    """The directory in the database; empty where there is no database yet, which is not made for a look."""
    if not path.exists():
        return ()
    with _store(path) as db:
        return directory_of(db)


def _read(path: Path) -> tuple[Agency, ...]:
    agencies, problems = read_directory(read_table(path))
    _refuse(path.name, problems)
    return agencies


def _refuse(name: str, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(f"{name}: dòng {problem.row}: {problem.message}", err=True)
    if problems:
        raise BadDirectory(f"{name}: {len(problems)} lỗi, không nạp gì.")


def _shipped() -> Iterator[tuple[str, ...]]:
    for body in bodies().values():
        span = f"{body.since or ''}..{body.until or ''}" if body.since or body.until else ""
        code = body.id if body.central else f"…/{body.id}"
        yield code, body.name, body.kind, ", ".join(body.level), span, "đi kèm"


def _days(agency: Agency) -> str:
    if agency.valid_from is None and agency.valid_until is None:
        return ""
    return f"{agency.valid_from or ''}..{agency.valid_until or ''}"


def _cell(agency: Agency, column: str) -> str:
    value = getattr(agency, column)
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")
