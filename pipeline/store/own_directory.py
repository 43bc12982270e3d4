"""The register with the office's own directory: made once for each state of it, also where there is no database."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.agencies import Agency, Register, shipped_version
from pipeline.store.agency_rows import stored_directory

_registers: dict[str, Register] = {}
_KEPT = 4


class OwnDirectory(NamedTuple):
    """The office's directory as it travels to those who read; they unpack it once for each ``version``."""

    version: str | None
    packed: bytes


def load_register(db: Database) -> Register:
    """The shipped register with the office's directory in this database."""
    return _register(register_version(db), lambda: stored_directory(db))


def register_version(db: Database) -> str:
    """A text that changes when the shipped register or the directory does."""
    return _version(_stored_version(db))


def own_directory(db: Database) -> OwnDirectory:
    """The directory in this database."""
    return OwnDirectory(_stored_version(db), pickle.dumps(stored_directory(db)))


def register_with(directory: OwnDirectory) -> tuple[str, Register]:
    """The version of the register with that directory, as this program has it, and the register."""
    version = _version(directory.version)
    return version, _register(version, lambda: pickle.loads(directory.packed))


def _version(directory: str | None) -> str:
    return f"{shipped_version()}+{directory}" if directory is not None else shipped_version()


def _stored_version(db: Database) -> str | None:
    found = db.conn.execute("SELECT version FROM directory").fetchone()
    return str(found[0]) if found else None


def _register(version: str, agencies: Callable[[], Iterable[Agency]]) -> Register:
    if version not in _registers:
        while len(_registers) >= _KEPT:
            _registers.pop(next(iter(_registers)))
        _registers[version] = Register(agencies())
    return _registers[version]
