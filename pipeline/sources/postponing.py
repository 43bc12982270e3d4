"""Leaving slow work for later: a reader of many files takes the fast ones first.

Which PDFs are scans shows only when they are opened. Inside :func:`postponing` whatever would start another program
(tesseract, LibreOffice) raises :class:`Postponed` instead, and the file is read again when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.errors import GiaoviecError

__all__ = ["Postponed", "postpone", "postponing"]

_postponing: ContextVar[bool] = ContextVar("postponing", default=False)


class Postponed(GiaoviecError):
    """The file needs a slow program, and slow work waits."""


@contextmanager
def postponing(wanted: bool = True) -> Iterator[None]:
    """Let :func:`postpone` raise inside this block."""
    token = _postponing.set(wanted)
    try:
        yield
    finally:
        _postponing.reset(token)


def postpone(name: str) -> None:
    """Called before a slow program is started for the file ``name``; raises :class:`Postponed` where it is to wait."""
    if _postponing.get():
        raise Postponed(f"{name}: chờ đến lượt các tệp đọc lâu.")
