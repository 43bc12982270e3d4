"""Files → what was read from them, as workers come back: fast and slow files in two lanes, nothing waits in memory.

Slow files (scans, Word 97) never take all workers while there are fast ones. Of a chunk whose worker did not come back,
each file is read again by itself, so that the one at fault is found and the others are not lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from pipeline.batch.discover import FoundFile
from pipeline.batch.read import OUT_OF_MEMORY, FileRead, Means, crashed, read_files
from pipeline.batch.workers import Lanes
from pipeline.errors import StoreError

__all__ = ["read_in_lanes"]

_CHUNK = 32  # fast files that a worker takes at a time; results come in such portions too
_OFFICE_CHUNK = 8  # files for one start of LibreOffice
_AHEAD = 2  # chunks a worker, so that none waits for the next
_MOST_WAITING = 10_000  # slow files that are known but not begun; then no further ones are looked for

_TOO_LONG = "đọc quá lâu nên bị bỏ qua."
_DIED = "tiến trình đọc tệp này dừng đột ngột (tệp gây lỗi hoặc hết bộ nhớ) nên tệp bị bỏ qua."

Chunk = tuple[FoundFile, ...]


@dataclass(slots=True)
class _Queues:
    """What is to be read: files as they are found, slow ones put aside, and chunks to read again file by file."""

    found: Iterator[FoundFile]
    slow: deque[FoundFile] = field(default_factory=deque)
    alone: deque[tuple[FoundFile, bool]] = field(default_factory=deque)
    exhausted: bool = False

    def next_fast(self) -> Chunk:
        chunk: list[FoundFile] = []
        while len(chunk) < _CHUNK and len(self.slow) < _MOST_WAITING:
            file = next(self.found, None)
            if file is None:
                self.exhausted = True
                break
            (self.slow if file.is_slow else chunk).append(file)
        return tuple(chunk)

    def next_slow(self) -> Chunk:
        """One file, or several for LibreOffice."""
        chunk: list[FoundFile] = []
        while self.slow and len(chunk) < _OFFICE_CHUNK and (not chunk or self.slow[0].is_for_office):
            chunk.append(self.slow.popleft())
            if not chunk[0].is_for_office:
                break
        return tuple(chunk)


def read_in_lanes(files: Iterable[FoundFile], lanes: Lanes, means: Means) -> Iterator[list[FileRead]]:
    """What was read, chunk by chunk in the order in which workers come back; ``files`` are taken as they are needed."""
    queues = _Queues(iter(files))
    running: dict[Future[list[FileRead]], tuple[Chunk, bool]] = {}
    while True:
        _fill(queues, running, lanes, means)
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            chunk, slow = running.pop(future)
            read = _result(future, chunk, slow, queues)
            queues.slow += [one.file for one in read if one.outcomes is None]
            yield [one for one in read if one.outcomes is not None]


def _fill(
    queues: _Queues, running: dict[Future[list[FileRead]], tuple[Chunk, bool]], lanes: Lanes, means: Means
) -> None:
    """Give the workers as much as keeps them busy."""

    def submit(chunk: Chunk, slow: bool) -> None:
        lane = lanes.slow if slow else lanes.fast
        running[lane.submit(read_files, chunk, means, slow)] = chunk, slow

    while queues.alone and len(running) < lanes.width * _AHEAD:
        file, slow = queues.alone.popleft()
        submit((file,), slow)
    while len(running) < lanes.width * _AHEAD and not queues.exhausted:
        chunk = queues.next_fast()
        if not chunk:
            break
        submit(chunk, False)
    at_once = lanes.width if queues.exhausted else max(1, lanes.width - 1)
    while queues.slow and sum(slow for _, slow in running.values()) < at_once:
        submit(queues.next_slow(), True)


def _result(future: Future[list[FileRead]], chunk: Chunk, slow: bool, queues: _Queues) -> list[FileRead]:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, StoreError) or not isinstance(error, Exception):
        raise error
    if len(chunk) > 1:
        queues.alone += [(file, slow) for file in chunk]
        return []
    reason = _TOO_LONG if isinstance(error, TimeoutError) else _DIED
    return [crashed(chunk[0], OUT_OF_MEMORY if isinstance(error, MemoryError) else reason)]
