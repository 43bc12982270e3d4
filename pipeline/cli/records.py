"""What the commands that record take: an existing database, a day as people write it, and the agency meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlite_utils import Database

from pipeline.errors import RecordRefused, StoreError
from pipeline.store import open_store
from pipeline.store.folding import fold
from pipeline.store.functions import read_day
from pipeline.store.units import Unit

F = TypeVar("F", bound=Callable[..., Any])

_SHOWN = 5  # names in a sentence


@contextmanager
def opened(db: Path) -> Iterator[Database]:
    """The database at ``db``, closed at the end. Raises StoreError where there is none yet."""
    store = open_store(existing(db))
    with closing(store.conn):
        yield store


def existing(db: Path) -> Path:
    """``db`` itself. Raises StoreError where there is no such database yet."""
    if not db.is_file():
        raise StoreError(f"Chưa có cơ sở dữ liệu {db}: hãy nạp văn bản trước bằng lệnh giaoviec ingest.")
    return db


def day_option(name: str, text: str) -> Callable[[F], F]:
    """An option for a day as people write it, None where it is not given."""

    def read(_: click.Context, option: click.Parameter, typed: str | None) -> date | None:
        if typed is None:
            return None
        found = read_day(typed) if typed.strip() else None
        if found is None:
            raise RecordRefused(f"Giá trị của {name} không phải là ngày: “{typed}”; viết như 31/12/2025.")
        return found

    return click.option(name, metavar="NGÀY", callback=read, help=text)


def unit_of(units: Sequence[Unit], agency: str | None) -> Unit:
    """The one of the units of a task whose agency is called ``agency``, or has it in its name; the only one there is.

    Raises RecordRefused, with the names, where none or several are meant.
    """
    named = [(unit, fold(unit.agency or "")) for unit in units]
    wanted = fold((agency or "").strip())
    found = [unit for unit, name in named if name == wanted] or [unit for unit, name in named if wanted in name]
    if len(found) == 1:
        return found[0]
    names = "; ".join(unit.agency or "" for unit in (found or units)[:_SHOWN])
    more = f" và {len(found or units) - _SHOWN} cơ quan khác" if len(found or units) > _SHOWN else ""
    wrong = "Hãy chỉ rõ một cơ quan chủ trì"
    if agency and not found:
        wrong = f"Không có “{agency}” trong các cơ quan chủ trì"
    raise RecordRefused(f"{wrong}: {names}{more}.")
