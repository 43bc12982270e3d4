"""Paths → outcomes: a file that can't be read is a row that says why, and the others go on."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import GiaoviecError, UnreadableFile
from pipeline.process import process
from pipeline.types import Dispatch

# Below this many files, starting processes takes longer than reading.
_WORTH_A_POOL = 24

# Files handed out at a time: results wait in memory until they are written, so not all at once.
_WINDOW = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a dispatch, or a Vietnamese sentence and the exit code of its error."""

    path: Path
    dispatch: Dispatch | None
    error: str = ""
    code: int = 0


def read_all(paths: Sequence[Path], workers: int = 1) -> Iterator[Outcome]:
    """The outcomes in the order of ``paths``; several ``workers`` are processes, used where there is enough to read."""
    if workers < 2 or len(paths) < _WORTH_A_POOL:
        yield from map(_read, paths)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from _read_with(pool, paths)


def _read_with(pool: Executor, paths: Sequence[Path]) -> Iterator[Outcome]:
    for start in range(0, len(paths), _WINDOW):
        yield from pool.map(_read, paths[start : start + _WINDOW], chunksize=4)


def _read(path: Path) -> Outcome:
    try:
        return Outcome(path, process(path))
    except GiaoviecError as error:
        return Outcome(path, None, _named(path, str(error)), error.exit_code)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        return Outcome(path, None, _named(path, f"không đọc được tệp ({reason})."), UnreadableFile.exit_code)
    except Exception as error:
        if os.environ.get("GIAOVIEC_DEBUG"):
            traceback.print_exc(file=sys.stderr)
        # The exception's own text may quote the document, which may be secret.
        return Outcome(path, None, _named(path, f"lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__})."), 1)


def _named(path: Path, message: str) -> str:
    return message if message.startswith(path.name) else f"{path.name}: {message}"
