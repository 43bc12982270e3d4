"""A folder that is watched: files that are whole are read and stored, then moved aside, done or failed.

The folder is looked through again and again, as network shares and Windows tell nobody reliably of new files.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.discover import FoundFile, walk
from pipeline.batch.identity import stamp_of
from pipeline.batch.ingest import Stored
from pipeline.clock import vietnam_today
from pipeline.errors import GiaoviecError, SecretDocument
from pipeline.store import Stamp

__all__ = ["DONE", "FAILED", "QUIET_S", "Watcher"]

DONE, FAILED = "đã nạp", "lỗi"
QUIET_S = 5.0
"""How long size and time of a file must stay as they are before it counts as whole."""

_WHY = ".lý do.txt"
_SECRET = (
    "Văn bản mang dấu chỉ độ mật nên bị từ chối: không đọc, không lưu. Hãy đưa tệp này ra khỏi máy tính có nối mạng."
)
_PATIENCE = 12  # times QUIET_S: how long an empty file, or one that another program holds, is waited for
_NOBODYS = frozenset({"thumbs.db", "desktop.ini"})  # what Windows leaves in folders
_PARTIAL = (".part", ".partial", ".crdownload", ".tmp", ".download")

Moved = Callable[[Path, Path], None]
"""Told that a file that could not be read lies elsewhere now."""
Read = Callable[[Sequence[FoundFile]], Iterator[Stored]]
"""Reads files and stores what is in them: each row is of a document, or of a file that failed."""


class FolderGone(GiaoviecError):
    """The folder that is watched is not there, for now or for good."""

    exit_code = 3


@dataclass
class Watcher:
    """Looks through ``folder``; ``read`` takes the files that are whole. ``clock`` gives seconds that only grow."""

    folder: Path
    read: Read
    moved: Moved
    quiet_s: float = QUIET_S
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)

    def look(self) -> Iterator[Stored]:
        """Look once: read what is whole, and move it aside as it was stored. Raises FolderGone."""
        ready = list(self._ready())
        if not ready:
            return
        waiting = {one.path: stamp_of(one.path) for one in ready}
        rows: dict[Path, list[Stored]] = {}
        for row in self.read(ready):
            rows.setdefault(row.path, []).append(row)
            yield row
        for path, stamp in waiting.items():
            self._seen.pop(path, None)
            # What was written to while it was read is read again.
            if stamp is not None and stamp_of(path) == stamp:
                with suppress(OSError):  # somebody holds it open: it is known by then, and moved the next time
                    self._put_aside(path, rows.get(path, []))

    def is_waiting(self) -> bool:
        """Whether files have been seen that are not whole yet, and are still worth waiting for."""
        return any(self.clock() - since < self.quiet_s * _PATIENCE for _, since in self._seen.values())

    def _ready(self) -> Iterator[FoundFile]:
        here = {path: stamp for path in self._files() if (stamp := stamp_of(path)) is not None}
        self._seen = {path: seen for path, seen in self._seen.items() if path in here}
        for path, stamp in here.items():
            before, since = self._seen.get(path, (None, 0.0))
            if before != stamp:
                self._seen[path] = (stamp, self.clock())
            elif self.clock() - since >= self.quiet_s * (1 if stamp.size else _PATIENCE) and _opens(path):
                yield FoundFile(path)

    def _files(self) -> list[Path]:
        """The files in the folder and below it, without what was moved aside and what other programs are writing."""
        if not self.folder.is_dir():
            raise FolderGone(f"Không mở được thư mục {self.folder}.")
        files = []
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(".") or path.name in (DONE, FAILED) or path.name.lower() in _NOBODYS:
                continue
            files += [one.path for one in walk([path]) if isinstance(one, FoundFile)] if path.is_dir() else [path]
        return [path for path in files if path.suffix.lower() not in _PARTIAL and not path.name.startswith("~$")]

    def _put_aside(self, path: Path, rows: Sequence[Stored]) -> None:
        failed = [row for row in rows if row.result == "failed"]
        if rows and not failed:
            _move(path, self.folder / DONE / f"{vietnam_today():%Y-%m}")
            return
        place = _move(path, self.folder / FAILED)
        why = [_SECRET if row.code == SecretDocument.exit_code else row.error for row in failed]
        text = "\n".join(why) or "Không có văn bản nào trong tệp này."
        place.with_name(place.name + _WHY).write_text(text + "\n", encoding="utf-8")
        self.moved(path, place)


def _opens(path: Path) -> bool:
    """Whether a file can be read; a program that is still copying often holds it for itself (Windows)."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _move(path: Path, folder: Path) -> Path:
    """Move a file into a folder, under a further name where its own is taken; its new place. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        place = folder / (path.name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        if _claim(place):
            break
        number += 1
    try:
        path.replace(place)
    except OSError:
        place.unlink(missing_ok=True)
        raise
    return place


def _claim(place: Path) -> bool:
    """Make an empty file where there is none: of two who move at once, only one gets the name."""
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
