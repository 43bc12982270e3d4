"""``giaoviec user``: who may sign in to the pages, and as what."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from pathlib import Path

import click

from pipeline.cli.options import database_behind, database_option
from pipeline.cli.vietnamese import Command, CommandGroup
from pipeline.errors import AccountRefused
from pipeline.follow import workflow
from pipeline.store import open_store
from pipeline.store.accounts import (
    Account,
    accounts_path,
    add_account,
    bind_account,
    change_password,
    list_accounts,
    open_accounts,
    remove_account,
)
from pipeline.store.agency_names import named_agency
from pipeline.web.passwords import SHORTEST, hash_password
from pipeline.web.routing import AGENCY

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_WHO = click.argument("id_", metavar="TÊN_ĐĂNG_NHẬP")
_STDIN = click.option("--password-stdin", "stdin", is_flag=True, help="Đọc mật khẩu từ dòng đầu của stdin, không hỏi.")
_DATABASE = database_behind()


@click.group("user", cls=CommandGroup, subcommand_metavar="LỆNH …", no_args_is_help=True)
@database_option()
def command(db: Path) -> None:
    """Tài khoản đăng nhập; nằm trong tệp riêng cạnh cơ sở dữ liệu, không trang nào đọc được."""


@command.command("add", cls=Command)
@_WHO
@click.option("--role", required=True, type=click.Choice(list(workflow().roles)), help="Vai trò của tài khoản.")
@click.option("--name", metavar="HỌ_TÊN", help="Họ và tên, ghi vào nhật ký; không có thì dùng tên đăng nhập.")
@click.option("--agency", metavar="CƠ_QUAN", help="Tên hoặc mã cơ quan; chỉ dùng với --role agency, và phải có.")
@_STDIN
@_DATABASE
def add(id_: str, role: str, name: str | None, agency: str | None, stdin: bool, db: Path) -> int:
    """Tạo tài khoản; mật khẩu được hỏi hai lần, không có mật khẩu mặc định.

    Vai trò: admin quản trị; clerk văn thư; supervisor lãnh đạo, người theo dõi; agency cơ quan thực hiện.
    """
    if not _ID.fullmatch(id_):
        raise AccountRefused(
            "Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch; không có dấu cách."
        )
    if (role == AGENCY) != bool(agency):
        raise AccountRefused("--agency phải có với --role agency, và chỉ với vai trò ấy.")
    key, agency_name = _agency(db, agency) if agency else (None, None)
    account = Account(id_, name or id_, role, key, agency_name, hash_password(_password(stdin)))
    with open_accounts(accounts_path(db)) as accounts:
        add_account(accounts, account)
    click.echo(f"Đã tạo tài khoản {_told(account)}")
    return 0


@command.command("list", cls=Command)
@_DATABASE
def list_(db: Path) -> int:
    """Liệt kê các tài khoản: tên đăng nhập, vai trò, họ tên, cơ quan."""
    path = accounts_path(db)
    if path.is_file():
        with open_accounts(path) as accounts:
            for account in list_accounts(accounts):
                click.echo("\t".join((account.id, account.role, account.name, account.agency or "")))
    return 0


@command.command("passwd", cls=Command)
@_WHO
@_STDIN
@_DATABASE
def passwd(id_: str, stdin: bool, db: Path) -> int:
    """Đặt mật khẩu khác; mọi phiên đăng nhập của tài khoản ấy kết thúc ngay."""
    password = hash_password(_password(stdin))
    with open_accounts(accounts_path(db)) as accounts:
        change_password(accounts, id_, password)
    click.echo(f"Đã đổi mật khẩu của {id_}.")
    return 0


@command.command("agency", cls=Command)
@_WHO
@click.argument("agency", metavar="CƠ_QUAN")
@_DATABASE
def agency_(id_: str, agency: str, db: Path) -> int:
    """Gắn tài khoản của một cơ quan với cơ quan có tên hoặc mã này: khi cơ quan đổi tên, đổi mã."""
    key, name = _agency(db, agency)
    with open_accounts(accounts_path(db)) as accounts:
        bind_account(accounts, id_, key, name)
    click.echo(f"Tài khoản {id_} nay là của {name}.")
    return 0


@command.command("remove", cls=Command)
@_WHO
@_DATABASE
def remove(id_: str, db: Path) -> int:
    """Xóa tài khoản: không đăng nhập được nữa, kể cả phiên đang mở; tên ấy không cấp lại cho người khác."""
    with open_accounts(accounts_path(db)) as accounts:
        remove_account(accounts, id_)
    click.echo(f"Đã xóa tài khoản {id_}.")
    return 0


def _password(stdin: bool) -> str:
    if stdin:
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise AccountRefused("Mật khẩu trên stdin phải ở bảng mã UTF-8.") from None
    typed: str = click.prompt(f"Mật khẩu (ít nhất {SHORTEST} ký tự)", hide_input=True)
    if typed != click.prompt("Gõ lại mật khẩu", hide_input=True):
        raise AccountRefused("Hai lần gõ mật khẩu không giống nhau.")
    return typed


def _agency(db: Path, typed: str) -> tuple[str, str]:
    store = open_store(db)
    with closing(store.conn):
        found = named_agency(store, typed)
    return found.key, found.name


def _told(account: Account) -> str:
    agency = f", {account.agency}" if account.agency else ""
    return f"{account.id}: {account.name}, {workflow().roles[account.role].label}{agency}."
